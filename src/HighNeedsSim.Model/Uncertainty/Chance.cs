namespace HighNeedsSim.Model.Uncertainty;

/// <summary>Chances as whole numbers of 2⁻³², so that comparing a random word with one is exact on every machine.</summary>
public static class Chance
{
    private const double Scale = 4294967296.0;

    /// <summary>
    /// The threshold below which a random word falls with a probability; probabilities outside 0 to 1 count as 0 or 1.
    /// A 64-bit number, so that certainty is a threshold too.
    /// </summary>
    public static ulong Of(double probability) => probability switch
    {
        <= 0 => 0,
        >= 1 => 1UL << 32,
        _ => (ulong)Math.Round(probability * Scale, MidpointRounding.ToEven),
    };

    /// <summary>Cumulative thresholds of some weights; the last positive weight's is certain.</summary>
    /// <param name="weights">Not negative and finite; all zero gives thresholds that nothing falls below.</param>
    public static ulong[] Cumulative(ReadOnlySpan<double> weights)
    {
        var thresholds = new ulong[weights.Length];
        Cumulative(weights, thresholds);
        return thresholds;
    }

    /// <summary>As <see cref="Cumulative(ReadOnlySpan{double})"/>, into an array at hand.</summary>
    public static void Cumulative(ReadOnlySpan<double> weights, Span<ulong> thresholds)
    {
        double total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        double running = 0;
        var last = -1;
        for (var i = 0; i < weights.Length; i++)
        {
            running += weights[i];
            thresholds[i] = total > 0 ? Of(running / total) : 0;
            if (weights[i] > 0)
            {
                last = i;
            }
        }

        if (last >= 0)
        {
            // Rounding must not leave a sliver of words that fall below no threshold.
            thresholds[last..].Fill(1UL << 32);
        }
    }

    /// <summary>The probability that a word falls below a threshold.</summary>
    public static double Below(ulong threshold) => threshold / Scale;

    /// <summary>The probability of each position of some cumulative thresholds.</summary>
    public static double[] Shares(ReadOnlySpan<ulong> thresholds)
    {
        var shares = new double[thresholds.Length];
        ulong before = 0;
        for (var i = 0; i < thresholds.Length; i++)
        {
            shares[i] = Below(thresholds[i] - before);
            before = thresholds[i];
        }

        return shares;
    }

    /// <summary>The first position whose cumulative threshold the word falls below; −1 where none is.</summary>
    public static int Pick(ReadOnlySpan<ulong> thresholds, uint word)
    {
        for (var i = 0; i < thresholds.Length; i++)
        {
            if (word < thresholds[i])
            {
                return i;
            }
        }

        return -1;
    }
}
