using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Charts;

/// <summary>The cumulative deficit as a fan: what a run's first page shows.</summary>
public static class DeficitFan
{
    /// <summary>More paths than this cannot be told apart.</summary>
    public const int MostPaths = 4;

    /// <summary>The paths of up to four variants, from the opening balance on.</summary>
    /// <param name="findings">What the run found.</param>
    public static FanData Of(Findings findings) => new(
        Title(findings),
        Caption(findings),
        findings.Base,
        [.. findings.Variants.Take(MostPaths).Select(variant => new FanPath(
            VariantNames.Label(findings, variant),
            [
                findings.Opening(variant),
                .. Enumerable.Range(0, findings.Years.Count).Select(year => findings.Of(variant, MeasureCodes.Deficit, year)),
            ]))]);

    /// <summary>
    /// The message, made from the figures: where the baseline's median goes, and beside it that of the variant that saves most.
    /// </summary>
    public static string Title(Findings findings)
    {
        var last = findings.Years.Count - 1;
        var opening = findings.Opening(findings.Baseline);
        var end = findings.Of(findings.Baseline, MeasureCodes.Deficit, last);
        var title = $"{VariantNames.Label(findings, findings.Baseline)} deficit {Movement(opening, end)} by "
            + string.Create(CultureInfo.InvariantCulture, $"March {findings.Last.Starts + 1}");

        var best = findings.Variants.Skip(1).Take(MostPaths - 1)
            .OrderBy(variant => findings.Difference(variant, MeasureCodes.Deficit, last).P50)
            .FirstOrDefault();
        return best is null
            ? title
            : $"{title}; {VariantNames.Label(findings, best)}: {Position(findings.Of(best, MeasureCodes.Deficit, last))}";
    }

    /// <summary>What is measured, in what unit, where and when, and what line, shading and sign mean.</summary>
    public static string Caption(Findings findings) =>
        $"Cumulative DSG deficit, £ million in cash terms, {findings.Place}, {Dates.EndOf(findings.Base)} to "
        + $"{Dates.EndOf(findings.Last)}. Positive is a deficit. Line: median; shaded: 8 in 10 of "
        + $"{Numbers.Count(findings.Replicates)} simulated futures. What is shaded leaves out: {Caveats.LeftOut}.";

    private static string Movement(Summary opening, Summary end) =>
        Numbers.Millions(opening.P50, end.MedianError) == Numbers.Median(end, Numbers.Millions) ? $"stays at {Position(end)}"
        : end.P50 < 0 ? $"turns into {Position(end)}"
        : end.P50 > opening.P50 ? $"grows to {Position(end)}"
        : $"falls to {Position(end)}";

    private static string Position(Summary balance)
    {
        var text = Numbers.Median(balance, Numbers.PoundsM);
        return text[0] == Numbers.Minus ? $"a {text[1..]} surplus" : text;
    }
}
