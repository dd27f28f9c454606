using System.Globalization;
using System.Text;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>
/// docs/assumptions.md is written from the scenario files, sorted by risk: the least certain figures first, and of these the ones that move
/// the deficit most. Run this test with HNS_REGENERATE=1 when a figure or the model was changed on purpose.
/// </summary>
[Tier("Golden")]
public class AssumptionsLogTests
{
    private static readonly string[] Confidences = ["low", "medium", "high"];

    [Fact]
    public void The_assumptions_log_says_what_the_Kent_scenario_says() =>
        Written.InFile("docs/assumptions.md", Log(ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2023-safety-valve")).Package!)));

    private static string Log(ScenarioReading reading)
    {
        var text = new StringBuilder();
        text.Append("# Assumptions of kent-2023-safety-valve\n\n");
        text.Append("Written from the scenario files by a test; not edited by hand. Ranges are P10 to P90 around P50. Sorted by risk: what we know least comes first, and of that what\n");
        text.Append(CultureInfo.InvariantCulture, $"moves the deficit most. *Moves* is by how many £m the cumulative deficit of the last year, as planned, differs between P10 and P90 of the figure alone, all others at\n");
        text.Append("their P50 (expected path); of a table, that of the row that moves most. Empty: a known figure, or one that the planned variant does not use.\n");
        var swings = Swings(reading.Scenario!);
        foreach (var confidence in Confidences)
        {
            var assumptions = reading.Assumptions.Where(a => a.Confidence == confidence)
                .OrderByDescending(a => Moves(a, swings) ?? -1).ThenBy(a => a.Id, StringComparer.Ordinal).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"\n## Confidence: {confidence} ({assumptions.Length})\n\n| Id | What | Value | Unit | Moves | Year | Source | File |\n| --- | --- | --- | --- | ---: | --- | --- | --- |\n");
            foreach (var a in assumptions)
            {
                var line = a.Line is { } n ? string.Create(CultureInfo.InvariantCulture, $":{n}") : "";
                text.Append(CultureInfo.InvariantCulture,
                    $"| {Cell(a.Id)} | {Cell(a.Label)} | {Cell(a.Value)} | {Cell(a.Unit)} | {Moves(a, swings):0.0} | {Cell(a.Year)} | {Cell(a.Source)} | {Cell(a.File)}{line} |\n");
            }
        }

        return text.ToString();
    }

    // £m by which each uncertain figure moves the planned deficit by itself; of figures drawn each year, the year that moves most.
    private static Dictionary<string, double> Swings(Scenario scenario)
    {
        var tables = WorldTables.Compile(scenario);
        var planned = scenario.Variants.Single(v => v.Id == "planned");
        var question = Question.FinalDeficit(tables);
        var parameters = UncertainParameter.Of(tables, planned);
        var widths = new double[parameters.Count];
        Parallel.For(0, widths.Length, n =>
        {
            long At(double u) => question.Answer(planned, Parameters.Central.At(parameters[n].Range.Id, u, parameters[n].Year));
            widths[n] = Math.Abs(At(0.9) - At(0.1)) / 100_000_000.0;
        });
        return parameters.Zip(widths).GroupBy(p => p.First.Range.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Math.Round(g.Max(p => p.Second), 1), StringComparer.Ordinal);
    }

    private static double? Moves(Assumption assumption, Dictionary<string, double> swings)
    {
        if (!assumption.Id.StartsWith("data/", StringComparison.Ordinal))
        {
            return swings.TryGetValue(assumption.Id, out var swing) ? swing : null;
        }

        var rows = Path.GetFileNameWithoutExtension(assumption.Id) + ".";
        return swings.Where(s => s.Key.StartsWith(rows, StringComparison.Ordinal)).Select(s => (double?)s.Value).Max();
    }

    private static string Cell(string text) => text.Replace('|', '/').Replace('\n', ' ').Trim();
}
