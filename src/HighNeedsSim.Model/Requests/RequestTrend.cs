using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Requests;

/// <summary>How often requests arise in one replicate, month by month: trend, season, and the shocks of years and districts.</summary>
internal sealed class RequestTrend
{
    /// <summary>The chance that a request arises in a slot: so few that a month's requests are nearly as scattered as if each came by itself.</summary>
    internal const double SlotChance = 0.125;

    private readonly WorldTables _tables;
    private readonly double _growth;
    private readonly double[] _yearShocks;
    private readonly double[][] _districtShocks;
    private readonly double[][] _perYear;
    private readonly double[] _perYearOfAll;
    private readonly ulong[][][] _ages;
    private readonly long[] _heads;
    private readonly int _firstAcademicYear;
    private readonly int _firstCalendarYear;
    private readonly ulong[][] _sources;

    internal RequestTrend(WorldTables tables, Parameters draws)
    {
        _tables = tables;
        var scenario = tables.Scenario;
        var rates = scenario.Requests;
        _growth = draws.Value(rates.Growth);
        MovesIn = draws.Value(rates.MovesIn);
        _sources = SourcesByMonth(rates, draws, tables.Scenario.Timetable);
        var births = PopulationVariant.BirthsIn(scenario, draws);
        var moves = draws.Value(scenario.Migration);

        var timetable = scenario.Timetable;
        _firstCalendarYear = timetable.WarmUpStart.CalendarYear;
        _firstAcademicYear = timetable.WarmUpStart.AcademicYear.Starts;
        var calendarYears = timetable.End.CalendarYear - _firstCalendarYear + 1;
        var academicYears = timetable.End.AcademicYear.Starts - _firstAcademicYear + 1;

        _heads = [.. Enumerable.Range(0, academicYears).Select(y => (long)Math.Round(scenario.Districts.Sum(district =>
            Enumerable.Range(2, 17).Sum(age => Residents.Of(district, age, new(_firstAcademicYear + y), births) * Moved(age, y)))))];

        // The base year's own level is known, so shocks begin after it.
        var firstShock = tables.RequestWeights.BaseYear.Starts + 1 - _firstCalendarYear;
        _yearShocks = [.. Enumerable.Range(0, calendarYears).Select(y => y < firstShock ? 1 : draws.Value(rates.YearShock, _firstCalendarYear + y))];
        _districtShocks = new double[tables.Districts][];
        _perYear = new double[tables.Districts][];
        _ages = new ulong[tables.Districts][][];
        for (var d = 0; d < tables.Districts; d++)
        {
            var district = scenario.Districts[d];
            var shock = rates.DistrictShock with { Id = rates.DistrictShock.Id + "." + district.Code };
            _districtShocks[d] = [.. Enumerable.Range(0, calendarYears).Select(y => y < firstShock ? 1 : draws.Value(shock, _firstCalendarYear + y))];
            _perYear[d] = new double[academicYears];
            _ages[d] = new ulong[academicYears][];
            for (var y = 0; y < academicYears; y++)
            {
                var byAge = tables.RequestWeights.ByAge(district, new(_firstAcademicYear + y), births);
                for (var age = 0; age < byAge.Length; age++)
                {
                    byAge[age] *= Moved(age, y);
                }

                _perYear[d][y] = byAge.Sum();
                _ages[d][y] = Chance.Cumulative(byAge);
            }
        }

        _perYearOfAll = [.. Enumerable.Range(0, academicYears).Select(y => _perYear.Sum(d => d[y]))];

        double Moved(int age, int y) => Residents.Moved(age, _firstAcademicYear + y - tables.RequestWeights.BaseYear.Starts, moves);
    }

    private static double[] Elicited(RequestRates rates, Parameters draws)
    {
        var (parent, other) = (draws.Value(rates.ParentShare), draws.Value(rates.OtherShare));
        return [parent, Math.Max(0, 1 - parent - other), other];
    }

