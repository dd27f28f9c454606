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

        return Sum(sum);
    }

    /// <summary>The sum of four bands, in their order.</summary>
    internal static double Sum(Vector256<double> bands) => bands[0] + bands[1] + bands[2] + bands[3];

    /// <summary>Adds children to others.</summary>
    internal static void Add(ReadOnlySpan<double> from, Span<double> to)
    {
        var all = Districts(to);
        var more = Districts(from)[..all.Length];
        for (var d = 0; d < all.Length; d++)
        {
            all[d] += more[d];
        }
    }

    /// <summary>Adds a share of children to others.</summary>
    internal static void Add(ReadOnlySpan<double> from, double share, Span<double> to)
    {
        var all = Districts(to);
        var more = Districts(from)[..all.Length];
        for (var d = 0; d < all.Length; d++)
        {
            all[d] += more[d] * share;
        }
    }

    /// <summary>Adds to others of each lane as large a part of some children as is said.</summary>
    internal static void AddParts(ReadOnlySpan<double> from, ReadOnlySpan<double> parts, Span<double> to)
    {
        var all = Districts(to);
        var more = Districts(from)[..all.Length];
        var part = Districts(parts)[..all.Length];
        for (var d = 0; d < all.Length; d++)
        {
            all[d] += more[d] * part[d];
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
