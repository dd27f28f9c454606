using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Assessments;

/// <summary>Appeals to the tribunal by month: what against, when they are decided, and how many the family wins.</summary>
[Tier("Fact")]
public class AppealTests
{
    private const int Weeks = 30;
    private static readonly Scenario Small = SmallScenario.Make();

    [Fact]
    public void Every_refusal_is_appealed_where_all_are_and_by_what_it_refused()
    {
        var run = Played.Out(With(appeals: 1, notIssued: 0.5, upheld: 1));

        Assert.Equal(run.ByMonth(MonthCodes.RefusedToAssess), run.ByMonth(MonthCodes.AppealsToAssess));
        Assert.InRange(run.ByMonth(MonthCodes.AppealsToIssue).Sum() / (double)run.ByMonth(MonthCodes.NotIssued).Sum(), 0.4, 0.6);
        Assert.Equal(
            run.Total(MeasureCodes.Appeals).Sum(),
            (run.ByMonth(MonthCodes.AppealsToAssess)[2..].Sum() + run.ByMonth(MonthCodes.AppealsToIssue)[2..].Sum()));
    }

    [Fact]
    public void What_is_registered_is_decided_when_its_weeks_have_passed()
    {
        var run = Played.Out(With(appeals: 0.6, notIssued: 0.6, upheld: 0.7));
        var registered = run.ByMonth(MonthCodes.AppealsToAssess).Zip(run.ByMonth(MonthCodes.AppealsToIssue), (a, b) => a + b).ToArray();
        var decided = run.ByMonth(MonthCodes.AppealsDecided);

        // Thirty weeks are seven months.
        Assert.Equal(registered[..^7], decided[7..]);
        Assert.Equal(decided.Select(count => count * Weeks), run.ByMonth(MonthCodes.AppealWeeks));
        Assert.InRange(run.ByMonth(MonthCodes.AppealsUpheld).Sum() / (double)decided.Sum(), 0.63, 0.77);
    }

    [Fact]
    public void What_mediation_settles_never_comes_before_the_tribunal()
    {
        var settled = With(appeals: 1, notIssued: 1, upheld: 1);
        settled = settled with { Assessments = settled.Assessments with { MediationShare = Elicited.Known("assessments.mediation", 1) } };

        Assert.Equal(0, Played.Out(settled).ByMonth(MonthCodes.AppealsToAssess).Sum());
    }

    [Fact]
    public void A_share_of_final_plans_and_reviews_is_appealed_against_for_content_or_placement()
    {
        var quiet = With(appeals: 0, notIssued: 0, upheld: 0.8);
        var loud = quiet with { Placements = quiet.Placements with { ContentAppeals = Elicited.Known("placements.content-appeals", 0.1) } };
        var run = Played.Out(loud, 60);
        var causes = run.ByMonth(MonthCodes.NewPlans).Sum() + run.ByMonth(MonthCodes.MovedIn).Sum() + run.ByMonth(MonthCodes.ReviewsDone).Sum();

        Assert.Equal(0, Played.Out(quiet).ByMonth(MonthCodes.AppealsOfContent).Sum());
        Assert.InRange(run.ByMonth(MonthCodes.AppealsOfContent).Sum() / (double)causes, 0.09, 0.11);
        // Counting them changes nothing else.
        Assert.Equal(Played.Out(quiet, 60).Total(MeasureCodes.Spend), run.Total(MeasureCodes.Spend));
    }

    [Fact]
    public void A_place_that_the_tribunal_orders_was_appealed_for_and_won()
    {
        var full = With(appeals: 0, notIssued: 0, upheld: 0.5);
        full = full with
        {
            Placements = full.Placements with
            {
                Directed = Elicited.Known("placements.directed-share", 0.3),
                DirectionMonths = Elicited.Known("placements.direction-months", 6),
            },
        };
        var run = Played.Out(full, 60);

        Assert.True(run.Total(MeasureCodes.Directed).Sum() > 0);
        // Six in ten of those turned away appeal, half of them win: each order has one behind it, and as many were lost.
        Assert.True(run.ByMonth(MonthCodes.AppealsUpheld).Sum() >= run.Total(MeasureCodes.Directed).Sum());
        Assert.InRange(run.ByMonth(MonthCodes.AppealsUpheld).Sum() / (double)run.ByMonth(MonthCodes.AppealsDecided).Sum(), 0.35, 0.75);
    }

    [Fact]
    public void The_expected_path_registers_and_decides_as_many_as_the_simulation_in_the_mean()
    {
        const int Futures = 400;
        var full = With(appeals: 0.6, notIssued: 0.4, upheld: 0.7);
        full = full with
        {
            Placements = full.Placements with
            {
                ContentAppeals = Elicited.Known("placements.content-appeals", 0.1),
                Directed = Elicited.Known("placements.directed-share", 0.3),
                DirectionMonths = Elicited.Known("placements.direction-months", 6),
            },
        };
        var tables = SmallScenario.Tables(full);
        var path = Model.Expected.ExpectedPath.Run(tables, full.Variants[0], Parameters.Central);
        var run = Played.Out(full, Futures);
        foreach (var code in new[] { MonthCodes.AppealsToAssess, MonthCodes.AppealsToIssue, MonthCodes.AppealsOfContent, MonthCodes.AppealsDecided, MonthCodes.AppealsUpheld, MonthCodes.AppealWeeks })
        {
            var expected = Enumerable.Range(0, tables.Layout.Months.Count).Sum(m => path[tables.Layout.AtMonth(m, tables.Layout.IndexInMonth(code))]);
            var ratio = expected / (run.ByMonth(code).Sum() / (double)Futures);

            Assert.True(ratio is > 0.9 and < 1.1, $"{code}: {ratio:0.000} of the mean.");
        }
    }

    private static Scenario With(double appeals, double notIssued, double upheld) => Small with
    {
        Assessments = Small.Assessments with
        {
            AppealShare = Elicited.Known("assessments.appeals", appeals),
            AppealShareNotIssued = Elicited.Known("assessments.appeals-not-issued", notIssued),
            UpheldShare = Elicited.Known("assessments.upheld", upheld),
            AppealWeeks = Elicited.Known("assessments.appeal-weeks", Weeks),
        },
    };
}
