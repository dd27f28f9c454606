using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
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
