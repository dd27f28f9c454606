using System.Text;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>
/// The random numbers of one replicate, addressed by what they are for and never consumed: asking twice gives the same,
/// and what one part of the model asks for never moves what another gets.
/// </summary>
/// <remarks>
/// The variant is not part of the address: the same child, in the same month, for the same purpose, meets the same number
/// in every variant, so that two variants differ only by what their policies change.
/// </remarks>
public readonly struct Draws
{
    private readonly uint _k0;
    private readonly uint _k1;

    private Draws(ulong key)
    {
        _k0 = unchecked((uint)key);
        _k1 = (uint)(key >> 32);
    }

    /// <summary>The random numbers of a replicate.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="replicate">0 or more.</param>
    public static Draws Of(ulong seed, int replicate) =>
        new(Mix(Mix(seed) ^ unchecked(0x9E3779B97F4A7C15UL * ((ulong)replicate + 1))));

    /// <summary>The four words at an address.</summary>
    /// <param name="subject">Whom or what it is about: a child's id, a district.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="time">A month, a week, a block of months; below 2²⁴.</param>
    /// <param name="index">Which of several.</param>
    public Words At(uint subject, Purpose purpose, int time, uint index = 0) =>
        Philox.At(subject, Counter(purpose, time), index, 0, _k0, _k1);

    /// <summary>What numbers of this replicate have in common: the key, for those who draw many at once.</summary>
    internal (uint K0, uint K1) Key => (_k0, _k1);

    /// <summary>Purpose and time as one counter of an address.</summary>
    internal static uint Counter(Purpose purpose, int time) => ((uint)purpose << 24) | (uint)time;

    /// <summary>The value of an uncertain parameter in this replicate.</summary>
    /// <param name="parameter">The parameter; its name is its address, so that adding one moves no other.</param>
    /// <param name="year">For parameters drawn anew each year, the year; else 0.</param>
    public double Value(Elicited parameter, int year = 0)
    {
        if (parameter.IsKnown)
        {
            return parameter.Central;
        }

        return parameter.Quantile(Probability(parameter.Id, year));
    }

    /// <summary>The probability at which a parameter's quantile is taken in this replicate.</summary>
    /// <param name="id">The parameter's name.</param>
    /// <param name="year">For parameters drawn anew each year, the year; else 0.</param>
    internal double Probability(string id, int year = 0) => Parameter(NameHash(id), year).Uniform;

    /// <summary>The words of a parameter, by the hash of its name.</summary>
    internal Words Parameter(ulong name, int year) => At(unchecked((uint)name), Purpose.Parameter, year, (uint)(name >> 32));

    /// <summary>A number in (0, 1) by which something named happens or does not.</summary>
    internal double Luck(Purpose purpose, int time, string? about)
    {
        var name = about is null ? 0 : NameHash(about);
        return At(unchecked((uint)name), purpose, time, (uint)(name >> 32)).Uniform;
    }

    // FNV-1a: string.GetHashCode differs from process to process, which would break every replay.
    internal static ulong NameHash(string name)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked((hash ^ b) * 0x100000001B3UL);
        }

        return hash;
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input moves every bit of the output.
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
