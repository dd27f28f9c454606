using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>What is kept of each month of a world's children in expectation: all that money and results ask for.</summary>
internal sealed class ExpectedMonths
{
    private const int Types = ExpectedTables.Types;
    private readonly ExpectedTables _tables;
    private readonly Month _start;
    private readonly double[] _byLane;
    private readonly double[] _onTheFirst;
    private readonly double[] _rolls;
    private readonly double[] _places;
    private readonly double[] _waiting;
    private readonly double[] _tutored;
    private readonly double[] _counts;
    private readonly double[] _byYear;
    private readonly double[] _needs;
    private readonly double[] _turnedAway;
    private readonly double[] _directed;

    internal ExpectedMonths(ExpectedTables tables)
    {
        _tables = tables;
        var timetable = tables.World.Scenario.Timetable;
        (_start, Count) = (timetable.Start, timetable.Months);
        _byLane = new double[Count * Types * tables.Lanes];
        _onTheFirst = new double[_byLane.Length];
        _rolls = new double[Count * tables.World.Providers];
        _places = new double[Count * tables.World.Providers];
        (_waiting, _tutored) = (new double[Count * tables.World.Districts], new double[Count * tables.World.Districts]);
        _counts = new double[Count * DistrictCount.Length];
        _byYear = new double[Count * ExpectedTables.Years];
        _needs = new double[Count * PrimaryNeeds.Count];
        (_turnedAway, _directed) = (new double[Count], new double[Count]);
    }

    /// <summary>How many months there are.</summary>
    internal int Count { get; }

    /// <summary>With a place, by type, home district and band: [type × lanes].</summary>
    internal ReadOnlySpan<double> ByLane(Month month) => Of(_byLane, month);

    /// <summary>The same on the first of the month, when those who enter a phase have done so and nobody else has come, left or changed band.</summary>
    internal ReadOnlySpan<double> OnTheFirst(Month month) => Of(_onTheFirst, month);

    /// <summary>On the rolls of providers with a limit; nothing for the others.</summary>
    internal ReadOnlySpan<double> Rolls(Month month) => Of(_rolls, month);

    /// <summary>Places of each provider, commissioned or taken up.</summary>
    internal ReadOnlySpan<double> Places(Month month) => Of(_places, month);

    /// <summary>Without a place, by home district.</summary>
    internal ReadOnlySpan<double> Waiting(Month month) => Of(_waiting, month);

    /// <summary>Those of them who are of an age for interim tuition.</summary>
    internal ReadOnlySpan<double> Tutored(Month month) => Of(_tutored, month);

    /// <summary>What happened: positions of <see cref="DistrictCount"/>.</summary>
    internal ReadOnlySpan<double> Counts(Month month) => Of(_counts, month);

    /// <summary>Plans by curriculum year.</summary>
    internal ReadOnlySpan<double> ByYear(Month month) => Of(_byYear, month);

    /// <summary>Plans by primary need.</summary>
    internal ReadOnlySpan<double> Needs(Month month) => Of(_needs, month);

    /// <summary>Applications that no provider of the wanted type could admit.</summary>
    internal double TurnedAway(Month month) => _turnedAway[month - _start];

    /// <summary>Admissions that the tribunal ordered.</summary>
    internal double Directed(Month month) => _directed[month - _start];

    /// <summary>Notes who is on roll when those who leave a phase have left, and nothing else has happened in the month.</summary>
    internal void Begin(Month month, ExpectedStock stock)
    {
        var onTheFirst = Of(_onTheFirst, month);
        if (month.OfYear == 9 || month == _start)
        {
            onTheFirst.Clear();
            for (var year = 0; year < ExpectedTables.Years; year++)
            {
                Lanes.Add(stock.OfYear(year), onTheFirst);
            }
        }
        else
        {
            Of(_byLane, month - 1).CopyTo(onTheFirst);
        }
    }

    /// <summary>Keeps a month.</summary>
    /// <param name="month">The month.</param>
    /// <param name="stock">Plan-holders with a place.</param>
    /// <param name="places">The month's admissions.</param>
    /// <param name="counts">Flows of the month.</param>
    /// <param name="byYear">Plans by curriculum year.</param>
    /// <param name="needs">Plans by need.</param>
    /// <param name="plans">Receives the plans of each district.</param>
    internal void Keep(Month month, ExpectedStock stock, ExpectedPlaces places, double[] counts, double[] byYear, ExpectedNeeds needs, Span<double> plans)
    {
        var byLane = Of(_byLane, month);
        byLane.Clear();
        for (var year = 0; year < ExpectedTables.Years; year++)
        {
            Lanes.Add(stock.OfYear(year), byLane);
        }

        Lanes.Add(places.Transferred, Of(_onTheFirst, month));
        var rolls = Of(_rolls, month);
        for (var p = 0; p < rolls.Length; p++)
        {
            rolls[p] = _tables.World.Scenario.Providers[p].HasLimit ? stock.RollOf(p) : 0;
        }

        places.Places.CopyTo(Of(_places, month));
        places.Waiting.CopyTo(Of(_waiting, month));
        places.Tutored.CopyTo(Of(_tutored, month));
        counts.CopyTo(Of(_counts, month));
        byYear.CopyTo(Of(_byYear, month));
        needs.Count(Of(_needs, month));
        (_turnedAway[month - _start], _directed[month - _start]) = (places.TurnedAway, places.Directed);
        places.Waiting.CopyTo(plans);
        for (var type = 0; type < Types; type++)
        {
            var bands = Lanes.Districts(byLane.Slice(type * _tables.Lanes, _tables.Lanes));
            for (var d = 0; d < plans.Length; d++)
            {
                plans[d] += Lanes.Sum(bands[d]);
            }
        }
    }

    private Span<double> Of(double[] table, Month month)
    {
        var length = table.Length / Count;
        return table.AsSpan((month - _start) * length, length);
    }
}
