using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
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
    /// What stands in the way in the whole model is two things: whoever takes the place lives on there and may ask for an independent school from it, and
    /// schools whose guidance differs pass vacancies on that suit other children. Where neither is possible it holds in each future: here no later wish
    /// depends on where a child is, and one school takes everybody.
    /// </remarks>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public void A_place_more_raises_independent_spending_in_no_future_where_one_school_takes_everybody_and_nobody_moves_on_from_it(int more)
    {
        const int Futures = 100;
        var line = MeasureCodes.Line(Section251Line.TopUpIndependent);
        var still = Small with
        {
            Reviews = Small.Reviews with { Moves = [.. Small.Reviews.Moves.Where(move => move.From != PlacementType.StateSpecial)] },
            Placements = Small.Placements with
            {
                Overflow = [new(PlacementType.StateSpecial, PlacementType.IndependentSpecial, 1), new(PlacementType.ResourcedProvision, PlacementType.Mainstream, 1)],
                Transfers = [.. Small.Placements.Transfers.Where(t => t.From != PlacementType.StateSpecial)],
            },
            Providers = [.. Small.Providers.Where(p => p.Id != "south-special").Select(p => p.Id == "north-special" ? p with { Places = 145 } : p)],
        };
        var larger = still with { Providers = [.. still.Providers.Select(p => p.Id == "north-special" ? p with { Places = p.Places + more } : p)] };
        var pairs = Played.Out(still, Futures).Total(line).Zip(Played.Out(larger, Futures).Total(line)).ToArray();

        Assert.All(pairs, pair => Assert.True(pair.Second <= pair.First, $"{more} more: {pair.First} pence became {pair.Second}."));
        Assert.Contains(pairs, pair => pair.Second < pair.First);
    }

    /// <remarks>
    /// Whatever the size of the authority: more requests are more slots, never another chance in any of them. Staff for all reviews, because a review may
    /// end a plan, so that one child's review is not another's delay either.
    /// </remarks>
    [Fact]
    public void More_requests_never_lower_the_stock_whatever_the_numbers_and_the_seed()
    {
        var ample = Ample(Small) with { Reviews = Small.Reviews with { Capacity = Elicited.Known("reviews.capacity", 5000) } };
        Scenario Asked(int requests) => ample with { Requests = ample.Requests with { InBaseYear = requests } };
        foreach (var (requests, more, seed) in new[] { (20, 1, 1UL), (20, 60, 2UL), (45, 3, 3UL), (63, 2, 4UL), (64, 64, 5UL), (100, 29, 6UL), (127, 2, 7UL), (150, 400, 8UL) })
        {
            var few = Played.Out(Asked(requests), 8, seed);
            var many = Played.Out(Asked(requests + more), 8, seed);
            for (var year = 0; year < 3; year++)
            {
                Assert.All(
                    few.Replicates("unmitigated", MeasureCodes.Plans, year).Zip(many.Replicates("unmitigated", MeasureCodes.Plans, year)),
                    pair => Assert.True(pair.First <= pair.Second, $"{requests} and {more} more, seed {seed}: {pair.First} plans became {pair.Second}."));
            }

            Assert.True(few.Total(MeasureCodes.Requests).Sum() < many.Total(MeasureCodes.Requests).Sum());
        }
    }

    /// <remarks>
    /// In a single future by a plan or two at most: whoever is refused stays without a plan and may be asked for again, and a plan won on
    /// appeal begins later, so that a month in which it would have ended is over. The cases are fixed: a test that holds today holds tomorrow.
    /// </remarks>
    [Fact]
    public void A_higher_refusal_rate_lowers_plans_whatever_the_rates_and_the_seed()
    {
        const int Futures = 4;
        var ample = Ample(Small);
        var seed = 0UL;
        foreach (var refused in new[] { 0.02, 0.1, 0.2, 0.3, 0.45, 0.6 })
        {
            foreach (var more in new[] { 0.05, 0.11, 0.18, 0.26, 0.35 })
            {
                seed++;
                var few = Played.Out(Refusing(refused), Futures, seed);
                var many = Played.Out(Refusing(refused + more), Futures, seed);
                var (before, after) = (few.Replicates("unmitigated", MeasureCodes.Plans, 2), many.Replicates("unmitigated", MeasureCodes.Plans, 2));

                Assert.True(after.Sum() < before.Sum(), $"{refused} and {more} more, seed {seed}: {before.Sum()} plans became {after.Sum()}.");
                Assert.All(before.Zip(after), pair => Assert.True(pair.Second <= pair.First + 2, $"{refused} and {more} more, seed {seed}: {pair.First} plans became {pair.Second}."));
            }
        }

        Scenario Refusing(double share) => ample with { Assessments = ample.Assessments with { RefuseToAssess = Elicited.Known("assessments.refuse", share) } };
    }

    [Fact]
    public void Variants_without_mitigations_are_the_same_to_the_byte()
    {
        var twice = Small with { Variants = [Small.Variants[0], Small.Variants[0] with { Id = "again" }] };
        var run = Played.Out(twice, variant: "again");

        Assert.True(run.Values("unmitigated").SequenceEqual(run.Values("again")));
    }

    /// <remarks>Every lever but that of new places, whose openings belong to providers, at a strength and a cost of nothing.</remarks>
    [Fact]
    public void Mitigations_of_no_strength_are_no_mitigation_to_the_byte()
    {
        Effect[] nothing = [.. Enum.GetValues<Lever>().Where(lever => lever != Lever.NewPlaces).Select(lever => new Effect(lever, Elicited.Known($"none.{lever}", 0), -4, 20))];
        var idle = Small with
        {
            Assessments = Small.Assessments with { HealthCapacity = Elicited.Known("assessments.health-capacity", 1.5) },
            Mitigations = [new("M1", "Nothing", Month.Of(2023, 2), 0, Elicited.Known("none.cost", 0), nothing)],
            Variants = [Small.Variants[0], new("planned", "Planned", ["M1"], false)],
        };
        var run = Played.Out(idle, variant: "planned");

        Assert.True(run.Values("unmitigated").SequenceEqual(run.Values("planned")));
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
