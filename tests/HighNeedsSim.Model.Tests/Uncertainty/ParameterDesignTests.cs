using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Uncertainty;

public class ParameterDesignTests
{
    private static readonly Scenario Small = SmallScenario.Make();
    private static readonly Scenario Spread = Small with { ParameterDesign = ParameterDesign.LatinHypercube };

    [Theory, Tier("Property")]
    [InlineData("requests.growth", 0)]
    [InlineData("requests.year-shock", 2024)]
    public void Of_a_hundred_futures_each_has_another_hundredth_of_a_range(string id, int year)
    {
        foreach (var first in new[] { 0, 300 })
        {
            var strata = Enumerable.Range(first, 100).Select(r => (int)(100 * LatinHypercube.Probability(7, r, 100, id, year))).ToArray();

            Assert.Equal(Enumerable.Range(0, 100), strata.Order());
            Assert.NotEqual(Enumerable.Range(0, 100), strata);
        }
    }

    [Fact, Tier("Property")]
    public void Two_values_are_spread_by_themselves()
    {
        double[] Of(string id) => [.. Enumerable.Range(0, 2000).Select(r => LatinHypercube.Probability(7, r, 100, id, 0) - 0.5)];
        var correlation = Of("requests.growth").Zip(Of("population.births"), (a, b) => a * b).Average() * 12;

        // Its standard error is 1 / √2000.
        Assert.InRange(correlation, -0.09, 0.09);
    }

    [Fact, Tier("Fact")]
    public void What_a_future_gets_depends_neither_on_the_batch_nor_on_how_many_there_are()
    {
        var tables = SmallScenario.Tables(Spread);
        long[] Of(int first, int count) => Model.World.World.Run(WorldContext.Create(tables, "planned", 5, first, count)).Values;

        Assert.Equal<long>(Of(0, 6), (long[])[.. Of(0, 2), .. Of(2, 4)]);
    }

    [Fact, Tier("Fact")]
    public void Unless_the_scenario_asks_for_it_values_are_drawn_by_themselves()
    {
        var (plain, spread) = (SmallScenario.Tables(Small), SmallScenario.Tables(Spread));

        Assert.Equal(Parameters.Drawn(plain.Copula, 5, 3).Value(Small.Requests.Growth), Parameters.Drawn(plain, 5, 3).Value(Small.Requests.Growth));
        Assert.NotEqual(Parameters.Drawn(plain, 5, 3).Value(Small.Requests.Growth), Parameters.Drawn(spread, 5, 3).Value(Small.Requests.Growth));
    }

    [Fact, Tier("Theory")]
    public void Means_vary_less_from_seed_to_seed()
    {
        // On the expected path, where nothing but parameters varies; in the simulation chance remains.
        double Variance(Scenario scenario)
        {
            var tables = SmallScenario.Tables(scenario);
            var at = tables.Layout.At(tables.Layout.Years.Count - 1, tables.Layout.IndexOf(MeasureCodes.Deficit));
            double[] means = [.. Enumerable.Range(1, 8).Select(seed => Enumerable.Range(0, 100)
                .Average(r => (double)Model.Expected.ExpectedPath.Run(tables, scenario.Variants[0], Parameters.Drawn(tables, (ulong)seed, r))[at]))];
            return means.Sum(m => (m - means.Average()) * (m - means.Average()));
        }

        var ratio = Variance(Small) / Variance(Spread);

        Assert.True(ratio > 3, FormattableString.Invariant($"Means vary only {ratio:0.0} times less."));
    }
}
