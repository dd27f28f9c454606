using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Placements;

public class DirectionByTribunalTests
{
    private static readonly Scenario Full = WithDirections(0);

    [Fact, Tier("Fact")]
    public void Where_the_tribunal_orders_places_special_schools_hold_more_than_their_number()
    {
        var (without, with) = (Played.Out(Full), Played.Out(WithDirections(0.9)));
        var special = MeasureCodes.Placement(PlacementType.StateSpecial);

        Assert.Equal(0, without.Total(MeasureCodes.Directed).Sum());
        Assert.True(with.Total(MeasureCodes.Directed).Sum() > 0);
        Assert.True(with.Replicates("unmitigated", special, 2).Sum() > without.Replicates("unmitigated", special, 2).Sum());
        // Without an order no roll passes the places; the model itself stops a run in which one does.
        Assert.All(without.Replicates("unmitigated", special, 2), roll => Assert.InRange(roll, 1, 95 + 50));
    }

    [Fact, Tier("Fact")]
    public void A_school_without_a_free_place_takes_whom_the_tribunal_orders_and_nobody_else()
    {
        var world = WorldContext.Create(SmallScenario.Tables(Full), "unmitigated", 1, 0, 1);
        var special = new ProviderState(world, Array.FindIndex([.. Full.Providers], p => p is { Type: PlacementType.StateSpecial, HasLimit: true }));
        SeatRequest Asks(uint child, byte priority) => new(0, 0, 1, priority, child);
        var crowd = Enumerable.Range(0, 1000).Select(i => Asks((uint)i, ApplicationPriority.Waiting)).ToArray();
        special.Admit(Full.Timetable.Start, [], crowd);

        var admitted = special.Admit(Full.Timetable.Start, [], [Asks(2001, ApplicationPriority.Waiting), Asks(2002, ApplicationPriority.Directed)]);

        Assert.Equal([0, 1], admitted);
    }

    [Fact, Tier("Fact")]
    public void An_order_comes_as_many_months_after_the_refusal_as_the_scenario_says()
    {
        var soon = Played.Out(WithDirections(0.9, months: 2)).Replicates("unmitigated", MeasureCodes.Directed, 0).Sum();
        var late = Played.Out(WithDirections(0.9, months: 30)).Replicates("unmitigated", MeasureCodes.Directed, 0).Sum();

        Assert.True(soon > 0);
        Assert.Equal(0, late);
    }

    // Special schools without a place to spare, and no others outside the scenario.
    private static Scenario WithDirections(double share, int months = 3)
    {
        var small = SmallScenario.Make();
        return small with
        {
            Providers = [.. small.Providers.Select(p => p with { Openings = [], PlacesGrowth = Elicited.Known(p.Id + ".growth", 0) })],
            Placements = small.Placements with
            {
                Directed = Elicited.Known("placements.directed", share),
                DirectionMonths = Elicited.Known("placements.months", months),
            },
        };
    }
}
