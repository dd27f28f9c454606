using System.Text.Json;
using System.Text.RegularExpressions;

namespace HighNeedsSim.Server.Tests.Metrics;

/// <summary>The dashboards as files: what Grafana would show a reader, checked without Grafana.</summary>
[Tier("Files")]
public partial class DashboardTests
{
    public static TheoryData<string> All => [.. Dashboards.Files.Select(f => Path.GetFileName(f)!)];

    [Theory, MemberData(nameof(All))]
    public void A_dashboard_is_a_file_of_the_repository_and_nothing_that_can_be_edited_away(string file)
    {
        var dashboard = Dashboards.Read(file);

        Assert.Equal(Path.GetFileNameWithoutExtension(file), dashboard.GetProperty("uid").GetString());
        Assert.InRange(dashboard.GetProperty("uid").GetString()!.Length, 1, 40);
        Assert.False(dashboard.GetProperty("editable").GetBoolean());
        Assert.Equal(JsonValueKind.Number, dashboard.GetProperty("schemaVersion").ValueKind);
        Assert.InRange(dashboard.GetProperty("schemaVersion").GetInt32(), 41, 42);
        Assert.Equal("Europe/London", dashboard.GetProperty("timezone").GetString());
        Assert.NotEmpty(dashboard.GetProperty("title").GetString()!);
        Assert.NotEmpty(dashboard.GetProperty("description").GetString()!);
        var variables = dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(v => v.GetProperty("name").GetString()).ToList();
        Assert.Contains("datasource", variables);
        Assert.Contains("job", variables);
        Assert.All(dashboard.GetProperty("annotations").GetProperty("list").EnumerateArray().Skip(1), a => Assert.Equal("${datasource}", a.GetProperty("datasource").GetProperty("uid").GetString()));
    }

    [Theory, MemberData(nameof(All))]
    public void A_panel_says_what_it_shows_in_what_unit_and_what_its_colours_mean(string file)
    {
        foreach (var panel in Dashboards.Panels(file))
        {
            var title = panel.GetProperty("title").GetString()!;
            Assert.NotEmpty(title);
            Assert.True(panel.GetProperty("description").GetString() is { Length: > 0 }, title);
            var defaults = panel.GetProperty("fieldConfig").GetProperty("defaults");
            Assert.True(defaults.GetProperty("unit").GetString() is { Length: > 0 }, title);
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.All(panel.GetProperty("targets").EnumerateArray(), t => Assert.Equal("${datasource}", t.GetProperty("datasource").GetProperty("uid").GetString()));

            var words = (Dictionary<string, string>)new() { ["green"] = "Green:", ["orange"] = "Amber:", ["red"] = "Red:" };
            foreach (var step in defaults.GetProperty("thresholds").GetProperty("steps").EnumerateArray())
            {
                if (words.TryGetValue(step.GetProperty("color").GetString()!, out var word))
                {
                    Assert.True(panel.GetProperty("description").GetString()!.Contains(word, StringComparison.Ordinal), $"{title}: colour {word} without words.");
                }
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void No_two_panels_lie_on_each_other_and_no_two_share_a_number(string file)
    {
        var panels = Dashboards.Read(file).GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());

        var cells = new HashSet<(int, int)>();
        foreach (var panel in panels)
        {
            var at = panel.GetProperty("gridPos");
            var (x, y, w, h) = (at.GetProperty("x").GetInt32(), at.GetProperty("y").GetInt32(), at.GetProperty("w").GetInt32(), at.GetProperty("h").GetInt32());
            Assert.InRange(x + w, 1, 24);
            for (var cell = 0; cell < w * h; cell++)
            {
                Assert.True(cells.Add((x + (cell % w), y + (cell / w))), $"{panel.GetProperty("title").GetString()} overlaps another panel.");
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_rate_is_taken_over_the_interval_that_fits_the_scrapes(string file) => Assert.All(
        Dashboards.Panels(file).SelectMany(Dashboards.Queries).Where(q => q.Contains("rate(", StringComparison.Ordinal)),
        query => Assert.Equal(Rate().Count(query), query.Split("[$__rate_interval]").Length - 1));

    [Fact]
    public void Every_alert_has_a_runbook_that_is_there()
    {
        var operations = File.ReadAllText(RepositoryRoot.Of("docs", "operations.md"));
        var rules = File.ReadAllText(RepositoryRoot.Of("grafana", "prometheus", "rules.yml"));

        var alerts = Alert().Matches(rules).Select(m => m.Groups["name"].Value).ToList();

        Assert.NotEmpty(alerts);
        foreach (var alert in alerts)
        {
            Assert.Contains($"runbook_url: docs/operations.md#{alert.ToLowerInvariant()}\n", rules, StringComparison.Ordinal);
            Assert.Contains($"\n### {alert}\n", operations, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Prometheus_tools_find_nothing_wrong_with_the_rules_and_their_tests_pass()
    {
        var folder = RepositoryRoot.Of("grafana", "prometheus");
        Assert.Contains("SUCCESS", Prometheus.Tool("check", "config", Path.Combine(folder, "prometheus.yml")), StringComparison.Ordinal);
        Assert.Contains("SUCCESS", Prometheus.Tool("test", "rules", Path.Combine(folder, "rules.test.yml")), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(rate|increase|irate)\(")]
    private static partial Regex Rate();

    [GeneratedRegex(@"^      - alert: (?<name>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();
}

/// <summary>The dashboards of the repository.</summary>
internal static class Dashboards
{
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(RepositoryRoot.Of("grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal)];

    public static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Of("grafana", "dashboards", file))).RootElement;

    /// <summary>Panels that show something; rows only order them.</summary>
    public static IEnumerable<JsonElement> Panels(string file) => Read(file).GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row");

    public static IEnumerable<string> Queries(JsonElement panel) => panel.GetProperty("targets").EnumerateArray().Select(t => t.GetProperty("expr").GetString()!);
}
