using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Requests;

/// <summary>Who asks for an assessment, and how that changes from census day on.</summary>
[Tier("Fact")]
public class RequestSourceTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    /// <remarks>
    /// From 70 % in January 2023 to 40 % in two years: 1.25 points a month. January 2024 is half of the way, 55 %; from January 2025 on it is 40 %. Others keep
    /// their 2 %, so schools make 28 %, 43 % and 58 %.
    /// </remarks>
    [Theory]
    [InlineData(2023, 7, 0.625, 0.355)]
    [InlineData(2024, 1, 0.55, 0.43)]
    [InlineData(2025, 1, 0.4, 0.58)]
    [InlineData(2025, 12, 0.4, 0.58)]
    public void Parents_share_goes_to_the_later_one_in_a_straight_line_and_schools_make_the_difference(int year, int month, double parents, double schools)
    {
        var tables = SmallScenario.Tables(Changing(0.4, years: 2));
        var shares = Chance.Shares(WorldContext.Create(tables, "unmitigated", 1, 0, 1).Replicates[0].Requests.Sources(Month.Of(year, month)));

        Assert.Equal(parents, shares[0], 1e-9);
        Assert.Equal(schools, shares[1], 1e-9);
        Assert.Equal(0.02, shares[2], 1e-9);
    }

    [Fact]
    public void Who_asks_changes_neither_how_many_ask_nor_what_comes_of_it()
    {
        // No published figure tells requests apart by source and outcome, so nothing depends on it but mitigations that act on parents.
        var (still, changing) = (Played.Out(Changing(null, 0)), Played.Out(Changing(0.2, years: 1)));

        Assert.Equal(still.ByMonth(MonthCodes.Requests), changing.ByMonth(MonthCodes.Requests));
        Assert.Equal(still.Total(MeasureCodes.Plans), changing.Total(MeasureCodes.Plans));
        Assert.Equal(still.Total(MeasureCodes.Deficit), changing.Total(MeasureCodes.Deficit));
        Assert.Equal(still.ByMonth(MonthCodes.RequestsByOthers), changing.ByMonth(MonthCodes.RequestsByOthers));
        Assert.InRange(Parents(still, 24), 0.66, 0.74);
        Assert.InRange(Parents(changing, 24), 0.16, 0.24);
    }

    [Fact]
    public void A_share_beyond_what_others_leave_is_all_that_they_leave()
    {
        var tables = SmallScenario.Tables(Changing(1, years: 0));
        var shares = Chance.Shares(WorldContext.Create(tables, "unmitigated", 1, 0, 1).Replicates[0].Requests.Sources(Month.Of(2024, 1)));

        Assert.Equal([0.98, 0, 0.02], shares.Select(share => Math.Round(share, 9)));
    }

    /// <remarks>A quarter of parents' 70 % are 17.5 of a hundred requests.</remarks>
    [Fact]
    public void Schools_that_ask_first_make_requests_that_parents_would_have_made_of_the_same_children()
    {
        var asked = With(new Effect(Lever.SchoolsAskFirst, Elicited.Known("m1.first", 0.25), -4, 20));
        var run = Played.Out(asked, 60, variant: "planned");

        long Sum(string variant, string code) => Enumerable.Range(0, run.Layout.Months.Count).Sum(m => run.InMonth(variant, code, m).Sum());
        var requests = (double)Sum("planned", MonthCodes.Requests);
        Assert.Equal(Sum("unmitigated", MonthCodes.Requests), Sum("planned", MonthCodes.Requests));
        Assert.Equal(run.Total(MeasureCodes.Plans), run.Total(MeasureCodes.Plans, "planned"));
        Assert.Equal(Sum("unmitigated", MonthCodes.RequestsByOthers), Sum("planned", MonthCodes.RequestsByOthers));
        Assert.InRange((Sum("unmitigated", MonthCodes.RequestsByParents) - Sum("planned", MonthCodes.RequestsByParents)) / requests, 0.16, 0.19);
        Assert.Equal(
            Sum("unmitigated", MonthCodes.RequestsByParents) - Sum("planned", MonthCodes.RequestsByParents),
            Sum("planned", MonthCodes.RequestsBySchools) - Sum("unmitigated", MonthCodes.RequestsBySchools));
    }

    /// <remarks>Of parents' 70 % a fifth is withdrawn, 14 of a hundred requests; of the 56 left a quarter, 14, are made by schools.</remarks>
    [Fact]
    public void The_expected_path_withdraws_first_and_has_schools_ask_in_place_of_those_left()
    {
        var both = With(
            new Effect(Lever.FewerParentalRequests, Elicited.Known("m6.fewer", 0.2), -4, 20), new Effect(Lever.SchoolsAskFirst, Elicited.Known("m1.first", 0.25), -4, 20));
        var tables = SmallScenario.Tables(both);
        var path = Model.Expected.ExpectedPath.Run(tables, both.Variants[1], Parameters.Central);
        var run = Played.Out(both, 200, variant: "planned");
        double OnThePath(string code) => Enumerable.Range(0, tables.Layout.Months.Count).Sum(m => path[tables.Layout.AtMonth(m, tables.Layout.IndexInMonth(code))]);
        double Mean(string code) => Enumerable.Range(0, tables.Layout.Months.Count).Sum(m => run.InMonth("planned", code, m).Sum()) / 200.0;
        var requests = OnThePath(MonthCodes.Requests);

        // Whole numbers a month: half a request of some nine.
        Assert.InRange(OnThePath(MonthCodes.RequestsByParents) / requests, 0.40, 0.44);
        Assert.InRange(OnThePath(MonthCodes.RequestsBySchools) / requests, 0.40, 0.44);
        Assert.InRange(Mean(MonthCodes.RequestsByParents) / Mean(MonthCodes.Requests), 0.41, 0.43);
        Assert.InRange(Mean(MonthCodes.RequestsBySchools) / Mean(MonthCodes.Requests), 0.41, 0.43);
    }

    private static double Parents(RunResult run, int from) =>
        run.ByMonth(MonthCodes.RequestsByParents)[from..].Sum() / (double)run.ByMonth(MonthCodes.Requests)[from..].Sum();

    private static Scenario With(params Effect[] effects) => Changing(null, 0) with
    {
        Mitigations = [new Mitigation("M1", "Schools", Month.Of(2023, 2), 0, Elicited.Known("m1.cost", 0), [.. effects])],
        Variants = [Small.Variants[0], new("planned", "Planned", ["M1"], false)],
    };

    private static Scenario Changing(double? later, double years) => Small with
    {
        Requests = Small.Requests with
        {
            ParentShare = Elicited.Known("requests.parent-share", 0.7),
            OtherShare = Elicited.Known("requests.other-share", 0.02),
            LaterParentShare = later is { } share ? Elicited.Known("requests.later-parent-share", share) : null,
            LaterParentYears = Elicited.Known("requests.later-parent-years", years),
        },
    };
}
