using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>The tables of a comparison paper.</summary>
internal static class ChangeTables
{
    private const string Added = "Not there";

    /// <summary>What both forecasts say of each 31 March that both play out.</summary>
    internal static FigureTable Deficit(ForecastChange change) => new(
        "change-deficit",
        "Cumulative DSG deficit in both forecasts",
        $"£ million in cash terms, {change.After.Findings.Place}, {Dates.EndOf(change.Years[0])} to {Dates.EndOf(change.Years[^1])}, by option. Positive is a deficit. "
            + $"Median and 8 in 10 of {Numbers.Count(change.Before.Findings.Replicates)} and {Numbers.Count(change.After.Findings.Replicates)} simulated futures.",
        [
            new("balance_date", "", "At 31 March", FigureUnit.Text, IsRowHead: true),
            new("variant", "", "Option", FigureUnit.Text, IsRowHead: true),
            .. RunTables.Summary("last_forecast", "Last forecast", FigureUnit.Million),
            .. RunTables.Summary("this_forecast", "This forecast", FigureUnit.Million),
            .. RunTables.Summary("difference", "Difference", FigureUnit.Million),
        ],
        [.. from year in change.Years
            from variant in change.Variants
            select (IReadOnlyList<Figure>)
            [
                Figure.Of(Dates.EndOf(year)[^4..]), Figure.Of(VariantNames.Label(change.After.Findings, variant)),
                .. RunTables.Money(change.Was(variant, year)), .. RunTables.Money(change.Is(variant, year)), .. RunTables.Money(change.Difference(variant, year)),
            ]],
        [
            change.IsPaired
                ? "The difference is worked out future by future, with the same children in both forecasts, and then summarised: medians do not subtract."
                : $"[{Figure.NotApplicable.Text}] = not applicable: the forecasts start from different censuses, so no future of one belongs to a future of the other.",
        ]);

    /// <summary>Where the change of an option's expected deficit comes from.</summary>
    internal static FigureTable Shares(ForecastChange change, string variant)
    {
        var years = change.Of(variant);
        return new(
            $"change-shares-{variant}",
            $"Why the expected deficit changed: {VariantNames.Label(change.After.Findings, variant)}",
            $"Cumulative DSG deficit, £ million in cash terms, {change.After.Findings.Place}, {Dates.EndOf(change.Years[0])} to {Dates.EndOf(change.Years[^1])}. "
                + "Means over simulated futures, so that rows add up. A positive change makes the deficit larger.",
            [
                new("item", "", "Item", FigureUnit.Text, IsRowHead: true),
                .. years.Select(year => new FigureColumn($"at_31_march_{Dates.EndOf(year.Year)[^4..]}", "", Dates.EndOf(year.Year), FigureUnit.Million)),
            ],
            [
                Row("Last forecast", year => year.Before),
                .. years[0].Parts.Select((part, n) => Row(part.Name, year => year.Parts[n].Amount)),
                Row("All changes", year => year.Total),
                Row("This forecast", year => year.After),
            ],
            ["Changes are told in full in the data files, where they add up to the penny; here figures may not sum because of rounding."]);

        IReadOnlyList<Figure> Row(string head, Func<DeficitChange, Money> of) => [Figure.Of(head), .. years.Select(year => Figure.Of(of(year).Pounds))];
    }

