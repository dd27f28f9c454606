using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Uncertainty;

public class PosteriorTests
{
    private const int Count = 20_000;

    [Fact, Tier("Theory")]
    public void A_share_that_was_counted_has_the_moments_of_its_beta_distribution()
    {
        var posterior = Posterior.OfShare(40, 100, 0.2, 50);
        var values = Values(Elicited.Fitted("refusals", posterior, ValueKind.Share));

        // (40 + 10) of (100 + 50); five standard errors.
        var variance = 50.0 * 100 / (150.0 * 150 * 151);
        Assert.Equal(1 / 3.0, posterior.Mean, 12);
        Assert.InRange(values.Average(), (1 / 3.0) - (5 * Math.Sqrt(variance / Count)), (1 / 3.0) + (5 * Math.Sqrt(variance / Count)));
        Assert.InRange(Variance(values) / variance, 0.95, 1.05);
    }

    [Fact, Tier("Theory")]
    public void A_rate_that_was_counted_has_the_moments_of_its_gamma_distribution()
    {
        var posterior = Posterior.OfRate(30, 10, 2, 5);
        var values = Values(Elicited.Fitted("moves", posterior, ValueKind.Positive));

        // (30 + 10) events in (10 + 5) years.
        Assert.Equal(40 / 15.0, posterior.Mean, 12);
        Assert.InRange(values.Average(), (40 / 15.0) - 0.02, (40 / 15.0) + 0.02);
        Assert.InRange(Variance(values) / (40 / 225.0), 0.95, 1.05);
    }

    [Theory, Tier("Theory")]
    [InlineData(0, 1, 0.5, 2)]
    [InlineData(3, 2, 0.5, 2)]
    [InlineData(763, 763, 1.6, 3.3, 0.0419)]
    [InlineData(5_000, 20, 100, 1)]
    public void A_gamma_posterior_has_its_exact_mean_variance_and_skewness_by_its_quantiles(
        double counted, double of, double england, double weight, double countsAs = 1)
    {
        var posterior = Posterior.OfRate(counted, of, england, weight, countsAs);
        var shape = (countsAs * counted) + (weight * england);
        var rate = (countsAs * of) + weight;

        var (mean, variance, skewness) = MomentsOf(posterior.Quantile);

        AssertNear(shape / rate, mean, 1e-4);
        AssertNear(shape / (rate * rate), variance, 2e-3);
        Assert.Equal(2 / Math.Sqrt(shape), skewness, 0.01);
    }

    [Theory, Tier("Theory")]
    [InlineData(0, 1, 0.3, 2)]
    [InlineData(9, 10, 0.3, 2)]
    [InlineData(1230, 10_643, 0.0576, 20, 0.0165)]
    [InlineData(4_000, 10_000, 0.4, 1)]
    public void A_beta_posterior_has_its_exact_mean_variance_and_skewness_by_its_quantiles(
        double counted, double of, double england, double weight, double countsAs = 1)
    {
        var posterior = Posterior.OfShare(counted, of, england, weight, countsAs);
        var a = (countsAs * counted) + (weight * england);
        var b = (countsAs * (of - counted)) + (weight * (1 - england));
        var all = a + b;

        var (mean, variance, skewness) = MomentsOf(posterior.Quantile);

        AssertNear(a / all, mean, 1e-4);
        AssertNear(a * b / (all * all * (all + 1)), variance, 2e-3);
        Assert.Equal(2 * (b - a) * Math.Sqrt(all + 1) / ((all + 2) * Math.Sqrt(a * b)), skewness, 0.01);
    }

    [Fact, Tier("Direction")]
    public void A_thin_count_is_drawn_to_England_and_a_large_one_stands_on_its_own()
    {
        const double England = 0.1;
        double Mean(double counted, double of) => Posterior.OfShare(counted, of, England, 100).Mean;

        Assert.InRange(Mean(4, 10), 0.12, 0.13);
        Assert.InRange(Mean(4_000, 10_000), 0.39, 0.4);
        Assert.Equal(England, Mean(0, 0), 12);
    }

    [Fact, Tier("Direction")]
    public void Counts_taken_as_a_part_of_themselves_say_less()
    {
        double Width(double countsAs)
        {
            var fitted = Elicited.Fitted("x", Posterior.OfShare(400, 1_000, 0.4, 1, countsAs), ValueKind.Share);
            return fitted.High - fitted.Low;
        }

        Assert.InRange(Width(0.01) / Width(1), 8, 12);
    }

    [Fact, Tier("Fact")]
    public void A_fitted_value_goes_through_its_own_three_numbers()
    {
        var fitted = Elicited.Fitted("x", Posterior.OfShare(40, 100, 0.2, 50), ValueKind.Share);

        Assert.Null(fitted.Fault);
        Assert.Equal(fitted.Low, fitted.Quantile(0.1));
        Assert.Equal(fitted.Central, fitted.Quantile(0.5));
        Assert.Equal(fitted.High, fitted.Quantile(0.9));
    }

