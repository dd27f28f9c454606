using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

/// <summary>What things cost from year to year, and what mitigations take off, in the still world.</summary>
[Tier("SmallWorld")]
public class PricesTests
{
    private static readonly Scenario Still = HandWorkedTests.Make();

    [Fact]
    public void A_rate_holds_from_the_month_of_its_date_and_the_first_before_it_too()
    {
        DatedAmounts amounts = new([(Month.Of(2020, 4), new(100)), (Month.Of(2024, 4), new(200))]);
        DatedShares shares = new([(Month.Of(2020, 4), 0.1), (Month.Of(2024, 4), 0.2)]);

        Assert.Equal([100L, 100L, 200L], new[] { Month.Of(2019, 1), Month.Of(2024, 3), Month.Of(2024, 4) }.Select(month => amounts.In(month).Pence));
        Assert.Equal([0.1, 0.1, 0.2], new[] { Month.Of(2019, 1), Month.Of(2024, 3), Month.Of(2024, 4) }.Select(shares.In));
    }

    /// <remarks>£10,000 at prices of 2022-23 that rise by 5 % a year: £10,500 and £11,025. Two points less: £10,300 and £10,609.</remarks>
    [Theory]
    [InlineData(Lever.LessTopUpUplift, PlacementType.StateSpecial, PlacementType.IndependentSpecial)]
    [InlineData(Lever.LessIndependentUplift, PlacementType.IndependentSpecial, PlacementType.StateSpecial)]
    [InlineData(Lever.LessIndependentUplift, PlacementType.SpecialistPost16, PlacementType.FurtherEducation)]
    [InlineData(Lever.LessIndependentUplift, PlacementType.IndependentMainstream, PlacementType.Mainstream)]
    public void Points_off_the_growth_of_one_kind_of_price_leave_the_others(Lever lever, PlacementType touched, PlacementType left)
    {
        var prices = Replicate(Mitigated(lever, 0.02) with
        {
            Funding = Still.Funding with
            {
                TopUps = [.. PlacementTypes.All.SelectMany(type => Enumerable.Range(1, OpeningStock.Bands)
                    .Select(band => new TopUpRate(type, band, Elicited.Known($"{type}.{band}", 10_000))))],
                Uplifts = [new("all", PlacementTypes.All, Elicited.Known("uplift", 0.05))],
            },
        }).Prices;

        Assert.Equal([10_300_00, 10_609_00], new[] { 2023, 2024 }.Select(year => prices.TopUp(touched, 2, new(year))));
        Assert.Equal([10_500_00, 11_025_00], new[] { 2023, 2024 }.Select(year => prices.TopUp(left, 2, new(year))));
    }

    [Fact]
    public void A_saving_on_services_is_a_share_of_what_they_cost()
    {
        // A quarter of £100,000.
        AssertPounds(75_000, Run(Mitigated(Lever.LessServiceCost, 0.25)), MeasureCodes.Line(Section251Line.SenSupportServices));
    }

    [Fact]
    public void What_a_mitigation_costs_grows_as_it_does()
    {
        // £12,000 a year, over twelve months: £1,000 × (1 + 2 + … + 12) / 12.
        var growing = Still with
        {
            Mitigations = [new("M1", "Inclusion", Month.Of(2023, 4), 12, Elicited.Known("m1.cost", 12_000), [new(Lever.FewerRequests, Elicited.Known("m1.requests", 0.1), -4, 20)])],
            Variants = [new("unmitigated", "Unmitigated", ["M1"], false)],
        };

        AssertPounds(6_500, Run(growing), MeasureCodes.Line(Section251Line.SupportForInclusion));
    }

    /// <remarks>
    /// The place rate falls from £10,000 to £9,000, and £10,000 + £12,000 may not: the top-up rises to £13,000 instead of £12,360. The year after it is
    /// £13,000 and 3 % more.
    /// </remarks>
    [Fact]
    public void Later_years_grow_from_what_the_guarantee_has_lifted()
    {
        var rates = Still.Funding.PlaceRates;
        var falling = Still with
        {
            Funding = Still.Funding with
            {
                PlaceRates = rates with { Commissioned = new([(Month.Of(2013, 4), Money.FromPounds(10_000)), (Month.Of(2023, 4), Money.FromPounds(9_000))]) },
                SpecialSchoolFloor = new([(Month.Of(2020, 4), 0)]),
            },
        };
        var prices = Replicate(falling).Prices;

        Assert.Equal([12_000_00, 13_000_00, 13_390_00], new[] { 2022, 2023, 2024 }.Select(year => prices.TopUp(PlacementType.StateSpecial, 1, new(year))));
    }

    /// <remarks>
    /// In every district as many of each age but none of two. Until August those who were two to eighteen a year before are seventeen ages; from September one
    /// of them is empty, as it is in the estimate that the cost is of: 5/12 of £100,000 × 17/16, and 7/12 of £100,000.
    /// </remarks>
    [Fact]
    public void A_service_for_residents_costs_as_many_as_there_are()
    {
        var driven = Still with
        {
            Districts = [.. Still.Districts.Select(d => d with { Population = [.. d.Population.Select((people, age) => age == 2 ? 0 : people)] })],
            Funding = Still.Funding with { Services = [Still.Funding.Services[0] with { Driver = ServiceDriver.Population }] },
        };
        var spent = Run(driven).Replicates("unmitigated", MeasureCodes.Line(Section251Line.SenSupportServices), 0)[0];

        Assert.InRange(spent - (100_000_00m * ((5 / 12m * 17 / 16) + (7 / 12m))), -2, 2);
    }

    /// <remarks>The reserves' rate is 4 % a year; a surplus at one end of the year is neither lent nor set against the deficit at the other.</remarks>
    [Theory]
    [InlineData(1_000, 3_000, 80)]
    [InlineData(1_000, -500, 20)]
    [InlineData(-1_000, 500, 10)]
    [InlineData(-1_000, -500, 0)]
    public void A_surplus_earns_nothing(decimal opening, decimal closing, decimal cost)
    {
        var council = Replicate(Still with
        {
            Council = new(Elicited.Known("reserves", 0), [(new(2020), Elicited.Known("rate.2020", 0.1)), (new(2023), Elicited.Known("rate.2023", 0.04))], new(2022), []),
        }).Council!;

        Assert.Equal(Money.FromPounds(cost), council.Financing(new(2023), Money.FromPounds(opening), Money.FromPounds(closing)));
    }

    private static Scenario Mitigated(Lever lever, double strength) => Still with
    {
        Mitigations = [new("M10", "Price", Month.Of(2023, 4), 0, Elicited.Known("m10.cost", 0), [new(lever, Elicited.Known("m10.strength", strength), -4, 20)])],
        Variants = [new("unmitigated", "Unmitigated", ["M10"], false)],
    };

    private static Replicate Replicate(Scenario scenario) => WorldContext.Create(
        SmallScenario.Tables(scenario with { Timetable = scenario.Timetable with { Years = 2 } }), "unmitigated", 1, 0, 1).Replicates[0];

    private static RunResult Run(Scenario scenario) => ReferenceLoopTests.Run(scenario, new(1, 1, ["unmitigated"]), 1);

    private static void AssertPounds(decimal pounds, RunResult run, string measure) =>
        Assert.Equal([Money.FromPounds(pounds).Pence], run.Replicates("unmitigated", measure, 0));
}
