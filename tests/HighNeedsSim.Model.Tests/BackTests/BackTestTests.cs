using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Tests.BackTests;

public class BackTestTests
{
    private static readonly PublishedHistory History = MadeUpHistory.Of();
    private static readonly CalendarYear Origin = new(2020);
    private static readonly string[] Codes = ["203", "211", "219"];

    [Theory, Tier("Fact")]
    [InlineData("")]
    [InlineData("203")]
    [InlineData("207")]
    public void Whatever_happened_after_the_origin_changes_scores_and_nothing_else(string code)
    {
        // The whole of 2020 lies after census day: its flows too.
        var later = MadeUpHistory.With(
            History, code,
            (year, plans) => year > Origin ? new(plans.Total * 3, [.. plans.Groups.Select(count => count / 2)]) : plans,
            (year, flows) => year >= Origin ? new(flows.Requests * 5, 1) : flows);

        var (before, after) = (Run(History), Run(later));

        Assert.NotEmpty(before.Lines);
        Assert.Equal(before.Lines.Select(Forecast), after.Lines.Select(Forecast));
        Assert.Equal(code == "203", !before.Lines.Select(line => line.Crps).SequenceEqual(after.Lines.Select(line => line.Crps)));

        static object Forecast(BackTestLine line) => (
            line.Code, line.Origin, line.January, line.Measure, line.Mean, line.P10, line.P50, line.P90,
            string.Join(' ', line.Rivals.Select(rival => rival.Forecast)));
    }

    [Fact, Tier("Fact")]
    public void Who_makes_up_england_where_it_is_a_sum_is_not_told_by_years_to_come()
    {
        var summed = History with { EnglandIsSum = true };
        var later = MadeUpHistory.With(summed, "207", (_, plans) => plans, (year, flows) => year >= Origin ? new(null, null) : flows) with { EnglandIsSum = true };

        Assert.Equal(Run(summed).Lines.Select(line => line.Mean), Run(later).Lines.Select(line => line.Mean));
    }

    [Fact, Tier("Fact")]
    public void A_forecast_refuses_to_see_what_came_after_its_origin()
    {
        Assert.Throws<ArgumentException>(() => FirstForecast.Learn(History, Origin));
        Assert.Throws<ArgumentException>(() => FirstForecast.Learn(History.KnownIn(Origin.Plus(1)), Origin));
        Assert.NotNull(FirstForecast.Learn(History.KnownIn(Origin), Origin));
    }

    [Fact, Tier("Fact")]
    public void What_is_known_on_a_census_day_are_counts_to_that_day_and_flows_of_the_years_before()
    {
        var known = History.KnownIn(Origin);

        Assert.All(known.Authorities.Append(known.England), authority =>
        {
            Assert.Equal(Origin, authority.Januaries.Keys.Max());
            Assert.Equal(Origin.Plus(-1), authority.Flows.Keys.Max());
        });
    }

    [Fact, Tier("Fact")]
    public void An_authority_is_forecast_the_same_whoever_else_is_asked_for()
    {
        var alone = BackTest.Run(History, new(["211"], [Origin], 2, 50, 7)).Lines;
        var together = Run(History, replicates: 50, seed: 7).Lines.Where(line => line.Code == "211");

        Assert.Equal(together.Select(line => (line.January, line.Measure, line.Mean, line.Crps)), alone.Select(line => (line.January, line.Measure, line.Mean, line.Crps)));
    }

    // 211 is judged and its past is turned upside down: of 203, judged too, nothing may change; where 211 is learnt from, it does.
    [Theory, Tier("Fact")]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_is_held_out_is_not_learnt_from(bool isHeldOut)
    {
        var other = MadeUpHistory.With(History, "211", (year, plans) => year < Origin ? new(plans.Total / (year.Value % 2 == 0 ? 2 : 1), plans.Groups) : plans, (_, flows) => flows);

        Assert.Equal(isHeldOut, Of203(History).SequenceEqual(Of203(other)));

        IEnumerable<(double, double)> Of203(PublishedHistory history) =>
            BackTest.Run(history, new(["203", "211"], [Origin], 2, 50, 7) { IsHeldOut = isHeldOut }).Lines
                .Where(line => line.Code == "203").Select(line => (line.Mean, line.Rivals[0].Crps));
    }

