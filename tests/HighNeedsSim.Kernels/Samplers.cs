using BenchmarkDotNet.Attributes;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Kernels;

/// <summary>How an uncertain figure of a scenario is drawn, and how one of several possibilities is picked; a draw each.</summary>
public class Samplers
{
    private const int Count = 1024;
    private static readonly Elicited Growth = new("growth", 0.02, 0.05, 0.09, ValueKind.Real);
    private static readonly Elicited Refused = new("refused", 0.18, 0.24, 0.31, ValueKind.Share);
    private static readonly Elicited Capacity = new("capacity", 90, 110, 130, ValueKind.Positive);
    private static readonly Elicited Counted = Elicited.Fitted("counted", Posterior.OfShare(120, 500, 0.22, 50), ValueKind.Share);
    private static readonly ulong[] Types = Chance.Cumulative([0.42, 0.08, 0.27, 0.11, 0.04, 0.03, 0.03, 0.02]);
    private readonly Draws[] _draws = [.. Enumerable.Range(0, Count).Select(replicate => Draws.Of(1, replicate))];

    [Benchmark(OperationsPerInvoke = Count)]
    public double ARealFigure() => Sum(Growth);

    [Benchmark(OperationsPerInvoke = Count)]
    public double AShare() => Sum(Refused);

    [Benchmark(OperationsPerInvoke = Count)]
    public double APositiveFigure() => Sum(Capacity);

    [Benchmark(OperationsPerInvoke = Count)]
    public double AShareFromCounts() => Sum(Counted);

    [Benchmark(OperationsPerInvoke = Count)]
    public int OneOfEightTypes()
    {
        var sum = 0;
        for (var n = 0; n < Count; n++)
        {
            sum += Chance.Pick(Types, unchecked((uint)n * 0x9E3779B9));
        }

        return sum;
    }

    private double Sum(Elicited figure)
    {
        var sum = 0.0;
        foreach (var draws in _draws)
        {
            sum += draws.Value(figure);
        }

        return sum;
    }
}
