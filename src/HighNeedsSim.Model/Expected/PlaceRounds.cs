using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// The rounds of applications for one type of placement in expectation: in each, the groups of children apply to the next
/// provider of their list, and a provider takes as large a part of each priority as it has places for.
/// </summary>
internal sealed class PlaceRounds
{
    /// <summary>The priorities, side by side.</summary>
    internal const int Kinds = 4;
    private const double Nobody = 1e-9;
    private readonly AdmissionGroups _groups;
    private readonly int _longest;
    private readonly double[] _asked;
    private readonly double[] _pending;
    private readonly double[] _load;
    private readonly double[] _part;
    private readonly double[] _admitted;
    private readonly int[] _live;
    private readonly bool[] _isLive;
    private int _liveCount;

    internal PlaceRounds(AdmissionGroups groups, int providers)
    {
        _groups = groups;
        _longest = Enumerable.Range(0, groups.Count).Max(g => groups.List(g).Length);
        _asked = new double[groups.Count * Kinds];
        _pending = new double[groups.Count * Kinds];
        _load = new double[providers * Kinds];
        _part = new double[providers * Kinds];
        _live = new int[groups.Count];
        _isLive = new bool[groups.Count];
        _admitted = new double[HasLimit ? providers * groups.YearClasses * Kinds : 0];
    }

    /// <summary>Whether any group asks a provider with a limit.</summary>
    internal bool HasLimit => _longest > 0;

    /// <summary>Children who applied this month: [curriculum year × kinds + kind].</summary>
    internal double[] AskedByYear { get; } = new double[ExpectedTables.Years * Kinds];

    /// <summary>Children of a class of years admitted by a provider this month, by kind.</summary>
    internal ReadOnlySpan<double> Admitted(int provider, int yearClass) =>
        _admitted.AsSpan(((provider * _groups.YearClasses) + yearClass) * Kinds, Kinds);

    /// <summary>Forgets last month.</summary>
    internal void Clear()
    {
        Array.Clear(AskedByYear);
        Array.Clear(_admitted);
        for (var n = 0; n < _liveCount; n++)
        {
            _isLive[_live[n]] = false;
            Array.Clear(_asked, _live[n] * Kinds, Kinds);
            Array.Clear(_pending, _live[n] * Kinds, Kinds);
        }

        _liveCount = 0;
    }

    /// <summary>Children apply.</summary>
    /// <param name="first">The first of their groups.</param>
    /// <param name="kind">Their priority.</param>
    /// <param name="children">How many.</param>
    /// <param name="needs">Shares of groups of needs.</param>
    internal void Ask(int first, int kind, double children, ReadOnlySpan<double> needs)
    {
        if (children <= Nobody)
        {
            return;
        }

        for (var n = 0; n < needs.Length; n++)
        {
            var at = ((first + n) * Kinds) + kind;
            if (!_isLive[first + n])
            {
                _isLive[first + n] = true;
                _live[_liveCount++] = first + n;
            }

            _asked[at] += children * needs[n];
            _pending[at] += children * needs[n];
        }
    }

    /// <summary>The part of some groups' applicants whom no provider of the type took.</summary>
    /// <param name="first">The first of the groups.</param>
    /// <param name="kind">Their priority.</param>
    /// <param name="needs">Shares of groups of needs.</param>
    /// <param name="left">Receives how many of each group of needs were not taken.</param>
    internal double LeftOf(int first, int kind, ReadOnlySpan<double> needs, Span<double> left)
    {
        var part = 0.0;
        for (var n = 0; n < needs.Length; n++)
        {
            var at = ((first + n) * Kinds) + kind;
            if (!_groups.IsOpen(first + n))
            {
                part += needs[n] * (_asked[at] > 0 ? _pending[at] / _asked[at] : 1);
                left[n] += _pending[at];
            }
        }

        return part;
    }

    /// <summary>Plays the rounds.</summary>
    /// <param name="free">Free places by provider; what is taken is taken off.</param>
    internal void Play(double[] free)
    {
        for (var round = 0; round < _longest && AnyFree(free); round++)
        {
            Load(round, free);
            Share(free);
            Admit(round);
        }
    }

    private bool AnyFree(double[] free)
    {
        foreach (var p in _groups.Limited)
        {
            if (free[p] > Nobody)
            {
                return true;
            }
        }

        return false;
    }

    private void Load(int round, double[] free)
    {
        foreach (var p in _groups.Limited)
        {
            Array.Clear(_load, p * Kinds, Kinds);
        }

        var load = Vectors(_load);
        var pending = Vectors(_pending);
        for (var n = 0; n < _liveCount; n++)
        {
            var list = _groups.List(_live[n]);
            if (round < list.Length && free[list[round]] > Nobody)
            {
                load[list[round]] += pending[_live[n]];
            }
        }
    }

    private void Share(double[] free)
    {
        foreach (var p in _groups.Limited)
        {
            for (var at = p * Kinds; at < (p + 1) * Kinds; at++)
            {
                _part[at] = _load[at] > 0 ? Math.Min(1, free[p] / _load[at]) : 0;
                free[p] = Math.Max(0, free[p] - (_load[at] * _part[at]));
            }
        }
    }

    private void Admit(int round)
    {
        var part = Vectors(_part);
        var pending = Vectors(_pending);
        var admitted = Vectors(_admitted);
        for (var n = 0; n < _liveCount; n++)
        {
            var g = _live[n];
            var list = _groups.List(g);
            if (round < list.Length)
            {
                var children = pending[g] * part[list[round]];
                pending[g] -= children;
                admitted[(list[round] * _groups.YearClasses) + _groups.YearClassOf(g)] += children;
            }
        }
    }

    private static Span<Vector256<double>> Vectors(double[] table) => MemoryMarshal.Cast<double, Vector256<double>>(table.AsSpan());
}