    [Fact, Tier("Fact")]
    public void The_same_seed_gives_the_same_and_another_seed_another_forecast()
    {
        Assert.Equal(Means(Run(History)), Means(Run(History)));
        Assert.NotEqual(Means(Run(History)), Means(Run(History, seed: 2)));

        static IEnumerable<double> Means(BackTestResult result) => result.Lines.Select(line => line.Mean);
    }

    [Fact, Tier("Theory")]
    public void Where_everybody_grows_by_a_tenth_a_year_so_does_the_forecast()
    {
        var steady = MadeUpHistory.Of(waver: 0);

        var lines = Run(steady).Lines.Where(line => line.Measure == CensusMeasure.Total);

        Assert.All(lines, line =>
        {
            Assert.InRange(line.P50 / line.Actual, 0.99, 1.01);
            Assert.InRange(line.Actual, line.P10, line.P90);
        });
    }

    [Fact, Tier("Theory")]
    public void Where_requests_say_otherwise_than_the_past_the_forecast_goes_half_way()
    {
        // All have grown by a tenth a year: 0.15 new plans a plan, less 0.05 that end. With half of the requests there would be 0.075, so a growth of 0.025.
        var steady = MadeUpHistory.Of(waver: 0);
        var halved = steady.Authorities.Append(steady.England).Aggregate(steady, (history, authority) => MadeUpHistory.With(
            history, authority.Code, (_, plans) => plans,
            (year, flows) => year == Origin.Plus(-1) ? flows with { Requests = flows.Requests!.Value / 2 } : flows));

        var known = halved.KnownIn(Origin);
        var futures = FirstForecast.Learn(known, Origin).Play(known.Authorities[5], 1, 400, 1)[(int)CensusMeasure.Total][0];

        Assert.InRange(futures.Order().ElementAt(200) / known.Authorities[5].In(Origin)!.Total, 1.0575, 1.0675);
    }

    [Fact, Tier("Theory")]
    public void Where_the_future_is_made_as_the_past_was_ranges_hold_eight_in_ten()
    {
        var result = BackTest.Run(History, new([.. History.Authorities.Select(a => a.Code)], [.. History.Origins.TakeLast(5)], 1, 300, 1));

        var coverage = BackTestSummary.Of([.. result.Lines.Where(line => line.Measure == CensusMeasure.Total)])!.Coverage;

        // 100 forecasts that share their years: three standard errors of 0.8 and a little for that.
        Assert.InRange(coverage, 0.66, 0.97);
    }

    [Fact, Tier("Direction")]
    public void More_requests_before_the_origin_give_more_plans_after_it()
    {
        // Requests tell plans only where they did before: authorities with more of them have grown more.
        var telling = History.Authorities.Append(History.England).Aggregate(History, (history, authority) => MadeUpHistory.With(
            history, authority.Code, (_, plans) => plans,
            (year, flows) => flows with { Requests = (int)(2.0 * authority.Flows.GetValueOrDefault(year.Plus(1), flows).NewPlans!.Value) }));
        var more = MadeUpHistory.With(
            telling, "211", (_, plans) => plans,
            (year, flows) => year == Origin.Plus(-1) ? flows with { Requests = (int)(1.3 * flows.Requests!.Value) } : flows);

        var (before, after) = (Of(Run(telling)), Of(Run(more)));

        Assert.All(before.Zip(after), pair => Assert.True(pair.Second.Mean > pair.First.Mean * 1.005));

        static IEnumerable<BackTestLine> Of(BackTestResult result) => result.Lines.Where(line => line.Code == "211" && line.Measure == CensusMeasure.Total);
    }

    [Fact, Tier("Direction")]
    public void Two_years_ahead_a_range_is_wider_than_one_year_ahead()
    {
        var lines = Run(History).Lines.Where(line => line.Measure == CensusMeasure.Total).ToLookup(line => line.YearsAhead, line => (line.P90 - line.P10) / line.P50);

        Assert.True(lines[2].Average() > lines[1].Average());
    }

