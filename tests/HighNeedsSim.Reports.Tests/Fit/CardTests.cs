using System.Globalization;
using System.Text;
using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tests.Fit;

/// <summary>
/// How sure the model card says the model is, is what a run of this version finds: the rows of <c>hns fit</c> that matter most. Run this
/// test with HNS_REGENERATE=1 when the model was changed on purpose.
/// </summary>
[Tier("Golden")]
public class CardTests
{
    private const string Id = "kent-2023-safety-valve";

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
        var scenario = Fitted.Read(Id);
        var fit = FitTable.Of(new(scenario, Fitted.Play(scenario, scenario.Variants.Select(variant => variant.Id))), Fitted.Published(Id, scenario));
        var text = new StringBuilder("| Kent | Published | P10 | P50 | P90 | |\n| --- | ---: | ---: | ---: | ---: | --- |\n");
        foreach (var (label, measure, period, variant) in Figures)
        {
            var row = fit.Rows.Single(r => r.Target.Measure == measure && r.Target.Period == period && r.Target.Variant == variant);
            string Told(double value) => row.Decimals == 0 || row.Target.Unit == "GBP m" ? Numbers.Count(value) : value.ToString("0.0", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture,
                $"| {label} | {Told(row.Target.Value)} | {Told(row.Modelled.P10)} | {Told(row.Modelled.P50)} | {Told(row.Modelled.P90)} | {(row.IsInside ? "" : "outside")} |\n");
        }

        text.Append(CultureInfo.InvariantCulture,
            $"\n{Fitted.Futures} futures, seed 1; unmitigated unless said otherwise. {fit.Inside} of the {fit.Rows.Count} published figures that the run reaches lie in their 8-in-10 range.");

        Written.InBlock("docs/model/card.md", "fit", text.ToString());
    }
}
