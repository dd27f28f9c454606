namespace HighNeedsSim.Model.Expected;

/// <summary>
/// The rounds of applications for one type of placement in expectation: in each, the groups of children apply to the next
/// provider of their list, and a provider takes as large a part of each priority as it has places for.
/// </summary>
internal sealed class PlaceRounds
{
    // The four priorities, and those whom another type turned away.
    internal const int Kinds = 5;
    internal const int TurnedAway = 4;
    private const double Nobody = 1e-9;
    private readonly AdmissionGroups _groups;
    private readonly int _longest;
    private readonly double[] _asked;
    private readonly double[] _pending;
    private readonly double[] _load;
    private readonly double[] _part;
    private readonly int[] _live;
    private int _liveCount;

    internal PlaceRounds(AdmissionGroups groups, int providers)
    {
        _groups = groups;
        _longest = Enumerable.Range(0, groups.Count).Max(g => groups.List(g).Length);
        _asked = new double[groups.Count * Kinds];
        _pending = new double[groups.Count * Kinds];
        Left = new double[groups.Count * Kinds];
        _load = new double[providers * Kinds];
        _part = new double[providers * Kinds];
        _live = new int[groups.Count];
        Admitted = new double[providers * groups.YearClasses * Kinds];
        Clear();
    }

    /// <summary>Whether any group asks a provider with a limit.</summary>
    internal bool HasLimit => _longest > 0;

    /// <summary>Children admitted by providers this month: [(provider × year classes + class) × kinds + kind].</summary>
    internal double[] Admitted { get; }

    /// <summary>Children who applied this month: [curriculum year × kinds + kind].</summary>
    internal double[] AskedByYear { get; } = new double[ExpectedTables.Years * Kinds];

    /// <summary>Forgets last month.</summary>
    internal void Clear()
    {
        Array.Clear(AskedByYear);
        Array.Clear(_asked);
        Array.Clear(_pending);
        Array.Clear(Admitted);
        for (var g = 0; g < _groups.Count; g++)
        {
            Left.AsSpan(g * Kinds, Kinds).Fill(_groups.IsOpen(g) ? 0 : 1);
        }
    }

    /// <summary>Children of a curriculum year apply.</summary>
    /// <param name="groups">The group of each lane.</param>
    /// <param name="year">Position of the curriculum year.</param>
    /// <param name="kind">A priority, or <see cref="TurnedAway"/>.</param>
    /// <param name="children">How many there are, by lane.</param>
    /// <param name="share">The part of them that applies.</param>
    internal void Ask(ReadOnlySpan<int> groups, int year, int kind, ReadOnlySpan<double> children, double share)
    {
        var all = 0.0;
        for (var lane = 0; lane < groups.Length; lane++)
        {
            var asking = children[lane] * share;
            var at = (groups[lane] * Kinds) + kind;
            _asked[at] += asking;
            _pending[at] += asking;
            all += asking;
        }

        AskedByYear[(year * Kinds) + kind] += all;
    }

    /// <summary>The parts of applicants whom no provider of the type took: [group × kinds + kind].</summary>
    internal double[] Left { get; }

    /// <summary>Plays the rounds.</summary>
    /// <param name="free">Free places by provider; what is taken is taken off.</param>
    internal void Play(double[] free)
    {
        _liveCount = 0;
        for (var g = 0; g < _groups.Count; g++)
        {
            if (_groups.List(g).Length > 0 && Sum(_pending, g) > Nobody)
            {
                _live[_liveCount++] = g;
            }
        }

        for (var round = 0; round < _longest && AnyFree(free); round++)
        {
            Load(round, free);
            Share(free);
            Admit(round);
        }

        for (var n = 0; n < _liveCount; n++)
        {
            var open = _groups.IsOpen(_live[n]);
            for (var at = _live[n] * Kinds; at < (_live[n] + 1) * Kinds; at++)
            {
                Left[at] = open ? 0 : _asked[at] > Nobody ? _pending[at] / _asked[at] : 1;
            }
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

    private static double Sum(double[] table, int group)
    {
        var at = group * Kinds;
        return table[at] + table[at + 1] + table[at + 2] + table[at + 3] + table[at + 4];
    }

    private void Load(int round, double[] free)
    {
        foreach (var p in _groups.Limited)
        {
            Array.Clear(_load, p * Kinds, Kinds);
        }

        for (var n = 0; n < _liveCount; n++)
        {
            var list = _groups.List(_live[n]);
            if (round >= list.Length || free[list[round]] <= Nobody)
            {
                continue;
            }

            var pending = _pending.AsSpan(_live[n] * Kinds, Kinds);
            var load = _load.AsSpan(list[round] * Kinds, Kinds);
            for (var k = 0; k < Kinds; k++)
            {
                load[k] += pending[k];
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
        for (var n = 0; n < _liveCount; n++)
        {
            var g = _live[n];
            var list = _groups.List(g);
            if (round >= list.Length)
            {
                continue;
            }

            var part = _part.AsSpan(list[round] * Kinds, Kinds);
            var pending = _pending.AsSpan(g * Kinds, Kinds);
            var provider = Admitted.AsSpan(((list[round] * _groups.YearClasses) + _groups.YearClassOf(g)) * Kinds, Kinds);
            for (var k = 0; k < Kinds; k++)
            {
                var children = pending[k] * part[k];
                pending[k] -= children;
                provider[k] += children;
            }
        }
    }
}
