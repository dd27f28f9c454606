using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>
/// Whether children and prices carry Kent's deficit from March 2020 to those that were published of the next three years, when requests, refusals,
/// assessments finished, plans ceased, blocks and the growth of special schools are given.
/// </summary>
[Tier("Backcast")]
public class EarlierBaseTests
{
    private const int Replicates = 100;
    private static readonly Scenario Kent =
        ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2020-mechanics")).Package!).Scenario!;

    private static readonly IReadOnlyList<Target> Published =
        Targets.Read(Targets.FileOf(Repository.Scenario("kent-2020-mechanics"), "E10000016")).Targets;

    private static readonly RunResult Run = Play();

    [Theory]
    [InlineData(0, "2021-01")]
    [InlineData(1, "2022-01")]
    [InlineData(2, "2023-01")]
    public void The_stock_is_within_3_per_cent(int year, string census)
    {
        var published = Of("plans", census);

        Assert.InRange(Median(MeasureCodes.Plans, year), published * 0.97, published * 1.03);
    }

    [Theory]
    [InlineData(0, "2021-03-31")]
    [InlineData(1, "2022-03-31")]
    [InlineData(2, "2023-03-31")]
    public void The_deficit_is_within_a_tenth(int year, string march)
    {
        var published = Of("deficit", march);

        Assert.InRange(Median(MeasureCodes.Deficit, year) / 100_000_000, published * 0.9, published * 1.1);
    }

    [Fact]
    public void It_opens_with_the_published_plans_and_deficit_of_early_2020() =>
        Assert.Equal((13_499, Of("deficit", "2020-03-31") * 1_000_000), (Kent.OpeningStock.Total, Kent.Income.OpeningDeficit.Central));

    private static double Of(string measure, string period) => Published.Single(t => t.Measure == measure && t.Period == period).Value;

    private static double Median(string measure, int year) => Run.Summarise("unmitigated", measure, year).P50;

    private static RunResult Play()
    {
        var tables = WorldTables.Compile(Kent);
        var spec = new RunSpec(1, Replicates, ["unmitigated"]);
        return RunResult.Merge(tables.Layout, spec, [World.Run(WorldContext.Create(tables, "unmitigated", spec.Seed, 0, Replicates))]);
    }
}
