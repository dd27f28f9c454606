using CsCheck;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Properties;

/// <summary>Turn one thing and the answer must go one way, in the same futures.</summary>
[Tier("Direction")]
public class DirectionTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    [Fact]
    public void More_requests_never_lower_the_stock()
    {
        // Capacity that does not bind, so that one child's plan is not another's delay.
        var ample = Ample(Small);
        var more = ample with { Requests = ample.Requests with { InBaseYear = 120 } };
        var (few, many) = (Played.Out(ample), Played.Out(more));

        for (var year = 0; year < 3; year++)
        {
            Assert.All(
                few.Replicates("unmitigated", MeasureCodes.Plans, year).Zip(many.Replicates("unmitigated", MeasureCodes.Plans, year)),
                pair => Assert.True(pair.First <= pair.Second, $"{pair.First} plans became {pair.Second}."));
        }
    }

    [Fact]
    public void A_higher_refusal_rate_never_raises_new_plans()
    {
        var ample = Ample(Small);
        var strict = ample with { Assessments = ample.Assessments with { RefuseToAssess = SmallScenario.Share("assessments.refuse", 0.35, 0.42, 0.5) } };

        Assert.All(
            Played.Out(ample).Total(MeasureCodes.NewPlans).Zip(Played.Out(strict).Total(MeasureCodes.NewPlans)),
            pair => Assert.True(pair.Second <= pair.First, $"{pair.First} new plans became {pair.Second}."));
    }

    /// <remarks>
    /// Not in every single future: whoever takes the place lives on there, and now and then asks for an independent school later, which
    /// it would not have done from where it was. So the claim is of the mean, and a bound on how often and how far one future may differ.
    /// docs/decisions/0037 has the measurement on Kent.
    /// </remarks>
    [Fact]
    public void Places_more_lower_independent_spending_and_seldom_raise_it_in_a_single_future()
    {
        const int Futures = 100;
        var line = MeasureCodes.Line(Section251Line.TopUpIndependent);
        var before = Played.Out(Small, Futures).Total(line);
        foreach (var (places, share) in new[] { (1, 0.4), (5, 0.3), (20, 0.2) })
        {
            var more = Small with { Providers = [.. Small.Providers.Select(p => p.Id == "north-special" ? p with { Places = p.Places + places } : p)] };
            var changes = before.Zip(Played.Out(more, Futures).Total(line), (b, a) => (a - b) / (double)b).ToArray();

            Assert.True(changes.Average() < 0, $"{places} more places raise it by {changes.Average():0.0000} in the mean.");
            Assert.True(changes.Count(change => change > 0) <= share * Futures, $"{places} more places raise it in {changes.Count(change => change > 0)} of {Futures} futures.");
            Assert.True(changes.Max() < 0.15, $"{places} more places raise it by {changes.Max():0.000} in one future.");
        }
    }

    /// <remarks>
    /// In a single future by a plan or two at most: whoever is refused stays without a plan and may be asked for again, and a plan won on
    /// appeal begins later, so that a month in which it would have ended is over.
    /// </remarks>
    [Fact]
    public void A_higher_refusal_rate_lowers_plans_whatever_the_rates_and_the_seed()
    {
        const int Futures = 4;
        var ample = Ample(Small);
        var cases = from refused in Gen.Double[0.02, 0.6] from more in Gen.Double[0.05, 0.35] from seed in Gen.ULong select (refused, more, seed);
        Scenario Refusing(double share) => ample with { Assessments = ample.Assessments with { RefuseToAssess = Elicited.Known("assessments.refuse", share) } };
        cases.Sample(
            given =>
            {
                var few = Played.Out(Refusing(given.refused), Futures, given.seed);
                var many = Played.Out(Refusing(given.refused + given.more), Futures, given.seed);
                var (before, after) = (few.Replicates("unmitigated", MeasureCodes.Plans, 2), many.Replicates("unmitigated", MeasureCodes.Plans, 2));

                Assert.True(after.Sum() < before.Sum(), $"{before.Sum()} plans became {after.Sum()}.");
                Assert.All(before.Zip(after), pair => Assert.True(pair.Second <= pair.First + 2, $"{pair.First} plans became {pair.Second}."));
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Variants_without_mitigations_are_the_same_to_the_byte()
    {
        var twice = Small with { Variants = [Small.Variants[0], Small.Variants[0] with { Id = "again" }] };
        var run = Played.Out(twice, variant: "again");

        Assert.True(run.Values("unmitigated").SequenceEqual(run.Values("again")));
    }

    [Fact]
    public void The_order_in_which_providers_are_listed_does_not_matter()
    {
        // No two of them are as near to a district, so nothing is left to the order.
        Provider[] apart = [.. Small.Providers.Select((p, at) => p with { EastKm = p.EastKm + at, NorthKm = at * at })];
        var listed = Played.Out(Small with { Providers = apart });
        var reversed = Played.Out(Small with { Providers = [.. apart.Reverse()] });

        Assert.Equal(listed.Digest, reversed.Digest);
    }

    [Fact]
    public void Doubling_every_rate_doubles_spending_on_it()
    {
        // Known rates and no market, so that pence double exactly but for the rounding of a month's part.
        var flat = Small with { Funding = Small.Funding with { MarketElasticity = Elicited.Known("market.elasticity", 0) } };
        var doubled = flat with
        {
            Funding = flat.Funding with
            {
                TopUps = [.. flat.Funding.TopUps.Select(t => t with { Pounds = t.Pounds with { Low = 2 * t.Pounds.Low, Central = 2 * t.Pounds.Central, High = 2 * t.Pounds.High } })],
            },
        };
        var line = MeasureCodes.Line(Section251Line.TopUpIndependent);

        Assert.All(
            Played.Out(flat).Total(line).Zip(Played.Out(doubled).Total(line)),
            pair => Assert.InRange(pair.Second / (double)pair.First, 1.99999, 2.00001));
    }

    private static Scenario Ample(Scenario scenario) => scenario with
    {
        Assessments = scenario.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 50) },
    };
}
