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

    /// <summary>Those of a year, by district and band.</summary>
    internal Span<double> Of(int year) => _children.AsSpan(year * lanes, lanes);

    /// <summary>The part of those of a year whom no provider took, by district and band.</summary>
    internal ReadOnlySpan<double> LeftOf(int year) => Left.AsSpan(groups.YearClass(year) * lanes, lanes);

    /// <summary>How many of a year apply.</summary>
    internal double Total(int year) => _live[year] ? Lanes.Sum(Of(year)) : 0;

    /// <summary>Adds a share of some children, whose needs are as a mix has them.</summary>
    internal void Add(int year, ReadOnlySpan<double> children, double share, double[] mix)
    {
        if (share <= 0)
        {
            return;
        }

        _live[year] = true;
        Lanes.Add(children, share, Of(year));
        AddNeeds(year, Lanes.Sum(children) * share, mix);
    }

    /// <summary>Adds children whose needs are those of other applications for the same type.</summary>
    internal void Join(int year, ReadOnlySpan<double> children, Applications like)
    {
        _live[year] = true;
        Lanes.Add(children, Of(year));
        var of = groups.YearClass(year) * groups.NeedGroups;
        var (all, asked) = (Lanes.Sum(children), 0.0);
        for (var n = 0; n < groups.NeedGroups; n++)
        {
            asked += like._needs[of + n];
        }

        for (var n = 0; n < groups.NeedGroups && asked > 0; n++)
        {
            _needs[of + n] += all * like._needs[of + n] / asked;
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

    /// <summary>Applies to the providers of the type: each group of children, as many as there are.</summary>
    internal void Ask(PlaceRounds rounds, int kind)
    {
        Span<double> needs = stackalloc double[groups.NeedGroups];
        Span<double> ofClass = stackalloc double[lanes];
        Span<double> ofBands = stackalloc double[groups.BandGroups];
        for (var c = 0; c < groups.YearClasses; c++)
        {
            if (!Gather(c, rounds, kind, ofClass) || !Shares(c, needs))
            {
                continue;
            }

            for (var d = 0; d < lanes / ExpectedTables.Bands; d++)
            {
                ofBands.Clear();
                for (var band = 0; band < ExpectedTables.Bands; band++)
                {
                    ofBands[groups.BandGroup(band)] += ofClass[(d * ExpectedTables.Bands) + band];
                }

                for (var b = 0; b < ofBands.Length; b++)
                {
                    rounds.Ask(groups.First(c, d, b), kind, ofBands[b], needs);
                }
            }
        }
    }

    /// <summary>Learns whom the providers of the type took: only the others' needs are kept.</summary>
    internal void Hear(PlaceRounds rounds, int kind)
    {
        Span<double> needs = stackalloc double[groups.NeedGroups];
        for (var c = 0; c < groups.YearClasses; c++)
        {
            if (!Shares(c, needs))
            {
                Left.AsSpan(c * lanes, lanes).Fill(1);
                continue;
            }

            var of = _needs.AsSpan(c * groups.NeedGroups, groups.NeedGroups);
            of.Clear();
            for (var d = 0; d < lanes / ExpectedTables.Bands; d++)
            {
                for (var b = 0; b < groups.BandGroups; b++)
                {
                    Hear(c, d, b, rounds.LeftOf(groups.First(c, d, b), kind, needs, of));
                }
            }
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
            if (Shares(c, needs))
            {
                for (var n = 0; n < needs.Length; n++)
                {
                    _needs[(c * needs.Length) + n] = needs[n] * totals[c];
                }
            }
        }
    }

    private void Hear(int yearClass, int district, int bandGroup, double left)
    {
        for (var band = 0; band < ExpectedTables.Bands; band++)
        {
            if (groups.BandGroup(band) == bandGroup)
            {
                Left[(yearClass * lanes) + (district * ExpectedTables.Bands) + band] = left;
            }
        }
    }

    // Those of a class, by district and band; false where there is nobody.
    private bool Gather(int yearClass, PlaceRounds rounds, int kind, Span<double> ofClass)
    {
        var any = false;
        ofClass.Clear();
        for (var year = 0; year < _live.Length; year++)
        {
            if (_live[year] && groups.YearClass(year) == yearClass)
            {
                any = true;
                Lanes.Add(Of(year), ofClass);
                rounds.AskedByYear[(year * PlaceRounds.Kinds) + kind] += Total(year);
            }
        }

        return any;
    }

    // Shares of needs in a class; false where there is nobody.
    private bool Shares(int yearClass, Span<double> shares)
    {
        var needs = _needs.AsSpan(yearClass * groups.NeedGroups, groups.NeedGroups);
        var sum = 0.0;
        foreach (var need in needs)
        {
            sum += need;
        }

        for (var n = 0; n < needs.Length; n++)
        {
            shares[n] = sum > 0 ? needs[n] / sum : 0;
        }

        return sum > 0;
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

/// <summary>Moves within a phase that are asked for in a month: those of a year who hold one type and want another.</summary>
/// <param name="Year">Position of the curriculum year.</param>
/// <param name="Held">The type held.</param>
/// <param name="Wanted">The type wanted.</param>
/// <param name="At">Where their numbers by district and band begin.</param>
internal readonly record struct Move(int Year, int Held, int Wanted, int At);
