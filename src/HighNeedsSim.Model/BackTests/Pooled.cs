using MathNet.Numerics.Statistics;

namespace HighNeedsSim.Model.BackTests;

/// <summary>Small statistics over all authorities' past, each sturdy against a handful of wrong records.</summary>
internal static class Pooled
{
    /// <summary>
    /// How much of a deviation is still there a year later: the slope through nothing of pairs (this year, the next), held
    /// to 0…1. It is the empirical-Bayes weight of an authority's own figure against England's, because noise of a year does
    /// not come back and what is the authority's own does.
    /// </summary>
    internal static double Persistence(IEnumerable<(double Before, double After)> pairs)
    {
        double products = 0, squares = 0;
        foreach (var (before, after) in pairs)
        {
            products += before * after;
            squares += before * before;
        }

        return squares > 0 ? Math.Clamp(products / squares, 0, 1) : 0;
    }

    /// <summary>
    /// The variance of deviations that have a normal middle and whatever tails, from their median square, less what is chance
    /// of counting.
    /// </summary>
    /// <param name="deviations">Deviations.</param>
    /// <param name="ofCounting">The variance that each has from counting alone.</param>
    internal static double Variance(IReadOnlyList<double> deviations, IReadOnlyList<double> ofCounting) =>
        // 0.4549 is the median of a squared standard normal number. The floor keeps a lucky pool from claiming certainty.
        Math.Max((deviations.Select(d => d * d).Median() / 0.4549) - ofCounting.Median(), LeastVariance);

    /// <summary>A number held between minus and plus a limit, so that one wrong record does not decide for everybody.</summary>
    internal static double Held(double value, double limit) => Math.Clamp(value, -limit, limit);

    // A standard deviation of half a per cent.
    private const double LeastVariance = 0.000025;
}
