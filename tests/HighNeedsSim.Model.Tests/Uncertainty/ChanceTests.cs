using CsCheck;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Uncertainty;

public class ChanceTests
{
    [Fact, Tier("Fact")]
    public void Certainty_is_certain_and_impossibility_impossible()
    {
        Assert.True(uint.MaxValue < Chance.Of(1));
        Assert.False(0u < Chance.Of(0));
    }

    [Fact, Tier("Property")]
    public void Every_word_picks_something_when_a_weight_is_positive() =>
        Gen.Select(Gen.Double[0, 10].Array[1, 20], Gen.UInt).Where((weights, _) => weights.Sum() > 0).Sample((weights, word) =>
        {
            var picked = Chance.Pick(Chance.Cumulative(weights), word);

            Assert.InRange(picked, 0, weights.Length - 1);
        });

    [Fact, Tier("Fact")]
    public void A_weight_of_nothing_is_never_picked()
    {
        var thresholds = Chance.Cumulative([0, 3, 0, 1, 0]);

        Assert.Equal(1, Chance.Pick(thresholds, 0));
        Assert.Equal(1, Chance.Pick(thresholds, (uint)(0.75 * uint.MaxValue)));
        Assert.Equal(3, Chance.Pick(thresholds, uint.MaxValue));
        Assert.Equal(-1, Chance.Pick(Chance.Cumulative([0, 0]), 5));
    }
}
