using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Expected;

public class ChangeSharesTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    public static TheoryData<InputKind, Func<Scenario, Scenario>> Changes => new()
    {
        { InputKind.Data, s => s with { Requests = s.Requests with { InBaseYear = s.Requests.InBaseYear + 20 } } },
        { InputKind.Data, s => s with { Income = s.Income with { OpeningDeficit = Elicited.Known("income.opening-deficit", 3_500_000) } } },
        { InputKind.Data, s => s with { Districts = [.. s.Districts.Select(d => d with { Population = [.. d.Population.Select(n => n + 5)] })] } },
        { InputKind.Assumptions, s => s with { Requests = s.Requests with { Growth = SmallScenario.Uncertain("requests.growth", 0.1, 0.15, 0.2) } } },
        { InputKind.Assumptions, s => s with { Reviews = s.Reviews with { BandUp = Elicited.Known("reviews.band-up", 0.3) } } },
        { InputKind.Assumptions, s => s with { Mitigations = [.. s.Mitigations.Select(m => m with { Start = m.Start + 12 })] } },
        { InputKind.Prices, s => s with { Income = s.Income with { Growth = Elicited.Known("income.growth", 0.06) } } },
        { InputKind.Prices, s => s with { Mitigations = [.. s.Mitigations.Select(m => m with { AnnualCost = Elicited.Known(m.AnnualCost.Id, 90_000) })] } },
        { InputKind.Prices, s => s with { Funding = s.Funding with { TopUps = [.. s.Funding.TopUps.Select(t => t with { Pounds = Elicited.Known(t.Pounds.Id, t.Pounds.Central * 1.1) })] } } },
    };

    [Theory, Tier("Fact"), MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void A_change_of_one_kind_of_input_is_that_kinds_alone(InputKind kind, Func<Scenario, Scenario> change)
    {
        var last = ChangeShares.Of(Small, change(Small), "planned", OneByOne)[^1];

        Assert.NotEqual(last.Before, last.After);
        Assert.Equal(last.After - last.Before, last[kind]);
        Assert.All(Enum.GetValues<InputKind>().Where(other => other != kind), other => Assert.Equal(Money.Zero, last[other]));
    }

    [Fact, Tier("Fact")]
    public void Shares_of_a_change_of_everything_add_up_to_it_to_the_penny_in_every_year()
    {
        var after = Changes.Aggregate(Small, (scenario, change) => ((Func<Scenario, Scenario>)change[1])(scenario));

        var shares = ChangeShares.Of(Small, after, "safety-valve", OneByOne);

        Assert.Equal(WorldTables.Compile(Small).Layout.Years, shares.Select(share => share.Year));
        Assert.All(shares, share =>
        {
            Assert.Equal(share.After - share.Before, share.Shares.Aggregate(Money.Zero, (sum, part) => sum + part));
            Assert.All(share.Shares, part => Assert.NotEqual(Money.Zero, part));
        });
    }

    [Fact, Tier("Fact")]
    public void Runs_of_two_dates_are_compared_over_the_years_that_both_play_out()
    {
        var later = Later(Small);

        var shares = ChangeShares.Of(Small, later, "planned", OneByOne);

        Assert.Equal([new FinancialYear(2024), new(2025)], shares.Select(share => share.Year));
        Assert.All(shares, share => Assert.Equal(share.After - share.Before, share.Shares.Aggregate(Money.Zero, (sum, part) => sum + part)));
    }

    [Fact, Tier("Fact")]
    public void Prices_of_a_later_year_are_brought_back_to_an_earlier_census_with_their_own_growth()
    {
        var later = Later(Small) with { Funding = Small.Funding with { PriceYear = new(2024) } };

        var mixed = MixedInputs.Of(Small, Small, later).Funding;

        var growth = Small.Funding.Uplifts.Single(uplift => uplift.Types.Contains(mixed.TopUps[0].Type)).Growth.Central;
        Assert.Equal(new FinancialYear(2023), mixed.PriceYear);
        Assert.Equal(later.Funding.TopUps[0].Pounds.Central / (1 + growth), mixed.TopUps[0].Pounds.Central, 6);
    }

    [Fact, Tier("Fact")]
    public void A_scenario_mixed_with_itself_is_itself()
    {
        var mixed = MixedInputs.Of(Small, Small, Small);

        foreach (var variant in Small.Variants)
        {
            Assert.Equal(
                ExpectedPath.Run(WorldTables.Compile(Small), variant, Parameters.Central),
                ExpectedPath.Run(WorldTables.Compile(mixed), variant, Parameters.Central));
        }
    }

    private static Scenario Later(Scenario scenario) => scenario with
    {
        Timetable = scenario.Timetable with { Census = Month.Of(2024, 1), FirstYear = new(2024) },
    };

    private static void OneByOne(int count, Action<int> body)
    {
        for (var n = 0; n < count; n++)
        {
            body(n);
        }
    }
}
