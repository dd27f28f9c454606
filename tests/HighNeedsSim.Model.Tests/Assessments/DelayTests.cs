using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Assessments;

/// <summary>How long a case takes to come back from mediation or the tribunal: its own weeks, around the mean of its future.</summary>
[Tier("Fact")]
public class DelayTests
{
    [Theory]
    [InlineData(30, 0, 30, 30)]
    [InlineData(30, 0.5, 15, 45)]
    [InlineData(10, 0.33, 7, 13)]
    [InlineData(4, 1, 1, 7)]
    [InlineData(0.2, 0.5, 1, 1)]
    public void Ends_lie_as_far_on_either_side_and_no_case_comes_back_before_a_week(double mean, double spread, int fewest, int most)
    {
        var delay = Delay.Around(mean, spread);

        Assert.Equal(new(fewest, most), delay);
        Assert.Equal(most - delay.Mean, delay.Mean - fewest);
        Assert.Equal((fewest, most), (delay.Of(0), delay.Of(uint.MaxValue)));
    }

    [Fact]
    public void Every_week_between_the_ends_is_as_likely()
    {
        var delay = new Delay(15, 45);
        var counts = new int[delay.Count];
        for (var n = 0; n < 31_000; n++)
        {
            counts[delay.Of((uint)(n * (4294967296.0 / 31_000))) - 15]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 999, 1001));
    }

    [Fact]
    public void Appeals_take_as_long_in_the_mean_and_are_decided_in_many_months_instead_of_one()
    {
        var small = SmallScenario.Make();
        var alike = small with
        {
            Assessments = small.Assessments with
            {
                AppealShare = Elicited.Known("assessments.appeals", 0.6),
                UpheldShare = Elicited.Known("assessments.upheld", 0.7),
                AppealWeeks = Elicited.Known("assessments.appeal-weeks", 30),
            },
        };
        var spread = alike with { Assessments = alike.Assessments with { DelaySpread = Elicited.Known("assessments.delay-spread", 0.5) } };
        var (one, many) = (Played.Out(alike, 60), Played.Out(spread, 60));

        // Requests begin 18 months before the census, so that long before the last year as many are decided as registered.
        var decided = many.ByMonth(MonthCodes.AppealsDecided)[12..].Sum();
        Assert.InRange(many.ByMonth(MonthCodes.AppealWeeks)[12..].Sum() / (double)decided, 29.3, 30.7);
        Assert.InRange(decided / (double)one.ByMonth(MonthCodes.AppealsDecided)[12..].Sum(), 0.95, 1.05);
        // Who appeals and who wins is the same; only the weeks differ.
        Assert.Equal(one.ByMonth(MonthCodes.AppealsToAssess)[0], many.ByMonth(MonthCodes.AppealsToAssess)[0]);
        Assert.NotEqual(one.ByMonth(MonthCodes.AppealsDecided), many.ByMonth(MonthCodes.AppealsDecided));
    }

    [Fact]
    public void The_expected_path_brings_them_back_in_as_many_weeks()
    {
        const int Futures = 200;
        var small = SmallScenario.Make();
        var spread = small with
        {
            Assessments = small.Assessments with
            {
                AdviceCapacity = Elicited.Known("assessments.capacity", 50),
                AppealShare = Elicited.Known("assessments.appeals", 0.8),
                UpheldShare = Elicited.Known("assessments.upheld", 0.9),
                AppealWeeks = Elicited.Known("assessments.appeal-weeks", 30),
                MediationShare = Elicited.Known("assessments.mediation", 0.3),
                DelaySpread = Elicited.Known("assessments.delay-spread", 0.7),
            },
        };
        var tables = SmallScenario.Tables(spread);
        var path = Model.Expected.ExpectedPath.Run(tables, spread.Variants[0], Parameters.Central);
        var run = Played.Out(spread, Futures);
        foreach (var code in new[] { MonthCodes.NewPlans, MonthCodes.AppealsDecided, MonthCodes.AppealWeeks })
        {
            var expected = Enumerable.Range(0, tables.Layout.Months.Count).Sum(m => path[tables.Layout.AtMonth(m, tables.Layout.IndexInMonth(code))]);
            var ratio = expected / (run.ByMonth(code).Sum() / (double)Futures);

            Assert.True(ratio is > 0.93 and < 1.07, $"{code}: {ratio:0.000} of the mean.");
        }
    }
}
