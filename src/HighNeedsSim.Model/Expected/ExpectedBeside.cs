using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
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
public sealed record ExpectedFigure(
    double Central, double AtTheirParameters, double Difference, double DifferenceError, double ParameterShare, double ParameterShareError, double VarianceRatio);

/// <summary>A run's futures set beside the expected path at their own parameters.</summary>
/// <remarks>
/// A future and its expected path share every parameter and differ by chance, and by what the path has wrong. So the variance that both have in common is that of
/// the parameters. Parameters and chance are not drawn a second time: a nested design would cost as many futures again.
/// </remarks>
public sealed class ExpectedBeside
{
    private readonly Dictionary<string, (long[] Central, long[][] Paths)> _paths = new(StringComparer.Ordinal);
    private readonly RunResult _result;

    private ExpectedBeside(RunResult result, int futures) => (_result, Futures) = (result, futures);

    /// <summary>How many futures are compared: the first ones of the run.</summary>
    public int Futures { get; }

    /// <summary>Compares.</summary>
    /// <param name="scenario">What was played out.</param>
    /// <param name="result">What was found.</param>
    /// <param name="futures">How many futures at most, at least 2.</param>
    /// <param name="repeat">How the many runs are done.</param>
    public static ExpectedBeside Of(Scenario scenario, RunResult result, int futures, Repeat repeat)
    {
        var tables = WorldTables.Compile(scenario);
        var beside = new ExpectedBeside(result, Math.Min(futures, result.Spec.Replicates));
        Variant[] variants = [.. result.Spec.Variants.Select(id => scenario.Variants.First(v => v.Id == id))];
        // One more, first: that of the medians.
        var paths = new long[beside.Futures + 1][][];
        repeat(paths.Length, n => paths[n] = ExpectedPath.Run(tables, variants, n == 0 ? Parameters.Central : Parameters.Drawn(tables, result.Spec.Seed, n - 1)));
        for (var v = 0; v < variants.Length; v++)
        {
            beside._paths[variants[v].Id] = (paths[0][v], [.. paths[1..].Select(future => future[v])]);
        }

        return beside;
    }

    /// <summary>A measure of a year.</summary>
    /// <param name="variant">The variant's id.</param>
    /// <param name="measure">The measure's code.</param>
    /// <param name="year">0 for the first year.</param>
    public ExpectedFigure At(string variant, string measure, int year)
    {
        var at = _result.Layout.At(year, _result.Layout.IndexOf(measure));
        var (central, ofFutures) = _paths[variant];
        double[] paths = [.. ofFutures.Select(path => (double)path[at])];
        double[] simulated = [.. _result.Replicates(variant, measure, year).Take(Futures).Select(v => (double)v)];
        double[] off = [.. simulated.Zip(paths, (s, p) => s - p)];
        var (ofBoth, ofPaths, ofSimulated) = (Covariance(simulated, paths), Covariance(paths, paths), Covariance(simulated, simulated));
        var share = ofPaths > 0 && ofSimulated > 0 ? Math.Clamp(ofBoth * ofBoth / (ofPaths * ofSimulated), 0, 1) : 0;
        return new(
            central[at],
            paths.Average(),
            off.Average(),
            Math.Sqrt(Covariance(off, off) / Futures),
            share,
            2 * Math.Sqrt(share) * (1 - share) / Math.Sqrt(Futures),
            1 / Math.Max(1 - share, 1e-6));
    }

    private static double Covariance(double[] first, double[] second)
    {
        var (a, b) = (first.Average(), second.Average());
        return first.Zip(second, (x, y) => (x - a) * (y - b)).Sum() / Math.Max(1, first.Length - 1);
    }
}
