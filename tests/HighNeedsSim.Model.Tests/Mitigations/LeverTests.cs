using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Mitigations;

/// <summary>
/// Each lever acts on the rule that it is named for, at full strength, and on no other child or year. Those of prices stand in PricesTests, that of income in
/// DeficitRulesTests, those of reviews in ReviewTests.
/// </summary>
[Tier("Fact")]
public class LeverTests
{
    private static readonly Scenario Small = SmallScenario.Make();
    private static readonly Month September = Month.Of(2023, 9);

    // Of a child whose luck is in the middle.
    private static readonly Words Luck = new(0x8000_0000, 0x8000_0000, 0x8000_0000, 0x8000_0000);

    [Theory]
    [InlineData(Lever.FewerMovesToSpecial, 7, PlacementType.Mainstream, PlacementType.StateSpecial, PlacementType.Mainstream)]
    [InlineData(Lever.FewerMovesToSpecial, 7, PlacementType.Mainstream, PlacementType.IndependentSpecial, PlacementType.Mainstream)]
    [InlineData(Lever.FewerMovesToSpecial, 12, PlacementType.Mainstream, PlacementType.StateSpecial, PlacementType.FurtherEducation)]
    [InlineData(Lever.FewerMovesToSpecial, 7, PlacementType.StateSpecial, PlacementType.IndependentSpecial, null)]
    [InlineData(Lever.FewerMovesToSpecial, 7, PlacementType.Mainstream, PlacementType.ResourcedProvision, null)]
    [InlineData(Lever.StateInsteadOfIndependent, 7, PlacementType.Mainstream, PlacementType.IndependentSpecial, PlacementType.StateSpecial)]
    [InlineData(Lever.StateInsteadOfIndependent, 7, PlacementType.Mainstream, PlacementType.StateSpecial, null)]
    [InlineData(Lever.MainstreamPost16, 12, PlacementType.StateSpecial, PlacementType.SpecialistPost16, PlacementType.FurtherEducation)]
    [InlineData(Lever.MainstreamPost16, 12, PlacementType.Mainstream, PlacementType.StateSpecial, PlacementType.FurtherEducation)]
    [InlineData(Lever.MainstreamPost16, 12, PlacementType.Mainstream, PlacementType.OtherArrangements, null)]
    [InlineData(Lever.MainstreamPost16, 7, PlacementType.Mainstream, PlacementType.StateSpecial, null)]
    public void A_transfer_is_changed_where_the_lever_says_so(Lever lever, int entering, PlacementType held, PlacementType wanted, PlacementType? instead)
    {
        var transfer = new PhaseTransfer(entering, held, wanted, Elicited.Known("transfer", 1));
        var moves = Replicate(With(lever, 1) with { Placements = Small.Placements with { Transfers = [transfer] } }).Moves;

        var asked = moves.AtTransfer(new(entering), held, September, Luck, mayConvert: true);
        var changedBefore = moves.AtTransfer(new(entering), held, September, Luck, mayConvert: false);

        Assert.Equal((instead ?? wanted, instead is not null), (asked.Type, asked.Converted));
        // One that another mitigation has changed within the year is left.
        Assert.Equal((wanted, false), (changedBefore.Type, changedBefore.Converted));
    }

    [Theory]
    [InlineData(Lever.KeepNewPlansInMainstream, PlacementType.StateSpecial, PlacementType.Mainstream)]
    [InlineData(Lever.KeepNewPlansInMainstream, PlacementType.IndependentSpecial, PlacementType.Mainstream)]
    [InlineData(Lever.KeepNewPlansInMainstream, PlacementType.ResourcedProvision, null)]
    [InlineData(Lever.StateInsteadOfIndependent, PlacementType.IndependentSpecial, PlacementType.StateSpecial)]
    [InlineData(Lever.StateInsteadOfIndependent, PlacementType.StateSpecial, null)]
    public void A_first_placement_is_changed_where_the_lever_says_so(Lever lever, PlacementType wanted, PlacementType? instead)
    {
        var asked = Replicate(With(lever, 1)).Moves.AtFirst(new(3), wanted, September, Luck);

        Assert.Equal((instead ?? wanted, instead is not null), (asked.Type, asked.Converted));
    }

    [Fact]
    public void An_effect_touches_the_curriculum_years_that_it_names_and_no_others()
    {
        var levers = Replicate(With(Lever.FewerRequests, 0.25, from: 3, to: 6)).Levers;

        Assert.Equal([0, 0.25, 0.25, 0], new[] { 2, 3, 6, 7 }.Select(year => levers.Share(Lever.FewerRequests, September, year)));
    }

    [Fact]
    public void Two_halves_of_the_same_children_are_three_quarters_of_them()
    {
        var two = Small with
        {
            Mitigations = [Of("M1", Lever.FewerRequests, 0.5), Of("M6", Lever.FewerRequests, 0.5)],
            Variants = [Small.Variants[0], new("planned", "Planned", ["M1", "M6"], false)],
        };

        Assert.Equal(0.75, Replicate(two).Levers.Share(Lever.FewerRequests, September, 3));
    }

