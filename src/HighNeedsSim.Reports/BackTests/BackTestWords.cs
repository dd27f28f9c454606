using System.Globalization;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>A back-test's answer in sentences.</summary>
public static class BackTestWords
{
    /// <summary>The shares of forecasts within which an 8-in-10 range counts as right.</summary>
    internal static readonly (double Low, double High) RightCoverage = (0.7, 0.9);

    // Of so many right ranges, fewer than 7 in 10 hold what came true by chance alone one time in twelve; of fewer forecasts, oftener.
    private const int FewestJudged = 20;

    /// <summary>How good the forecasts of all plans were, then what is left out.</summary>
    public static IReadOnlyList<string> Of(BackTestFindings findings)
    {
        if (BackTestSummary.Of(findings.Lines(CensusMeasure.Total)) is not { } all)
        {
            return ["No forecast could be scored.", .. findings.Notes];
        }

        return
        [
            $"{Title(all)}: mean CRPS {BackTestTables.Score(all.Crps)} plans against {BackTestTables.Score(all.Rivals[(int)all.Best])} of '{all.Best.Label()}', "
                + $"over {Numbers.Count(all.Forecasts)} forecasts of {Numbers.Count(all.Authorities)} "
                + $"{(all.Authorities == 1 ? "authority" : "authorities")}; better for {Numbers.Share(all.Won)} of them.",
            .. BackTestTables.Distances(findings).Select(years => Held(findings, years)).OfType<string>(),
            .. findings.Notes,
        ];
    }

    /// <summary>The finding about scores, true of these data.</summary>
    internal static string Title(BackTestSummary all) => all.Skill switch
    {
        > 0 => $"Forecasts of all plans score {Numbers.Share(all.Skill)} better than the best naive rival",
        < 0 => $"Forecasts of all plans score {Numbers.Share(-all.Skill)} worse than the best naive rival",
        _ => "Forecasts of all plans score as the best naive rival does",
    };

    private static string? Held(BackTestFindings findings, int years)
    {
        if (BackTestSummary.Of(findings.Lines(CensusMeasure.Total, years)) is not { } summary)
        {
            return null;
        }

        var judged = summary.Forecasts < FewestJudged ? "too few forecasts to judge"
            : summary.Coverage < RightCoverage.Low ? "too narrow" : summary.Coverage > RightCoverage.High ? "too wide" : "about right";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{years} {(years == 1 ? "year" : "years")} ahead the 8-in-10 range held what was published {Numbers.Share(summary.Coverage)} of the time "
            + $"({judged}: 70% to 90% is right); the typical error of the median was {Numbers.Share(summary.RelativeError)}.");
    }
}
