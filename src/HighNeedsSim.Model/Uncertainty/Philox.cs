using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>
/// Philox4x32-10, a counter-based generator: four random words as a pure function of a 128-bit address and a 64-bit key.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (SC11). Tests pin it to the known answers
/// published with it.
/// Because no number depends on the one before, eight or sixteen addresses can be worked out side by side in the lanes of a
/// vector register, five times as fast as one after another. The lanes do the same whole-number arithmetic as the scalar code,
/// so a processor with AVX2, with AVX-512 or with neither finds the same bits; tests compare them.
/// </remarks>
public static class Philox
{
    private const int Rounds = 10;
    private const uint M0 = 0xD2511F53;
    private const uint M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9;
    private const uint W1 = 0xBB67AE85;

    /// <summary>The four words at an address.</summary>
    public static Words At(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        unchecked
        {
            // Written out: the loop costs a third more.
            Round(ref c0, ref c1, ref c2, ref c3, k0, k1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 += W0, k1 += W1);
            Round(ref c0, ref c1, ref c2, ref c3, k0 + W0, k1 + W1);
        }

        return new(c0, c1, c2, c3);
    }

    /// <summary>The words at many addresses (c0, c1, c2, 0), in four planes: the first words of all, the second, and so on.</summary>
    /// <param name="c0">The first counter of each address.</param>
    /// <param name="c1">The second counter, of all.</param>
    /// <param name="c2">The third counter of each.</param>
    /// <param name="k0">The first half of each one's key.</param>
    /// <param name="k1">The second half of each one's key.</param>
    /// <param name="a">Receives the first words; all spans are as long as <paramref name="c0"/>, or longer.</param>
    /// <param name="b">Receives the second words.</param>
    /// <param name="c">Receives the third words.</param>
    /// <param name="d">Receives the fourth words.</param>
    public static void Many(
        ReadOnlySpan<uint> c0, uint c1, ReadOnlySpan<uint> c2, ReadOnlySpan<uint> k0, ReadOnlySpan<uint> k1,
        Span<uint> a, Span<uint> b, Span<uint> c, Span<uint> d)
    {
        var count = c0.Length;
        var at = 0;
        if (Avx512F.IsSupported)
        {
            for (; at <= count - Vector512<uint>.Count; at += Vector512<uint>.Count)
            {
                var (w0, w1, w2, w3) = Lanes(
                    Vector512.Create(c0[at..]), Vector512.Create(c1), Vector512.Create(c2[at..]), Vector512.Create(k0[at..]), Vector512.Create(k1[at..]));
                w0.CopyTo(a[at..]);
                w1.CopyTo(b[at..]);
                w2.CopyTo(c[at..]);
                w3.CopyTo(d[at..]);
            }
        }

        if (Avx2.IsSupported)
        {
            for (; at <= count - Vector256<uint>.Count; at += Vector256<uint>.Count)
            {
                var (w0, w1, w2, w3) = Lanes(
                    Vector256.Create(c0[at..]), Vector256.Create(c1), Vector256.Create(c2[at..]), Vector256.Create(k0[at..]), Vector256.Create(k1[at..]));
                w0.CopyTo(a[at..]);
                w1.CopyTo(b[at..]);
                w2.CopyTo(c[at..]);
                w3.CopyTo(d[at..]);
            }
        }

        for (; at < count; at++)
        {
            (a[at], b[at], c[at], d[at]) = At(c0[at], c1, c2[at], 0, k0[at], k1[at]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint k0, uint k1)
    {
        unchecked
        {
            var p0 = (ulong)M0 * c0;
            var p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> A, Vector256<uint> B, Vector256<uint> C, Vector256<uint> D) Lanes(
        Vector256<uint> c0, Vector256<uint> c1, Vector256<uint> c2, Vector256<uint> k0, Vector256<uint> k1)
    {
        var c3 = Vector256<uint>.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var (high0, low0) = Multiply(c0, Vector256.Create(M0));
            var (high1, low1) = Multiply(c2, Vector256.Create(M1));
            (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0);
            (k0, k1) = (k0 + Vector256.Create(W0), k1 + Vector256.Create(W1));
        }

        return (c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<uint> A, Vector512<uint> B, Vector512<uint> C, Vector512<uint> D) Lanes(
        Vector512<uint> c0, Vector512<uint> c1, Vector512<uint> c2, Vector512<uint> k0, Vector512<uint> k1)
    {
        var c3 = Vector512<uint>.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            var (high0, low0) = Multiply(c0, Vector512.Create(M0));
            var (high1, low1) = Multiply(c2, Vector512.Create(M1));
            (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0);
            (k0, k1) = (k0 + Vector512.Create(W0), k1 + Vector512.Create(W1));
        }

        return (c0, c1, c2, c3);
    }

    // The processor multiplies every other lane into 64 bits: once for the even lanes, once for the odd, then both are woven together.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> High, Vector256<uint> Low) Multiply(Vector256<uint> x, Vector256<uint> by)
    {
        var even = Avx2.Multiply(x, by);
        var odd = Avx2.Multiply((x.AsUInt64() >> 32).AsUInt32(), by);
        const byte Odd = 0b_1010_1010;
        return (
            Avx2.Blend((even >> 32).AsUInt32(), odd.AsUInt32(), Odd),
            Avx2.Blend(even.AsUInt32(), (odd << 32).AsUInt32(), Odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<uint> High, Vector512<uint> Low) Multiply(Vector512<uint> x, Vector512<uint> by)
    {
        var even = Avx512F.Multiply(x, by);
        var odd = Avx512F.Multiply((x.AsUInt64() >> 32).AsUInt32(), by);
        var oddLanes = Vector512.Create(0xFFFF_FFFF_0000_0000UL);
        return (
            Vector512.ConditionalSelect(oddLanes, odd, even >> 32).AsUInt32(),
            Vector512.ConditionalSelect(oddLanes, odd << 32, even).AsUInt32());
    }
}

/// <summary>Four random words of 32 bits.</summary>
/// <param name="A">The first.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="D">The fourth.</param>
public readonly record struct Words(uint A, uint B, uint C, uint D)
{
    /// <summary>A number in (0, 1) with 53 random bits, from the first two words.</summary>
    public double Uniform => ((((ulong)A << 21) ^ (B >> 11)) + 0.5) * (1.0 / (1UL << 53));
}