    [Fact]
    public void A_mitigation_begins_no_earlier_than_the_one_that_it_needs_and_shares_its_luck()
    {
        var agreed = new Condition("agreed", "Somebody agrees", Elicited.Known("conditions.agreed.chance", 0.5));
        var needed = Of("M7", Lever.FewerRequests, 0.5) with { Start = Month.Of(2024, 4), Needs = MitigationNeeds.None with { Conditions = [agreed] } };
        var needing = Of("M1", Lever.FewerRequests, 0.5) with { Needs = new(["M7"], [], [agreed]) };
        var both = Small with { Mitigations = [needing, needed], Variants = [Small.Variants[0], new("planned", "Planned", ["M1", "M7"], false)] };

        var begun = new MitigationStarts(both, both.Variants[1], Parameters.Central, new(both, both.Variants[1], Parameters.Central)).All();

        // One condition, half a chance: not a half of a half.
        Assert.Equal(new Begun(Month.Of(2024, 4), 0.5), begun["M1"]);
        Assert.Equal(begun["M7"], begun["M1"]);
    }

    [Fact]
    public void Parents_requests_are_withdrawn_and_those_of_schools_and_others_are_not()
    {
        var run = Played.Out(With(Lever.FewerParentalRequests, 1), variant: "planned");
        long Sum(string variant, string measure) => Enumerable.Range(0, run.Layout.Months.Count).Sum(m => run.InMonth(variant, measure, m).Sum());

        Assert.True(Sum("unmitigated", MonthCodes.RequestsByParents) > 0);
        Assert.Equal(0, Sum("planned", MonthCodes.RequestsByParents));
        // A few more: whoever got no plan may be asked for again.
        foreach (var source in new[] { MonthCodes.RequestsBySchools, MonthCodes.RequestsByOthers })
        {
            Assert.InRange(Sum("planned", source) / (double)Sum("unmitigated", source), 1, 1.02);
        }
    }

    [Fact]
    public void Whom_the_lever_refuses_is_not_assessed()
    {
        var run = Played.Out(With(Lever.RefuseMoreToAssess, 1), variant: "planned");

        Assert.True(run.Total(MeasureCodes.Decided).Sum() > run.Total(MeasureCodes.RefusedToAssess).Sum());
        Assert.Equal(run.Total(MeasureCodes.Decided, "planned"), run.Total(MeasureCodes.RefusedToAssess, "planned"));
    }

    [Fact]
    public void For_whom_the_lever_issues_none_no_plan_begins()
    {
        var withoutAppeals = With(Lever.IssueFewer, 1);
        withoutAppeals = withoutAppeals with { Assessments = Small.Assessments with { AppealShare = Elicited.Known("assessments.appeals", 0) } };
        var run = Played.Out(withoutAppeals, variant: "planned");

        // What was being drafted on census day becomes final in the first year.
        Assert.True(run.Replicates("unmitigated", MeasureCodes.NewPlans, 1).Sum() > 0);
        Assert.All(run.Replicates("planned", MeasureCodes.NewPlans, 1), plans => Assert.Equal(0, plans));
    }

    [Fact]
    public void More_advice_leaves_a_shorter_queue()
    {
        var queue = With(Lever.MoreAdvice, 1);
        queue = queue with
        {
            Assessments = Small.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 1), Backlog = Elicited.Known("assessments.backlog", 40) },
        };
        var run = Played.Out(queue, variant: "planned");

        Assert.All(
            run.Replicates("unmitigated", MeasureCodes.OpenCases, 0).Zip(run.Replicates("planned", MeasureCodes.OpenCases, 0)),
            pair => Assert.True(pair.Second < pair.First, $"{pair.First} open cases became {pair.Second}."));
    }

    [Fact]
    public void More_reviews_are_a_share_more_of_those_that_can_be_done()
    {
        var (without, with) = (Replicate(With(Lever.MoreReviews, 0)), Replicate(With(Lever.MoreReviews, 0.5)));

        Assert.Equal(1.5 * without.Reviews(Small, September), with.Reviews(Small, September), 9);
        // Each finds less that is new.
        Assert.Equal(Chance.Below(without.BandChances(September).Up) / 1.5, Chance.Below(with.BandChances(September).Up), 8);
    }

    private static Scenario With(Lever lever, double strength, int from = -4, int to = 20) => Small with
    {
        Mitigations = [Of("M1", lever, strength, from, to)],
        Variants = [Small.Variants[0], new("planned", "Planned", ["M1"], false)],
    };

    // In force from the first month, at once.
    private static Mitigation Of(string code, Lever lever, double strength, int from = -4, int to = 20) =>
        new(code, code, Month.Of(2023, 1), 0, Elicited.Known(code + ".cost", 0), [new(lever, Elicited.Known($"{code}.{lever}", strength), from, to)]);

    private static Replicate Replicate(Scenario scenario) => WorldContext.Create(SmallScenario.Tables(scenario), "planned", 1, 0, 1).Replicates[0];
}
