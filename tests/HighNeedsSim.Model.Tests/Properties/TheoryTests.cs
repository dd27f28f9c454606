using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Properties;

/// <summary>Where a formula is known, the model must meet it.</summary>
[Tier("Theory")]
public class TheoryTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    // Little 1961: cases open = cases that come a week × weeks that a case stays.
    [Fact]
    public void Open_cases_are_arrivals_times_the_weeks_they_stay()
    {
        var calm = Small with
        {
            Requests = Small.Requests.Steady(),
            Assessments = Small.Assessments with
            {
                RefuseToAssess = Elicited.Known("assessments.refuse", 0.25),
                RefuseToIssue = Elicited.Known("assessments.not-issued", 0),
                AppealShare = Elicited.Known("assessments.appeals", 0),
                AdviceCapacity = Elicited.Known("assessments.capacity", 50),
            },
        };
        var run = Played.Out(calm, 60);
        var months = run.Layout.Months.Count;
        var open = run.ByMonth(MonthCodes.OpenCases).Sum() / (double)(60 * months);
        var weeks = run.Layout.Months.Sum(m => m.Weeks.Count);
        var arrivals = run.ByMonth(MonthCodes.Requests).Sum() / (60.0 * weeks);
        // A decision after 4, 5 or 6 weeks; then, for three in four, 6 of advice and 5 to 8 of drafting.
        var stay = 5 + (0.75 * (6 + 6.5));

        Assert.InRange(open / (arrivals * stay), 0.95, 1.05);
    }

    // The same for plans: in force = begun a month × months that a plan lasts, when as many end as begin.
    [Fact]
    public void Plans_in_force_are_plans_begun_times_the_months_they_last()
    {
        // Half of all plans end in a year, at any age: 5.6 % a month, so that they last 17.8 months. Eight years, of which the last three are counted.
        var monthly = 1 - Math.Pow(0.5, 1 / 12.0);
        var turning = Small with
        {
            Timetable = Small.Timetable with { Years = 8 },
            Births = Elicited.Known("population.births", 0),
            Requests = Small.Requests.Steady() with
            {
                // Nobody near the age at which every plan ends.
                ByAge = [.. Enumerable.Range(0, OpeningStock.Ages).Select(age => age is >= 3 and <= 10 ? 1.0 : 0)],
            },
            Assessments = Small.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 50) },
            Cessations = new(
                [0, 225, 0, 0, 0, 0, 0, 0, 0],
                [.. Enumerable.Range(0, OpeningStock.Ages).Select(_ => Enumerable.Range(0, CessationReasons.Count).Select(reason => reason == 1 ? 1.0 : 0).ToArray())],
                [.. Enumerable.Repeat(100.0, OpeningStock.Ages)],
                Elicited.Known("cessations.level", 1)),
            Reviews = Small.Reviews with { CeaseFrom16 = Elicited.Known("reviews.cease", 0) },
        };
        var run = Played.Out(turning, 40);
        double AMonth(string measure) => run.ByMonth(measure)[^36..].Sum() / (36.0 * 40);

        Assert.InRange(AMonth(MonthCodes.Plans) / ((AMonth(MonthCodes.NewPlans) + AMonth(MonthCodes.MovedIn)) / monthly), 0.93, 1.07);
    }

    // A queue that is fed faster than it is served grows by the difference; one served faster than it is fed does not grow.
    [Theory]
    [InlineData(0.8)]
    [InlineData(1.2)]
    public void A_queue_grows_by_what_comes_beyond_its_capacity(double capacity)
    {
        var fed = Small with
        {
            Births = Elicited.Known("population.births", 0),
            Requests = Small.Requests.Steady(),
            Assessments = Small.Assessments with
            {
                RefuseToAssess = Elicited.Known("assessments.refuse", 0),
                AppealShare = Elicited.Known("assessments.appeals", 0),
                AdviceCapacity = Elicited.Known("assessments.capacity", capacity),
                AdviceCapacityGrowth = Elicited.Known("assessments.capacity-growth", 0),
            },
        };
        var run = Played.Out(fed, 60);
        var open = run.ByMonth(MonthCodes.OpenCases);
        var weeks = run.Layout.Months.Skip(1).Sum(m => m.Weeks.Count);
        var arrivals = run.ByMonth(MonthCodes.Requests)[1..].Sum() / (60.0 * weeks);
        var growth = (open[^1] - open[0]) / (60.0 * weeks);

        Assert.InRange(growth / (arrivals - capacity), 0.9, 1.1);
    }

    [Fact]
    public void Plans_of_16_and_over_end_mostly_in_summer_where_the_scenario_says_so()
    {
        var even = Small with { Cessations = Small.Cessations with { Level = Elicited.Known("cessations.level", 1) } };
        var summer = even with { Cessations = even.Cessations with { SummerFrom16 = Elicited.Known("cessations.summer", 0.7) } };

        Assert.True(Summer(Played.Out(summer, 60)) > Summer(Played.Out(even, 60)) + 0.15);

        // September is left out: those at the maximum age leave in it whatever is said.
        static double Summer(RunResult run)
        {
            var ceased = run.ByMonth(MonthCodes.Ceased);
            var months = Enumerable.Range(0, ceased.Length).Where(m => run.Layout.Months[m].OfYear != 9).ToArray();
            return months.Where(m => run.Layout.Months[m].OfYear is 7 or 8).Sum(m => ceased[m]) / (double)months.Sum(m => ceased[m]);
        }
    }

    [Fact]
    public void Nobody_at_the_maximum_age_is_counted_by_chance_and_again_by_the_calendar()
    {
        var run = Played.Out(Small, 40);
        var atAge = run.Total(MeasureCodes.CeasedBecause(CessationReason.MaximumAge)).Sum();
        var inSeptember = Enumerable.Range(0, run.Layout.Months.Count).Where(m => run.Layout.Months[m].OfYear == 9)
            .Sum(m => run.InMonth("unmitigated", MonthCodes.Ceased, m).Sum());

        Assert.InRange(atAge, 1, inSeptember);
    }
}
