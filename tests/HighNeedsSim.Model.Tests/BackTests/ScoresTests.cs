using CsCheck;
using HighNeedsSim.Model.BackTests;
using MathNet.Numerics.Distributions;

namespace HighNeedsSim.Model.Tests.BackTests;

public class ScoresTests
{
    private static readonly Gen<double[]> AnySample = Gen.Double[-1000, 1000].Array[1, 40].Select(values => values.Order().ToArray());

    [Fact, Tier("Fact")]
    public void The_score_of_a_single_number_is_its_absolute_error()
    {
        Assert.Equal(3, Scores.Crps([7], 10));
        Assert.Equal(3, Scores.CrpsOfQuantiles([7], 10));
    }

    [Fact, Tier("Fact")]
    public void The_score_of_two_draws_is_worked_by_hand()
    {
        // Mean |x − 3| = (3 + 1) / 2; |x − x'| over the one pair = 4, halved.
        Assert.Equal(2 - 2, Scores.Crps([0, 4], 3));
        // The band (not the fair form): ∫(F − 1{x ≥ 3})² = 3 · ¼ + 1 · ¼.
        Assert.Equal(1, Scores.CrpsOfQuantiles([0, 4], 3), 12);
    }

    [Fact, Tier("Property")]
    public void The_fair_score_is_the_mean_error_less_half_the_mean_distance_of_pairs() =>
        Gen.Select(AnySample.Where(s => s.Length > 1), Gen.Double[-1200, 1200]).Sample((sample, actual) =>
        {
            var pairs = from i in Enumerable.Range(0, sample.Length) from j in Enumerable.Range(0, sample.Length) where i != j select Math.Abs(sample[i] - sample[j]);
            Assert.Equal(sample.Average(x => Math.Abs(x - actual)) - (pairs.Average() / 2), Scores.Crps(sample, actual), 6);
        });

    [Fact, Tier("Property")]
    public void Moving_forecast_and_truth_together_changes_no_score() =>
        Gen.Select(AnySample, Gen.Double[-1000, 1000], Gen.Double[-500, 500]).Sample((sample, actual, by) =>
        {
            Assert.Equal(Scores.Crps(sample, actual), Scores.Crps([.. sample.Select(x => x + by)], actual + by), 6);
            Assert.Equal(Scores.Pit(sample, actual), Scores.Pit([.. sample.Select(x => x - 0.0)], actual));
        });

    [Theory, Tier("Theory")]
    [InlineData(0.0)]
    [InlineData(0.7)]
    [InlineData(-2.5)]
    public void Draws_and_quantiles_of_a_normal_distribution_score_as_the_closed_form_says(double actual)
    {
        const int N = 4000;
        double[] quantiles = [.. Enumerable.Range(0, N).Select(i => 5 + (2 * Normal.InvCDF(0, 1, (i + 0.5) / N)))];
        var exact = Scores.CrpsOfNormal(5, 2, 5 + (2 * actual));

        Assert.Equal(exact, Scores.CrpsOfQuantiles(quantiles, 5 + (2 * actual)), 3);
        Assert.Equal(exact, Scores.Crps(quantiles, 5 + (2 * actual)), 2);
    }

    [Fact, Tier("Theory")]
    public void The_score_is_least_on_average_for_the_distribution_that_the_truth_comes_from()
    {
        // Truths at even steps of a standard normal distribution stand for draws from it.
        double[] truths = [.. Enumerable.Range(0, 500).Select(i => Normal.InvCDF(0, 1, (i + 0.5) / 500))];
        double Mean(double mean, double deviation) => truths.Average(truth => Scores.CrpsOfNormal(mean, deviation, truth));

        Assert.True(Mean(0, 1) < Mean(0.2, 1));
        Assert.True(Mean(0, 1) < Mean(0, 0.7));
        Assert.True(Mean(0, 1) < Mean(0, 1.4));
    }

    [Fact, Tier("Fact")]
    public void The_transform_counts_what_lies_below_and_half_of_what_is_equal() =>
        Assert.Equal(0.625, Scores.Pit([1, 2, 3, 4], 3));

    [Fact, Tier("Fact")]
    public void A_transform_of_one_falls_in_the_last_bin() =>
        Assert.Equal([1, 0, 1, 2], Scores.PitHistogram([0, 0.5, 0.99, 1], 4));

    [Fact, Tier("Property")]
    public void Every_transform_falls_in_a_bin() =>
        Gen.Double[0, 1].Array[0, 50].Sample(transforms => Scores.PitHistogram(transforms, 10).Sum() == transforms.Length);
}
