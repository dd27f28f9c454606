using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Mitigations;

/// <summary>A mitigation begins when what it needs is there, never passes its ceiling, and counts each child once.</summary>
public class MitigationTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    [Fact]
    [Tier("Fact")]
    public void A_mitigation_whose_need_is_not_in_force_changes_nothing_to_the_byte()
    {
        var lonely = With(Small, m => m.Code == "M1" ? m with { Needs = Needs(mitigations: ["M7"]) } : m) with
        {
            Variants = [Small.Variants[0], Small.Variants[1] with { Mitigations = ["M1"] }],
        };
        var run = Played.Out(lonely, variant: "planned");

        Assert.True(run.Values("unmitigated").SequenceEqual(run.Values("planned")));
    }

    [Fact]
    [Tier("Fact")]
    public void A_mitigation_waits_for_the_places_that_it_needs_however_late_they_open()
    {
        // North special's ten places are planned for September 2024, in the second year, and slip by 0 to 12 months and more.
        var waiting = With(Small, m => m.Code == "M1" ? m with { RampMonths = 0, Needs = Needs(openings: ["north-special"]) } : m);
        var run = Played.Out(waiting, variant: "planned");
        var never = Played.Out(With(waiting, m => m.Code == "M1" ? m with { Needs = Needs(openings: ["south-special"]) } : m), variant: "planned");

        Assert.All(run.Replicates("planned", MeasureCodes.Withdrawn, 0), withdrawn => Assert.Equal(0, withdrawn));
        Assert.True(run.Replicates("planned", MeasureCodes.Withdrawn, 2).Sum() > 0);
        Assert.All(never.Total(MeasureCodes.Withdrawn, "planned"), withdrawn => Assert.Equal(0, withdrawn));
    }

    [Fact]
    [Tier("Fact")]
    public void A_condition_holds_in_its_share_of_futures_and_without_it_nothing_is_paid()
    {
        var condition = new Condition("agreed", "Somebody agrees", Elicited.Known("conditions.agreed.chance", 0.5));
        // A known cost and a strength that withdraws some request in every future where it acts.
        var depends = With(Small, m => m.Code == "M1"
            ? m with
            {
                RampMonths = 0,
                Needs = Needs(conditions: [condition]),
                Effects = [new(Lever.FewerRequests, Elicited.Known("m1.requests", 0.5), -4, 20)],
            }
            : m) with
        { Variants = [Small.Variants[0], Small.Variants[1] with { Mitigations = ["M1"] }] };
        var run = Played.Out(depends, 60, variant: "planned");
        var line = MeasureCodes.Line(Section251Line.SupportForInclusion);

        Assert.InRange(run.Total(MeasureCodes.Withdrawn, "planned").Count(w => w > 0), 18, 42);
        Assert.All(
            run.Total(MeasureCodes.Withdrawn, "planned").Zip(run.Total(line, "planned")),
            pair => Assert.Equal(pair.First > 0, pair.Second > 0));
    }

    [Fact]
    [Tier("Fact")]
    public void Two_mitigations_on_the_same_children_stay_below_the_highest_of_their_ceilings()
    {
        Mitigation Of(string code, double strength) => new(code, code, Month.Of(2023, 2), 0, Elicited.Known(code + ".cost", 0),
            [new(Lever.FewerRequests, Elicited.Known(code + ".requests", strength), -4, 20) { Ceiling = 0.4 }]);
        Scenario Scenario(params Mitigation[] mitigations) => Small with
        {
            Mitigations = mitigations,
            Variants = [Small.Variants[0], new("planned", "Planned", [.. mitigations.Select(m => m.Code)], false)],
        };
        var one = Played.Out(Scenario(Of("M1", 0.4)), variant: "planned");
        var two = Played.Out(Scenario(Of("M1", 0.4), Of("M6", 0.35)), variant: "planned");
        var cut = Played.Out(Scenario(Of("M1", 0.9)), variant: "planned");

        Assert.Equal(one.Total(MeasureCodes.Withdrawn, "planned"), two.Total(MeasureCodes.Withdrawn, "planned"));
        Assert.Equal(one.Total(MeasureCodes.Withdrawn, "planned"), cut.Total(MeasureCodes.Withdrawn, "planned"));
        Assert.InRange(one.Total(MeasureCodes.Withdrawn, "planned").Sum() / (double)one.Total(MeasureCodes.Requests, "planned").Sum(), 0.37, 0.43);
    }

    [Fact]
    [Tier("Direction")]
    public void A_stronger_mitigation_never_withdraws_fewer_requests_in_any_future()
    {
        var run = Played.Out(With(Small, Requests(0.2)), variant: "planned");
        var stronger = Played.Out(With(Small, Requests(0.3)), variant: "planned");

        Assert.Equal(run.Replicates("planned", MeasureCodes.Requests, 0), run.Replicates("unmitigated", MeasureCodes.Requests, 0));
        Assert.All(
            run.Total(MeasureCodes.Withdrawn, "planned").Zip(stronger.Total(MeasureCodes.Withdrawn, "planned")),
            pair => Assert.True(pair.First <= pair.Second, $"{pair.First} withdrawn became {pair.Second}."));

        static Func<Mitigation, Mitigation> Requests(double share) => m => m.Code == "M1"
            ? m with { Effects = [new(Lever.FewerRequests, Elicited.Known("m1.requests", share), -4, 20)] }
            : m;
    }

    [Fact]
    [Tier("Fact")]
    public void A_plan_is_converted_once_in_twelve_months_so_one_that_asks_again_moves()
    {
        // Everybody in mainstream asks for a special place about once a year, and the mitigation keeps all of them the first time.
        var restless = Small with
        {
            Reviews = Small.Reviews with { Moves = [new(1, 11, PlacementType.Mainstream, PlacementType.IndependentSpecial, Elicited.Known("moves", 1))] },
            Mitigations = [new("M1", "Inclusion", Month.Of(2023, 2), 0, Elicited.Known("m1.cost", 0),
                [new(Lever.FewerMovesToSpecial, Elicited.Known("m1.moves", 1), -4, 20)])],
            Variants = [Small.Variants[0], new("planned", "Planned", ["M1"], false)],
        };
        var run = Played.Out(restless, variant: "planned");
        var (free, kept) = (Independent("unmitigated"), Independent("planned"));

        // In twelve months some two thirds ask at least once, and some quarter twice.
        Assert.InRange(kept, 1, (long)(0.75 * free));

        long Independent(string variant) => run.Replicates(variant, MeasureCodes.Placement(PlacementType.IndependentSpecial), 0).Sum() - (40 * run.Spec.Replicates);
    }

    private static Scenario With(Scenario scenario, Func<Mitigation, Mitigation> change) => scenario with { Mitigations = [.. scenario.Mitigations.Select(change)] };

    private static MitigationNeeds Needs(string[]? mitigations = null, string[]? openings = null, Condition[]? conditions = null) =>
        new(mitigations ?? [], openings ?? [], conditions ?? []);

    [Fact, Tier("Fact")]
    public void An_effect_may_grow_faster_than_its_mitigation()
    {
        var slow = new Effect(Lever.MoreReviews, Elicited.Known("m3.reviews", 1), -4, 20);
        var mitigation = new Mitigation("M3", "Reviews", Month.Of(2023, 4), 24, Elicited.Known("m3.cost", 0), [slow]);
        var (begins, june) = (mitigation.Start, Month.Of(2023, 6));

        Assert.Equal(3 / 24.0, mitigation.Ramp(slow, june, begins));
        Assert.Equal(3 / 6.0, mitigation.Ramp(slow with { RampMonths = 6 }, june, begins));
        Assert.Equal(1, mitigation.Ramp(slow with { RampMonths = 0 }, begins, begins));
        Assert.Equal(0, mitigation.Ramp(slow with { RampMonths = 0 }, begins + -1, begins));
    }

    [Fact, Tier("Fact")]
    public void Catching_up_with_reviews_does_not_change_what_children_need_more_often()
    {
        var slow = Small with { Variants = [new("unmitigated", "Slow", [], false)] };
        var fast = Small with
        {
            Mitigations = [new("M3", "Reviews", Month.Of(2023, 1), 0, Elicited.Known("m3.cost", 0), [new(Lever.MoreReviews, Elicited.Known("m3.reviews", 1.5), -4, 20)])],
            Variants = [new("unmitigated", "Fast", ["M3"], false)],
            // One review in four finds a need of the next band: were it so of every review caught up with too, it would cost some hundredths more.
            Reviews = Small.Reviews with
            {
                CeaseFrom16 = Elicited.Known("reviews.cease", 0),
                Capacity = Elicited.Known("reviews.capacity", 12),
                BandUp = Elicited.Known("reviews.band-up", 0.25),
                BandDown = Elicited.Known("reviews.band-down", 0),
            },
        };
        slow = slow with { Reviews = fast.Reviews };
        var (few, many) = (Played.Out(slow, 60), Played.Out(fast, 60));

        Assert.True(many.Total(MeasureCodes.ReviewsDone).Sum() > 1.2 * few.Total(MeasureCodes.ReviewsDone).Sum());
        Assert.InRange(many.Total(MeasureCodes.Spend).Sum() / (double)few.Total(MeasureCodes.Spend).Sum(), 0.99, 1.01);
    }
}