    [Fact, Tier("Fact")]
    public void Groups_and_the_plans_in_none_add_up_to_the_total_in_every_future()
    {
        var known = History.KnownIn(Origin);
        var authority = known.Authorities[3];
        var futures = FirstForecast.Learn(known, Origin).Play(authority, 2, 40, 1);
        var none = 1 - CensusMeasures.Groups.Sum(group => (double)authority.In(Origin)!.Of(group)! / authority.In(Origin)!.Total);

        for (var replicate = 0; replicate < 40; replicate++)
        {
            var groups = CensusMeasures.Groups.Sum(group => futures[(int)group][1][replicate]);
            Assert.InRange(groups / futures[0][1][replicate], 0.8 * (1 - none), 1);
            Assert.All(CensusMeasures.Groups, group => Assert.True(futures[(int)group][1][replicate] >= 0));
        }
    }

    [Fact, Tier("Fact")]
    public void An_authority_whose_placements_are_not_published_gets_englands_mix()
    {
        var without = MadeUpHistory.With(
            History, "211", (_, plans) => plans with { Groups = new int?[CensusMeasures.Groups.Count] }, (_, flows) => flows);
        var known = without.KnownIn(Origin);

        var futures = FirstForecast.Learn(known, Origin).Play(known.Authorities.Single(a => a.Code == "211"), 1, 200, 1);

        var share = futures[(int)CensusMeasure.Mainstream][0].Average() / futures[0][0].Average();
        Assert.InRange(share, 0.39, 0.41);
        // What was not published cannot be scored.
        Assert.DoesNotContain(Run(without).Lines, line => line.Code == "211" && line.Measure != CensusMeasure.Total);
    }

    [Fact, Tier("Fact")]
    public void An_authority_without_flows_is_forecast_by_englands()
    {
        var without = MadeUpHistory.With(History, "211", (_, plans) => plans, (_, _) => new(null, null));

        var line = Run(without).Lines.First(line => line.Code == "211");

        Assert.InRange(line.Mean / line.Actual, 0.9, 1.1);
    }

    [Fact, Tier("Fact")]
    public void An_authority_that_is_not_there_at_the_origin_is_named()
    {
        var gone = new PublishedHistory(History.England, [
            .. History.Authorities.Where(a => a.Code != "211"),
            History.Authorities.Single(a => a.Code == "211") with { Januaries = new Dictionary<CalendarYear, Caseload>() },
        ]);

        var result = Run(gone);

        Assert.Equal([("211", Origin)], result.NotScored);
        Assert.DoesNotContain(result.Lines, line => line.Code == "211");
    }

    [Fact, Tier("Fact")]
    public void Origins_have_three_years_of_flows_before_them_and_a_january_after()
    {
        Assert.Equal(Enumerable.Range(2018, 7), History.Origins.Select(origin => origin.Value));
        Assert.Throws<ArgumentException>(() => BackTest.Run(History, new(Codes, [new(2017)], 1, 10, 1)));
        Assert.Throws<ArgumentException>(() => BackTest.Run(History, new(Codes, [new(2025)], 1, 10, 1)));
    }

    [Fact, Tier("Fact")]
    public void The_best_rival_is_the_one_with_the_least_mean_score_of_the_measure()
    {
        var result = Run(History);
        var lines = result.Lines.Where(line => line.Measure == CensusMeasure.Total).ToArray();

        var best = result.BestRival(CensusMeasure.Total)!.Value;

        Assert.All(NaiveRivals.All, rival =>
            Assert.True(lines.Average(line => line.Rivals[(int)best].Crps) <= lines.Average(line => line.Rivals[(int)rival].Crps)));
        Assert.Equal(best, BackTestSummary.Of(lines)!.Best);
    }

    [Fact, Tier("Fact")]
    public void A_summary_counts_what_its_lines_say()
    {
        var lines = Run(History).Lines.Where(line => line.Measure == CensusMeasure.Total).ToArray();

        var summary = BackTestSummary.Of(lines)!;

        Assert.Equal(lines.Length, summary.Forecasts);
        Assert.Equal(3, summary.Authorities);
        Assert.Equal(lines.Length, summary.Pit.Sum());
        Assert.Equal((double)lines.Count(line => line.P10 <= line.Actual && line.Actual <= line.P90) / lines.Length, summary.Coverage);
        Assert.InRange(summary.SkillError, 0, 1);
        Assert.Null(BackTestSummary.Of([]));
    }

    private static BackTestResult Run(PublishedHistory history, int replicates = 200, ulong seed = 1) =>
        BackTest.Run(history, new(Codes, [Origin], 2, replicates, seed));
}
