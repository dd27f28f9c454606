using System.Runtime.Intrinsics;

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
    private readonly double[] _rolls;
    private readonly bool[] _live = new bool[Years * Types];

    internal ExpectedStock(ExpectedTables tables)
    {
        _tables = tables;
        _placed = new double[tables.OpeningPlaced.Length];
        _rolls = new double[tables.OpeningRolls.Length];
    }

    /// <summary>Everybody is where the census found them.</summary>
    internal void Open()
    {
        _tables.OpeningPlaced.CopyTo(_placed, 0);
        _tables.OpeningRolls.CopyTo(_rolls, 0);
        for (var cell = 0; cell < _live.Length; cell++)
        {
            _live[cell] = Total(cell / Types, cell % Types) > 0;
        }
    }

    /// <summary>On the roll of a provider by curriculum year; kept up only for those with a limit.</summary>
    internal Span<double> RollByYear(int provider) => _rolls.AsSpan(provider * Years, Years);

    /// <summary>Whether anybody of a year is in a type.</summary>
    internal bool IsLive(int year, int type) => _live[(year * Types) + type];

    /// <summary>Those of a year in a type, by district and band.</summary>
    internal Span<double> Of(int year, int type) => _placed.AsSpan(((year * Types) + type) * _tables.Lanes, _tables.Lanes);

    /// <summary>Those of a year in all types: [type × lanes].</summary>
    internal Span<double> OfYear(int year) => _placed.AsSpan(year * Types * _tables.Lanes, Types * _tables.Lanes);

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
        var roll = RollByYear(provider);
        var whole = roll.Length / Vector256<double>.Count * Vector256<double>.Count;
        var sum = Lanes.Sum(roll[..whole]);
        foreach (var children in roll[whole..])
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
        for (var p = 0; p < _tables.World.Providers; p++)
        {
            var roll = RollByYear(p);
            roll[..^1].CopyTo(roll[1..]);
            roll[0] = 0;
        }
    }

    /// <summary>The part of those of a year in a type whose provider does not serve the year.</summary>
    internal double Unserved(int year, int type)
    {
        var (limited, unserved) = (0.0, 0.0);
        foreach (var p in _tables.Groups[type].Limited)
        {
            var roll = RollByYear(p)[year];
            limited += roll;
            unserved += ExpectedTables.Serves(_tables.World.Scenario.Providers[p], year) ? 0 : roll;
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
            RollByYear(p)[year] *= ExpectedTables.Serves(_tables.World.Scenario.Providers[p], year) ? 1 - leave : 0;
        }
    }

    /// <summary>Takes from the rolls of a type a share of those of a year.</summary>
    internal void LeaveRolls(ReadOnlySpan<int> limited, int year, double leave)
    {
        foreach (var p in limited)
        {
            RollByYear(p)[year] *= 1 - leave;
        }
    }

    /// <summary>Leaves a share of each year on the rolls.</summary>
    internal void ScaleRolls(ReadOnlySpan<double> keep)
    {
        foreach (var groups in _tables.Groups)
        {
            foreach (var p in groups.Limited)
            {
                var roll = RollByYear(p);
                for (var year = 0; year < roll.Length; year++)
                {
                    roll[year] *= keep[year];
                }
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
        // Who is in the lowest band cannot go down, and who is in the highest not up.
        var stay = keep * Vector256.Create(1 - up, 1 - up - down, 1 - up - down, 1 - down);
        var (rises, falls) = (Vector256.Create(0, keep * up, keep * up, keep * up), Vector256.Create(keep * down, keep * down, keep * down, 0));
        foreach (ref var bands in Lanes.Districts(Of(year, type)))
        {
            bands = (bands * stay) + (Vector256.Shuffle(bands, Vector256.Create(0L, 0, 1, 2)) * rises)
                + (Vector256.Shuffle(bands, Vector256.Create(1L, 2, 3, 3)) * falls);
        }
    }
}
