using System.Text;
using System.Text.RegularExpressions;

namespace HighNeedsSim.Server.Tests.Metrics;

/// <summary>Every panel and every rule, asked of a real Prometheus while a simulation runs.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public partial class PrometheusTests(RunningServer server)
{
    [Fact]
    public async Task During_a_run_every_panel_and_every_recording_rule_has_something_to_show()
    {
        var run = await server.Start(RunningServer.Small, 20_000);
        await using var prometheus = await Prometheus.Start(server.Client.BaseAddress!);
        try
        {
            await Answered(prometheus, Queries(), run);
        }
        finally
        {
            using var cancelled = await server.Press(await server.Page(run), "form[action*='Cancel']");
        }

        // Only a run that has ended has an end to mark.
        var name = run.Split('/')[^1];
        await Answered(prometheus, [.. Annotations("Run ends").Select(a => (a.Where, $"({a.Query}) and on (run) hns_run_state{{run=\"{name}\"}}"))], run);
    }

    // A rate wants two scrapes, an outcome ten futures, a page's rate a visitor: ask until all have answered.
    private async Task Answered(Prometheus prometheus, List<(string Where, string Query)> open, string visited)
    {
        var last = new StringBuilder();
        for (var look = 0; look < 150 && open.Count > 0; look++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await server.Page(visited);
            last.Clear();
            var rest = new List<(string Where, string Query)>();
            foreach (var (where, query) in open)
            {
                var (series, error) = await prometheus.Query(query);
                if (series == 0)
                {
                    rest.Add((where, query));
                    last.AppendLine($"{where}: {error ?? "nothing"}: {query}");
                }
            }

            open = rest;
        }

        Assert.True(open.Count == 0, last.ToString());
    }

    private static List<(string Where, string Query)> Queries() =>
    [
        .. from file in Dashboards.Files
           from panel in Dashboards.Panels(file)
           from query in Dashboards.Queries(panel)
           select ($"{Path.GetFileName(file)}, {panel.GetProperty("title").GetString()}", Filled(query)),
        .. Record().Matches(File.ReadAllText(RepositoryRoot.Of("grafana", "prometheus", "rules.yml")))
            .Select(m => ("rules.yml", m.Groups["name"].Value)),
        .. Annotations("Run starts"),
    ];

    private static IEnumerable<(string Where, string Query)> Annotations(string name) =>
        from file in Dashboards.Files
        from annotation in Dashboards.Read(file).GetProperty("annotations").GetProperty("list").EnumerateArray()
        where annotation.GetProperty("name").GetString() == name
        select ($"{Path.GetFileName(file)}, {name}", Filled(annotation.GetProperty("expr").GetString()!));

    // As Grafana would: all values of every variable, and an interval of four scrapes at least.
    private static string Filled(string query) =>
        Variable().Replace(query.Replace("$__rate_interval", "1m", StringComparison.Ordinal), ".+");

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^      - record: (?<name>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Record();
}
