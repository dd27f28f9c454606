using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace HighNeedsSim.Model.World;

/// <summary>Asks the processor to fetch what will be looked at in a moment, so that it arrives while something else is looked at.</summary>
/// <remarks>
/// Going through a month, the engine waits for memory more than it computes. A processor fetches ahead by itself where it sees a
/// long even stretch; a cohort's children of one replicate are a few lines of memory, then come another replicate's
/// elsewhere. Fetching changes nothing but time: an address that has moved meanwhile, or is no longer there, is passed over.
/// </remarks>
internal static class Ahead
{
    private const int Line = 64;

    /// <summary>Values one after another, all of which will be looked at.</summary>
    internal static void Fetch<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (var at = 0; at < values.Length; at += Line / Unsafe.SizeOf<T>())
        {
            Fetch(in values[at]);
        }
    }

    /// <summary>Some of many values.</summary>
    internal static void Fetch<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows)
        where T : unmanaged
    {
        foreach (var row in rows)
        {
            Fetch(in values[row]);
        }
    }

    /// <summary>One value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Fetch<T>(ref readonly T value)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in value)));
        }
    }
}
