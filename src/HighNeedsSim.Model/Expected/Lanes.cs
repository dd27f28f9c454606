using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// Sums over children by home district and band, four bands at a time: the same additions in the same order on every machine.
/// </summary>
internal static class Lanes
{
    /// <summary>The four bands of each district.</summary>
    internal static Span<Vector256<double>> Districts(Span<double> lanes) => MemoryMarshal.Cast<double, Vector256<double>>(lanes);

    /// <summary>The four bands of each district.</summary>
    internal static ReadOnlySpan<Vector256<double>> Districts(ReadOnlySpan<double> lanes) => MemoryMarshal.Cast<double, Vector256<double>>(lanes);

    /// <summary>How many children there are.</summary>
    internal static double Sum(ReadOnlySpan<double> lanes)
    {
        var sum = Vector256<double>.Zero;
        foreach (var bands in Districts(lanes))
        {
            sum += bands;
        }

        return sum[0] + sum[1] + sum[2] + sum[3];
    }

    /// <summary>Adds children to others.</summary>
    internal static void Add(ReadOnlySpan<double> from, Span<double> to)
    {
        var all = Districts(to);
        var more = Districts(from);
        for (var d = 0; d < all.Length; d++)
        {
            all[d] += more[d];
        }
    }

    /// <summary>Adds a share of children to others.</summary>
    internal static void Add(ReadOnlySpan<double> from, double share, Span<double> to)
    {
        var all = Districts(to);
        var more = Districts(from);
        for (var d = 0; d < all.Length; d++)
        {
            all[d] += more[d] * share;
        }
    }

    /// <summary>Leaves a share of children.</summary>
    internal static void Scale(Span<double> lanes, double share)
    {
        foreach (ref var bands in Districts(lanes))
        {
            bands *= share;
        }
    }
}
