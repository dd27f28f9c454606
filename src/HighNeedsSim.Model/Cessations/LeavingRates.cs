using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Cessations;

/// <summary>Chances a month that a plan ceases between reviews, by age, estimated from one base year.</summary>
/// <remarks>
/// For each reason, the pattern over ages comes from where ages were published; the level is set so that the authority's
/// own stock on census day gives the authority's own number of cessations in the base year, those at the maximum age left out.
/// </remarks>
internal sealed class LeavingRates
{
    private const double Certain = 0.95;

    /// <summary>Chance a month by age 0 to 25, before the replicate's level.</summary>
    internal double[] Monthly { get; } = new double[OpeningStock.Ages];

    /// <summary>Cumulative thresholds of the reason, by age.</summary>
    internal ulong[][] Reasons { get; } = new ulong[OpeningStock.Ages][];

    internal LeavingRates(CessationRates rates, IEnumerable<OpeningPlan> opening)
    {
        var stock = new double[OpeningStock.Ages];
        foreach (var plan in opening)
        {
            stock[plan.Age]++;
        }

        var annual = new double[OpeningStock.Ages][];
        for (var age = 0; age < OpeningStock.Ages; age++)
        {
            annual[age] = new double[CessationReasons.Count];
        }

        // Whoever passes the year of the 25th birthday leaves then (CohortState.Retire): a chance beside it would count them twice.
        foreach (var reason in CessationReasons.All.Where(r => r != CessationReason.MaximumAge))
        {
            var r = (int)reason;
            double Pattern(int age) => rates.AgePatternStock[age] > 0 ? rates.AgePattern[age][r] / rates.AgePatternStock[age] : 0;
            var expected = Enumerable.Range(0, OpeningStock.Ages).Sum(age => Pattern(age) * stock[age]);
            for (var age = 0; age < OpeningStock.Ages; age++)
            {
                annual[age][r] = expected > 0 ? Pattern(age) * rates.InBaseYear[r] / expected : 0;
            }
        }

        for (var age = 0; age < OpeningStock.Ages; age++)
        {
            var share = Math.Min(Certain, annual[age].Sum());
            Monthly[age] = Math.Round(1 - Math.Pow(1 - share, 1 / 12.0), 12, MidpointRounding.ToEven);
            Reasons[age] = Chance.Cumulative(annual[age]);
        }
    }
}