    [Theory, Tier("Fact")]
    [InlineData(0, 50)]
    [InlineData(50, 50)]
    public void A_count_of_none_or_of_all_needs_England_beside_it(double counted, double of)
    {
        Assert.Contains("england", Posterior.OfShare(counted, of, 0, 0).Fault, StringComparison.Ordinal);
        Assert.Null(Posterior.OfShare(counted, of, 0.3, 10).Fault);
    }

    [Fact, Tier("Theory")]
    public void Counted_shares_sum_to_one_and_have_the_moments_of_their_Dirichlet_distribution()
    {
        var shares = CountedShares.Of("sources", [("parent", 6, 0.5), ("school", 3, 0.4), ("other", 0, 0.1)], 10);
        var drawn = Enumerable.Range(0, Count).Select(r => shares.In(Parameters.Drawn(Copula.None, 5, r))).ToArray();

        // Of 19 observations in all: 11, 7 and 1.
        double[] means = [11 / 19.0, 7 / 19.0, 1 / 19.0];
        Assert.All(drawn.Take(100), d => Assert.Equal(1, d.Sum(), 9));
        for (var n = 0; n < means.Length; n++)
        {
            var variance = means[n] * (1 - means[n]) / 20;
            var values = drawn.Select(d => d[n]).ToArray();
            Assert.InRange(values.Average(), means[n] - (5 * Math.Sqrt(variance / Count)), means[n] + (5 * Math.Sqrt(variance / Count)));
            Assert.InRange(Variance(values) / variance, 0.9, 1.1);
        }

        // Shares of one whole: what one has more, the others have less, by exactly so much. The error of a covariance is at most √2 σσ' / √n.
        foreach (var (one, other) in new[] { (0, 1), (0, 2), (1, 2) })
        {
            var covariance = -means[one] * means[other] / 20;
            var found = drawn.Average(d => d[one] * d[other]) - (drawn.Average(d => d[one]) * drawn.Average(d => d[other]));
            var error = Math.Sqrt(2.0 / Count * (means[one] * (1 - means[one]) / 20) * (means[other] * (1 - means[other]) / 20));
            Assert.InRange(found, covariance - (5 * error), covariance + (5 * error));
        }
    }

    [Fact, Tier("Direction")]
    public void Shares_of_a_thin_count_are_drawn_to_Englands_and_those_of_a_large_one_stand()
    {
        double Parent(double counted, double others)
        {
            var shares = CountedShares.Of("sources", [("parent", counted, 0.3), ("school", others, 0.7)], 50);
            return Enumerable.Range(0, 2_000).Average(r => shares.In(Parameters.Drawn(Copula.None, 5, r))[0]);
        }

        // (6 + 15) of (10 + 50), and (6,000 + 15) of (10,000 + 50).
        Assert.InRange(Parent(6, 4), 0.34, 0.36);
        Assert.InRange(Parent(6_000, 4_000), 0.597, 0.6);
    }

    [Fact, Tier("Theory")]
    public void A_population_variant_is_met_as_often_as_it_is_likely_and_once_in_a_future()
    {
        var scenario = SmallScenario.Make() with
        {
            PopulationVariants = [Variant("low", 0.2, -0.02), Variant("high", 0.3, 0.02), Variant("middle", 0.5, 0)],
        };
        var births = Enumerable.Range(0, Count).Select(r => PopulationVariant.BirthsIn(scenario, Parameters.Drawn(Copula.None, 5, r))).ToArray();

        Assert.InRange(births.Count(b => b == -0.02) / (double)Count, 0.185, 0.215);
        Assert.InRange(births.Count(b => b == 0.02) / (double)Count, 0.285, 0.315);
        Assert.Equal(0, PopulationVariant.BirthsIn(scenario, Parameters.Central));
        Assert.Equal(0.02, PopulationVariant.BirthsIn(scenario, Parameters.Central.At(PopulationVariant.Choice, 0.9)));
    }

    private static PopulationVariant Variant(string id, double probability, double births) => new(id, id, probability, Elicited.Known(id, births));

    private static double[] Values(Elicited value) => [.. Enumerable.Range(0, Count).Select(r => Parameters.Drawn(Copula.None, 5, r).Value(value))];

    // From the quantiles at so many levels: the middle of each of as many equal parts, and finer towards both ends, where the tails are.
    private static (double Mean, double Variance, double Skewness) MomentsOf(Func<double, double> quantile)
    {
        const int Levels = 20_000;
        double[] powers = new double[3];
        for (var n = 0; n < Levels; n++)
        {
            // u = 3t² − 2t³ spreads levels so; its slope is the weight.
            var t = (n + 0.5) / Levels;
            var (u, weight) = (t * t * (3 - (2 * t)), 6 * t * (1 - t) / Levels);
            var value = quantile(u);
            powers[0] += weight * value;
            powers[1] += weight * value * value;
            powers[2] += weight * value * value * value;
        }

        var variance = powers[1] - (powers[0] * powers[0]);
        return (powers[0], variance, (powers[2] - (3 * powers[0] * variance) - (powers[0] * powers[0] * powers[0])) / Math.Pow(variance, 1.5));
    }

    private static void AssertNear(double expected, double found, double part) =>
        Assert.InRange(found, expected * (1 - part), expected * (1 + part));

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }
}
