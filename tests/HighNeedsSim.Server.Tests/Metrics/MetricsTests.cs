using System.Text.RegularExpressions;
using HighNeedsSim.Server.Metrics;

namespace HighNeedsSim.Server.Tests.Metrics;

/// <summary>What the service says of itself to Prometheus.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public partial class MetricsTests(RunningServer server)
{
    [Fact]
    public async Task The_last_gauges_of_a_finished_run_are_its_stored_result()
    {
        var path = await server.Finished(seed: 11);
        var run = path.Split('/')[^1];
        var metrics = await Seen(run, "finished");

        var document = System.Text.Json.JsonDocument.Parse(await server.Client.GetStringAsync(new Uri($"{path}/run.json", UriKind.Relative))).RootElement;
        var compared = 0;
        foreach (var variant in document.GetProperty("variants").EnumerateArray())
        {
            foreach (var year in variant.GetProperty("years").EnumerateArray())
            {
                foreach (var statistic in (string[])["p10", "p50", "p90"])
                {
                    var gauge = metrics.Value(
                        "hns_outcome_deficit_GBP",
                        ("run", run),
                        ("variant", variant.GetProperty("id").GetString()!),
                        ("financial_year", year.GetProperty("year").GetString()!),
                        ("statistic", statistic));
                    // The document writes pounds and whole pence.
                    Assert.Equal(year.GetProperty("cumulativeDeficit").GetProperty(statistic).GetDouble(), gauge, 0.0051);
                    compared++;
                }
            }
        }

        Assert.Equal(3 * 5 * 3, compared);
        Assert.Equal(1, metrics.Value("hns_run_progress", ("run", run)));
        Assert.Equal(0, metrics.Value("hns_run_left_seconds", ("run", run)));
    }

    [Fact]
    public async Task However_many_runs_there_are_only_the_newest_few_make_series()
    {
        for (var seed = 21; seed < 21 + NewestRuns.Most + 1; seed++)
        {
            await server.Finished(seed);
        }

        var metrics = await Exposition.Read(server.Client);

        Assert.InRange(metrics.Samples.Select(s => s.Labels.GetValueOrDefault("run")).OfType<string>().Distinct().Count(), 1, NewestRuns.Most);
        // 5 outcomes x 3 variants x 5 years x 3 statistics a run, a dozen gauges more, and what every process has. How long each address takes
        // is told for each of them, whatever the number of runs.
        Assert.InRange(metrics.Samples.Count(s => !s.Labels.ContainsKey("http_route")), 1, (NewestRuns.Most * 250) + 1_500);
    }

    [Fact]
    public async Task Every_metric_of_ours_is_documented_and_every_documented_one_exists()
    {
        await server.Finished(seed: 11);
        var documented = Documented();

        var exported = (await Exposition.Read(server.Client)).Names.ToHashSet(StringComparer.Ordinal);

        var ours = exported.Where(n => n.StartsWith("hns_", StringComparison.Ordinal)).Select(Base).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(ours.Except(documented.Select(d => d.Name)));
        // Some only exist once what they count has happened.
        Assert.Empty(documented.Where(d => !d.Rare).Select(d => d.Name).Except(ours));
    }

    [Fact]
    public async Task Every_other_metric_belongs_to_a_documented_family()
    {
        await server.Finished(seed: 11);
        var text = File.ReadAllText(RepositoryRoot.Of("docs", "metrics.md"));

        var others = (await Exposition.Read(server.Client)).Names.Where(n => !n.StartsWith("hns_", StringComparison.Ordinal));

        Assert.All(others, name => Assert.Contains($"`{name.Split('_')[0]}_", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_label_has_more_values_than_its_bound()
    {
        await server.Finished(seed: 11);
        var metrics = await Exposition.Read(server.Client);

        var values = metrics.Samples.Where(s => s.Name.StartsWith("hns_", StringComparison.Ordinal)).SelectMany(s => s.Labels)
            .GroupBy(l => l.Key).ToDictionary(g => g.Key, g => g.Select(l => l.Value).Distinct().Count(), StringComparer.Ordinal);

        string[] allowed = ["otel_scope_name", "run", "scenario", "variant", "financial_year", "statistic", "state", "silo", "le"];
        Assert.Empty(values.Keys.Except(allowed));
        Assert.All(values, v => Assert.InRange(v.Value, 1, v.Key switch { "run" or "scenario" => NewestRuns.Most, "le" => 15, _ => 12 }));
    }

    /// <summary>Waits until the watcher has seen a run in a state: it looks every two seconds.</summary>
    private async Task<Exposition> Seen(string run, string state)
    {
        for (var look = 0; look < 120; look++)
        {
            var metrics = await Exposition.Read(server.Client);
            if (metrics.Samples.Any(s => s.Name == "hns_run_state" && s.Labels["run"] == run && s.Labels["state"] == state))
            {
                return metrics;
            }

            await Task.Delay(500);
        }

        throw new TimeoutException($"No metric said within a minute that run {run} is {state}.");
    }

    private static string Base(string name) => Histogram().Replace(name, "");

    private static List<(string Name, bool Rare)> Documented() =>
        [.. Row().Matches(File.ReadAllText(RepositoryRoot.Of("docs", "metrics.md"))).Select(m => (m.Groups["name"].Value, m.Groups["rest"].Value.Contains("once it has happened", StringComparison.Ordinal)))];

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Histogram();

    [GeneratedRegex(@"^\| `(?<name>hns_\w+)` \|(?<rest>.*)$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