    /// <summary>What the last forecast said of the day on which this one starts; null where both start on the same day.</summary>
    internal static IReadOnlyList<FigureTable> Outturn(ForecastChange change)
    {
        var (before, after) = (change.Before.Findings, change.After.Findings);
        var year = after.Base - before.Years[0];
        if (year < 0)
        {
            return [];
        }

        string[] variants = [.. before.Variants.Where(after.Variants.Contains)];
        return
        [
            Against(
                "last-forecast-plans", "What the last forecast said of the plans that were counted",
                $"EHC plans in force, {after.Place}, {Dates.CensusOf(after.Base)}", FigureUnit.Count,
                variant => before.Of(variant, MeasureCodes.Plans, year), _ => after.Scenario.OpeningStock.Total, Figure.Count),
            Against(
                "last-forecast-deficit", "What the last forecast said of the deficit from which this one starts",
                $"Cumulative DSG deficit, £ million in cash terms, {after.Place}, {Dates.EndOf(after.Base)}. Positive is a deficit", FigureUnit.Million,
                variant => change.Was(variant, after.Base), variant => after.Opening(variant).P50, Figure.Money),
        ];

        FigureTable Against(string id, string title, string caption, FigureUnit unit, Func<string, Summary> forecast, Func<string, double> since, Func<double, Figure> figure) => new(
            id, title,
            $"{caption}. Median and 8 in 10 of {Numbers.Count(before.Replicates)} simulated futures of the last forecast.",
            [
                new("variant", "", "Option", FigureUnit.Text, IsRowHead: true),
                .. RunTables.Summary("last_forecast", "Last forecast", unit),
                new("since", "", "Where this forecast starts", unit),
                new("held", "", "Was it in the range?", FigureUnit.Text),
            ],
            [.. variants.Select(variant => (IReadOnlyList<Figure>)
            [
                Figure.Of(VariantNames.Label(after, variant)),
                figure(forecast(variant).P50), figure(forecast(variant).P10), figure(forecast(variant).P90), figure(since(variant)),
                Figure.Of(Held(forecast(variant), since(variant))),
            ])],
            [
                "An option is a policy: only one of them came to pass, or a course between them.",
                .. unit == FigureUnit.Million ? (string[])["Where this forecast starts holds the payments, contributions and grants that were received by then."] : [],
            ]);
    }

    /// <summary>Everything that went in otherwise, by kind.</summary>
    internal static FigureTable Inputs(ForecastChange change) => new(
        "changed-inputs",
        "Figures, tables and policies that changed",
        $"{Numbers.Count(change.Inputs.Count)} changes from the last forecast to this one, by kind. Ranges are 8 in 10 around the middle value.",
        [
            new("kind", "", "Kind", FigureUnit.Text, IsRowHead: true),
            new("id", "", "Id", FigureUnit.Text, IsRowHead: true),
            new("label", "", "What", FigureUnit.Text),
            new("unit", "", "Unit", FigureUnit.Text),
            new("last_forecast", "", "Last forecast", FigureUnit.Text),
            new("this_forecast", "", "This forecast", FigureUnit.Text),
        ],
        [.. change.Inputs.Select(input => (IReadOnlyList<Figure>)
        [
            Figure.Of(InputChanges.NameOf(input.Kind)), Figure.Of(input.Id), Figure.Of(input.Label), input.Unit.Length == 0 ? Figure.NotApplicable : Figure.Of(input.Unit),
            Figure.Of(Told(input.Before)), Figure.Of(Told(input.After)),
        ]).DefaultIfEmpty([Figure.Of("None"), .. Enumerable.Repeat(Figure.NotApplicable, 5)])],
        [$"[{Figure.NotApplicable.Text}] = not applicable."]);

    /// <summary>What fixes both runs.</summary>
    internal static FigureTable Provenance(ForecastChange change)
    {
        var (one, other) = (change.Before, change.After);
        return new(
            "provenance-of-both",
            "Provenance of both forecasts",
            "What fixes every figure of this paper.",
            [
                new("item", "", "Item", FigureUnit.Text, IsRowHead: true),
                new("last_forecast", "", "Last forecast", FigureUnit.Text),
                new("this_forecast", "", "This forecast", FigureUnit.Text),
            ],
            [
                Row("Run", run => run.Manifest.Run),
                Row("Run on", run => Dates.Day(run.Manifest.Created)),
                Row("Scenario", run => run.Findings.Scenario.Title),
                Row("Census", run => Dates.CensusOf(run.Findings.Base)),
                Row("Financial years", run => $"{run.Findings.Years[0]} to {run.Findings.Last}"),
                Row("Scenario hash", run => run.Manifest.ScenarioHash),
                Row("Model version", run => run.Manifest.ModelVersion),
                Row("Random seed", run => FormattableString.Invariant($"{run.Manifest.Spec.Seed}")),
                Row("Simulated futures of each option", run => Numbers.Count(run.Findings.Replicates)),
                Row("Digest of every number", run => run.Findings.Result.Digest),
                Row("Made by", run => ManifestDocument.Command(run.Manifest)),
            ],
            []);

        IReadOnlyList<Figure> Row(string item, Func<Runs.ReportedRun, string> of) => [Figure.Of(item), Figure.Of(of(one)), Figure.Of(of(other))];
    }

    private static string Told(string? value) => value is null ? Added : RecordTables.Grouped(value);

    private static string Held(Summary forecast, double since) =>
        since < forecast.P10 ? "No: it is below" : since > forecast.P90 ? "No: it is above" : "Yes";
}
