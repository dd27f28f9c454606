using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Scenarios;

/// <summary>What the figures of a mitigation may be: the same in a file and on a page.</summary>
public static class LeverLimits
{
    /// <summary>The most months over which a mitigation may grow.</summary>
    public const int MostMonths = 120;

    /// <summary>The most that running a mitigation may cost in a year, in pounds.</summary>
    public const int MostPounds = 1_000_000_000;

    /// <summary>What kind of number a strength is. A share more (of reviews, of advice) can pass 1; whatever takes a share away cannot.</summary>
    public static ValueKind KindOf(Lever lever) =>
        lever is Lever.MoreReviews or Lever.MoreAdvice or Lever.MoreHealthAdvice ? ValueKind.Positive : ValueKind.Share;

    /// <summary>The most that a strength may be.</summary>
    public static double MostOf(Lever lever) => lever switch
    {
        Lever.MoreReviews or Lever.MoreAdvice or Lever.MoreHealthAdvice => 10,
        Lever.LessTopUpUplift or Lever.LessIndependentUplift => 0.2,
        Lever.SchoolsBlockTransfer => 0.05,
        _ => 1,
    };

    /// <summary>The unit of a strength, as files write it.</summary>
    public static string UnitOf(Lever lever) => lever is Lever.LessTopUpUplift or Lever.LessIndependentUplift ? "points a year" : "share";
}
