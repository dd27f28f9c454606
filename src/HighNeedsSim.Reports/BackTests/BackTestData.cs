using System.Security.Cryptography;
using System.Text;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>Every forecast of a back-test as data: a row for each authority, origin, January and measure.</summary>
public static class BackTestData
{
    private static readonly (string Name, string Type, string Label)[] Columns =
    [
        ("la_code", "Filter", "Local authority code"),
        ("origin", "Filter", "January the forecast was made from, with what was known then"),
        ("year", "Filter", "January it is for"),
        ("measure", "Filter", "Plans in force: total or group of placements"),
        ("actual", "Indicator", "Plans published for that January"),
        ("mean", "Indicator", "Mean of the simulated futures"),
        ("p10", "Indicator", "10th percentile"),
        ("p50", "Indicator", "Median"),
        ("p90", "Indicator", "90th percentile"),
        ("crps", "Indicator", "Continuous ranked probability score in plans, less is better"),
        .. NaiveRivals.All.Select(rival => ($"naive_{rival.Code()}", "Indicator", $"Naive forecast: {rival.Label()}")),
        ("crps_best_naive", "Indicator", "Score of the naive forecast that is best on average for the measure, with the band of its own past errors"),
    ];

    /// <summary>The data. Digits and codes only, so there is no byte order mark that a program would have to know of.</summary>
    public static byte[] Write(BackTestResult result)
    {
        var best = CensusMeasures.All.ToDictionary(measure => measure, result.BestRival);
        var csv = new Csv().Line(Columns.Select(column => column.Name));
        foreach (var line in result.Lines)
        {
            csv.Line([
                line.Code, line.Origin.Value, line.January.Value, line.Measure.Code(), line.Actual,
                Rounded(line.Mean), Rounded(line.P10), Rounded(line.P50), Rounded(line.P90), Rounded(line.Crps),
                .. line.Rivals.Select(rival => (object)Rounded(rival.Forecast)),
                Rounded(line.Rivals[(int)best[line.Measure]!.Value].Crps),
            ]);
        }

        return new UTF8Encoding(false).GetBytes(csv.ToString());
    }

    /// <summary>What each column of the data is.</summary>
    public static byte[] WriteMetadata()
    {
        var csv = new Csv().Line("col_name", "col_type", "label", "indicator_unit", "indicator_dp");
        foreach (var (name, type, label) in Columns)
        {
            csv.Line(name, type, label, type == "Indicator" ? "plans" : "", type == "Indicator" ? name == "actual" ? "0" : "4" : "");
        }

        return [.. Csv.Encoding.GetPreamble(), .. Csv.Encoding.GetBytes(csv.ToString())];
    }

    /// <summary>SHA-256 of the data: the same tables, question and seed give the same.</summary>
    public static string Digest(BackTestResult result) => Convert.ToHexStringLower(SHA256.HashData(Write(result)));

    /// <summary>A number of plans for machines, to four decimals.</summary>
    internal static decimal Rounded(double value) => decimal.Round((decimal)value, 4, MidpointRounding.AwayFromZero) / 1.0000m;
}
