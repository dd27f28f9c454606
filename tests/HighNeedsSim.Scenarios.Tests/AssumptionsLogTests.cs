using System.Globalization;
using System.Text;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>
/// docs/assumptions.md is written from the scenario files, the least certain figures first. Run this test with HNS_REGENERATE=1
/// when a figure was changed on purpose.
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
        text.Append("Written from the scenario files by a test; not edited by hand. Ranges are P10 to P90 around P50. What we know least comes first.\n");
        foreach (var confidence in Confidences)
        {
            var assumptions = reading.Assumptions.Where(a => a.Confidence == confidence).OrderBy(a => a.Id, StringComparer.Ordinal).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"\n## Confidence: {confidence} ({assumptions.Length})\n\n| Id | What | Value | Unit | Year | Source | File |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var a in assumptions)
            {
                var line = a.Line is { } n ? string.Create(CultureInfo.InvariantCulture, $":{n}") : "";
                text.Append(CultureInfo.InvariantCulture,
                    $"| {Cell(a.Id)} | {Cell(a.Label)} | {Cell(a.Value)} | {Cell(a.Unit)} | {Cell(a.Year)} | {Cell(a.Source)} | {Cell(a.File)}{line} |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace('|', '/').Replace('\n', ' ').Trim();
}
