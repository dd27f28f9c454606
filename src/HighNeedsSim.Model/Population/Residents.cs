using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Population;

/// <summary>Residents of each district by single year of age, year by year.</summary>
/// <remarks>
/// Up to age 17 a birth year grows up with its size of the base year, and by those who move in less those who move out; births follow a trend. From 18
/// on the base year's profile is kept, because students come and go: a cohort carried forward would take them with it.
/// </remarks>
internal static class Residents
{
    private const int LastCarriedAge = 17;

    /// <summary>Residents aged <paramref name="age"/> on 31 August before an academic year.</summary>
    /// <param name="district">The district.</param>
    /// <param name="age">0 to 25.</param>
    /// <param name="year">The academic year.</param>
    /// <param name="births">Change of births on the year before: −0.01 for 1 % fewer.</param>
    internal static double Of(District district, int age, AcademicYear year, double births)
    {
        if (age > LastCarriedAge)
        {
            return district.Population[age];
        }

        // Mid-year ages are taken for ages on 31 August, two months later.
        var then = age - (year.Starts - district.PopulationYear);
        return then >= 0
            ? district.Population[Math.Min(then, LastCarriedAge)]
            : district.Population[0] * Math.Pow(1 + births, -then);
    }

    /// <summary>By how much those of an age have grown by moves since a year in which they are known, or since their birth.</summary>
    /// <param name="age">0 to 25.</param>
    /// <param name="years">Academic years since then; none before it.</param>
    /// <param name="moves">Net moves in a year, of those of an age: 0.01 for 1 % more.</param>
    internal static double Moved(int age, int years, double moves)
    {
        var factor = 1.0;
        for (var y = Math.Min(age, years); y > 0 && age <= LastCarriedAge; y--)
        {
            factor *= 1 + moves;
        }

        return factor;
    }
}
