using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>The expected path beside the simulation, for one measure at the end of one year; in the measure's unit.</summary>
/// <param name="Central">The expected path with every parameter at its median.</param>
/// <param name="AtTheirParameters">Mean of the expected path at the parameters of each of the futures compared.</param>
/// <param name="Difference">Mean of simulation less expected path over those futures, each at its own parameters: what capacity bends.</param>
/// <param name="DifferenceError">Standard error of that mean.</param>
/// <param name="ParameterShare">
/// How much of the variance between futures is their parameters, 0 to 1: the squared correlation of simulation and expected path. No less than this, because what
/// the path has wrong counts as chance here.
/// </param>
/// <param name="ParameterShareError">Its standard error, 2 ρ (1 − ρ²) / √futures.</param>
/// <param name="VarianceRatio">By how much fewer futures give the mean as well, with the expected path as control variate: 1 / (1 − ρ²).</param>
/// <param name="Mean">The plain mean of all futures of the run.</param>
/// <param name="MeanError">Its standard error.</param>
/// <param name="CorrectedMean">
/// The mean of the futures compared, corrected by as much as their expected paths lie off the mean of expected paths at a well-spread sample of parameters (control
/// variate).
/// </param>
/// <param name="CorrectedMeanError">Its standard error, which holds that of the sample too; larger than <paramref name="MeanError"/> where the path says little.</param>
public sealed record ExpectedFigure(
    double Central, double AtTheirParameters, double Difference, double DifferenceError, double ParameterShare, double ParameterShareError, double VarianceRatio,
    double Mean, double MeanError, double CorrectedMean, double CorrectedMeanError)
{
    /// <summary>Whether the correction is worth having: its error is smaller.</summary>
    public bool IsCorrected => CorrectedMeanError < MeanError;
}

/// <summary>A run's futures set beside the expected path at their own parameters.</summary>
/// <remarks>
/// A future and its expected path share every parameter and differ by chance, and by what the path has wrong. So the variance that both have in common is that of
/// the parameters. Parameters and chance are not drawn a second time: a nested design would cost as many futures again.
/// </remarks>
public sealed class ExpectedBeside
{
    /// <summary>Fewer futures say nothing of variances.</summary>
    public const int Fewest = 20;

    /// <summary>As many futures are compared at most: what they show of variances is sure enough.</summary>
    public const int Most = 100;

    /// <summary>With more districts, which are then authorities of their own, a path is no matter of moments.</summary>
    public const int MostDistricts = 40;

    private readonly PathsBeside _paths;
    private readonly RunResult _result;

    internal ExpectedBeside(RunResult result, PathsBeside paths) => (_result, _paths) = (result, paths);

    /// <summary>How many futures are compared: the first ones of the run.</summary>
    public int Futures => _paths.Futures;

    /// <summary>Compares, where it says anything: with enough futures, of one authority; else null.</summary>
    /// <param name="scenario">What was played out.</param>
    /// <param name="result">What was found.</param>
    /// <param name="repeat">How the many runs are done.</param>
    public static ExpectedBeside? WhereItSaysSomething(Scenario scenario, RunResult result, Repeat repeat) =>
        PathsBeside.WhereTheySaySomething(scenario, result.Spec) is { } paths ? Of(paths, result, repeat) : null;

    /// <summary>Compares.</summary>
    /// <param name="scenario">What was played out.</param>
    /// <param name="result">What was found.</param>
    /// <param name="futures">How many futures at most, at least 2.</param>
    /// <param name="repeat">How the many runs are done.</param>
    public static ExpectedBeside Of(Scenario scenario, RunResult result, int futures, Repeat repeat) => Of(new PathsBeside(scenario, result.Spec, futures), result, repeat);

    private static ExpectedBeside Of(PathsBeside paths, RunResult result, Repeat repeat)
    {
        repeat(paths.Count, paths.Play);
        return paths.Beside(result);
    }

    /// <summary>A measure of a year.</summary>
    /// <param name="variant">The variant's id.</param>
    /// <param name="measure">The measure's code.</param>
    /// <param name="year">0 for the first year.</param>
    public ExpectedFigure At(string variant, string measure, int year)
    {
        var at = _result.Layout.At(year, _result.Layout.IndexOf(measure));
        double[] paths = [.. _paths.OfFutures(variant).Select(path => (double)path[at])];
        double[] all = [.. _result.Replicates(variant, measure, year).Select(v => (double)v)];
        var simulated = all[..Futures];
        double[] off = [.. simulated.Zip(paths, (s, p) => s - p)];
        var (ofBoth, ofPaths, ofSimulated) = (Covariance(simulated, paths), Covariance(paths, paths), Covariance(simulated, simulated));
        var share = ofPaths > 0 && ofSimulated > 0 ? Math.Clamp(ofBoth * ofBoth / (ofPaths * ofSimulated), 0, 1) : 0;
        // Each hypercube's mean by itself: how they differ is how sure the mean of all of them is.
        double[] means = [.. _paths.Sample(variant).Select(cube => cube.Average(path => (double)path[at]))];
        var slope = ofPaths > 0 ? ofBoth / ofPaths : 0;
        return new(
            _paths.Central(variant)[at],
            paths.Average(),
            off.Average(),
            Math.Sqrt(Covariance(off, off) / Futures),
            share,
            2 * Math.Sqrt(share) * (1 - share) / Math.Sqrt(Futures),
            1 / Math.Max(1 - share, 1e-6),
            all.Average(),
            Math.Sqrt(Covariance(all, all) / all.Length),
            simulated.Average() - (slope * (paths.Average() - means.Average())),
            // Two numbers are estimated from these futures, the mean and the slope.
            Math.Sqrt((ofSimulated * (1 - share) / Math.Max(1, Futures - 2)) + (slope * slope * Covariance(means, means) / means.Length)));
    }

    private static double Covariance(double[] first, double[] second)
    {
        var (a, b) = (first.Average(), second.Average());
        return first.Zip(second, (x, y) => (x - a) * (y - b)).Sum() / Math.Max(1, first.Length - 1);
    }
}
