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
