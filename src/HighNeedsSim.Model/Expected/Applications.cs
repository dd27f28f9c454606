using System.Runtime.Intrinsics;

namespace HighNeedsSim.Model.Expected;

/// <summary>Whose applications a provider takes first, as the simulation has it.</summary>
internal enum Priority
{
    /// <summary>Phase transfers.</summary>
    Transfer,

    /// <summary>Those who wait from earlier months.</summary>
    Waiting,

    /// <summary>New plans.</summary>
    New,

    /// <summary>Moves within a phase, which keep their place until another is found.</summary>
    Move,
}

/// <summary>
/// Children who apply for a type of placement with one priority: how many of each curriculum year, by home district and band; and
/// which needs they have, for each class of years that providers tell apart.
/// </summary>
/// <remarks>Needs are taken to be the same mix in every district and band of a class: the one thing that is not exact here.</remarks>
internal sealed class Applications(AdmissionGroups groups, int lanes)
{
    private readonly double[] _children = new double[ExpectedTables.Years * lanes];
    private readonly double[] _needs = new double[groups.YearClasses * groups.NeedGroups];
    private readonly bool[] _live = new bool[ExpectedTables.Years];

    /// <summary>The part of those of a class of years, district and band whom no provider took this month: [class × lanes + lane].</summary>
    internal double[] Left { get; } = new double[groups.YearClasses * lanes];

    /// <summary>Whether anybody of a year applies.</summary>
    internal bool IsLive(int year) => _live[year];

    /// <summary>Whether anybody applies at all.</summary>
    internal bool IsAnyLive => Array.IndexOf(_live, true) >= 0;

    /// <summary>Those of a year, by district and band.</summary>
    internal Span<double> Of(int year) => _children.AsSpan(year * lanes, lanes);

    /// <summary>The part of those of a year whom no provider took, by district and band.</summary>
    internal ReadOnlySpan<double> LeftOf(int year) => Left.AsSpan(groups.YearClass(year) * lanes, lanes);

    /// <summary>How many of a year apply.</summary>
    internal double Total(int year) => _live[year] ? Lanes.Sum(Of(year)) : 0;

    /// <summary>Adds a share of some children, whose needs are as a mix has them.</summary>
    internal void Add(int year, ReadOnlySpan<double> children, double share, double[] mix) => Add(year, children, Lanes.Sum(children), share, mix);

    /// <summary>Adds a share of some children, of whom it is known how many they are.</summary>
    internal void Add(int year, ReadOnlySpan<double> children, double all, double share, double[] mix)
    {
        if (share <= 0)
        {
            return;
        }

        _live[year] = true;
        Lanes.Add(children, share, Of(year));
        AddNeeds(year, all * share, mix);
    }

    /// <summary>Adds children whose needs are those of other applications for the same type.</summary>
    internal void Join(int year, ReadOnlySpan<double> children, Applications like)
    {
        var (all, asked) = (Lanes.Sum(children), 0.0);
        if (all <= PlaceRounds.Nobody)
        {
            return;
        }

        _live[year] = true;
        Lanes.Add(children, Of(year));
        var of = groups.YearClass(year) * groups.NeedGroups;
        for (var n = 0; n < groups.NeedGroups; n++)
        {
            asked += like._needs[of + n];
        }

        for (var n = 0; n < groups.NeedGroups && asked > 0; n++)
        {
            _needs[of + n] += all * like._needs[of + n] / asked;
        }
    }

    /// <summary>Leaves some of those of a year; a remainder of rounding is nobody.</summary>
    internal void Keep(int year, ReadOnlySpan<double> left)
    {
        _live[year] = Lanes.Sum(left) > PlaceRounds.Nobody;
        if (_live[year])
        {
            left.CopyTo(Of(year));
        }
    }

    /// <summary>Leaves a share of those of a year.</summary>
    internal void Scale(int year, double keep)
    {
        if (_live[year])
        {
            Lanes.Scale(Of(year), keep);
        }
    }

    /// <summary>Takes everybody out.</summary>
    internal void Clear()
    {
        for (var year = 0; year < _live.Length; year++)
        {
            if (_live[year])
            {
                Of(year).Clear();
                _live[year] = false;
            }
        }

        Array.Clear(_needs);
    }

