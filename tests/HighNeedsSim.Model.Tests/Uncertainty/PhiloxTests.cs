using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Uncertainty;

public class PhiloxTests
{
    // The known answers published with the generator (Random123, kat_vectors, philox4x32 with 10 rounds).
    [Theory, Tier("Fact")]
    [InlineData(0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x00000000u, 0x6627E8D5u, 0xE169C58Du, 0xBC57AC4Cu, 0x9B00DBD8u)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0x408F276Du, 0x41C83B0Eu, 0xA20BC7C6u, 0x6D5451FDu)]
    [InlineData(0x243F6A88u, 0x85A308D3u, 0x13198A2Eu, 0x03707344u, 0xA4093822u, 0x299F31D0u, 0xD16CFE09u, 0x94FDCCEBu, 0x5001E420u, 0x24126EA1u)]
    public void The_generator_gives_the_published_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint a, uint b, uint c, uint d) =>
        Assert.Equal(new Words(a, b, c, d), Philox.At(c0, c1, c2, c3, k0, k1));

    // Lengths around the eight and sixteen lanes of a vector register, so that every path and every tail is met.
    [Theory, Tier("Fact")]
    [InlineData(0), InlineData(1), InlineData(7), InlineData(8), InlineData(9), InlineData(15), InlineData(16), InlineData(24), InlineData(31), InlineData(1000)]
    public void Many_at_a_time_are_the_same_as_one_at_a_time(int count)
    {
        var counters = Draws.Of(5, count);
        uint[][] inputs = [.. Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, count).Select(n => counters.At((uint)n, Purpose.Rank, i).A).ToArray())];
        uint[][] planes = [.. Enumerable.Range(0, 4).Select(_ => new uint[count])];

        Philox.Many(inputs[0], 0xFEDC_BA98, inputs[1], inputs[2], inputs[3], planes[0], planes[1], planes[2], planes[3]);

        for (var n = 0; n < count; n++)
        {
            Assert.Equal(
                Philox.At(inputs[0][n], 0xFEDC_BA98, inputs[1][n], 0, inputs[2][n], inputs[3][n]),
                new(planes[0][n], planes[1][n], planes[2][n], planes[3][n]));
        }
    }

    [Fact, Tier("Fact")]
    public void Asking_twice_gives_the_same_and_another_purpose_gives_another()
    {
        var draws = Draws.Of(42, 3);

        Assert.Equal(draws.At(7, Purpose.Review, 24000), draws.At(7, Purpose.Review, 24000));
        Assert.NotEqual(draws.At(7, Purpose.Review, 24000), draws.At(7, Purpose.ReviewMove, 24000));
        Assert.NotEqual(draws.At(7, Purpose.Review, 24000), Draws.Of(42, 4).At(7, Purpose.Review, 24000));
        Assert.NotEqual(draws.At(7, Purpose.Review, 24000), Draws.Of(43, 3).At(7, Purpose.Review, 24000));
    }

    [Fact, Tier("Theory")]
    public void Uniform_numbers_have_the_mean_and_variance_of_the_uniform_distribution()
    {
        const int Count = 200_000;
        var draws = Draws.Of(1, 0);
        var values = Enumerable.Range(0, Count).Select(n => draws.At((uint)n, Purpose.Rank, 0).Uniform).ToArray();

        var mean = values.Average();
        var variance = values.Average(v => (v - mean) * (v - mean));

        // Five standard errors: sqrt(1/12/n) of the mean, sqrt(1/180/n) of the variance.
        Assert.InRange(mean, 0.5 - (5 * Math.Sqrt(1 / 12.0 / Count)), 0.5 + (5 * Math.Sqrt(1 / 12.0 / Count)));
        Assert.InRange(variance, (1 / 12.0) - (5 * Math.Sqrt(1 / 180.0 / Count)), (1 / 12.0) + (5 * Math.Sqrt(1 / 180.0 / Count)));
    }
}
