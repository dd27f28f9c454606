using System.Runtime.CompilerServices;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>
/// Philox4x32-10, a counter-based generator: four random words as a pure function of a 128-bit address and a 64-bit key.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (SC11). Tests pin it to the known answers
/// published with it.
/// </remarks>
public static class Philox
{
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
