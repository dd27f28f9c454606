using MathNet.Numerics.Statistics;

namespace HighNeedsSim.Model.Results;

/// <summary>Mean and 10th, 50th and 90th percentile over replicates, in the measure's unit (pence for money).</summary>
/// <param name="Mean">The mean: means add up over lines and districts, percentiles do not.</param>
/// <param name="P10">1 simulated future in 10 lies below.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">1 simulated future in 10 lies above.</param>
public readonly record struct Summary(double Mean, double P10, double P50, double P90)
{
    // Of a normal distribution: P10 and P90 lie so many standard deviations apart, and a median is so many times less certain than a mean.
    private const double DeviationsBetween = 2.563;
    private const double MedianAgainstMean = 1.2533;

    /// <summary>Over how many replicates; 0 for what owes nothing to chance: what is known, and the expected path.</summary>
    public int Replicates { get; init; }

    /// <summary>Standard error of the mean, because the replicates are so many and no more; as of a normal distribution with the same middle 8 in 10.</summary>
    public double MeanError => Replicates > 0 ? (P90 - P10) / DeviationsBetween / Math.Sqrt(Replicates) : 0;

    /// <summary>Standard error of the median, likewise.</summary>
    public double MedianError => MedianAgainstMean * MeanError;
}

/// <summary>The results of all worlds of a run, put together by replicate.</summary>
public sealed class RunResult
{
    private readonly Dictionary<string, long[]> _byVariant;

    internal RunResult(ResultLayout layout, RunSpec spec, Dictionary<string, long[]> byVariant)
    {
        Layout = layout;
        Spec = spec;
        _byVariant = byVariant;
        Digest = DigestOf(spec, byVariant);
    }

    /// <summary>Which measures there are.</summary>
    public ResultLayout Layout { get; }

    /// <summary>What was played out.</summary>
    public RunSpec Spec { get; }

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, over every number of every replicate: variants in the order of the run,
    /// replicates from 0, years, measures; each as eight little-endian bytes. Two runs with the same digest found the same.
    /// </summary>
    public string Digest { get; }

    /// <summary>The baseline that the other variants are paired with: the first variant of the run.</summary>
    public string Baseline => Spec.Variants[0];

    /// <summary>Puts worlds together, in whatever order they finished.</summary>
    /// <exception cref="InvalidOperationException">A replicate is missing or was found twice.</exception>
    public static RunResult Merge(ResultLayout layout, RunSpec spec, IEnumerable<WorldResult> worlds)
    {
        var merge = new RunMerge(layout, spec);
        foreach (var world in worlds)
        {
            merge.Add(world);
        }

        return merge.Result();
    }

    /// <summary>Every number of a variant: [replicate], and in each what <see cref="ResultLayout"/> says.</summary>
    public ReadOnlySpan<long> Values(string variant) => _byVariant[variant];

    /// <summary>A measure of a year in every replicate, in replicate order.</summary>
    public long[] Replicates(string variant, string measure, int year) => Each(variant, Layout.At(year, Layout.IndexOf(measure)));

    /// <summary>A monthly measure in every replicate, in replicate order.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="measure">A code of <see cref="MonthCodes"/>.</param>
    /// <param name="month">0 for the month after the census.</param>
    public long[] InMonth(string variant, string measure, int month) => Each(variant, Layout.AtMonth(month, Layout.IndexInMonth(measure)));

    private long[] Each(string variant, int at)
    {
        var all = _byVariant[variant];
        var values = new long[Spec.Replicates];
        for (var r = 0; r < values.Length; r++)
        {
            values[r] = all[(r * Layout.Length) + at];
        }

        return values;
    }

    /// <summary>A measure of a year, summarised over replicates.</summary>
    public Summary Summarise(string variant, string measure, int year) => Summarise(Replicates(variant, measure, year));

    /// <summary>
    /// The paired difference of a variant to the baseline (variant − baseline, replicate by replicate, the same children
    /// in both), summarised over replicates.
    /// </summary>
    public Summary SummariseDifference(string variant, string measure, int year)
    {
        var values = Replicates(variant, measure, year);
        var baseline = Replicates(Baseline, measure, year);
        for (var r = 0; r < values.Length; r++)
        {
            values[r] -= baseline[r];
        }

        return Summarise(values);
    }

    /// <summary>The share of replicates in which a measure of a year exceeds a threshold.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="measure">The measure's code.</param>
    /// <param name="year">0 for the first year.</param>
    /// <param name="threshold">In the measure's unit.</param>
    public double ShareAbove(string variant, string measure, int year, long threshold) =>
        Replicates(variant, measure, year).Count(v => v > threshold) / (double)Spec.Replicates;

    /// <summary>Mean and exact percentiles (definition R7, as spreadsheets interpolate) of some values.</summary>
    public static Summary Summarise(ReadOnlySpan<long> values)
    {
        Int128 sum = 0;
        var sorted = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i];
            sorted[i] = values[i];
        }

        return Percentiles((double)sum / values.Length, sorted);
    }

    /// <summary>The same of values that are no whole numbers: shares made inside each future.</summary>
    public static Summary Summarise(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return Percentiles(sum / values.Length, values.ToArray());
    }

    private static Summary Percentiles(double mean, double[] values)
    {
        Array.Sort(values);
        return new(
            mean,
            SortedArrayStatistics.QuantileCustom(values, 0.1, QuantileDefinition.R7),
            SortedArrayStatistics.QuantileCustom(values, 0.5, QuantileDefinition.R7),
            SortedArrayStatistics.QuantileCustom(values, 0.9, QuantileDefinition.R7))
        {
            Replicates = values.Length,
        };
    }

    private static string DigestOf(RunSpec spec, Dictionary<string, long[]> byVariant)
    {
        using var digest = new RunDigest();
        foreach (var variant in spec.Variants)
        {
            digest.Begin(variant);
            digest.Add(byVariant[variant]);
        }

        return digest.End();
    }
}
