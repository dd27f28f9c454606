using System.Numerics;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Requests;

/// <summary>Requests a head by age, set so that the base year's residents make the base year's requests.</summary>
internal sealed class RequestWeights
{
    /// <summary>
    /// How many times the base year's mean rate the slots of a month can hold. Growth, season and shocks multiply to less than
    /// a third of it in any draw that an elicited range of growth up to 20 % a year allows. Rounded up to a power of two, so
    /// that a somewhat higher rate finds the same children in the same slots, and some more.
    /// </summary>
    private const int SlotsPerExpected = 16;

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
        Slots = [.. byDistrict.Select(perYear => Math.Min(
            ChildIds.RequestSlots, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Math.Ceiling(perYear / 12 * SlotsPerExpected), 16, 1 << 20))))];
        TooLarge = [.. scenario.Districts.Zip(byDistrict).Where(d => d.Second > MostRequests)];
    }

    /// <summary>The most requests a year, at base rates, that the slots of a district can hold.</summary>
    internal const int MostRequests = ChildIds.RequestSlots * 12 / SlotsPerExpected;

    /// <summary>Districts that have more, and how many.</summary>
    internal (District District, double Requests)[] TooLarge { get; }

    /// <summary>The academic year that stands for the calendar year before the census.</summary>
    internal AcademicYear BaseYear { get; }

    /// <summary>Each district's share of requests at base rates: what the authority's staff and moves in are shared out by.</summary>
    internal double[] Shares { get; }

    /// <summary>Slots in which a request may arise, a month, by district: the same in every variant and replicate.</summary>
    internal int[] Slots { get; }

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
