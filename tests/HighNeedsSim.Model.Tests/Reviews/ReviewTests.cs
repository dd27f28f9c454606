using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Reviews;

/// <summary>What an annual review changes, in one cohort whose every review is overdue and can be done, and in which nothing else happens.</summary>
[Tier("Fact")]
public class ReviewTests
{
    private static readonly Scenario Quiet = Make();
    private static readonly Month First = Quiet.Timetable.Start;

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    [InlineData(15, true)]
    public void Every_review_from_Year_12_on_may_end_the_plan_and_none_before(int year, bool ends)
    {
        AssertEnds(Quiet with { Reviews = Quiet.Reviews with { CeaseFrom16 = Elicited.Known("reviews.cease", 1) } }, year, ends);
        AssertEnds(With(Lever.CeaseAtReview), year, ends);

        static void AssertEnds(Scenario scenario, int year, bool ends)
        {
            var (reply, opening) = FirstMonth(scenario, year);

            Assert.NotEmpty(opening);
            Assert.Equal(opening.Length, reply.Counts[CohortCount.ReviewsDone]);
            Assert.Equal(ends ? opening.Length : 0, reply.Counts[CohortCount.Ceased + (int)CessationReason.NeedsMet]);
            Assert.Equal(ends ? 0 : opening.Length, reply.Counts[CohortCount.Plans]);
        }
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(0, 1, -1)]
    public void A_review_moves_a_plan_one_band_up_or_down_and_never_beyond_the_first_or_last(double up, double down, int by)
    {
        var (reply, opening) = FirstMonth(
            Quiet with { Reviews = Quiet.Reviews with { BandUp = Elicited.Known("reviews.band-up", up), BandDown = Elicited.Known("reviews.band-down", down) } }, 5);
        var moved = opening.Where(plan => plan.Provider >= 0 && plan.Band + by is >= 1 and <= OpeningStock.Bands).Select(plan => (plan.Band, plan.Band + by));

        Assert.NotEmpty(moved);
        Assert.Equal(moved.Order(), reply.RollChanges.ToArray().Select(change => ((int)change.Band, (int)change.NewBand)).Order());
    }

    [Fact]
    public void A_return_is_asked_for_by_those_in_special_and_independent_schools_alone()
    {
        var (reply, opening) = FirstMonth(With(Lever.ReturnToMainstream), 5);
        var special = opening.Where(plan => plan.Provider >= 0 && plan.Type is PlacementType.StateSpecial or PlacementType.IndependentSpecial).ToArray();

        Assert.Contains(special, plan => plan.Type == PlacementType.IndependentSpecial);
        Assert.Equal(
            special.Select(plan => plan.Child).Order(),
            reply.Applicants.ToArray().Where(a => a.Wanted == (byte)PlacementType.Mainstream && a.From >= 0).Select(a => a.Child).Order());
    }

    [Fact]
    public void A_move_that_could_not_be_made_lapses_and_the_child_stays_where_it_was()
    {
        var (cohort, opening) = Cohort(With(Lever.ReturnToMainstream), 5);
        var asked = Play(cohort, First, [], reviews: 1000).Applicants.ToArray();
        var refused = asked.Select(_ => (short)-1).ToArray();

        var month = Play(cohort, First + 1, refused, reviews: 0);

        Assert.Contains(asked, applicant => applicant.From >= 0);
        Assert.DoesNotContain(month.Applicants.ToArray(), applicant => applicant.From >= 0);
        Assert.Empty(month.RollChanges.ToArray());
        Assert.Equal(opening.Length, month.Counts[CohortCount.Plans]);
    }

    [Fact]
    public void A_plan_that_a_mitigation_changed_in_September_is_not_led_back_at_its_review_in_October()
    {
        // All of mainstream who enter Year 7 ask for an independent school and take a state one instead; whoever is reviewed in a special school may return.
        var scenario = With(Lever.StateInsteadOfIndependent, Lever.ReturnToMainstream) with
        {
            Placements = Quiet.Placements with { Transfers = [new(7, PlacementType.Mainstream, PlacementType.IndependentSpecial, Elicited.Known("transfer", 1))] },
        };
        var (cohort, _) = Cohort(scenario, 6);
        var month = First;
        var reply = Play(cohort, month, [], reviews: 0);
        for (; month < Month.Of(2023, 9);)
        {
            // Those who wait go on waiting until September.
            month += 1;
            reply = Play(cohort, month, [.. reply.Applicants.ToArray().Select(_ => (short)-1)], reviews: 0);
        }

        var changed = reply.Applicants.ToArray().Where(a => a.Priority == ApplicationPriority.Transfer && a.Wanted == (byte)PlacementType.StateSpecial).Select(a => a.Child).ToArray();
        var school = (short)scenario.Providers.Index().First(p => p.Item.Type == PlacementType.StateSpecial).Index;
        var returning = Play(cohort, month + 1, [.. reply.Applicants.ToArray().Select(_ => school)], reviews: 1000).Applicants.ToArray()
            .Where(a => a.Wanted == (byte)PlacementType.Mainstream).Select(a => a.Child).ToArray();

        Assert.NotEmpty(changed);
        Assert.NotEmpty(returning);
        Assert.Empty(returning.Intersect(changed));
    }

