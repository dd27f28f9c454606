using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Papers;

public class ManagementPlanTests
{
    private const string Kent = "E10000016";

    [Fact, Tier("Fact")]
    public void Published_plans_by_age_and_by_placement_have_one_total_in_every_year()
    {
        var history = PublishedHistory.Of(Kent);

        for (var january = 2019; january <= 2025; january++)
        {
            Assert.Equal(
                AgeGroups.All.Sum(group => history.Plans($"age:{group.Code()}", january).Number!.Value),
                PlacementTypes.All.Sum(type => history.Plans($"placement:{type.Code()}", january).Number!.Value));
        }
    }

    [Fact, Tier("Fact")]
    public void The_history_of_the_census_is_the_opening_stock_and_the_block_is_the_scenarios()
    {
        var (history, scenario) = (PublishedHistory.Of(Kent), Read("kent-2023-safety-valve"));

        Assert.Equal(
            scenario.OpeningStock.ByPlacement.Select(plans => (decimal?)plans),
            PlacementTypes.All.Select(type => history.Plans($"placement:{type.Code()}", 2023).Number));
        Assert.All(scenario.Income.Known, known => Assert.InRange(history.Block("high-needs", known.Year).Number!.Value - known.Amount.Pounds, -50_000, 50_000));
    }

    [Fact, Tier("Fact")]
    public void Tables_of_the_plan_begin_with_three_published_years_and_show_none_of_the_runs_future()
    {
        var scenario = Read("kent-2023-safety-valve");
        var layout = ResultLayout.Of(scenario);
        RunSpec spec = new(1, 1, ["unmitigated", "planned"]);
        var plan = ManagementPlan.Of(
            new(scenario, RunResult.Merge(layout, spec, spec.Variants.Select(variant => new WorldResult(variant, 0, 1, new long[layout.Length])))), "planned");
        var byAge = plan.Single(table => table.Id == "plan-by-age-planned");
        var blocks = plan.Single(table => table.Id == "plan-blocks-planned");

        Assert.Equal(
            ["January 2020", "January 2021", "January 2022", "January 2023", "January 2024", "January 2025", "January 2026", "January 2027", "January 2028"],
            byAge.Columns.Skip(1).Select(column => column.Head));
        Assert.Equal(17_733, byAge.Rows[^1][3].Number);
        Assert.Equal(["2020-21 past", "2021-22 past", "2022-23 past", "2023-24 forecast"], blocks.Columns.Skip(2).Take(4).Select(column => column.Head));
        Assert.Equal(249_004_381, blocks.Rows[0][3].Number);
    }

    [Fact, Tier("Fact")]
    public void Where_nothing_is_kept_or_only_a_part_is_played_out_the_past_is_not_available()
    {
        Assert.Equal(Figure.NotAvailable, PublishedHistory.Of("E00000000").Block("high-needs", new FinancialYear(2022)));
        Assert.Empty(PublishedHistory.Of(SmallRun.Findings.Scenario).Sources);
    }

    private static Scenario Read(string name) => ScenarioReader.Read(ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", name)).Package!).Scenario!;
}
