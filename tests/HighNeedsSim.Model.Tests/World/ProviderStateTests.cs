using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

/// <summary>What a provider claims as children come and go, worked out by hand.</summary>
[Tier("SmallWorld")]
public class ProviderStateTests
{
    private static readonly Month April = Month.Of(2023, 4);

    /// <remarks>
    /// Twelve places, ten on roll: £80,000 a year. Whoever leaves before October leaves a third empty place, £84,000 a year, from October on; whoever leaves
    /// after it is counted until the next.
    /// </remarks>
    [Theory]
    [InlineData(9, 82_000)]
    [InlineData(10, 82_000)]
    [InlineData(11, 80_000)]
    public void A_unit_is_paid_until_September_for_those_there_in_October(int leavesIn, decimal pounds)
    {
        var world = WorldContext.Create(SmallScenario.Tables(HandWorkedTests.Make()), "unmitigated", 1, 0, 1);
        var unit = Position(world, "unit");
        var state = new ProviderState(world, unit);
        var claimed = 0L;
        for (var month = April; month <= Month.Of(2024, 3); month += 1)
        {
            claimed += state.Close(month, month.OfYear == leavesIn ? [Leaver(world, unit)] : []).Places.Sum();
        }

        Assert.Equal(Money.FromPounds(pounds).Pence, claimed);
    }

    /// <remarks>Elasticity 0.1: a roll of 2.5 % more than at first makes every place 0.25 % dearer.</remarks>
    [Fact]
    public void A_market_that_grows_is_dearer_for_all_and_one_that_shrinks_no_cheaper()
    {
        var small = SmallScenario.Make();
        var world = WorldContext.Create(
            SmallScenario.Tables(small with
            {
                Funding = small.Funding with
                {
                    MarketElasticity = Elicited.Known("market.elasticity", 0.1),
                    TopUps = [.. small.Funding.TopUps.Select(t => t.Type == PlacementType.IndependentSpecial ? t with { Pounds = Elicited.Known(t.Pounds.Id, 48_000) } : t)],
                },
            }),
            "unmitigated", 1, 0, 1);
        var market = Position(world, "independent-market");
        var fee = world.Replicates[0].Prices.TopUp(PlacementType.IndependentSpecial, 1, April.FinancialYear);
        var roll = world.Tables.OpeningRolls[market].Sum();
        ProviderState shrinking = new(world, market), growing = new(world, market);

        Assert.Equal(40, roll);
        Assert.InRange(shrinking.Close(April, [Leaver(world, market)]).TopUp.Sum() - (39 * fee / 12m), -2, 2);
        growing.Admit(April, [], [new(0, 0, 1, ApplicationPriority.New, 4_711)]);
        // May: whoever came in April is there for the whole of it.
        Assert.InRange(growing.Close(April + 1, []).TopUp.Sum() - (41 * fee * 1.0025m / 12), -5, 5);
    }

    private static int Position(WorldContext world, string id) => Array.FindIndex([.. world.Scenario.Providers], p => p.Id == id);

    // On the first, so that nothing of the month is paid.
    private static SeatChange Leaver(WorldContext world, int provider)
    {
        var plan = world.Tables.Opening.First(p => p.Provider == provider);
        return new(0, (byte)plan.District, (byte)plan.Band, 0, 0);
    }
}
