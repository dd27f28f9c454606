using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

[Tier("Files")]
public class ReferenceScenarioTests
{
    [Theory]
    [InlineData("kent-2023-safety-valve")]
    [InlineData("kent-2025-current-policy")]
    [InlineData("kent-small")]
    [InlineData("england-153")]
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
    [InlineData("kent-2025-current-policy")]
    [InlineData("kent-small")]
    [InlineData("england-153")]
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
    public void Every_mitigation_of_Kent_has_a_range_a_ceiling_a_guard_rail_and_an_owner()
    {
        var reading = ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2023-safety-valve")).Package!);
        var mitigations = reading.Scenario!.Mitigations;

        Assert.Equal(Enumerable.Range(1, 11).Select(n => $"M{n}"), mitigations.Select(m => m.Code));
        Assert.All(mitigations, m =>
        {
            var about = reading.Registered.Single(r => r.Code == m.Code);
            Assert.NotEmpty(about.Evidence);
            Assert.NotEmpty(about.GuardRail);
            Assert.NotEmpty(about.Owner);
            Assert.Contains(about.Quality, new[] { "good", "fair", "poor" });
            Assert.All(m.Effects.Where(e => e.Lever != Lever.NewPlaces), e =>
            {
                Assert.False(e.Strength.IsKnown);
                Assert.InRange(e.Ceiling, e.Strength.High, 10);
            });
        });
        Assert.Equal(["M1"], mitigations.Single(m => m.Code == "M4").Needs.Mitigations);
        Assert.Equal(["snowfields-sheppey"], mitigations.Single(m => m.Code == "M7").Needs.Openings);
        Assert.Equal(["health-share-agreed"], mitigations.Single(m => m.Code == "M9").Needs.Conditions.Select(c => c.Id));
    }

    [Fact]
    public void An_elicited_assumption_shows_its_range()
    {
        var assumptions = ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2023-safety-valve")).Package!).Assumptions;

        Assert.Equal("0.07 (0.03 to 0.11)", assumptions.Single(a => a.Id == "requests.growth").Value);
    }

    [Fact]
    public void The_rules_of_November_2026_are_those_of_current_policy_and_unknown_in_March_2023()
    {
        var (today, then) = (Read("kent-2025-current-policy").DeficitRules, Read("kent-2023-safety-valve").DeficitRules);

        Assert.Equal(Month.Of(2028, 3), today.OverrideEnds);
        Assert.Equal(Month.Of(2026, 4), today.SafetyValveCloses);
        Assert.Equal((0.9, Month.Of(2026, 3), Month.Of(2026, 10)), (today.Grant!.Share, today.Grant.DeficitOf, today.Grant.Paid));
        Assert.Equal(Month.Of(2026, 3), then.OverrideEnds);
        Assert.Null(then.SafetyValveCloses);
        Assert.Null(then.Grant);
    }

    [Fact]
    public void Current_policy_has_a_variant_with_the_grant_and_the_same_without()
    {
        var variants = Read("kent-2025-current-policy").Variants;

        Assert.Equal(["unmitigated", "planned", "current-policy", "without-grant"], variants.Select(v => v.Id));
        Assert.Equal([false, false, true, false], variants.Select(v => v.ReformPlanApproved));
        Assert.Equal([false, false, true, true], variants.Select(v => v.SafetyValve));
    }

    [Fact]
    public void Under_current_policy_the_grant_is_what_parts_the_two_variants_and_the_agreement_ends_with_its_first_year()
    {
        var scenario = Read("kent-2025-current-policy");
        var tables = WorldTables.Compile(scenario with { Timetable = scenario.Timetable with { Years = 2 } });
        var granted = World.Run(WorldContext.Create(tables, "current-policy", 1, 0, 1)).Values;
        var without = World.Run(WorldContext.Create(tables, "without-grant", 1, 0, 1)).Values;
        long Of(long[] values, string measure, int year) => values[tables.Layout.At(year, tables.Layout.IndexOf(measure))];

        var deficit = Of(granted, MeasureCodes.Deficit, 0);
        Assert.InRange(Of(granted, MeasureCodes.StabilityGrant, 1), deficit * 72 / 100, deficit * 90 / 100);
        Assert.Equal(Of(granted, MeasureCodes.StabilityGrant, 1), Of(without, MeasureCodes.Deficit, 1) - Of(granted, MeasureCodes.Deficit, 1));
        Assert.Equal(Of(granted, MeasureCodes.InYear, 1), Of(without, MeasureCodes.InYear, 1));
        Assert.Equal(Money.FromPounds(14_600_000).Pence, Of(granted, MeasureCodes.Contribution, 0));
        Assert.Equal(0, Of(granted, MeasureCodes.Contribution, 1) + Of(granted, MeasureCodes.Payment, 1));
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
