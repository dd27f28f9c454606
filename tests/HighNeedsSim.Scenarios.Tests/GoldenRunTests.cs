using System.Globalization;
using System.Text;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>
/// What the model makes of a reference scenario, as a small rounded table. When the model is changed on purpose, run this test
/// with HNS_REGENERATE=1: the difference of the table is the review of the change.
/// </summary>
[Tier("Golden")]
public class GoldenRunTests
{
    private static readonly RunSpec Spec = new(1, 40, ["unmitigated", "planned", "safety-valve"]);

    private static readonly (string Code, double Unit, string Format)[] Rows =
    [
        (MeasureCodes.Plans, 1, "0"),
        (MeasureCodes.NewPlans, 1, "0"),
        (MeasureCodes.Ceased, 1, "0"),
        (MeasureCodes.Placement(PlacementType.StateSpecial), 1, "0"),
        (MeasureCodes.Placement(PlacementType.IndependentSpecial), 1, "0"),
        (MeasureCodes.Spend, 100_000_000, "0.00"),
        (MeasureCodes.Deficit, 100_000_000, "0.00"),
    ];

    [Fact]
    public void Kent_small_comes_out_as_it_did() =>
        Written.InFile("tests/HighNeedsSim.Scenarios.Tests/Golden/kent-small.txt", Table(Play("kent-small")));

    private static RunResult Play(string scenario)
    {
        var tables = WorldTables.Compile(ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario(scenario)).Package!).Scenario!);
        return RunResult.Merge(
            tables.Layout, Spec, Spec.Variants.Select(v => World.Run(WorldContext.Create(tables, v, Spec.Seed, 0, Spec.Replicates))));
    }

    private static string Table(RunResult run)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"P10, P50 and P90 of {Spec.Replicates} replicates, seed {Spec.Seed}; plans and placements in January; spend and deficit in £m\n");
        text.Append(' ', 45);
        text.AppendJoin(" |", run.Layout.Years.Select(year => $"{year,21}")).Append(" |\n");
        foreach (var variant in Spec.Variants)
        {
            foreach (var (code, unit, format) in Rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"{variant,-13}{code,-32}");
                for (var year = 0; year < run.Layout.Years.Count; year++)
                {
                    var s = run.Summarise(variant, code, year);
                    string Cell(double value) => (value / unit).ToString(format, CultureInfo.InvariantCulture);
                    text.Append(CultureInfo.InvariantCulture, $"{Cell(s.P10),7}{Cell(s.P50),7}{Cell(s.P90),7} |");
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
