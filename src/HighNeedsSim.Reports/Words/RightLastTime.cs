using HighNeedsSim.Reports.BackTests;
using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Reports.Papers;

namespace HighNeedsSim.Reports.Words;

/// <summary>"How sure are you, and were you right last time?": what a scrutiny member asks first, answered on the first screen.</summary>
public static class RightLastTime
{
    /// <summary>The sentences: the run against what has been published since, then forecasts made in the past, then how often such ranges hold.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="fit">The run beside published figures; null where nothing was published that it can be held against.</param>
    public static IReadOnlyList<string> Of(Findings findings, FitTable? fit)
    {
        var past = OutturnTable.PastOf(findings);
        var since = past is null ? [] : PastForecasts.SincePublished(findings, findings.Baseline);
        return
        [
            fit is null
                ? "Nothing has been published that this run can be held against: it is of years still to come, or of another size than the authority."
                : $"This run against what has been published: {char.ToLowerInvariant(fit.InWords[0])}{fit.InWords[1..]}",
            .. fit is { Deficits: [.., var newest] } ? new[] { fit.InWordsOf(newest) } : [],
            .. since.TakeLast(1).Select(forecast => $"{VariantNames.Capital(VariantNames.InSentence(findings.Baseline))}, this run said {PastForecasts.Sentence(forecast)}"),
            .. past is null ? [] : new[] { Earlier(past) },
        ];
    }

    /// <summary>The same in the fewest words, for the top of a page: how many published figures were held, and what became of the deficit.</summary>
    /// <param name="fit">The run beside published figures; null where nothing was published that it can be held against.</param>
    public static string InShort(FitTable? fit) => fit is null
        ? "Nothing has been published yet that this run can be held against."
        : $"Of {Numbers.Count(fit.Rows.Count)} published figures, {Numbers.Count(fit.Inside)} {(fit.Inside == 1 ? "lies" : "lie")} in this run’s 8-in-10 ranges; about {Numbers.Count(Math.Round(0.8 * fit.Rows.Count))} would if the ranges "
            + $"were right.{(fit.Deficits is [.., var newest] ? " " + fit.InWordsOf(newest) : "")}";

    private static string Earlier(PastForecasts past)
    {
        var held = past.Forecasts.Count(forecast => forecast.Held);
        var everywhere = past.Coverage.Sum(coverage => coverage.Forecasts);
        var share = past.Coverage.Sum(coverage => coverage.Share * coverage.Forecasts) / everywhere;
        return $"Simpler forecasts of {past.Authority}’s plans made from past Januaries held what was published in {held} of {past.Forecasts.Count} cases; "
            + $"of {Numbers.Count(everywhere)} such forecasts of all authorities, {Numbers.Share(share)} held it in their 8-in-10 range.";
    }
}
