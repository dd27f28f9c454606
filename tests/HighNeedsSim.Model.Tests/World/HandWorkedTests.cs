using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

/// <summary>A world in which nothing is uncertain and nobody comes or goes, so that its money can be worked out by hand.</summary>
[Tier("SmallWorld")]
public class HandWorkedTests
{
    // 30 in mainstream, 20 in a special school of 25 places, 10 in a unit of 12 places, all aged 5 to 8 on census day.
    private static readonly Scenario Still = Make();

    [Fact]
    public void A_still_world_keeps_its_children_where_they_are()
    {
        var run = Run(Still);

        Assert.Equal([60L], run.Replicates("unmitigated", MeasureCodes.Plans, 0));
        Assert.Equal([30L], run.Replicates("unmitigated", MeasureCodes.Placement(PlacementType.Mainstream), 0));
        Assert.Equal([20L], run.Replicates("unmitigated", MeasureCodes.Placement(PlacementType.StateSpecial), 0));
        Assert.Equal([10L], run.Replicates("unmitigated", MeasureCodes.Placement(PlacementType.ResourcedProvision), 0));
        Assert.Equal([0L], run.Replicates("unmitigated", MeasureCodes.NewPlans, 0));
        Assert.Equal([0L], run.Replicates("unmitigated", MeasureCodes.Ceased, 0));
    }

    [Fact]
    public void Places_are_funded_filled_or_not()
    {
        // 25 × £10,000 in the special school; 10 filled × £6,000 + 2 empty × £10,000 in the unit.
        AssertPounds(250_000 + 60_000 + 20_000, MeasureCodes.Line(Section251Line.PlaceFunding));
    }

    [Fact]
    public void Top_ups_follow_the_children_with_the_years_uplift()
    {
        // 3 % above the prices of 2022-23: 30 × £5,150 + 10 × £8,240 maintained; 20 × £12,360 academy.
        AssertPounds(154_500 + 82_400, MeasureCodes.Line(Section251Line.TopUpMaintained));
        AssertPounds(247_200, MeasureCodes.Line(Section251Line.TopUpAcademies));
    }

    [Fact]
    public void The_year_ends_with_opening_deficit_plus_spending_less_income()
    {
        const decimal Spend = 330_000 + 236_900 + 247_200 + 100_000;

        AssertPounds(Spend, MeasureCodes.Spend);
        AssertPounds(Spend - 700_000, MeasureCodes.InYear);
        AssertPounds(1_000_000 + Spend - 700_000, MeasureCodes.Deficit);
    }

    [Fact]
    public void A_place_that_opens_in_September_costs_seven_twelfths_of_its_first_year()
    {
        var opened = With(Still, "special", p => p with { Openings = [new(Month.Of(2023, 9), 6, Elicited.Known("slip", 0), null)] });

        var run = Run(opened);

        // 6 × £10,000 × 7/12 = £35,000 more than 25 places alone.
        Assert.Equal([Money.FromPounds(330_000 + 35_000).Pence], run.Replicates("unmitigated", MeasureCodes.Line(Section251Line.PlaceFunding), 0));
    }

    [Fact]
    public void Places_that_grow_with_the_academic_year_are_split_five_to_seven_and_those_of_colleges_four_to_eight()
    {
        // A tenth more each year, from 25 and from 60 places: 25 until August and 27.5, rounded to 28, from September; 60 until July and 66 from August.
        var growing = With(Still, "special", p => p with { PlacesGrowth = Elicited.Known("growth", 0.1) });
        growing = growing with
        {
            Providers =
            [
                .. growing.Providers,
                SmallScenario.Make().Providers.First(p => p.Id == "college") with { PlacesGrowth = Elicited.Known("college.growth", 0.1) },
            ],
            Funding = growing.Funding with { TopUps = [.. growing.Funding.TopUps, .. Bands(PlacementType.FurtherEducation, 4_000)] },
        };

        var places = Run(growing).Replicates("unmitigated", MeasureCodes.Line(Section251Line.PlaceFunding), 0)[0];

        const decimal Special = (10_000m * 25 * 5 / 12) + (10_000m * 28 * 7 / 12);
        const decimal College = (6_000m * 60 * 4 / 12) + (6_000m * 66 * 8 / 12);
        Assert.InRange(places - Money.FromPounds(Special + College + 80_000).Pence, -2, 2);
    }

    [Theory]
    [InlineData(0, 12_000)]
    [InlineData(0.03, 12_660)]
    public void A_special_school_is_guaranteed_the_growth_of_place_and_top_up_together(double floor, decimal topUp)
    {
        // Rates fall by a tenth; £10,000 and £12,000 may not: 3 % of £22,000 is £660, all of it on the top-up.
        var falling = Still with
        {
            Funding = Still.Funding with
            {
                Uplifts = [new("all", PlacementTypes.All, Elicited.Known("uplift", -0.1))],
                SpecialSchoolFloor = new([(Month.Of(2020, 4), floor)]),
            },
        };

        // 20 in the special school; mainstream and unit, which no guarantee covers, fall.
        Assert.Equal([Money.FromPounds(20 * topUp).Pence], Run(falling).Replicates("unmitigated", MeasureCodes.Line(Section251Line.TopUpAcademies), 0));
        Assert.Equal(
            [Money.FromPounds((30 * 4_500) + (10 * 7_200)).Pence], Run(falling).Replicates("unmitigated", MeasureCodes.Line(Section251Line.TopUpMaintained), 0));
    }

