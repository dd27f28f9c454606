using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>The children whom the model makes of a scenario's opening stock add up to it.</summary>
[Tier("Fact")]
public class OpeningPlanTests
{
    private static readonly Scenario Kent = ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2023-safety-valve")).Package!).Scenario!;
    private static readonly OpeningPlan[] Plans = WorldTables.Compile(Kent).OpeningPlans.ToArray();

    [Fact]
    public void There_are_as_many_children_as_Kent_had_plans_in_January_2023() => Assert.Equal(18_931, Plans.Length);

    [Theory]
    [InlineData(PlacementType.Mainstream, 4_944)]
    [InlineData(PlacementType.ResourcedProvision, 1_285)]
    [InlineData(PlacementType.IndependentMainstream, 210)]
    [InlineData(PlacementType.StateSpecial, 6_018)]
    [InlineData(PlacementType.IndependentSpecial, 1_559)]
    [InlineData(PlacementType.FurtherEducation, 2_644)]
    [InlineData(PlacementType.SpecialistPost16, 844)]
    public void Every_placement_type_has_its_published_number(PlacementType type, int published) =>
        Assert.Equal(published, Plans.Count(p => p.Type == type));

    [Fact]
    public void Every_age_group_has_the_number_of_the_scenario() =>
        Assert.Equal(Kent.OpeningStock.ByAgeGroup, AgeGroups.All.Select(g => Plans.Count(p => AgeGroups.OfAge(p.Age) == g)));

    [Fact]
    public void Every_placement_type_has_the_number_of_the_scenario() =>
        Assert.Equal(Kent.OpeningStock.ByPlacement, PlacementTypes.All.Select(t => Plans.Count(p => p.Type == t)));

    [Fact]
    public void Needs_within_a_placement_type_are_the_pattern_shared_out_by_largest_remainders()
    {
        foreach (var type in PlacementTypes.All.Where(t => Kent.OpeningStock.ByPlacement[(int)t] > 0))
        {
            var pattern = Kent.OpeningStock.NeedPattern[(int)type];
            // A type whose needs are not published takes those of all plans.
            var weights = pattern.Sum() > 0 ? pattern : [.. PrimaryNeeds.All.Select(n => Kent.OpeningStock.NeedPattern.Sum(row => row[(int)n]))];

            var needs = PrimaryNeeds.All.Select(n => Plans.Count(p => p.Type == type && p.Need == n));

            Assert.Equal(LargestRemainders(Kent.OpeningStock.ByPlacement[(int)type], weights), needs);
        }
    }

    [Fact]
    public void Nobody_sits_above_the_places_of_a_provider_with_a_limit()
    {
        var rolls = Plans.Where(p => p.Provider >= 0).CountBy(p => p.Provider);

        Assert.All(rolls, roll => Assert.True(!Kent.Providers[roll.Key].HasLimit || roll.Value <= Kent.Providers[roll.Key].Places));
    }

    // Told again here, not taken from the model: whole parts first, then one each to the largest fractions.
    private static int[] LargestRemainders(int total, double[] weights)
    {
        var exact = weights.Select(w => total * (decimal)w / (decimal)weights.Sum()).ToArray();
        var whole = exact.Select(x => (int)decimal.Floor(x)).ToArray();
        foreach (var i in Enumerable.Range(0, whole.Length).OrderByDescending(i => exact[i] - whole[i]).Take(total - whole.Sum()))
        {
            whole[i]++;
        }

        return whole;
    }
}