    /// <summary>In September everybody is a year on.</summary>
    internal void GrowUp()
    {
        // Each year takes its part of the needs of its old class to the new one.
        var (before, totals) = ((double[])[.. _needs], new double[groups.YearClasses]);
        for (var year = 0; year < _live.Length; year++)
        {
            totals[groups.YearClass(year)] += Total(year);
        }

        Array.Clear(_needs);
        for (var year = 0; year < _live.Length - 1; year++)
        {
            var (from, to) = (groups.YearClass(year), groups.YearClass(year + 1));
            for (var n = 0; n < groups.NeedGroups && totals[from] > 0; n++)
            {
                _needs[(to * groups.NeedGroups) + n] += before[(from * groups.NeedGroups) + n] * Total(year) / totals[from];
            }
        }

        Array.Copy(_children, 0, _children, lanes, _children.Length - lanes);
        Array.Clear(_children, 0, lanes);
        Array.Copy(_live, 0, _live, 1, _live.Length - 1);
        _live[0] = false;
    }

    /// <summary>Those of a class of years, by district and band.</summary>
    /// <param name="yearClass">The class.</param>
    /// <param name="byYear">Receives how many there are of each curriculum year, side by side with other priorities.</param>
    /// <param name="kind">The priority.</param>
    /// <param name="ofClass">Receives them.</param>
    /// <returns>False where there is nobody.</returns>
    internal bool Gather(int yearClass, double[] byYear, int kind, Span<double> ofClass)
    {
        var any = false;
        ofClass.Clear();
        for (var year = 0; year < _live.Length; year++)
        {
            if (_live[year] && groups.YearClass(year) == yearClass)
            {
                any = true;
                Lanes.Add(Of(year), ofClass);
                byYear[(year * PlaceRounds.Kinds) + kind] += Total(year);
            }
        }

        return any;
    }

    /// <summary>Shares of needs in a class of years, each so many numbers after the last; false where there is nobody.</summary>
    internal bool Shares(int yearClass, Span<double> shares, int apart)
    {
        var needs = _needs.AsSpan(yearClass * groups.NeedGroups, groups.NeedGroups);
        var sum = 0.0;
        foreach (var need in needs)
        {
            sum += need;
        }

        for (var n = 0; n < needs.Length; n++)
        {
            shares[n * apart] = sum > 0 ? needs[n] / sum : 0;
        }

        return sum > 0;
    }

    /// <summary>Learns which part of those of a class of years and a district, band by band, the providers of the type did not take.</summary>
    internal void Hear(int yearClass, int district, Vector256<double> left) =>
        Lanes.Districts(Left.AsSpan(yearClass * lanes, lanes))[district] = left;

    /// <summary>Learns that no provider has a limit: those of a class of years are all taken or all turned away.</summary>
    internal void Hear()
    {
        if (!IsAnyLive)
        {
            return;
        }

        Settle();
        for (var c = 0; c < groups.YearClasses; c++)
        {
            Left.AsSpan(c * lanes, lanes).Fill(groups.ClassTakesAll(c) ? 0 : 1);
            if (groups.ClassTakesAll(c))
            {
                _needs.AsSpan(c * groups.NeedGroups, groups.NeedGroups).Clear();
            }
        }
    }

    /// <summary>Keeps the needs of those of a class of years whom nobody took, each so many numbers after the last.</summary>
    internal void KeepNeeds(int yearClass, ReadOnlySpan<double> left, int apart)
    {
        for (var n = 0; n < groups.NeedGroups; n++)
        {
            _needs[(yearClass * groups.NeedGroups) + n] = left[n * apart];
        }
    }

    /// <summary>Needs are as many as children: to be called when those who found another place are gone.</summary>
    internal void Settle()
    {
        Span<double> totals = stackalloc double[groups.YearClasses];
        totals.Clear();
        for (var year = 0; year < _live.Length; year++)
        {
            totals[groups.YearClass(year)] += Total(year);
        }

        Span<double> needs = stackalloc double[groups.NeedGroups];
        for (var c = 0; c < totals.Length; c++)
        {
            if (Shares(c, needs, 1))
            {
                for (var n = 0; n < needs.Length; n++)
                {
                    _needs[(c * needs.Length) + n] = needs[n] * totals[c];
                }
            }
        }
    }

    private void AddNeeds(int year, double children, double[] mix)
    {
        var of = groups.YearClass(year) * groups.NeedGroups;
        for (var n = 0; n < mix.Length; n++)
        {
            _needs[of + n] += children * mix[n];
        }
    }
}
