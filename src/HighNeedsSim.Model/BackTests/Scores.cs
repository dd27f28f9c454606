using MathNet.Numerics.Distributions;

namespace HighNeedsSim.Model.BackTests;

/// <summary>Scores of a forecast that is a distribution, against the one number that came true.</summary>
public static class Scores
{
    /// <summary>
    /// The continuous ranked probability score of a sample, in the unit of the forecast: 0 for a sure and right one, the
    /// absolute error for a single number. Less is better.
    /// </summary>
    /// <remarks>
    /// The fair form (Ferro, Fair scores for ensemble forecasts, Quarterly Journal of the Royal Meteorological Society 140,
    /// 2014): mean |x − y| − Σ|xᵢ − xⱼ| / 2n(n − 1), whose expectation does not depend on how many draws there are.
    /// </remarks>
    /// <param name="sorted">The draws, rising; at least one.</param>
    /// <param name="actual">What came true.</param>
    public static double Crps(ReadOnlySpan<double> sorted, double actual)
    {
        double error = 0, spread = 0;
        var n = sorted.Length;
        for (var i = 0; i < n; i++)
        {
            error += Math.Abs(sorted[i] - actual);
            // Σ over pairs i < j of x_j − x_i, counted from the ranks.
            spread += ((2.0 * i) - n + 1) * sorted[i];
        }

        return (error / n) - (n > 1 ? spread / ((double)n * (n - 1)) : 0);
    }

    /// <summary>The continuous ranked probability score of a normal distribution, in the unit of the forecast.</summary>
    /// <remarks>Gneiting and others, Calibrated Probabilistic Forecasting, Monthly Weather Review 133, 2005, equation 5.</remarks>
    /// <param name="mean">Its mean.</param>
    /// <param name="deviation">Its standard deviation, more than 0.</param>
    /// <param name="actual">What came true.</param>
    public static double CrpsOfNormal(double mean, double deviation, double actual)
    {
        var z = (actual - mean) / deviation;
        return deviation * ((z * ((2 * Normal.CDF(0, 1, z)) - 1)) + (2 * Normal.PDF(0, 1, z)) - (1 / Math.Sqrt(Math.PI)));
    }

    /// <summary>
    /// The continuous ranked probability score of a band of quantiles at evenly spaced levels (1/2n, 3/2n …), as twice their
    /// mean pinball loss; it nears the exact score as the band is cut finer.
    /// </summary>
    /// <param name="quantiles">Rising; at least one.</param>
    /// <param name="actual">What came true.</param>
    public static double CrpsOfQuantiles(ReadOnlySpan<double> quantiles, double actual)
    {
        double loss = 0;
        for (var i = 0; i < quantiles.Length; i++)
        {
            var level = (i + 0.5) / quantiles.Length;
            loss += actual >= quantiles[i] ? level * (actual - quantiles[i]) : (1 - level) * (quantiles[i] - actual);
        }

        return 2 * loss / quantiles.Length;
    }

    /// <summary>
    /// The share of a sample below what came true (the probability integral transform), ties counted half: evenly spread over
    /// 0 to 1 where forecasts are as sure as they claim, and no surer.
    /// </summary>
    public static double Pit(ReadOnlySpan<double> sample, double actual)
    {
        double below = 0;
        foreach (var value in sample)
        {
            below += value < actual ? 1 : value > actual ? 0 : 0.5;
        }

        return below / sample.Length;
    }

    /// <summary>How many of some probability integral transforms fall in each of so many equal bins of 0 to 1.</summary>
    public static int[] PitHistogram(IEnumerable<double> transforms, int bins)
    {
        var counts = new int[bins];
        foreach (var transform in transforms)
        {
            counts[Math.Clamp((int)(transform * bins), 0, bins - 1)]++;
        }

        return counts;
    }
}
