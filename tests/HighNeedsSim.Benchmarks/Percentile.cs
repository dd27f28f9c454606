namespace HighNeedsSim.Benchmarks;

/// <summary>Percentiles of waits.</summary>
internal static class Percentile
{
    /// <summary>The value that a share of all does not exceed.</summary>
    public static double Of(IReadOnlyCollection<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));
}
