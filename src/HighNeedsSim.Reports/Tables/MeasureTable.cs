using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>Tables of several measures: in the last year with their ranges, and over all years in the median.</summary>
public static class MeasureTable
{
    /// <summary>A row of the table.</summary>
    /// <param name="Code">The measure's code.</param>
    /// <param name="Label">What the row is called.</param>
    public sealed record Row(string Code, string Label);

    /// <summary>Each measure in the last year: by variant the median and the middle 8 in 10.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="what">What is measured, with its unit, as the caption begins.</param>
    /// <param name="head">Above the names of rows.</param>
    /// <param name="rows">From the top.</param>
    /// <param name="notes">What a reader must know beside the figures.</param>
    public static Table LastYear(Findings findings, string what, string head, IReadOnlyList<Row> rows, params IReadOnlyList<string> notes)
    {
        var year = findings.Years.Count - 1;
        return new(
            $"{findings.Place}: {what}, {findings.Last}. Median and 8 in 10 of {Numbers.Count(findings.Replicates)} simulated futures.",
            [
                new("", head, IsNumeric: false, IsRowHead: true),
                .. findings.Variants.SelectMany(variant => new Column[]
                {
                    new(VariantNames.Label(findings, variant), "median", IsNumeric: true),
                    new(VariantNames.Label(findings, variant), "8 in 10", IsNumeric: true),
                }),
            ],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Label,
                .. findings.Variants.SelectMany(variant =>
                {
                    var (number, value) = (Numbers.Cell(findings.UnitOf(row.Code)), findings.Of(variant, row.Code, year));
                    return new[] { Numbers.Median(value, number), Numbers.Range(value, number) };
                }),
            ])],
            [.. notes, "Medians of parts do not add up to the median of their sum."]);
    }

    /// <summary>Each measure and variant, year by year, in the median.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="what">What is measured, with its unit, as the caption begins.</param>
    /// <param name="head">Above the names of rows.</param>
    /// <param name="rows">From the top.</param>
    public static Table AllYears(Findings findings, string what, string head, IReadOnlyList<Row> rows) => new(
        $"{findings.Place}: {what}, by year. Median of {Numbers.Count(findings.Replicates)} simulated futures.",
        [
            new("", head, IsNumeric: false, IsRowHead: true),
            new("", "Variant", IsNumeric: false, IsRowHead: true),
            .. findings.Years.Select(year => new Column("", year.ToString(), IsNumeric: true)),
        ],
        [.. from row in rows
            from variant in findings.Variants
            select (IReadOnlyList<string>)
            [
                row.Label, VariantNames.Label(findings, variant),
                .. Enumerable.Range(0, findings.Years.Count)
                    .Select(year => Numbers.Median(findings.Of(variant, row.Code, year), Numbers.Cell(findings.UnitOf(row.Code)))),
            ]],
        ["Ranges of every year are in the download."]);
}
