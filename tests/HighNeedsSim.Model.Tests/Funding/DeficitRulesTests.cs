using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

/// <summary>National rules by date and the year's end, in the still world: spending £914,100 in 2023-24, block £700,000, opening deficit £1,000,000.</summary>
[Tier("SmallWorld")]
public class DeficitRulesTests
{
    private const decimal InYear = 214_100;

    private static readonly Scenario Still = HandWorkedTests.Make();

    [Fact]
    public void The_Stability_Grant_is_nine_tenths_of_the_eligible_deficit_on_its_day()
    {
        // On 31 March 2024 the deficit is £1,214,100. Of it 95 % is eligible, £1,153,395, and 90 % of that is paid in October 2024.
        var run = Run(WithGrant(Month.Of(2024, 3)), years: 2);

        Assert.Equal(0, Of(run, "granted", MeasureCodes.StabilityGrant, 0));
        Assert.Equal(103_805_550, Of(run, "granted", MeasureCodes.StabilityGrant, 1));
        var second = Of(run, "granted", MeasureCodes.InYear, 1);
        Assert.Equal(121_410_000 + second - 103_805_550, Of(run, "granted", MeasureCodes.Deficit, 1));
    }

    [Fact]
    public void Without_an_approved_plan_there_is_no_grant()
    {
        var run = Run(WithGrant(Month.Of(2024, 3)), years: 2);

        Assert.Equal(0, Of(run, "unmitigated", MeasureCodes.StabilityGrant, 1));
        Assert.Equal(
            Of(run, "granted", MeasureCodes.Deficit, 1) + 103_805_550,
            Of(run, "unmitigated", MeasureCodes.Deficit, 1));
    }

    [Fact]
    public void The_grant_may_be_measured_on_the_eve_of_the_first_year()
    {
        // £1,000,000 × 0.95 × 0.9.
        var run = Run(WithGrant(Month.Of(2023, 3)) with
        {
            DeficitRules = DeficitRules.None with { Grant = new(0.9, Month.Of(2023, 3), Month.Of(2023, 10), Elicited.Known("eligible", 0.95)) },
        });

        Assert.Equal(85_500_000, Of(run, "granted", MeasureCodes.StabilityGrant, 0));
    }

    [Fact]
    public void A_surplus_draws_no_grant()
    {
        var grant = new StabilityGrant(0.9, Month.Of(2024, 3), Month.Of(2024, 10), Elicited.Known("eligible", 1));

        Assert.Equal(Money.Zero, grant.For(Money.FromPounds(-1), 1));
        Assert.Equal(Money.FromPounds(90), grant.For(Money.FromPounds(100), 1));
    }

    [Fact]
    public void Carrying_the_deficit_costs_its_rate_on_the_mean_of_both_ends_and_stays_outside_the_block()
    {
        // From £1,000,000 to £1,214,100: 4 % of £1,107,050.
        var run = Run(WithCouncil(Still));

        Assert.Equal(Money.FromPounds(44_282).Pence, Of(run, "unmitigated", MeasureCodes.Financing, 0));
        Assert.Equal(Money.FromPounds(InYear).Pence, Of(run, "unmitigated", MeasureCodes.InYear, 0));
    }

    [Fact]
    public void The_deficit_is_held_against_reserves_every_year_and_beyond_the_override_only_after_its_end()
    {
        var rules = DeficitRules.None with { OverrideEnds = Month.Of(2025, 3) };
        var run = Run(WithCouncil(Still with { DeficitRules = rules }), years: 2);

        // Reserves of £1,200,000 cover all but £14,100 of the first deficit; the override ends with the second year.
        Assert.Equal(Money.FromPounds(14_100).Pence, Of(run, "unmitigated", MeasureCodes.AgainstReserves, 0));
        Assert.Equal(0, Of(run, "unmitigated", MeasureCodes.BeyondOverride, 0));
        Assert.Equal(Of(run, "unmitigated", MeasureCodes.Deficit, 1), Of(run, "unmitigated", MeasureCodes.BeyondOverride, 1));
    }

    [Fact]
    public void General_fund_costs_grow_with_their_price_and_their_driver()
    {
        // £10,000 at prices of 2022-23 and 10 % growth; 60 plans as on census day.
        var run = Run(WithCouncil(Still));

        Assert.Equal(Money.FromPounds(11_000).Pence, Of(run, "unmitigated", MeasureCodes.GeneralFund(GeneralFundLine.Casework), 0));
        Assert.Equal(0, Of(run, "unmitigated", MeasureCodes.GeneralFund(GeneralFundLine.Transport), 0));
    }

    [Theory]
    [InlineData(0.004, 1, 80_000, 0)]
    [InlineData(0.012, 0, 100_000, 0)]
    [InlineData(0.012, 1, 240_000, 140_000)]
    public void A_transfer_passes_half_a_per_cent_only_with_the_Secretary_of_State(double asked, double chance, decimal transferred, decimal above)
    {
        // The schools block of the small authority is £20m.
        var run = Run(Still with
        {
            DeficitRules = DeficitRules.None with { TransferLimit = new([(Month.Of(2018, 4), 0.005)]) },
            Income = Still.Income with { AboveLimit = Elicited.Known("above", chance) },
            Mitigations =
            [
                new("M11", "Money", Month.Of(2023, 4), 0, Elicited.Known("m11.cost", 0),
                    [new(Lever.SchoolsBlockTransfer, Elicited.Known("m11.share", asked), -4, 20)]),
            ],
            Variants = [new("unmitigated", "Unmitigated", [], false), new("granted", "Transfer", ["M11"], false)],
        });

        Assert.Equal(Money.FromPounds(transferred).Pence, Of(run, "granted", MeasureCodes.Transfer, 0));
        Assert.Equal(Money.FromPounds(above).Pence, Of(run, "granted", MeasureCodes.TransferAboveLimit, 0));
    }

    [Fact]
    public void Places_of_academies_are_in_the_budget_and_not_in_the_outturn()
    {
        // The special school is an academy: 25 × £10,000 is paid by DfE; the maintained unit is not.
        var run = Run(Still);

        Assert.Equal(Money.FromPounds(250_000).Pence, Of(run, "unmitigated", MeasureCodes.RecoupedPlaces, 0));
    }

    private static Scenario WithGrant(Month deficitOf) => Still with
    {
        DeficitRules = DeficitRules.None with { Grant = new(0.9, deficitOf, Month.Of(2024, 10), Elicited.Known("eligible", 0.95)) },
        Variants = [new("unmitigated", "Unmitigated", [], false), new("granted", "Granted", [], false) { ReformPlanApproved = true }],
    };

    private static Scenario WithCouncil(Scenario scenario) => scenario with
    {
        Council = new(
            Elicited.Known("reserves", 1_200_000),
            [(new(2020), Elicited.Known("rate.2020", 0.1)), (new(2023), Elicited.Known("rate.2023", 0.04))],
            new(2022),
            [new(GeneralFundLine.Casework, Elicited.Known("casework", 10_000), ServiceDriver.Plans, Elicited.Known("casework.growth", 0.1))]),
    };

    private static RunResult Run(Scenario scenario, int years = 1)
    {
        var played = scenario with { Timetable = scenario.Timetable with { Years = years } };
        return ReferenceLoopTests.Run(played, new(1, 1, [.. played.Variants.Select(v => v.Id).Where(v => v is "unmitigated" or "granted")]), 1);
    }

    private static long Of(RunResult run, string variant, string measure, int year) => run.Replicates(variant, measure, year)[0];
}
