using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Assessments;

/// <summary>A case goes on when both kinds of advice are there: psychologists' and health's, each with a queue and a capacity of its own.</summary>
public class HealthAdviceTests
{
    private const int Futures = 24;
    private static readonly Scenario Small = SmallScenario.Make();

    /// <remarks>
    /// A hundred requests a year, none refused, psychologists for fifty cases a week, health for one: what is assessed is 52 a year, every case waits for health
    /// and none for a psychologist, and 100 − 52 = 48 more wait at the end of a year than at its beginning.
    /// </remarks>
    [Fact, Tier("Fact")]
    public void Where_health_finishes_one_case_a_week_one_a_week_is_assessed_however_many_psychologists_there_are()
    {
        var run = Played.Out(Requests(psychologists: 50, health: 1), Futures);
        var months = run.Layout.Months;
        var weeks = months.Skip(2).Sum(month => month.Weeks.Count);
        var assessed = run.ByMonth(MonthCodes.NewPlans)[2..].Sum() + run.ByMonth(MonthCodes.NotIssued)[2..].Sum();
        var waiting = run.ByMonth(MonthCodes.AwaitHealth);

        Assert.InRange(assessed / (double)(Futures * weeks), 0.97, 1.001);
        Assert.All(run.ByMonth(MonthCodes.AwaitPsychologist), count => Assert.Equal(0, count));
        Assert.InRange((waiting[^1] - waiting[^25]) / (2.0 * Futures), 42, 54);
    }

    [Fact, Tier("Fact")]
    public void Health_with_staff_for_all_changes_nothing_to_the_byte()
    {
        var without = Played.Out(Requests(psychologists: 1.5, health: null), Futures);
        var ample = Played.Out(Requests(psychologists: 1.5, health: 500), Futures);

        Assert.Equal(without.Digest, ample.Digest);
        Assert.True(without.ByMonth(MonthCodes.AwaitPsychologist)[^1] > 0);
    }

    [Fact, Tier("Fact")]
    public void Two_queues_of_the_same_order_and_capacity_are_as_long_as_one()
    {
        // Whoever has the one advice has the other in the same week.
        var one = Played.Out(Requests(psychologists: 1.5, health: null), Futures);
        var two = Played.Out(Requests(psychologists: 1.5, health: 1.5), Futures);

        Assert.Equal(one.Values("unmitigated").ToArray().Length, two.Values("unmitigated").ToArray().Length);
        Assert.Equal(one.ByMonth(MonthCodes.NewPlans), two.ByMonth(MonthCodes.NewPlans));
        Assert.Equal(one.ByMonth(MonthCodes.OldestCase), two.ByMonth(MonthCodes.OldestCase));
        Assert.Equal(two.ByMonth(MonthCodes.AwaitPsychologist), two.ByMonth(MonthCodes.AwaitHealth));
    }

    [Fact, Tier("Direction")]
    public void More_of_health_s_advice_brings_plans_sooner_where_health_is_what_cases_wait_for()
    {
        var scarce = Requests(psychologists: 50, health: 1);
        var joint = new Mitigation("M9", "Joint commissioning", Month.Of(2023, 4), 0, Elicited.Known("m9.cost", 0),
            [new(Lever.MoreHealthAdvice, Elicited.Known("m9.health", 0.3), -4, 20)]);
        Scenario With(Scenario scenario) => scenario with { Mitigations = [joint], Variants = [scenario.Variants[0], new("planned", "Planned", ["M9"], false)] };
        var run = Played.Out(With(scarce), Futures, variant: "planned");
        var ample = Played.Out(With(Requests(psychologists: 1, health: 50)), Futures, variant: "planned");

        // 1.3 cases a week in place of one, for three years.
        Assert.InRange(run.Total(MeasureCodes.NewPlans, "planned").Sum() / (double)run.Total(MeasureCodes.NewPlans).Sum(), 1.25, 1.32);
        Assert.Equal(ample.Total(MeasureCodes.NewPlans), ample.Total(MeasureCodes.NewPlans, "planned"));
    }

    [Fact, Tier("Fact")]
    public void The_backlog_of_census_day_is_the_psychologists_and_nobody_waits_for_health_then()
    {
        var backlog = Requests(psychologists: 2, health: 2);
        backlog = backlog with { Assessments = backlog.Assessments with { Backlog = Elicited.Known("assessments.backlog", 40) } };
        var run = Played.Out(backlog, Futures);

        Assert.InRange(run.ByMonth(MonthCodes.AwaitPsychologist)[0], Futures * 32, Futures * 48);
        Assert.InRange(run.ByMonth(MonthCodes.AwaitHealth)[0], 0, Futures * 4);
    }

    [Theory, Tier("Theory")]
    [InlineData(WorkingOrder.OldestFirst, 3, 1.2)]
    [InlineData(WorkingOrder.Split, 3, 1.2)]
    [InlineData(WorkingOrder.Split, 1.3, 1.5)]
    public void The_expected_path_waits_for_both(WorkingOrder order, double psychologists, double health)
    {
        const int Many = 200;
        var both = Requests(psychologists, health);
        both = both with { Assessments = both.Assessments with { Order = order } };
        var tables = SmallScenario.Tables(both);
        var path = Model.Expected.ExpectedPath.Run(tables, both.Variants[0], Parameters.Central);
        var run = Played.Out(both, Many);
        double OnThePath(string code) => Enumerable.Range(0, 3).Sum(y => path[tables.Layout.At(y, tables.Layout.IndexOf(code))]);

        Assert.InRange(OnThePath(MeasureCodes.NewPlans) / (run.Total(MeasureCodes.NewPlans).Sum() / (double)Many), 0.98, 1.05);
        var last = tables.Layout.Months.Count - 1;
        foreach (var code in new[] { MonthCodes.AwaitPsychologist, MonthCodes.AwaitHealth })
        {
            var (expected, mean) = (path[tables.Layout.AtMonth(last, tables.Layout.IndexInMonth(code))], run.ByMonth(code)[last] / (double)Many);
            Assert.True(Math.Abs(expected - mean) < 8 + (0.1 * mean), $"{code}: {expected} on the path, {mean} in the mean.");
        }
    }

    // 100 requests a year that do not grow and are not refused, and no backlog.
    private static Scenario Requests(double psychologists, double? health) => Small with
    {
        Requests = Small.Requests with
        {
            InBaseYear = 100,
            Growth = Elicited.Known("requests.growth", 0),
            YearShock = Elicited.Known("requests.year-shock", 1),
            DistrictShock = Elicited.Known("requests.district-shock", 1),
        },
        Assessments = Small.Assessments with
        {
            Order = WorkingOrder.OldestFirst,
            RefuseToAssess = Elicited.Known("assessments.refuse", 0),
            RefuseToIssue = Elicited.Known("assessments.not-issued", 0),
            AdviceCapacity = Elicited.Known("assessments.capacity", psychologists),
            AdviceCapacityGrowth = Elicited.Known("assessments.capacity-growth", 0),
            HealthCapacity = health is { } aWeek ? Elicited.Known("assessments.health-capacity", aWeek) : null,
        },
    };
}
