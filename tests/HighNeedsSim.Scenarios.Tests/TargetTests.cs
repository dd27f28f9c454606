namespace HighNeedsSim.Scenarios.Tests;

[Tier("Files")]
public sealed class TargetTests : IDisposable
{
    private const string Header = "measure,period,variant,value,unit,source,year,confidence,why";
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Published_figures_of_Kent_are_read_without_a_problem()
    {
        var (targets, problems) = Targets.Read(Targets.FileOf(Repository.Scenario("kent-2023-safety-valve"), "E10000016"));

        Assert.Empty(problems);
        Assert.Contains(targets, t => t is { Measure: "plans", Period: "2024-01", Value: 19_407, Confidence: "high" });
        Assert.All(targets, t => Assert.NotEqual("", t.Source));
    }

    [Fact]
    public void Every_mistake_is_told_with_its_line()
    {
        File.WriteAllText(_file, $"{Header}\nplans,2024-01,,\"19,407\",plans,DfE,2024,high,\nplans,2024-01,,1,plans,DfE,2024,sure,\nplans,,,1,plans,DfE,2024,high,\nplans,2024-01\n");

        var (targets, problems) = Targets.Read(_file);

        Assert.Empty(targets);
        Assert.Equal([2, 3, 4, 5], problems.Select(p => p.Line));
        Assert.Contains("'19,407' is not a number", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_of_something_else_is_refused()
    {
        File.WriteAllText(_file, "period,quantity,value\nJan 2024,plans,1\n");

        Assert.Contains(Header, Targets.Read(_file).Problems.Single().Message, StringComparison.Ordinal);
    }

    [PublishedFact]
    public void Plans_requests_and_timeliness_are_those_of_the_official_statistics()
    {
        var (targets, _) = Targets.Read(Targets.FileOf(Repository.Scenario("kent-2023-safety-valve"), "E10000016"));
        var published = File.ReadAllLines(Path.Combine(Repository.Published, "calibration_targets.csv")).Select(line => line.Split(',')).ToArray();

        double Of(string period, string quantity) => double.Parse(
            published.Single(c => c[0] == period && c[1] == quantity)[2], System.Globalization.CultureInfo.InvariantCulture);
        double Ours(string measure, string period) => targets.Single(t => t.Measure == measure && t.Period == period && t.Variant.Length == 0).Value;

        Assert.Equal(Of("Jan 2025", "Kent plans in force (incl. statements to 2018)"), Ours("plans", "2025-01"));
        Assert.Equal(Of("Jan 2025", "Kent plans by placement: state special"), Ours("placements:state-special", "2025-01"));
        Assert.Equal(Of("2024", "Kent initial requests for assessment"), Ours("requests", "2024"));
        Assert.Equal(Of("2023", "Kent ceased plans (all reasons)"), Ours("ceased", "2023"));
        Assert.Equal(Of("Dec-23", "Kent plans completed within 20 weeks (monthly)"), Ours("within-20-weeks", "2023-12"));
        Assert.Equal(Of("May-24", "Kent oldest open case"), Ours("oldest-case", "2024-05"));
    }
}
