using System.Runtime.InteropServices;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Assessments;

/// <summary>The cases of a district that wait for one kind of advice in one replicate, and how much of it can still be written.</summary>
/// <remarks>Psychologists and health each have their own, and take cases up in the same order.</remarks>
internal sealed class AdviceQueue
{
    /// <summary>What one case takes of the capacity: capacities are whole numbers of millionths of a case.</summary>
    internal const long OneCase = 1_000_000;

    // Rows of the cases in order of arrival, so that the first is the oldest and the last the newest, and when each one's child was born.
    private readonly List<int> _rows = [];
    private readonly List<short> _born = [];
    private long _capacity;
    private double _oldestTurn;

    /// <summary>How many cases wait.</summary>
    internal int Count => _rows.Count;

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    internal void Carry(Carrier carrier)
    {
        carrier.List(_rows);
        carrier.List(_born);
        carrier.Value(ref _capacity);
        carrier.Value(ref _oldestTurn);
    }

    /// <summary>A case joins. Almost always it is the newest; where a decision took longer than a later one, it stands where it arrived.</summary>
    /// <param name="row">Its row among the cases, which stand in order of arrival.</param>
    /// <param name="born">The academic year in which the child was born.</param>
    internal void Join(int row, short born)
    {
        var at = _rows.Count;
        while (at > 0 && _rows[at - 1] > row)
        {
            at--;
        }

        _rows.Insert(at, row);
        _born.Insert(at, born);
    }

    /// <summary>A week's capacity comes to what was not used, of which no more is kept than another week's.</summary>
    /// <param name="weekly">In millionths of a case.</param>
    internal void AddCapacity(long weekly) => _capacity = Math.Min(_capacity + weekly, 2 * Math.Max(OneCase, weekly));

    /// <summary>So much capacity as leaves a number of cases waiting.</summary>
    internal void LeaveWaiting(int cases) => _capacity = Math.Max(0, _rows.Count - cases) * OneCase;

    /// <summary>Takes up as many cases as there is capacity for; they leave the queue.</summary>
    /// <param name="rules">In which order.</param>
    /// <param name="oldestShare">Share that goes to the oldest, where the order is split.</param>
    /// <param name="starters">The academic year in which those who start school next were born.</param>
    /// <param name="taken">Gets the rows of the cases, in the order in which they are taken up.</param>
    internal void TakeUp(AssessmentRules rules, double oldestShare, short starters, Gathered<int> taken)
    {
        taken.Clear();
        if (rules.StartersFirst)
        {
            TakeStarters(starters, taken);
        }

        var (oldest, newest) = (0, _rows.Count - 1);
        while (_capacity >= OneCase && oldest <= newest)
        {
            _capacity -= OneCase;
            taken.Add(_rows[TakesOldest(rules.Order, oldestShare) ? oldest++ : newest--]);
        }

        Remove(newest + 1, _rows.Count - 1 - newest);
        Remove(0, oldest);
    }

    /// <summary>Cases have moved to other rows, in the same order.</summary>
    /// <param name="at">How many of those that wait have been told so far: 0 at first.</param>
    /// <param name="from">The row of a case, one after another.</param>
    /// <param name="to">Its new row.</param>
    internal void Renumber(ref int at, int from, int to)
    {
        if (at < _rows.Count && _rows[at] == from)
        {
            _rows[at++] = to;
        }
    }

    // Children about to start school, so that their plans are there when school begins.
    private void TakeStarters(short born, Gathered<int> taken)
    {
        for (var n = Next(0); n >= 0 && _capacity >= OneCase; n = Next(n))
        {
            _capacity -= OneCase;
            taken.Add(_rows[n]);
            Remove(n, 1);
        }

        int Next(int from) => CollectionsMarshal.AsSpan(_born)[from..].IndexOf(born) is var found and >= 0 ? from + found : -1;
    }

    private void Remove(int from, int count)
    {
        _rows.RemoveRange(from, count);
        _born.RemoveRange(from, count);
    }

    private bool TakesOldest(WorkingOrder order, double oldestShare)
    {
        if (order != WorkingOrder.Split)
        {
            return order == WorkingOrder.OldestFirst;
        }

        _oldestTurn += oldestShare;
        if (_oldestTurn < 1)
        {
            return false;
        }

        _oldestTurn--;
        return true;
    }
}
