using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>How many reviews of each curriculum year fall due when, and how many are done, in expectation.</summary>
/// <remarks>
/// As in the simulation, part of the capacity goes first to reviews before a phase transfer, the rest to the years by what is overdue or due, and
/// within a year to the longest overdue. Districts are put together. Plans that end take their reviews with them in proportion: who leaves has
/// nothing to do with when a review is due.
/// </remarks>
internal sealed class ExpectedReviews
{
    // Reviews fall due at most a year before the run, and a year after it.
    private const int Margin = 13;
    private readonly double[][] _due;
    private readonly double[] _scale = new double[NcYear.Count];
    private readonly double[] _overdue = new double[NcYear.Count];
    private readonly double[] _weights = new double[NcYear.Count];
    private readonly int[] _oldest = new int[NcYear.Count];
    private WorldContext _world = null!;
    private bool _begun;

    internal ExpectedReviews(WorldTables tables) =>
        _due = [.. Enumerable.Range(0, NcYear.Count).Select(_ => new double[Margin + tables.Scenario.Timetable.Months + Margin])];

    /// <summary>Reviews are due as they are on census day.</summary>
    /// <param name="world">The world.</param>
    /// <param name="plans">Plans by curriculum year.</param>
    internal void Open(WorldContext world, ReadOnlySpan<double> plans)
    {
        _world = world;
        _begun = false;
        Array.Fill(_scale, 1);
        Array.Clear(_oldest);
        var late = Chance.Below(world.Replicates[0].OverdueAtOpening);
        for (var y = 0; y < NcYear.Count; y++)
        {
            Array.Clear(_due[y]);
            _weights[y] = plans[y];
            for (var n = 0; n < 12; n++)
            {
                _due[y][Margin - 1 - n] += plans[y] * late / 12;
                _due[y][Margin + n] += plans[y] * (1 - late) / 12;
            }

            _overdue[y] = plans[y] * late;
        }
    }

    /// <summary>Reviews done this month, by curriculum year.</summary>
    internal double[] Done { get; } = new double[NcYear.Count];

    /// <summary>Reviews overdue.</summary>
    internal double Overdue
    {
        get
        {
            var sum = 0.0;
            for (var y = 0; y < NcYear.Count; y++)
            {
                sum += _overdue[y] * _scale[y];
            }

            return sum;
        }
    }

    /// <summary>In September everyone is a curriculum year on; the last year's reviews are gone.</summary>
    internal void GrowUp()
    {
        var last = _due[^1];
        for (var y = NcYear.Count - 1; y > 0; y--)
        {
            (_due[y], _scale[y], _overdue[y], _oldest[y]) = (_due[y - 1], _scale[y - 1], _overdue[y - 1], _oldest[y - 1]);
        }

        Array.Clear(last);
        (_due[0], _scale[0], _overdue[0], _oldest[0]) = (last, 1, 0, 0);
    }

    /// <summary>Does the month's reviews.</summary>
    /// <param name="month">The month.</param>
    /// <param name="assessed">Assessments ended in it: the same caseworkers' work.</param>
    internal void Play(Month month, double assessed)
    {
        var now = month - _world.Scenario.Timetable.Start;
        var sum = 0.0;
        for (var y = 0; y < NcYear.Count; y++)
        {
            _overdue[y] += _due[y][Margin + now];
            _weights[y] = _begun ? _overdue[y] * _scale[y] : _weights[y];
            sum += _weights[y];
        }

        _begun = true;
        var capacity = Capacity(month, assessed);
        var first = BeforeTransfers(month, capacity * _world.Replicates[0].TransfersFirst);
        for (var y = 0; y < NcYear.Count; y++)
        {
            var rest = sum - first > 0 ? (capacity - first) * Math.Max(0, _weights[y] - Done[y]) / (sum - first) : 0;
            var done = Done[y] = Math.Min(Done[y] + rest, _overdue[y] * _scale[y]);
            if (done > 0)
            {
                Take(y, done / _scale[y], now);
                _due[y][Margin + now + 12] += done / _scale[y];
            }
        }
    }

    /// <summary>In September: whoever is to leave the phase a year later is reviewed in time for it, in any of the months up to the deadline.</summary>
    internal void BringForward(Month month)
    {
        if (_world.Replicates[0].TransfersFirst <= 0)
        {
            return;
        }

        var now = Margin + (month - _world.Scenario.Timetable.Start);
        for (var y = 0; y < NcYear.Count; y++)
        {
            if (CohortState.TransferDeadline(new(y + NcYear.First.Value)) is { } deadline)
            {
                BringForward(_due[y], now, (deadline + 12 - month.OfYear) % 12);
            }
        }
    }

    // The later a review is due the more of it comes forward: each month up to the deadline is as likely as any other.
    private static void BringForward(double[] due, int now, int months)
    {
        for (var at = now + 2; at < due.Length; at++)
        {
            var (each, earlier) = (due[at] / months, Math.Min(months, at - now - 1));
            for (var by = now + 1; by <= now + earlier; by++)
            {
                due[by] += each;
            }

            due[at] -= each * earlier;
        }
    }

    /// <summary>How many of a year's plans have been reviewed, or began, since the last September.</summary>
    internal double SinceSeptember(int year, Month month)
    {
        var sum = 0.0;
        var september = Month.Of(month.CalendarYear - 1, 9) - _world.Scenario.Timetable.Start;
        foreach (var due in _due[year].AsSpan(Math.Max(0, Margin + september + 12)))
        {
            sum += due;
        }

        return sum * _scale[year];
    }

    // What part of the capacity does first: reviews before a phase transfer, as far as they are to be done. Receives them year by year.
    private double BeforeTransfers(Month month, double capacity)
    {
        Array.Clear(Done);
        var (sum, first) = (0.0, 0.0);
        for (var y = 0; y < NcYear.Count; y++)
        {
            sum += _weights[y] * CohortState.TransferWeight(new(y + NcYear.First.Value), month);
        }

        for (var y = 0; y < NcYear.Count && sum > 0; y++)
        {
            Done[y] = Math.Min(capacity * _weights[y] * CohortState.TransferWeight(new(y + NcYear.First.Value), month) / sum, _weights[y]);
            first += Done[y];
        }

        return first;
    }

    /// <summary>Plans begin: they are reviewed after a year.</summary>
    internal void Begin(int year, double plans, Month month) =>
        _due[year][Margin + (month - _world.Scenario.Timetable.Start) + 12] += plans / _scale[year];

    /// <summary>Plans end: at the review just done, and in proportion.</summary>
    internal void End(int year, double atReview, double share, Month month)
    {
        _due[year][Margin + (month - _world.Scenario.Timetable.Start) + 12] -= atReview / _scale[year];
        _scale[year] = Math.Max(1e-9, _scale[year] * (1 - share));
    }

    private double Capacity(Month month, double assessed)
    {
        var replicate = _world.Replicates[0];
        return Math.Max(0, replicate.Reviews(_world.Scenario, month)
            - (replicate.Casework * (assessed - (_world.Scenario.Assessments.AdviceCapacity.Central * month.Weeks.Count))));
    }

    private void Take(int y, double raw, int now)
    {
        _overdue[y] = Math.Max(0, _overdue[y] - raw);
        var due = _due[y];
        var at = _oldest[y];
        for (; at < Margin + now && raw >= due[at]; at++)
        {
            raw -= due[at];
            due[at] = 0;
        }

        due[at] = Math.Max(0, due[at] - raw);
        _oldest[y] = at;
    }
}
