using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Uncertainty;

public class CopulaTests
{
    private const int Count = 20_000;
    private static readonly Elicited Demand = SmallScenario.Uncertain("requests.growth", 0.02, 0.06, 0.12);
    private static readonly Elicited Price = SmallScenario.Share("uplift.independent", 0.02, 0.04, 0.07);
    private static readonly Elicited Alone = SmallScenario.Uncertain("births", -0.02, 0, 0.02);

    // The rank correlation of a Gaussian copula is 6/π asin(ρ/2), whatever the values' own distributions (Kruskal 1958).
    [Theory, Tier("Theory")]
    [InlineData(0.6)]
    [InlineData(-0.4)]
    public void Values_rise_and_fall_together_as_much_as_was_said(double correlation)
    {
        var copula = Copula.Of([new("requests.growth", "uplift.independent", correlation)]);
        var (demand, price) = (Ranks(Values(copula, Demand)), Ranks(Values(copula, Price)));

        var found = 12 * demand.Zip(price, (d, p) => (d - 0.5) * (p - 0.5)).Average();
        Assert.InRange(found, (6 / Math.PI * Math.Asin(correlation / 2)) - 0.03, (6 / Math.PI * Math.Asin(correlation / 2)) + 0.03);
    }

    [Fact, Tier("Theory")]
    public void Each_value_keeps_its_own_range()
    {
        var copula = Copula.Of([new("requests.growth", "uplift.independent", 0.8)]);
        var values = Values(copula, Price);

        // Five standard errors of a share of a tenth.
        var error = 5 * Math.Sqrt(0.09 / Count);
        Assert.InRange(values.Count(v => v < 0.02) / (double)Count, 0.1 - error, 0.1 + error);
        Assert.InRange(values.Count(v => v > 0.07) / (double)Count, 0.1 - error, 0.1 + error);
        Assert.InRange(values.Count(v => v < 0.04) / (double)Count, 0.5 - error, 0.5 + error);
    }

    [Fact, Tier("SmallWorld")]
    public void The_first_value_and_those_not_named_are_drawn_as_before()
    {
        var copula = Copula.Of([new("requests.growth", "uplift.independent", 0.8)]);

        Assert.Equal(Values(Copula.None, Demand)[..50], Values(copula, Demand)[..50]);
        Assert.Equal(Values(Copula.None, Alone)[..50], Values(copula, Alone)[..50]);
        Assert.NotEqual(Values(Copula.None, Price)[..50], Values(copula, Price)[..50]);
    }

    [Fact, Tier("Fact")]
    public void A_correlation_of_nothing_changes_nothing() => Assert.Equal(
        Values(Copula.None, Price)[..50], Values(Copula.Of([new("requests.growth", "uplift.independent", 0)]), Price)[..50]);

    [Fact, Tier("Fact")]
    public void Correlations_that_contradict_each_other_are_refused_in_words()
    {
        var fault = Copula.Fault([new("a", "b", 0.9), new("b", "c", 0.9), new("a", "c", -0.9)]);

        Assert.Contains("contradict each other (a, b, c)", fault, StringComparison.Ordinal);
        Assert.Contains("Multiplied by 0.55", fault, StringComparison.Ordinal);
        Assert.Null(Copula.Fault([new("a", "b", 0.55 * 0.9), new("b", "c", 0.55 * 0.9), new("a", "c", -0.55 * 0.9)]));
    }

    [Theory, Tier("Fact")]
    [InlineData("a", "a", 0.5, "with itself")]
    [InlineData("a", "b", 1, "between -1 and 1")]
    [InlineData("a", "b", double.NaN, "between -1 and 1")]
    public void A_correlation_that_cannot_be_says_why(string first, string second, double value, string reason) =>
        Assert.Contains(reason, Copula.Fault([new(first, second, value)]), StringComparison.Ordinal);

    [Fact, Tier("Fact")]
    public void A_pair_is_named_once() => Assert.Contains("twice", Copula.Fault([new("a", "b", 0.5), new("b", "a", 0.4)]), StringComparison.Ordinal);

    private static double[] Values(Copula copula, Elicited value) =>
        [.. Enumerable.Range(0, Count).Select(r => Parameters.Drawn(copula, 5, r).Value(value))];

    private static double[] Ranks(double[] values)
    {
        var ranks = new double[values.Length];
        foreach (var (at, rank) in Enumerable.Range(0, values.Length).OrderBy(n => values[n]).Select((at, rank) => (at, rank)))
        {
            ranks[at] = (rank + 0.5) / values.Length;
        }

        return ranks;
    }
}
