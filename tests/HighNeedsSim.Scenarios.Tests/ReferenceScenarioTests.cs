using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

[Tier("Files")]
public class ReferenceScenarioTests
{
    [Theory]
    [InlineData("kent-2023-safety-valve")]
    [InlineData("kent-small")]
    public void A_reference_scenario_is_read_without_problems(string id)
    {
        var (package, problems) = ScenarioPackage.FromFolder(Repository.Scenario(id));

        Assert.Empty(problems);
        Assert.Empty(ScenarioReader.Read(package!).Problems);
        Assert.Equal(id, ScenarioReader.Read(package!).Scenario!.Id);
    }

    [Theory]
    [InlineData("kent-2023-safety-valve")]
    [InlineData("kent-small")]
    public void The_variants_are_unmitigated_planned_and_safety_valve(string id)
    {
        var variants = Read(id).Variants;

        Assert.Equal(["unmitigated", "planned", "safety-valve"], variants.Select(v => v.Id));
        Assert.Equal(variants[1].Mitigations, variants[2].Mitigations);
        Assert.Equal([false, false, true], variants.Select(v => v.SafetyValve));
    }

    [Theory]
    [InlineData("kent-2023-safety-valve")]
    [InlineData("kent-small")]
    public void Every_assumption_has_unit_source_year_and_confidence(string id)
    {
        var assumptions = ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario(id)).Package!).Assumptions;

        Assert.All(assumptions, a =>
        {
            Assert.NotEmpty(a.Unit);
            Assert.NotEmpty(a.Source);
            Assert.NotEqual("Estimate.", a.Source);
            Assert.NotEmpty(a.Year);
            Assert.Contains(a.Confidence, new[] { "high", "medium", "low" });
            Assert.NotEmpty(a.Label);
            Assert.NotEmpty(a.Value);
        });
        Assert.Equal(assumptions.Count, assumptions.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public void An_elicited_assumption_shows_its_range()
    {
        var assumptions = ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2023-safety-valve")).Package!).Assumptions;

        Assert.Equal("0.07 (0.03 to 0.11)", assumptions.Single(a => a.Id == "requests.growth").Value);
    }

    [Fact]
    public void Kent_has_twelve_districts_and_twenty_four_special_schools_open_on_census_day()
    {
        var kent = Read("kent-2023-safety-valve");

        Assert.Equal(12, kent.Districts.Count);
        Assert.Equal(24, kent.Providers.Count(p => p.Type == PlacementType.StateSpecial && p.Places > 0 && p.District >= 0));
        Assert.Equal(18_931, kent.OpeningStock.Total);
    }

    [Fact]
    public void The_catalogue_lists_the_scenarios_and_no_other_folder()
    {
        var listed = ScenarioCatalogue.List(Repository.Scenarios);

        Assert.Contains(listed, s => s is { Id: "kent-small", Title.Length: > 0, Summary.Length: > 0 });
        Assert.DoesNotContain(listed, s => s.Id == "national");
    }

    [Fact]
    public void A_scenario_that_cannot_be_read_is_listed_with_the_reason()
    {
        using var copy = new ScenarioCopy();
        copy.Write("kent-small/scenario.yaml", "id: [");

        var listed = ScenarioCatalogue.List(copy.Root);

        Assert.Contains("cannot be read", Assert.Single(listed).Summary, StringComparison.Ordinal);
    }

    private static Scenario Read(string id) => ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario(id)).Package!).Scenario!;
}
