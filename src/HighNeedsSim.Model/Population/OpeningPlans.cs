using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Population;

/// <summary>A plan in force on census day. Opening plans are the same in every replicate: they are data.</summary>
/// <param name="Child">The child's id: position among the opening plans.</param>
/// <param name="District">Position of the home district.</param>
/// <param name="Age">On 31 August before the census, 0 to 24.</param>
/// <param name="Need">Primary need.</param>
/// <param name="Band">Complexity band 1 to 4.</param>
/// <param name="Type">Type of placement.</param>
/// <param name="Provider">Position of the provider; −1 for those awaiting provision.</param>
public readonly record struct OpeningPlan(
    uint Child, int District, int Age, PrimaryNeed Need, int Band, PlacementType Type, int Provider);

/// <summary>Makes the plans of census day from their published margins.</summary>
/// <remarks>
/// Placement types, age groups and needs by placement type add up exactly to the figures given; ages, needs by age,
/// districts and bands follow patterns as nearly as whole people can.
/// </remarks>
internal static class OpeningPlans
{
    internal static OpeningPlan[] Make(Scenario scenario, ProviderChoices choices)
    {
        var stock = scenario.OpeningStock;
        var byAge = ByAgeAndType(stock);
        var districts = new Diffusion[PlacementTypes.Count];
        var plans = new List<OpeningPlan>(stock.Total);
        foreach (var type in PlacementTypes.All)
        {
            var bands = new Diffusion(OpeningStock.Bands);
            districts[(int)type] = new(scenario.Districts.Count);
            var ages = byAge[(int)type];
            if (ages.Sum() == 0)
            {
                continue;
            }

            var needs = Proportions.Split(ages.Sum(), NeedWeights(stock, type));
            var cells = Proportions.Round(Proportions.Fit(stock.AgeNeedPattern, ages, needs), ages, needs);
            for (var age = 0; age < OpeningStock.Ages; age++)
            {
                // The year of the 25th birthday is the last with a plan: the few recorded beyond it are in their last months.
                var held = Math.Min(age, NcYear.Last.Age);
                var weights = scenario.Districts.Select(d => d.Population[held] * d.DemandIndex).ToArray();
                foreach (var need in PrimaryNeeds.All)
                {
                    for (var n = 0; n < cells[age][(int)need]; n++)
                    {
                        var district = districts[(int)type].Next(weights);
                        var band = bands.Next(stock.BandShares[(int)type]) + 1;
                        plans.Add(new((uint)plans.Count, district, held, need, band, type, -1));
                    }
                }
            }
        }

        return Placed(scenario, choices, plans);
    }

    private static int[][] ByAgeAndType(OpeningStock stock)
    {
        // [type][age], fitted by age group first: published are groups, single years are pattern.
        var groups = new double[PlacementTypes.Count][];
        for (var t = 0; t < PlacementTypes.Count; t++)
        {
            groups[t] = new double[AgeGroups.Count];
            for (var age = 0; age < OpeningStock.Ages; age++)
            {
                groups[t][(int)AgeGroups.OfAge(age)] += stock.AgePattern[age][t];
            }
        }

        var whole = Proportions.Round(Proportions.Fit(groups, stock.ByPlacement, stock.ByAgeGroup), stock.ByPlacement, stock.ByAgeGroup);
        var byAge = new int[PlacementTypes.Count][];
        for (var t = 0; t < PlacementTypes.Count; t++)
        {
            byAge[t] = new int[OpeningStock.Ages];
            foreach (var group in AgeGroups.All)
            {
                var ages = Enumerable.Range(0, OpeningStock.Ages).Where(a => AgeGroups.OfAge(a) == group).ToArray();
                var weights = ages.Select(a => stock.AgePattern[a][t]).ToArray();
                if (weights.Sum() <= 0)
                {
                    weights = [.. ages.Select(a => 1e-9 + stock.AgePattern[a].Sum())];
                }

                var parts = Proportions.Split(whole[t][(int)group], weights);
                for (var i = 0; i < ages.Length; i++)
                {
                    byAge[t][ages[i]] = parts[i];
                }
            }
        }

        return byAge;
    }

    private static double[] NeedWeights(OpeningStock stock, PlacementType type) =>
        stock.NeedPattern[(int)type].Sum() > 0
            ? stock.NeedPattern[(int)type]
            : [.. PrimaryNeeds.All.Select(n => stock.NeedPattern.Sum(row => row[(int)n]))];

    // Places are given out in an order that has nothing to do with age, need or district, nearest accepting provider first.
    private static OpeningPlan[] Placed(Scenario scenario, ProviderChoices choices, List<OpeningPlan> plans)
    {
        var free = scenario.Providers.Select(p => p.HasLimit ? p.Places : int.MaxValue).ToArray();
        var placed = plans.ToArray();
        foreach (var i in Enumerable.Range(0, placed.Length).OrderBy(i => Scramble((uint)i)).ThenBy(i => i))
        {
            var plan = placed[i];
            if (plan.Type == PlacementType.Awaiting)
            {
                continue;
            }

            var provider = choices.FirstFree(plan.District, plan.Type, plan.Need, plan.Band, NcYear.OfAge(plan.Age), Scramble((uint)i), free);
            if (provider < 0)
            {
                throw new InvariantException(
                    $"The providers of type '{plan.Type.Code()}' have fewer places than the opening stock has plans (scenario {scenario.Id}).");
            }

            free[provider]--;
            placed[i] = plan with { Provider = provider };
        }

        return placed;
    }

    private static uint Scramble(uint n) => Uncertainty.Philox.At(n, 0, 0, 0, 0, 0).A;

    /// <summary>Gives out people one by one so that at every moment each gets its share as nearly as whole people can.</summary>
    private sealed class Diffusion(int parts)
    {
        private readonly double[] _owed = new double[parts];

        internal int Next(double[] weights)
        {
            var total = weights.Sum();
            var best = 0;
            for (var i = 0; i < _owed.Length; i++)
            {
                _owed[i] += weights[i] / total;
                best = _owed[i] > _owed[best] ? i : best;
            }

            _owed[best]--;
            return best;
        }
    }
}
