namespace HighNeedsSim.Model.Expected;

/// <summary>
/// Plan-holders with a place in expectation: how many there are of each curriculum year and type of placement, by home district
/// and band; and how many of each year are on the roll of each provider with a limit.
/// </summary>
/// <remarks>
/// A curriculum year stands for a birth year: everybody moves one on in September. Needs are not told apart among those with a
/// place, because nothing that befalls them depends on it until they apply for another.
/// </remarks>
internal sealed class ExpectedStock
{
    private const int Types = ExpectedTables.Types;
    private const int Years = ExpectedTables.Years;
    private const int Bands = ExpectedTables.Bands;
    private readonly ExpectedTables _tables;
    private readonly double[] _placed;
    private readonly bool[] _live = new bool[Years * Types];

    internal ExpectedStock(ExpectedTables tables)
    {
        _tables = tables;
        _placed = [.. tables.OpeningPlaced];
        Rolls = [.. tables.OpeningRolls.Select(roll => (double[])[.. roll])];
        for (var cell = 0; cell < _live.Length; cell++)
        {
            _live[cell] = Total(cell / Types, cell % Types) > 0;
        }
    }

    /// <summary>On the rolls of providers: [provider][curriculum year]; kept up only for those with a limit.</summary>
    internal double[][] Rolls { get; }

    /// <summary>Whether anybody of a year is in a type.</summary>
    internal bool IsLive(int year, int type) => _live[(year * Types) + type];

    /// <summary>Those of a year in a type, by district and band.</summary>
    internal Span<double> Of(int year, int type) => _placed.AsSpan(((year * Types) + type) * _tables.Lanes, _tables.Lanes);

    /// <summary>The same, to be added to.</summary>
    internal Span<double> To(int year, int type)
    {
        _live[(year * Types) + type] = true;
        return Of(year, type);
    }

    /// <summary>How many of a year are in a type.</summary>
    internal double Total(int year, int type) => Lanes.Sum(Of(year, type));

    /// <summary>On roll at a provider with a limit.</summary>
    internal double RollOf(int provider)
    {
        var sum = 0.0;
        foreach (var children in Rolls[provider])
        {
            sum += children;
        }

        return sum;
    }

    /// <summary>In September everyone moves up a year; those who were in the last hold no plan any more.</summary>
    internal void GrowUp()
    {
        Array.Copy(_placed, 0, _placed, Types * _tables.Lanes, (Years - 1) * Types * _tables.Lanes);
        Array.Clear(_placed, 0, Types * _tables.Lanes);
        Array.Copy(_live, 0, _live, Types, (Years - 1) * Types);
        Array.Clear(_live, 0, Types);
        foreach (var roll in Rolls)
        {
            Array.Copy(roll, 0, roll, 1, Years - 1);
            roll[0] = 0;
        }
    }

    /// <summary>The part of those of a year in a type whose provider does not serve the year.</summary>
    internal double Unserved(int year, int type)
    {
        var (limited, unserved) = (0.0, 0.0);
        foreach (var p in _tables.Groups[type].Limited)
        {
            limited += Rolls[p][year];
            unserved += ExpectedTables.Serves(_tables.World.Scenario.Providers[p], year) ? 0 : Rolls[p][year];
        }

        var total = Total(year, type);
        var open = Math.Max(0, total - limited) * (1 - _tables.Served[(type * Years) + year]);
        return total > 0 ? Math.Min(1, (unserved + open) / total) : 0;
    }

    /// <summary>Takes from the rolls of a type those who leave at a phase transfer.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="type">The type.</param>
    /// <param name="leave">The share of those whose provider serves the year; all others leave.</param>
    internal void LeaveRolls(int year, int type, double leave)
    {
        foreach (var p in _tables.Groups[type].Limited)
        {
            Rolls[p][year] *= ExpectedTables.Serves(_tables.World.Scenario.Providers[p], year) ? 1 - leave : 0;
        }
    }

    /// <summary>Scales everyone of a year: those with a place and the rolls they are on.</summary>
    internal void ScaleRolls(int year, double factor)
    {
        foreach (var groups in _tables.Groups)
        {
            foreach (var p in groups.Limited)
            {
                Rolls[p][year] *= factor;
            }
        }
    }

    /// <summary>Moves shares of those reviewed a band up and a band down, and leaves the rest of a month's plans.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="type">The type.</param>
    /// <param name="up">Share that moves up.</param>
    /// <param name="down">Share that moves down.</param>
    /// <param name="keep">Share of all that keep their plan.</param>
    internal void ReviewBands(int year, int type, double up, double down, double keep)
    {
        var lanes = Of(year, type);
        var (stay, low, high) = (keep * (1 - up - down), keep * (1 - up), keep * (1 - down));
        (up, down) = (keep * up, keep * down);
        for (var at = 0; at < lanes.Length; at += Bands)
        {
            var (a, b, c, d) = (lanes[at], lanes[at + 1], lanes[at + 2], lanes[at + 3]);
            lanes[at] = (a * low) + (b * down);
            lanes[at + 1] = (b * stay) + (a * up) + (c * down);
            lanes[at + 2] = (c * stay) + (b * up) + (d * down);
            lanes[at + 3] = (d * high) + (c * up);
        }
    }
}
