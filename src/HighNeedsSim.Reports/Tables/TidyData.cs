using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>
/// Every result as tidy data by the open data standards of the Department for Education: one row for each financial year,
/// variant and measure, never rounded for reading, with a file of metadata beside it.
/// </summary>
public static class TidyData
{
    private const string Missing = "z";

    private static readonly (string Name, string Type, string Label, string Unit, string Decimals)[] Columns =
    [
        ("time_period", "Filter", "Financial year", "", ""),
        ("time_identifier", "Filter", "Kind of period", "", ""),
        ("geographic_level", "Filter", "Geographic level", "", ""),
        ("country_code", "Filter", "Country code", "", ""),
        ("country_name", "Filter", "Country", "", ""),
        ("new_la_code", "Filter", "Local authority code", "", ""),
        ("la_name", "Filter", "Local authority", "", ""),
        ("lad_code", "Filter", "District code", "", ""),
        ("lad_name", "Filter", "District", "", ""),
        ("variant", "Filter", "Variant of the scenario", "", ""),
        ("measure", "Filter", "Code of the measure", "", ""),
        ("measure_label", "Filter", "Measure", "", ""),
        ("measured_on", "Filter", "Census, 31 March or during the financial year", "", ""),
        ("unit", "Filter", "Unit of the indicators: GBP, count or weeks", "", ""),
        ("mean", "Indicator", "Mean over simulated futures", "", "2"),
        ("p10", "Indicator", "10th percentile", "", "2"),
        ("p50", "Indicator", "Median", "", "2"),
        ("p90", "Indicator", "90th percentile", "", "2"),
        ("diff_mean", "Indicator", "Mean of the paired difference to the baseline variant", "", "2"),
        ("diff_p10", "Indicator", "10th percentile of the paired difference", "", "2"),
        ("diff_p50", "Indicator", "Median of the paired difference", "", "2"),
        ("diff_p90", "Indicator", "90th percentile of the paired difference", "", "2"),
    ];

    /// <summary>The data.</summary>
    public static string Write(Findings findings) => Write(findings, _ => true);

    /// <summary>The data of some measures.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="wanted">Whether a measure's data are wanted, by its code.</param>
    public static string Write(Findings findings, Func<string, bool> wanted)
    {
        var csv = new Csv().Line(Columns.Select(column => column.Name));
        foreach (var variant in findings.Variants)
        {
            for (var year = 0; year < findings.Years.Count; year++)
            {
                foreach (var row in Rows(findings).Where(row => wanted(row.Code)))
                {
                    csv.Line(Cells(findings, variant, year, row));
                }
            }
        }

        return csv.ToString();
    }

    /// <summary>What each column of the data is.</summary>
    public static string WriteMetadata()
    {
        var csv = new Csv().Line("col_name", "col_type", "label", "indicator_unit", "indicator_dp");
        foreach (var (name, type, label, unit, decimals) in Columns)
        {
            csv.Line(name, type, label, unit, decimals);
        }

        return csv.ToString();
    }

    private static object[] Cells(Findings findings, string variant, int year, Row row)
    {
        var value = findings.Of(variant, row.Code, year);
        var authority = findings.Scenario.Authority;
        return
        [
            Dates.TimePeriod(findings.Years[year]), "Financial year",
            row.DistrictCode == Missing ? "Local authority" : "Local authority district",
            "E92000001", "England", authority.Code, authority.Name, row.DistrictCode, row.DistrictName,
            variant, row.Measure, row.Label, When(row.When, findings.Years[year]), Figures.NameOf(row.Unit),
            .. Numbers(row.Unit, value),
            .. variant == findings.Baseline
                ? [Missing, Missing, Missing, Missing]
                : Numbers(row.Unit, findings.Difference(variant, row.Code, year)),
        ];
    }

    private static object[] Numbers(MeasureUnit unit, Summary summary) =>
        [Figures.Of(unit, summary.Mean), Figures.Of(unit, summary.P10), Figures.Of(unit, summary.P50), Figures.Of(unit, summary.P90)];

    private static string When(string when, FinancialYear year) => when switch
    {
        "31 March" => Dates.EndOf(year),
        "January census" => FormattableString.Invariant($"January {year.Starts + 1}"),
        _ => $"in {year}",
    };

    private static IEnumerable<Row> Rows(Findings findings)
    {
        // A district's measures are rows of that district under the authority's own names for them.
        var layout = findings.Result.Layout;
        var ofDistricts = findings.Scenario.Districts.SelectMany(district => ((string Code, string As, string? Label)[])
        [
            (MeasureCodes.DistrictPlans(district), MeasureCodes.Plans, null),
            (MeasureCodes.DistrictSpend(district), MeasureCodes.Spend, null),
            (MeasureCodes.DistrictIncome(district), Findings.Income, "All income"),
            (MeasureCodes.DistrictInYear(district), MeasureCodes.InYear, null),
            (MeasureCodes.DistrictDeficit(district), MeasureCodes.Deficit, null),
            .. SpendingCategories.All.Select(c => (MeasureCodes.DistrictSpend(district, c), "spend." + c.Code(), (string?)c.Label())),
        ], (district, entry) => (entry.Code, District: district, entry.As, entry.Label)).ToDictionary(entry => entry.Code, StringComparer.Ordinal);

        foreach (var measure in layout.Measures)
        {
            if (ofDistricts.TryGetValue(measure.Code, out var entry))
            {
                var label = entry.Label ?? layout.Measures[layout.IndexOf(entry.As)].Label;
                yield return new(measure.Code, entry.As, label, measure.When, measure.Unit, entry.District.Code, entry.District.Name);
            }
            else
            {
                yield return new(measure.Code, measure.Code, measure.Label, measure.When, measure.Unit, Missing, Missing);
            }

            if (measure.Code == MeasureCodes.Heads2To18)
            {
                foreach (var category in SpendingCategories.All)
                {
                    var code = Findings.PerHead(category);
                    yield return new(code, code, $"{category.Label()}, a head aged 2 to 18", "financial year", MeasureUnit.Pence, Missing, Missing);
                }
            }

            if (measure.Code == MeasureCodes.OtherIncome)
            {
                yield return new(Findings.Income, Findings.Income, "All income", measure.When, measure.Unit, Missing, Missing);
            }
        }
    }

    private sealed record Row(
        string Code, string Measure, string Label, string When, MeasureUnit Unit, string DistrictCode, string DistrictName);
}
