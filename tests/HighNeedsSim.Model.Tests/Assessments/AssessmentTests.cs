using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Assessments;

public class AssessmentTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    [Fact, Tier("Fact")]
    public void With_a_standing_backlog_the_share_in_time_is_what_goes_to_the_newest()
    {
        // Capacity for as many as come, a backlog that stays: 3 in 10 go to the newest, and all of these are in time.
        var run = Played.Out(Queue(oldest: 0.7, backlog: 40), 40);

        Assert.InRange(InTime(run), 0.2, 0.4);
    }

    [Fact, Tier("Direction")]
    public void The_more_goes_to_the_oldest_cases_the_fewer_plans_are_in_time()
    {
        var shares = new[] { 0.2, 0.5, 0.8 }.Select(oldest => InTime(Played.Out(Queue(oldest, backlog: 40)))).ToArray();

        Assert.Equal(shares.OrderDescending(), shares);
        Assert.True(shares[0] > shares[2] + 0.3);
    }

    [Fact, Tier("Direction")]
    public void No_case_grows_as_old_oldest_first_as_split_and_none_as_old_split_as_newest_first()
    {
        var oldest = new[] { WorkingOrder.OldestFirst, WorkingOrder.Split, WorkingOrder.NewestFirst }.Select(OldestCase).ToArray();

        Assert.True(oldest[0] < oldest[1] && oldest[1] < oldest[2], $"Oldest cases in weeks: {string.Join(", ", oldest)}.");

        static double OldestCase(WorkingOrder order)
        {
            var queue = Queue(0.5, backlog: 40);
            return Played.Out(queue with { Assessments = queue.Assessments with { Order = order } }).ByMonth(MonthCodes.OldestCase)[^1] / 24.0;
        }
    }

    [Fact, Tier("Fact")]
    public void Oldest_first_all_wait_alike_so_that_the_oldest_is_no_older_than_the_queue_is_long()
    {
        // 40 cases wait, 1.92 are finished a week: 21 weeks beyond the 20 of the law, and what chance adds.
        var queue = Queue(0.5, backlog: 40);
        var run = Played.Out(queue with { Assessments = queue.Assessments with { Order = WorkingOrder.OldestFirst, Exceptions = Elicited.Known("assessments.exceptions", 0) } });

        Assert.InRange(run.ByMonth(MonthCodes.OldestCase)[12] / 24.0, 20, 55);
    }

    [Fact, Tier("Fact")]
    public void Cases_held_up_for_reasons_of_their_own_lie_however_many_staff_there_are()
    {
        var ample = Small with { Assessments = Small.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 50) } };
        var held = ample with
        {
            Assessments = ample.Assessments with
            {
                HeldUpShare = Elicited.Known("assessments.held-up-share", 0.1),
                HeldUpWeeks = Elicited.Known("assessments.held-up-weeks", 30),
            },
        };
        var (free, lying) = (Played.Out(ample, 60), Played.Out(held, 60));
        var months = lying.Layout.Months.Count;
        // Little's law for them alone: a tenth of those assessed, for 30.5 weeks in the mean (31 by whole weeks).
        var more = (lying.ByMonth(MonthCodes.OpenCases).Sum() - free.ByMonth(MonthCodes.OpenCases).Sum()) / (60.0 * months);
        var assessed = (free.ByMonth(MonthCodes.Decided).Sum() - free.ByMonth(MonthCodes.RefusedToAssess).Sum()) / (60.0 * free.Layout.Months.Sum(m => m.Weeks.Count));

        Assert.Equal(1, InTime(free));
        Assert.InRange(InTime(lying), 0.88, 0.95);
        Assert.InRange(more / (assessed * 0.1 * 30.5), 0.85, 1.15);
        Assert.True(lying.ByMonth(MonthCodes.OldestCase)[^1] > 2 * free.ByMonth(MonthCodes.OldestCase)[^1]);
    }

    [Fact, Tier("Fact")]
    public void The_backlog_of_census_day_is_the_one_that_is_given()
    {
        var few = Played.Out(Queue(0.5, backlog: 10)).ByMonth(MonthCodes.OpenCases)[0];
        var many = Played.Out(Queue(0.5, backlog: 60)).ByMonth(MonthCodes.OpenCases)[0];

        // Fifty more cases in each of 24 futures, but for roundings to districts and what a month has changed.
        Assert.InRange(many - few, 24 * 44, 24 * 56);
    }

    [Fact, Tier("Direction")]
    public void Late_decisions_make_late_plans()
    {
        var ample = Small with { Assessments = Small.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 50) } };
        var late = ample with { Assessments = ample.Assessments with { LateDecisions = Elicited.Known("assessments.late", 0.5) } };

        // Without a queue every case is in time, unless its decision was late.
        Assert.Equal(1, InTime(Played.Out(ample)));
        Assert.InRange(InTime(Played.Out(late)), 0.5, 0.85);
    }

    [Fact, Tier("Fact")]
    public void Children_about_to_start_school_go_first_where_the_authority_says_so()
    {
        var asTheyCome = Played.Out(Queue(0.9, backlog: 60));
        var starters = Queue(0.9, backlog: 60);
        starters = starters with { Assessments = starters.Assessments with { StartersFirst = true } };

        Assert.True(Under5(Played.Out(starters)) > Under5(asTheyCome), "Plans of the youngest do not come sooner.");

        static long Under5(RunResult run) => run.Replicates("unmitigated", MeasureCodes.PlansOfAge(Sen.AgeGroup.Under5), 0).Sum();
    }

    [Fact, Tier("Fact")]
    public void Mediation_brings_a_case_back_sooner_than_the_tribunal()
    {
        var tribunal = Small with
        {
            Assessments = Small.Assessments with
            {
                AppealShare = Elicited.Known("assessments.appeals", 1),
                UpheldShare = Elicited.Known("assessments.upheld", 1),
                AdviceCapacity = Elicited.Known("assessments.capacity", 50),
            },
        };
        var mediation = tribunal with
        {
            Assessments = tribunal.Assessments with
            {
                MediationShare = Elicited.Known("assessments.mediation", 1),
                MediationWeeks = Elicited.Known("assessments.mediation-weeks", 4),
            },
        };
        var (slow, fast) = (Played.Out(tribunal), Played.Out(mediation));

        Assert.True(fast.Total(MeasureCodes.NewPlans).Sum() >= slow.Total(MeasureCodes.NewPlans).Sum());
        Assert.Equal(slow.Total(MeasureCodes.RefusedToAssess), slow.Total(MeasureCodes.Appeals).Zip(slow.Total(MeasureCodes.NotIssued), (a, n) => a - n));
    }

    [Fact, Tier("Direction")]
    public void What_caseworkers_spend_on_assessments_is_missing_at_reviews()
    {
        var busy = Small with { Assessments = Small.Assessments with { AdviceCapacity = SmallScenario.Uncertain("assessments.capacity", 1.2, 1.5, 1.9, ValueKind.Positive), AdviceCapacityGrowth = Elicited.Known("assessments.capacity-growth", 0.3) } };
        var shared = busy with { Assessments = busy.Assessments with { Casework = Elicited.Known("assessments.casework", 5) } };

        Assert.True(Played.Out(shared).Total(MeasureCodes.ReviewsDone).Sum() < Played.Out(busy).Total(MeasureCodes.ReviewsDone).Sum());
    }

    /// <remarks>
    /// Two assessments a week in the base year, and 26 reviews a month, of which three tenths come first: 0.7 × 26 × 12 / 52 = 4.2 reviews a week may give way.
    /// At 6 reviews an assessment they are 0.7 assessments, so that 2.7 plans a week at most become final however many are drafted.
    /// </remarks>
    [Fact, Tier("Fact")]
    public void Caseworkers_make_no_more_plans_final_than_fit_in_place_of_the_reviews_that_may_wait()
    {
        var busy = Small with
        {
            Requests = Small.Requests.Steady() with { InBaseYear = 400 },
            Assessments = Small.Assessments with
            {
                RefuseToAssess = Elicited.Known("refuse", 0),
                RefuseToIssue = Elicited.Known("not-issued", 0),
                AdviceCapacity = Elicited.Known("assessments.capacity", 2),
                AdviceCapacityGrowth = Elicited.Known("assessments.capacity-growth", 4),
                Casework = Elicited.Known("assessments.casework", 6),
            },
            Reviews = Small.Reviews with
            {
                Capacity = Elicited.Known("reviews.capacity", 26),
                CapacityGrowth = Elicited.Known("reviews.capacity-growth", 0),
                TransfersFirst = Elicited.Known("reviews.transfers-first", 0.3),
            },
        };
        var free = busy with { Assessments = busy.Assessments with { Casework = Elicited.Known("assessments.casework", 0) } };
        var run = Played.Out(busy);

        // In the last two years three assessments a week and more could have their advice.
        var weeks = run.Layout.Months.Skip(14).Sum(m => m.Weeks.Count);
        double AWeek(RunResult of) => of.ByMonth(MonthCodes.NewPlans)[14..].Sum() / (24.0 * weeks);
        Assert.InRange(AWeek(run), 2.6, 2.7 + 0.02);
        Assert.True(AWeek(Played.Out(free)) > 4);
        // Reviews that come first are done all the same: three tenths of 26 a month.
        Assert.True(run.ByMonth(MonthCodes.ReviewsDone)[14..].Sum() / (24.0 * 24) >= 7);
    }

    [Fact, Tier("Theory")]
    public void Plans_that_caseworkers_do_not_get_to_come_as_late_on_the_expected_path()
    {
        // Twice as many requests as were assessed, advice that catches up, and caseworkers for 2.4 assessments a week.
        var free = Queue(0.9, backlog: 40);
        free = free with
        {
            Requests = free.Requests with { InBaseYear = 200 },
            Assessments = free.Assessments with { AdviceCapacityGrowth = Elicited.Known("assessments.capacity-growth", 0.5) },
        };
        var busy = free with { Assessments = free.Assessments with { Casework = Elicited.Known("assessments.casework", 20) } };
        var mean = Played.Out(busy, 200).Total(MeasureCodes.NewPlans).Sum() / 200.0;

        // A queue that is short in the mean is sometimes empty, and its staff idle: the path may issue a few in a hundred more.
        Assert.InRange(OnThePath(busy) / mean, 0.98, 1.05);
        Assert.True(OnThePath(busy) < 0.9 * OnThePath(free));

        static double OnThePath(Scenario scenario)
        {
            var tables = SmallScenario.Tables(scenario);
            var path = Model.Expected.ExpectedPath.Run(tables, scenario.Variants[0], Parameters.Central);
            return Enumerable.Range(0, 3).Sum(y => path[tables.Layout.At(y, tables.Layout.IndexOf(MeasureCodes.NewPlans))]);
        }
    }

    private static double InTime(RunResult run) =>
        run.Total(MeasureCodes.FinalPlansIn20Weeks).Sum() / (double)run.Total(MeasureCodes.FinalPlansTimed).Sum();

    // Requests that do not grow, nothing refused, capacity for exactly those who come: 100 a year are 1.92 a week.
    private static Scenario Queue(double oldest, double backlog) => Small with
    {
        Requests = Small.Requests.Steady(),
        Assessments = Small.Assessments with
        {
            Order = WorkingOrder.Split,
            OldestShare = Elicited.Known("assessments.oldest", oldest),
            Backlog = Elicited.Known("assessments.backlog", backlog),
            RefuseToAssess = Elicited.Known("assessments.refuse", 0),
            AdviceCapacity = Elicited.Known("assessments.capacity", 1.92),
            AdviceCapacityGrowth = Elicited.Known("assessments.capacity-growth", 0),
        },
    };
}
