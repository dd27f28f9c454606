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
/// Children who apply for a type of placement without having one, of one priority: by curriculum year, group of needs, home
/// district and band.
/// </summary>
internal sealed class Applications(AdmissionGroups groups, int lanes)
{
    private readonly double[] _children = new double[ExpectedTables.Years * groups.NeedGroups * lanes];
    private readonly bool[] _live = new bool[ExpectedTables.Years];

    /// <summary>Whether anybody of a year applies.</summary>
    internal bool IsLive(int year) => _live[year];

    /// <summary>Those of a year and group of needs, by district and band.</summary>
    internal Span<double> Of(int year, int needGroup) =>
        _children.AsSpan(((year * groups.NeedGroups) + needGroup) * lanes, lanes);

    /// <summary>How many of a year apply.</summary>
    internal double Total(int year)
    {
        if (!_live[year])
        {
            return 0;
        }

        var sum = 0.0;
        foreach (var children in _children.AsSpan(year * groups.NeedGroups * lanes, groups.NeedGroups * lanes))
        {
            sum += children;
        }

        return sum;
    }

    /// <summary>Adds children of one lane, their needs as a mix has them.</summary>
    internal void Add(int year, int lane, double children, double[] mix)
    {
        _live[year] = true;
        for (var n = 0; n < mix.Length; n++)
        {
            _children[(((year * groups.NeedGroups) + n) * lanes) + lane] += children * mix[n];
        }
    }

    /// <summary>Adds children of one lane whose group of needs is known.</summary>
    internal void Join(int year, int needGroup, int lane, double children)
    {
        _live[year] = true;
        _children[(((year * groups.NeedGroups) + needGroup) * lanes) + lane] += children;
    }

    /// <summary>Leaves a share of those of a year.</summary>
    internal void Scale(int year, double keep)
    {
        if (_live[year])
        {
            foreach (ref var children in _children.AsSpan(year * groups.NeedGroups * lanes, groups.NeedGroups * lanes))
            {
                children *= keep;
            }
        }
    }

    /// <summary>All of a year find a place.</summary>
    internal void MoveTo(int year, Span<double> placed)
    {
        for (var n = 0; n < groups.NeedGroups; n++)
        {
            var children = Of(year, n);
            for (var lane = 0; lane < placed.Length; lane++)
            {
                placed[lane] += children[lane];
            }

            children.Clear();
        }

        _live[year] = false;
    }

    /// <summary>Takes everybody out.</summary>
    internal void Clear()
    {
        for (var year = 0; year < _live.Length; year++)
        {
            if (_live[year])
            {
                Array.Clear(_children, year * groups.NeedGroups * lanes, groups.NeedGroups * lanes);
                _live[year] = false;
            }
        }
    }

    /// <summary>In September everybody is a year on; how many were in the last year and hold no plan any more.</summary>
    internal double GrowUp()
    {
        var (ended, block) = (Total(_live.Length - 1), groups.NeedGroups * lanes);
        Array.Copy(_children, 0, _children, block, _children.Length - block);
        Array.Clear(_children, 0, block);
        Array.Copy(_live, 0, _live, 1, _live.Length - 1);
        _live[0] = false;
        return ended;
    }
}

/// <summary>Moves within a phase that are asked for in a month: those of a year who hold one type and want another.</summary>
/// <param name="Year">Position of the curriculum year.</param>
/// <param name="Held">The type held.</param>
/// <param name="Wanted">The type wanted.</param>
/// <param name="At">Where their numbers by district and band begin.</param>
internal readonly record struct Move(int Year, int Held, int Wanted, int At);
