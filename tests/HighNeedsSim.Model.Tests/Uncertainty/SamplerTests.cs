using HighNeedsSim.Model.Uncertainty;
using MathNet.Numerics.Distributions;

namespace HighNeedsSim.Model.Tests.Uncertainty;

/// <summary>
/// The model samples a count by asking every slot for itself, so that it is binomial by construction: held here to the exact moments in every regime of n·p, also
/// where shortcuts of samplers have been found wrong.
/// </summary>
[Tier("Theory")]
public class SamplerTests
{
    private const int Count = 4_000;

    [Theory]
    [InlineData(20, 0.005)]
    [InlineData(50, 0.02)]
    [InlineData(100, 0.05)]
    [InlineData(200, 0.07)]
    [InlineData(200, 0.1)]
    [InlineData(400, 0.3)]
    [InlineData(400, 0.5)]
    [InlineData(400, 0.97)]
    public void Counts_of_slots_have_the_mean_and_variance_of_a_binomial(int slots, double chance)
    {
        var counts = Counts(slots, chance);

        var (mean, variance) = (slots * chance, slots * chance * (1 - chance));
        var found = counts.Average();
        // The fourth central moment of a binomial is 3 σ⁴ + σ² (1 − 6 p (1 − p)): the variance of a sample variance follows from it.
        var ofVariance = ((2 * variance * variance) + (variance * (1 - (6 * chance * (1 - chance))))) / Count;
        Assert.InRange(found, mean - (5 * Math.Sqrt(variance / Count)), mean + (5 * Math.Sqrt(variance / Count)));
        Assert.InRange(
            counts.Average(c => (c - found) * (c - found)), variance - (5 * Math.Sqrt(ofVariance)), variance + (5 * Math.Sqrt(ofVariance)));
    }

    [Theory]
    [InlineData(20, 0.005)]
    [InlineData(200, 0.07)]
    [InlineData(200, 0.1)]
    [InlineData(400, 0.3)]
    [InlineData(400, 0.97)]
    public void Counts_of_slots_are_spread_over_their_whole_range_as_a_binomial(int slots, double chance)
    {
        var counts = Counts(slots, chance);

        // Neighbouring counts are put together until five or more are expected of each lot, or chi-square is not the distribution of the sum.
        var (chiSquare, lots, expected, met) = (0.0, 0, 0.0, 0);
        var left = (double)Count;
        for (var count = 0; count <= slots; count++)
        {
            expected += Count * Binomial.PMF(chance, slots, count);
            met += counts.Count(c => c == count);
            if ((expected >= 5 && left - expected >= 5) || count == slots)
            {
                chiSquare += (met - expected) * (met - expected) / expected;
                lots++;
                left -= expected;
                (expected, met) = (0, 0);
            }
        }

        Assert.InRange(lots, 2, slots);
        // Beyond it in one of a million fair samples.
        Assert.InRange(chiSquare, 0, ChiSquared.InvCDF(lots - 1, 1 - 1e-6));
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(90, 9, 0.9, 0.1)]
    [InlineData(0.5, 0, 3, 996.5)]
    public void Picks_are_as_frequent_as_their_weights(double a, double b, double c, double d)
    {
        const int Picks = 200_000;
        double[] weights = [a, b, c, d];
        var thresholds = Chance.Cumulative(weights);
        var picked = new int[weights.Length];
        for (var n = 0; n < Picks; n++)
        {
            picked[Chance.Pick(thresholds, Draws.Of(9, n).At(1, Purpose.Review, 0).A)]++;
        }

        var chiSquare = Enumerable.Range(0, weights.Length).Where(n => weights[n] > 0)
            .Sum(n => Math.Pow(picked[n] - (Picks * weights[n] / weights.Sum()), 2) / (Picks * weights[n] / weights.Sum()));
        Assert.Equal(weights.Select(w => w > 0), picked.Select(p => p > 0));
        // One chance in a million with three degrees of freedom.
        Assert.InRange(chiSquare, 0, 30.7);
    }

    private static double[] Counts(int slots, double chance)
    {
        var (threshold, words) = (Chance.Of(chance), new ManyDraws());
        var counts = new double[Count];
        for (var r = 0; r < Count; r++)
        {
            words.Clear();
            words.AddEveryFourth(Draws.Of(3, r), 7, slots);
            words.Draw(Purpose.RequestSlot, 24_000);
            for (var slot = 0; slot < slots; slot++)
            {
                var four = words[slot / 4];
                counts[r] += (slot % 4) switch { 0 => four.A, 1 => four.B, 2 => four.C, _ => four.D } < threshold ? 1 : 0;
            }
        }

        return counts;
    }
}