    /// <remarks>Reviews before a school are due in February, those before a college in March; the former weigh six times as much until then.</remarks>
    [Theory]
    [InlineData(6, 2023, 9, 6)]
    [InlineData(6, 2024, 2, 6)]
    [InlineData(6, 2024, 3, 0)]
    [InlineData(11, 2023, 9, 1)]
    [InlineData(11, 2024, 3, 1)]
    [InlineData(11, 2024, 4, 0)]
    [InlineData(5, 2023, 9, 0)]
    public void Reviews_before_a_school_come_before_those_before_a_college(int year, int calendarYear, int month, int weight) =>
        Assert.Equal(weight, CohortState.TransferWeight(new(year), Month.Of(calendarYear, month)));

    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void A_review_before_a_transfer_is_in_time_from_September_on(int reviewedIn, double inTime)
    {
        // Year 6 in 2023/24: reviewed once, in August or September 2023, and not again.
        var (cohort, opening) = Cohort(Quiet, 5);
        CohortReply? reply = null;
        for (var month = First; month <= Month.Of(2024, 2); month += 1)
        {
            reply = Play(cohort, month, [.. (reply?.Applicants.ToArray() ?? []).Select(_ => (short)-1)], month == Month.Of(2023, reviewedIn) ? 1000 : 0);
        }

        Assert.Equal(opening.Length, reply!.Counts[CohortCount.Transfers]);
        Assert.Equal(inTime * opening.Length, reply.Counts[CohortCount.TransfersInTime]);
    }

    private static (CohortReply Reply, OpeningPlan[] Opening) FirstMonth(Scenario scenario, int year)
    {
        var (cohort, opening) = Cohort(scenario, year);
        return (Play(cohort, First, [], reviews: 1000), opening);
    }

    private static CohortReply Play(CohortState cohort, Month month, short[] outcomes, int reviews) =>
        cohort.Play(month, new(outcomes, Array.Empty<PlanStart>(), [reviews]));

    // The first district's children of a curriculum year, and their plans on census day.
    private static (CohortState Cohort, OpeningPlan[] Opening) Cohort(Scenario scenario, int year)
    {
        var world = WorldContext.Create(SmallScenario.Tables(scenario), scenario.Variants[0].Id, 1, 0, 1);
        var birthYear = Enumerable.Range(0, world.Tables.BirthYears.Count).Single(b => NcYear.Of(world.Tables.BirthYears[b], First.AcademicYear).Value == year);
        return (new(world, 0, birthYear), world.Tables.OpeningByCohort[world.Tables.CohortOf(0, birthYear)]);
    }

    private static Scenario With(params Lever[] levers) => Quiet with
    {
        Mitigations = [new("M3", "Reviews", Month.Of(2023, 1), 0, Elicited.Known("m3.cost", 0), [.. levers.Select(lever => new Effect(lever, Elicited.Known($"m3.{lever}", 1), -4, 20))])],
        Variants = [new("planned", "Planned", ["M3"], false)],
    };

    private static Scenario Make()
    {
        var small = SmallScenario.Make();
        return small with
        {
            Reviews = small.Reviews with
            {
                OverdueAtOpening = Elicited.Known("reviews.overdue", 1),
                BandUp = Elicited.Known("reviews.band-up", 0),
                BandDown = Elicited.Known("reviews.band-down", 0),
                CeaseFrom16 = Elicited.Known("reviews.cease", 0),
                Moves = [],
            },
            Cessations = small.Cessations with { InBaseYear = new int[CessationReasons.Count], Level = Elicited.Known("cessations.level", 1) },
        };
    }
}
