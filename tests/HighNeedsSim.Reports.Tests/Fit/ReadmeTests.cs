using System.Globalization;
using System.Text;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tests.Fit;

/// <summary>
/// What the pages of scenarios say of their runs is what this version finds, so that no figure there can be of an older one. Run these tests with
/// HNS_REGENERATE=1 when the model was changed on purpose.
/// </summary>
[Tier("Golden")]
public class ReadmeTests
{
    private static readonly (string Label, string Measure)[] OnCensus =
    [
        ("Plans", "plans"),
        ("Mainstream", "placements:mainstream"),
        ("State special", "placements:state-special"),
        ("Independent and non-maintained special", "placements:independent-special"),
        ("Plans aged 20 to 25", "plans:age:20-25"),
    ];

    private static readonly (string Label, string Measure)[] OfMoney =
    [
        ("Cumulative deficit, £m", "deficit"),
        ("Cost of a state special placement, £", "unit-cost:state-special"),
        ("Cost of an independent special placement, £", "unit-cost:independent-special"),
        ("Top-ups in state provision (1.2.1, 1.2.2, 1.2.4, 1.2.11), £m", "spend:1.2.1+1.2.2+1.2.4+1.2.11"),
        ("Independent placements and specialist colleges (1.2.3), £m", "spend:1.2.3"),
    ];

    [Theory]
    [InlineData("kent-2020-mechanics")]
    [InlineData("kent-2022-mechanics")]
    public void The_page_of_a_check_of_the_mechanics_says_what_it_finds(string id)
    {
        var scenario = Fitted.Read(id);
        var published = Fitted.Published(id, scenario);
        var (told, untold) = (FitTable.Of(new(scenario, Baseline(scenario)), published), FitTable.Of(new(scenario, Baseline(scenario.WithoutHindsight())), published));
        var text = new StringBuilder("| | When | Published | P10 | P50 | P90 | | P50 without what is given |\n| --- | --- | ---: | ---: | ---: | ---: | --- | ---: |\n");
        foreach (var (label, measure) in OnCensus.Concat(OfMoney))
        {
            foreach (var row in told.Rows.Where(row => row.Target.Measure == measure && row.Target.Variant.Length == 0).OrderBy(row => row.Target.Period, StringComparer.Ordinal))
            {
                var without = untold.Rows.Single(other => other.Target == row.Target).Modelled.P50;
                text.Append(CultureInfo.InvariantCulture,
                    $"| {label} | {row.Target.Period} | {Numbers.Count(row.Target.Value)} | {Numbers.Count(row.Modelled.P10)} | {Numbers.Count(row.Modelled.P50)} | {Numbers.Count(row.Modelled.P90)} | {(row.IsInside ? "" : "outside")} | {Numbers.Count(without)} |\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture,
            $"\n{Fitted.Futures} futures, seed 1. Of all {told.Rows.Count} published figures that the run reaches {told.Inside} lie in their 8-in-10 range.");
        Written.InBlock($"scenarios/{id}/README.md", "figures", text.ToString());
    }

    [Fact]
    public void The_page_of_todays_policy_says_what_its_first_year_comes_to()
    {
        const string Id = "kent-2025-current-policy";
        var scenario = Fitted.Read(Id);
        var inYear = Baseline(scenario).Summarise(scenario.Variants[0].Id, MeasureCodes.InYear, 0);
        string Million(double pence) => Numbers.Count(pence / 100_000_000);

        Written.InBlock($"scenarios/{Id}/README.md", "first year", string.Create(CultureInfo.InvariantCulture,
            $"The first year played out, {scenario.Timetable.FirstYear}, has an in-year deficit of £{Million(inYear.P50)}m in the unmitigated future (8 in 10: £{Million(inYear.P10)}m to £{Million(inYear.P90)}m; {Fitted.Futures} futures, seed 1), which nobody typed in."));
    }

    private static RunResult Baseline(Scenario scenario) => Fitted.Play(scenario, scenario.Variants[0].Id);
}