    // By month from the census on, which is where they begin to change.
    private static ulong[][] SourcesByMonth(RequestRates rates, Parameters draws, Timetable timetable)
    {
        double[] now = rates.CountedSources is { } counted ? counted.In(draws) : Elicited(rates, draws);
        if (rates.LaterParentShare is not { } later)
        {
            return [Chance.Cumulative(now)];
        }

        var (share, months) = (draws.Value(later), 12 * draws.Value(rates.LaterParentYears));
        var sources = new ulong[timetable.End - timetable.Census + 1][];
        for (var m = 0; m < sources.Length; m++)
        {
            var way = m == 0 ? 0 : m < months ? m / months : 1;
            var parents = now[0] + ((Math.Min(share, now[0] + now[1]) - now[0]) * way);
            sources[m] = Chance.Cumulative([parents, now[0] + now[1] - parents, now[2]]);
        }

        return sources;
    }

    /// <summary>Cumulative thresholds of the source of a request in a month.</summary>
    internal ulong[] Sources(Month month) => _sources[Math.Clamp(month - _tables.Scenario.Timetable.Census, 0, _sources.Length - 1)];

    /// <summary>Plans that move in, a year, authority-wide.</summary>
    internal double MovesIn { get; }

    /// <summary>Cumulative thresholds of the age on 31 August of those for whom a request is made.</summary>
    internal ulong[] Ages(int district, Month month) => _ages[district][month.AcademicYear.Starts - _firstAcademicYear];

    /// <summary>Residents aged 2 to 18 in the academic year of a month.</summary>
    internal long Heads2To18(Month month) => _heads[month.AcademicYear.Starts - _firstAcademicYear];

    /// <summary>The slots of a district and month in which a request may arise.</summary>
    /// <remarks>
    /// More requests are more slots, and never another chance in any of them: whoever is asked for at a rate is asked for at every higher one, however large
    /// the authority, and some more. The last slot stands for what is left of the rate.
    /// </remarks>
    /// <param name="district">Position of the district.</param>
    /// <param name="month">The month.</param>
    /// <param name="withoutPlan">Residents without a plan, against those of census day; 1 before it. Only they can be asked for.</param>
    /// <returns>How many slots have the chance <see cref="SlotChance"/>, and the chance of the one after them.</returns>
    /// <exception cref="InvariantException">The rate has outgrown the slots.</exception>
    internal (int Whole, ulong Last) Slots(int district, Month month, double withoutPlan)
    {
        var expected = Expected(district, month, withoutPlan);
        var slots = expected / SlotChance;
        if (slots >= ChildIds.RequestSlots)
        {
            throw new InvariantException(
                $"Requests in district {_tables.Scenario.Districts[district].Code} in {month} have grown past what the model holds "
                + $"({expected:0} a month): check the growth and shocks of requests.");
        }

        var whole = (int)slots;
        return (whole, Chance.Of((slots - whole) * SlotChance));
    }

    /// <summary>How many requests are expected in a district and month.</summary>
    /// <param name="district">Position of the district.</param>
    /// <param name="month">The month.</param>
    /// <param name="withoutPlan">Residents without a plan, against those of census day; 1 before it.</param>
    internal double Expected(int district, Month month, double withoutPlan)
    {
        var year = month.CalendarYear - _firstCalendarYear;
        var academic = month.AcademicYear.Starts - _firstAcademicYear;
        return _perYear[district][academic] * _tables.Scenario.Requests.Season[month.OfYear - 1]
            * (_tables.Scenario.Requests.Given.TryGetValue(month.CalendarYear, out var given)
                ? given / _perYearOfAll[academic]
                : Growth(month) * _yearShocks[year] * _districtShocks[district][year] * withoutPlan);
    }

    // Whole years by multiplication, the months between by a straight line: no library power function decides a run's digest.
    private double Growth(Month month)
    {
        var months = month - Month.Of(_tables.RequestWeights.BaseYear.Starts, 7);
        var factor = 1.0;
        for (; months >= 12; months -= 12)
        {
            factor *= 1 + _growth;
        }

        for (; months < 0; months += 12)
        {
            factor /= 1 + _growth;
        }

        return factor * (1 + (_growth * months / 12));
    }
}