    [Fact]
    public void Districts_spend_what_the_authority_spends()
    {
        var run = Run(Still);

        var districts = Still.Districts.Sum(d => run.Replicates("unmitigated", MeasureCodes.DistrictSpend(d), 0)[0]);
        Assert.Equal(run.Replicates("unmitigated", MeasureCodes.Spend, 0)[0], districts);
    }

    [Fact]
    public void Doubling_every_price_doubles_the_spending_to_the_penny()
    {
        var funding = Still.Funding;
        DatedAmounts Twice(DatedAmounts a) => new([.. a.Values.Select(v => (v.From, v.Amount + v.Amount))]);
        Elicited TwiceKnown(Elicited e) => Elicited.Known(e.Id, e.Central * 2);
        var dear = Still with
        {
            Funding = funding with
            {
                PlaceRates = new(Twice(funding.PlaceRates.Commissioned), Twice(funding.PlaceRates.UnitFilled), Twice(funding.PlaceRates.UnitEmpty), Twice(funding.PlaceRates.Element2)),
                TopUps = [.. funding.TopUps.Select(t => t with { Pounds = TwiceKnown(t.Pounds) })],
                Services = [.. funding.Services.Select(s => s with { Pounds = TwiceKnown(s.Pounds) })],
                InterimTuition = TwiceKnown(funding.InterimTuition),
            },
        };

        Assert.Equal(2 * Run(Still).Replicates("unmitigated", MeasureCodes.Spend, 0)[0], Run(dear).Replicates("unmitigated", MeasureCodes.Spend, 0)[0]);
    }

    [Fact]
    public void Children_lost_from_a_roll_stop_the_run()
    {
        var world = WorldContext.Create(SmallScenario.Tables(Still), "unmitigated", 1, 0, 1);
        var special = new ProviderState(world, Array.FindIndex([.. Still.Providers], p => p.Id == "special"));
        var gone = Enumerable.Repeat(new SeatChange(0, 0, 1, 0, 0), 100).ToArray();

        var breach = Assert.Throws<InvariantException>(() => special.Close(Still.Timetable.Start, gone));

        Assert.Contains("special lost a child", breach.Message, StringComparison.Ordinal);
        Assert.Contains("replicate 0, month 2023-02", breach.Message, StringComparison.Ordinal);
    }

    private static void AssertPounds(decimal pounds, string measure) =>
        Assert.Equal([Money.FromPounds(pounds).Pence], Run(Still).Replicates("unmitigated", measure, 0));

    private static RunResult Run(Scenario scenario) => ReferenceLoopTests.Run(scenario, new(1, 1, ["unmitigated"]), 1);

    private static Scenario With(Scenario scenario, string provider, Func<Provider, Provider> change) =>
        scenario with { Providers = [.. scenario.Providers.Select(p => p.Id == provider ? change(p) : p)] };

    internal static Scenario Make()
    {
        var small = SmallScenario.Make();
        var byPlacement = new int[PlacementTypes.Count];
        byPlacement[(int)PlacementType.Mainstream] = 30;
        byPlacement[(int)PlacementType.StateSpecial] = 20;
        byPlacement[(int)PlacementType.ResourcedProvision] = 10;
        Elicited None(string id) => Elicited.Known(id, 0);
        Elicited One(string id) => Elicited.Known(id, 1);
        var community = small.Providers[0] with { Id = "community", District = -1 };
        return small with
        {
            Timetable = small.Timetable with { Years = 1 },
            OpeningStock = small.OpeningStock with
            {
                ByPlacement = byPlacement,
                ByAgeGroup = [0, 60, 0, 0, 0],
                AgePattern = [.. Enumerable.Range(0, 26).Select(a => Enumerable.Repeat(a is >= 5 and <= 8 ? 1.0 : 0.0, PlacementTypes.Count).ToArray())],
            },
            Births = None("births"),
            Requests = small.Requests.Steady() with { InBaseYear = 0, MovesIn = None("moves") },
            Reviews = small.Reviews with { Capacity = None("capacity"), OverdueAtOpening = None("overdue"), Moves = [] },
            Cessations = small.Cessations with { InBaseYear = new int[CessationReasons.Count], Level = One("level") },
            Providers =
            [
                community,
                small.Providers.First(p => p.Id == "south-special") with { Id = "special", Places = 25, PlacesGrowth = None("places") },
                small.Providers.First(p => p.Id == "north-unit") with { Id = "unit", Places = 12 },
            ],
            Funding = small.Funding with
            {
                TopUps =
                [
                    .. Bands(PlacementType.Mainstream, 5_000), .. Bands(PlacementType.StateSpecial, 12_000), .. Bands(PlacementType.ResourcedProvision, 8_000),
                ],
                Uplifts = [new("all", PlacementTypes.All, Elicited.Known("uplift", 0.03))],
                Services = [new(Section251Line.SenSupportServices, "Support", Elicited.Known("support", 100_000), ServiceDriver.None, None("support.growth"))],
            },
            Income = small.Income with
            {
                Known = [(new(2023), Money.FromPounds(700_000))],
                OpeningDeficit = Elicited.Known("opening", 1_000_000),
            },
        };
    }

    private static IEnumerable<TopUpRate> Bands(PlacementType type, double pounds) =>
        Enumerable.Range(1, OpeningStock.Bands).Select(b => new TopUpRate(type, b, Elicited.Known($"{type}.{b}", pounds)));
}
