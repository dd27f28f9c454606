using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>A variant's deficit on a 31 March and in the financial year that ends with it.</summary>
/// <param name="Year">The financial year; that before the first for the opening balance.</param>
/// <param name="Variant">The variant's id.</param>
/// <param name="Cumulative">Deficit on 31 March, in pence; positive for a deficit.</param>
/// <param name="InYear">Deficit of the year; null for the opening.</param>
/// <param name="Saving">
/// By how much the cumulative deficit is less than the baseline's, future by future; null for the baseline. Never a difference
/// of medians.
/// </param>
public sealed record TrajectoryRow(FinancialYear Year, string Variant, Summary Cumulative, Summary? InYear, Summary? Saving);

/// <summary>The trajectories of a run: by 31 March and variant, medians and 8-in-10 ranges.</summary>
public static class TrajectoryTable
{
    /// <summary>The figures, by 31 March and then in the order of variants.</summary>
    public static IReadOnlyList<TrajectoryRow> Rows(Findings findings) =>
    [
        .. findings.Variants.Select(variant => new TrajectoryRow(
            findings.Base, variant, findings.Opening(variant), null,
            variant == findings.Baseline ? null : Findings.Saving(findings.OpeningDifference(variant)))),
        .. from year in Enumerable.Range(0, findings.Years.Count)
           from variant in findings.Variants
           select new TrajectoryRow(
               findings.Years[year], variant,
               findings.Of(variant, MeasureCodes.Deficit, year),
               findings.Of(variant, MeasureCodes.InYear, year),
               variant == findings.Baseline ? null : Findings.Saving(findings.Difference(variant, MeasureCodes.Deficit, year))),
    ];

    /// <summary>The figures as a table for people.</summary>
    public static Table Of(Findings findings)
    {
        var saving = $"Saving on {VariantNames.InSentence(findings.Baseline)}";
        return new(
            $"{findings.Place}: DSG deficit by 31 March and variant, £ million in cash terms. Positive is a deficit. "
                + $"Median and 8 in 10 of {Numbers.Count(findings.Replicates)} simulated futures.",
            [
                new("", "31 March", IsNumeric: false, IsRowHead: true),
                new("", "Variant", IsNumeric: false, IsRowHead: true),
                new("Cumulative deficit", "median", IsNumeric: true),
                new("Cumulative deficit", "8 in 10", IsNumeric: true),
                new("In-year deficit", "median", IsNumeric: true),
                new("In-year deficit", "8 in 10", IsNumeric: true),
                new(saving, "median", IsNumeric: true),
                new(saving, "8 in 10", IsNumeric: true),
            ],
            [.. Rows(findings).Select(row => (IReadOnlyList<string>)
            [
                Dates.EndOf(row.Year)[^4..], VariantNames.Label(findings, row.Variant),
                Median(row.Cumulative), Range(row.Cumulative),
                Median(row.InYear), Range(row.InYear),
                Median(row.Saving), Range(row.Saving),
            ])],
            [
                "In-year deficit: of the financial year that ends on that 31 March, before Safety Valve payments and council contributions.",
                "Saving: on the cumulative deficit, worked out future by future and then summarised; medians do not subtract. "
                    + "Where a variant receives Safety Valve payments and council contributions, they are part of its saving.",
                Caveats.Range,
                $"Figures may not sum because of rounding. {Missing.NotApplicable} = not applicable.",
            ]);
    }

    /// <summary>The figures as comma-separated values, in pounds to the penny.</summary>
    public static string WriteCsv(Findings findings)
    {
        var csv = new Csv().Line(
            "time_period", "time_identifier", "balance_date", "la_name", "variant", "unit",
            "cumulative_deficit_p10", "cumulative_deficit_p50", "cumulative_deficit_p90",
            "in_year_deficit_p10", "in_year_deficit_p50", "in_year_deficit_p90",
            "saving_p10", "saving_p50", "saving_p90");
        foreach (var row in Rows(findings))
        {
            csv.Line([
                Dates.TimePeriod(row.Year), "Financial year", Dates.EndOf(row.Year), findings.Place, row.Variant, "GBP",
                .. Pounds(row.Cumulative), .. Pounds(row.InYear), .. Pounds(row.Saving),
            ]);
        }

        return csv.ToString();
    }

    private static string Median(Summary? summary) => summary is { } s ? Numbers.Median(s, Numbers.Millions) : Missing.NotApplicable;

    private static string Range(Summary? summary) =>
        summary is { } s ? Numbers.Range(s, Numbers.Millions) : Missing.NotApplicable;

    private static object[] Pounds(Summary? summary) => summary is { } s
        ? [Figures.Pounds(s.P10), Figures.Pounds(s.P50), Figures.Pounds(s.P90)]
        : ["z", "z", "z"];
}
