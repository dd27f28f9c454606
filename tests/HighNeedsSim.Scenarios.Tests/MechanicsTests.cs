using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>
/// Whether the model's mechanics carry Kent from January 2022 to what was published of the next two Januaries, when requests,
/// refusals, assessments finished and plans ceased are given. No forecast: what a forecast would have missed is
/// <c>hns fit --no-hindsight</c>'s to tell.
/// </summary>
[Tier("Backcast")]
public class MechanicsTests
{
    private const int Replicates = 12;
    private static readonly IReadOnlyList<Target> Published =
        Targets.Read(Targets.FileOf(Repository.Scenario("kent-2022-mechanics"), "E10000016")).Targets;

    private static readonly RunResult Run = Play();

    [Theory]
    [InlineData(0, "2023-01")]
    [InlineData(1, "2024-01")]
    public void The_stock_is_within_3_per_cent(int year, string census)
    {
        var published = Of("plans", census);

        Assert.InRange(Median(MeasureCodes.Plans, year), published * 0.97, published * 1.03);
    }

    [Theory]
    [InlineData(0, "2023-01")]
    [InlineData(1, "2024-01")]
    public void Shares_of_placements_are_within_2_points(int year, string census)
    {
        var (all, published) = (Median(MeasureCodes.Plans, year), Of("plans", census));
        foreach (var target in Published.Where(t => t.Period == census && t.Measure.StartsWith("placements:", StringComparison.Ordinal)))
        {
            var types = PlacementTypes.All.Where(t => target.Measure["placements:".Length..].Split('+').Contains(t.Code()));
            var share = types.Sum(t => Median(MeasureCodes.Placement(t), year)) / all;

            Assert.True(
                Math.Abs(share - (target.Value / published)) <= 0.02,
                $"{target.Measure}, {census}: {share:0.0%} of plans, published {target.Value / published:0.0%}.");
        }
    }

    // Of 2023 the endings are given apart for those under 20 and for those of 20 and over.
    [Theory]
    [InlineData("16-19", 0.05)]
    [InlineData("20-25", 0.15)]
    public void Plans_of_the_oldest_follow_the_endings_that_are_given(string group, double within)
    {
        var published = Of("plans:age:" + group, "2024-01");

        Assert.InRange(Median(MeasureCodes.PlansOfAge(AgeGroups.All.Single(g => g.Code() == group)), 1), published * (1 - within), published * (1 + within));
    }

    [Fact]
    public void The_overdue_reviews_of_September_2022_are_played_out()
    {
        var september = Run.Layout.Months.ToList().FindIndex(m => m is { CalendarYear: 2022, OfYear: 9 });

        Assert.InRange(RunResult.Summarise(Run.InMonth("unmitigated", MonthCodes.ReviewsOverdue, september)).P50, 12_180 * 0.95, 12_180 * 1.05);
    }

    [Fact]
    public void Nothing_is_given_to_the_forecast_from_the_same_day()
    {
        var scenario = Read().WithoutHindsight();

        Assert.Empty(scenario.Requests.Given);
        Assert.Empty(scenario.Assessments.GivenRefusals);
        Assert.Empty(scenario.Assessments.GivenOutput);
        Assert.Empty(scenario.Cessations.GivenLevels);
        Assert.Equal([2022, 2023], Read().Requests.Given.Keys.Order());
    }

    [Theory]
    [InlineData("kent-2023-safety-valve")]
    [InlineData("kent-small")]
    public void Scenarios_that_forecast_are_given_nothing(string id)
    {
        var scenario = ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario(id)).Package!).Scenario!;

        Assert.Empty(scenario.Requests.Given);
        Assert.Empty(scenario.Cessations.GivenLevels);
    }

    private static Scenario Read() =>
        ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2022-mechanics")).Package!).Scenario!;

    private static double Of(string measure, string period) => Published.Single(t => t.Measure == measure && t.Period == period).Value;

    private static double Median(string measure, int year) => Run.Summarise("unmitigated", measure, year).P50;

    private static RunResult Play()
    {
        var tables = WorldTables.Compile(Read());
        var spec = new RunSpec(1, Replicates, ["unmitigated"]);
        return RunResult.Merge(tables.Layout, spec, [World.Run(WorldContext.Create(tables, "unmitigated", spec.Seed, 0, Replicates))]);
    }
}
