using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Requests;

/// <summary>Requests a head by age, set so that the base year's residents make the base year's requests.</summary>
internal sealed class RequestWeights
{
    /// <summary>
    /// The base year's mean rate of the largest district that can be simulated, against the most that the slots of a month can hold: what growth,
    /// season and shocks multiply to stays below it in any draw that an elicited range of growth up to 20 % a year allows.
    /// </summary>
    private const double MostOfSlots = 0.1875;

    private readonly Scenario _scenario;
    private readonly double[] _perHead = new double[OpeningStock.Ages];

    internal RequestWeights(Scenario scenario)
    {
        _scenario = scenario;
        BaseYear = new(scenario.Timetable.Census.CalendarYear - 1);
        var pattern = scenario.Requests.ByAge;
        var total = pattern.Sum();
        for (var age = 0; age < OpeningStock.Ages; age++)
        {
            var heads = scenario.Districts.Sum(d => Residents.Of(d, age, BaseYear, 0) * d.DemandIndex);
            _perHead[age] = heads > 0 ? scenario.Requests.InBaseYear * pattern[age] / total / heads : 0;
        }

        double[] byDistrict = [.. scenario.Districts.Select(d => ByAge(d, BaseYear, 0).Sum())];
        Shares = [.. byDistrict.Select(d => byDistrict.Sum() > 0 ? d / byDistrict.Sum() : 1.0 / byDistrict.Length)];
        TooLarge = [.. scenario.Districts.Zip(byDistrict).Where(d => d.Second > MostRequests)];
    }

    /// <summary>The most requests a year, at base rates, that the slots of a district can hold.</summary>
    internal const int MostRequests = (int)(ChildIds.RequestSlots * RequestTrend.SlotChance * 12 * MostOfSlots);

    /// <summary>Districts that have more, and how many.</summary>
    internal (District District, double Requests)[] TooLarge { get; }

    /// <summary>The academic year that stands for the calendar year before the census.</summary>
    internal AcademicYear BaseYear { get; }

    /// <summary>Each district's share of requests at base rates: what the authority's staff and moves in are shared out by.</summary>
    internal double[] Shares { get; }

    /// <summary>Requests a year at base rates of a district's residents of an academic year, by age 0 to 25.</summary>
    internal double[] ByAge(District district, AcademicYear year, double births)
    {
        var byAge = new double[OpeningStock.Ages];
        for (var age = 0; age < byAge.Length; age++)
        {
            byAge[age] = Residents.Of(district, age, year, births) * district.DemandIndex * _perHead[age];
        }

        return byAge;
    }
}
