using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Reviews;

public class TransferReviewTests
{
    [Fact, Tier("Fact")]
    public void With_capacity_for_all_every_transfer_is_reviewed_in_time()
    {
        var run = Played.Out(With(capacity: 500, first: 0.5));

        Assert.True(run.Total(MeasureCodes.SchoolTransfers).Sum() > 0 && run.Total(MeasureCodes.Post16Transfers).Sum() > 0);
        Assert.Equal(run.Total(MeasureCodes.SchoolTransfers), run.Total(MeasureCodes.SchoolTransfersInTime));
        Assert.Equal(run.Total(MeasureCodes.Post16Transfers), run.Total(MeasureCodes.Post16TransfersInTime));
    }

    [Fact, Tier("Direction")]
    public void The_more_capacity_goes_to_transfers_first_the_more_are_in_time()
    {
        var shares = new[] { 0.05, 0.3, 0.8 }.Select(first => InTime(Played.Out(With(capacity: 15, first)))).ToArray();

        Assert.Equal(shares.Order(), shares);
        Assert.True(shares[2] > shares[0] + 0.1);
    }

    [Fact, Tier("Fact")]
    public void No_more_reviews_are_done_than_there_is_capacity_for()
    {
        var run = Played.Out(With(capacity: 15, first: 0.8));

        // Fifteen a month grow by 5 % a year.
        Assert.All(Enumerable.Range(0, run.Layout.Months.Count), m => Assert.All(run.InMonth("unmitigated", MonthCodes.ReviewsDone, m), done => Assert.InRange(done, 0, 19)));
    }

    [Theory, Tier("Fact")]
    [InlineData(-1, 2)]
    [InlineData(6, 2)]
    [InlineData(11, 3)]
    [InlineData(14, 3)]
    [InlineData(5, null)]
    [InlineData(12, null)]
    public void The_review_before_a_move_is_due_in_February_before_a_school_and_by_the_end_of_March_before_a_college(int year, int? month) =>
        Assert.Equal(month, CohortState.TransferDeadline(new(year)));

    [Fact, Tier("Fact")]
    public void Those_who_leave_Year_14_are_reviewed_in_the_months_before_they_go_and_nobody_counts_them_as_transfers()
    {
        // In September 2022 the cohort of Year 14 was born in 2003-04; its reviews fall due over the whole year, and are brought forward to March.
        var world = WorldContext.Create(SmallScenario.Tables(With(capacity: 500, first: 0.5)), "unmitigated", 1, 0, 1);
        var born = Enumerable.Range(0, world.Tables.BirthYears.Count).Single(b => NcYear.Of(world.Tables.BirthYears[b], new AcademicYear(2023)).Value == 14);
        var cohort = new CohortState(world, 0, born);
        var (done, transfers) = (new List<int>(), 0);
        for (var month = world.Scenario.Timetable.Start; month <= Month.Of(2024, 8); month += 1)
        {
            var counts = cohort.Play(month, new(Array.Empty<short>(), Array.Empty<PlanStart>(), [1000])).Counts;
            if (month >= Month.Of(2023, 9))
            {
                done.Add(counts[CohortCount.ReviewsDone]);
            }

            transfers += counts[CohortCount.Transfers];
        }

        // All from October to March, none from April to August.
        Assert.True(done[1..7].Sum() > 0);
        Assert.Equal(0, done[7..].Sum());
        Assert.Equal(0, transfers);
    }

    private static double InTime(RunResult run) =>
        run.Total(MeasureCodes.SchoolTransfersInTime).Sum() / (double)run.Total(MeasureCodes.SchoolTransfers).Sum();

    private static Scenario With(double capacity, double first)
    {
        var small = SmallScenario.Make();
        return small with
        {
            Reviews = small.Reviews with
            {
                Capacity = Elicited.Known("reviews.capacity", capacity),
                TransfersFirst = Elicited.Known("reviews.transfers-first", first),
            },
        };
    }
}
