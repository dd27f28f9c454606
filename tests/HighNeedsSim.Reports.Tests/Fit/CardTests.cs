using System.Globalization;
using System.Text;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Fit;

/// <summary>
/// How sure the model card says the model is, is what a run of this version finds: the rows of <c>hns fit</c> that matter most. Run this
/// test with HNS_REGENERATE=1 when the model was changed on purpose.
/// </summary>
[Tier("Golden")]
public class CardTests
{
    private const string Id = "kent-2023-safety-valve";
    private const int Futures = 100;

    private static readonly (string Label, string Measure, string Period, string Variant)[] Figures =
    [
        ("Plans, January 2024", "plans", "2024-01", ""),
        ("Plans, January 2025", "plans", "2025-01", ""),
        ("Plans aged 20 to 25, January 2024", "plans:age:20-25", "2024-01", ""),
        ("State special, January 2024", "placements:state-special", "2024-01", ""),
        ("State special, January 2025", "placements:state-special", "2025-01", ""),
        ("Independent and non-maintained special, January 2024", "placements:independent-special", "2024-01", ""),
        ("Independent and non-maintained special, January 2025", "placements:independent-special", "2025-01", ""),
        ("New plans, 2023", "new-plans", "2023", ""),
        ("Plans ceased, 2023", "ceased", "2023", ""),
        ("Plans within 20 weeks, 2023, %", "within-20-weeks", "2023", ""),
        ("Oldest open case, January 2024, weeks", "oldest-case", "2024-01", ""),
        ("Appeals registered, 2023", "appeals", "2023", ""),
        ("Reviews overdue, January 2024, as planned", "reviews-overdue", "2024-01", "planned"),
        ("Independent placements and specialist colleges (1.2.3), 2023-24, £m", "spend:1.2.3", "2023-24", ""),
        ("High needs spending, 2024-25, £m", "spend", "2024-25", ""),
        ("Cumulative deficit, 31 March 2028, £m (the council's projection, not an outcome)", "deficit", "2028-03-31", ""),
        ("The same as planned, before contributions, £m (likewise)", "deficit", "2028-03-31", "planned"),
    ];

    [Fact]
    public void The_model_card_says_how_the_model_fits()
    {
        var folder = RepositoryRoot.Of("scenarios", Id);
        var scenario = ScenarioReader.Read(ScenarioPackage.FromFolder(folder).Package!).Scenario!;
        var fit = FitTable.Of(new(scenario, Play(scenario)), Targets.Read(Targets.FileOf(folder, scenario.Authority.Code)).Targets);
        var text = new StringBuilder("| Kent | Published | P10 | P50 | P90 | |\n| --- | ---: | ---: | ---: | ---: | --- |\n");
        foreach (var (label, measure, period, variant) in Figures)
        {
            var row = fit.Rows.Single(r => r.Target.Measure == measure && r.Target.Period == period && r.Target.Variant == variant);
            string Told(double value) => row.Decimals == 0 || row.Target.Unit == "GBP m" ? Numbers.Count(value) : value.ToString("0.0", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture,
                $"| {label} | {Told(row.Target.Value)} | {Told(row.Modelled.P10)} | {Told(row.Modelled.P50)} | {Told(row.Modelled.P90)} | {(row.IsInside ? "" : "outside")} |\n");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"\n{Futures} futures, seed 1; unmitigated unless said otherwise. {fit.Inside} of the {fit.Rows.Count} published figures that the run reaches lie in their 8-in-10 range.");

        Written.InBlock("docs/model/card.md", "fit", text.ToString());
    }

    private static RunResult Play(Scenario scenario)
    {
        var tables = WorldTables.Compile(scenario);
        var spec = new RunSpec(1, Futures, [.. scenario.Variants.Select(variant => variant.Id)]);
        var worlds = spec.Variants.AsParallel().AsOrdered().Select(variant => World.Run(WorldContext.Create(tables, variant, spec.Seed, 0, Futures)));
        return RunResult.Merge(tables.Layout, spec, worlds);
    }
}
