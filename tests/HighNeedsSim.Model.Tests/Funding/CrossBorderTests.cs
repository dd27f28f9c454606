using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

/// <summary>Children who go to school across the border, in the still world: place funding £330,000, block £700,000.</summary>
[Tier("SmallWorld")]
public class CrossBorderTests
{
    private static readonly Scenario Still = HandWorkedTests.Make();
    private static readonly DatedAmounts Rate = new([(Month.Of(2018, 4), Money.FromPounds(6_000))]);

    [Fact]
    public void Places_that_others_children_hold_cost_their_rate_and_are_nobodys_top_up()
    {
        var run = Run(Still with { CrossBorder = new([], Elicited.Known("imported", 7), Rate) }, 1);

        // 7 × £10,000 beside the £330,000 of own places.
        AssertPounds(330_000 + 70_000, run, MeasureCodes.Line(Section251Line.PlaceFunding), 0);
        AssertPounds(247_200, run, MeasureCodes.Line(Section251Line.TopUpAcademies), 0);
        AssertPounds(250_000, run, MeasureCodes.PlacesOf(PlacementType.StateSpecial), 0);
    }

    [Fact]
    public void The_block_loses_the_rate_for_each_child_more_that_is_sent_out_than_when_it_was_last_published()
    {
        // The special school lies outside and funds its own places. Of its 20 children 11 and 9 sit in two schools; none moves, so nothing changes.
        var outside = Still with
        {
            Providers = [.. Still.Providers.Select(p => p.Id == "special" ? p with { PlaceFunding = PlaceFundingRule.None } : p)],
            CrossBorder = new([1], Elicited.Known("imported", 0), Rate),
        };
        var still = Run(outside, 3);
        AssertPounds(0, still, MeasureCodes.ImportExport, 0);
        AssertPounds(0, still, MeasureCodes.ImportExport, 1);

        // All ten of the unit are moved out in September 2023 by a phase transfer: ten more in January 2024, who count from April 2024.
        var accounts = new AuthorityAccounts(WorldContext.Create(SmallScenario.Tables(outside with { Timetable = Still.Timetable with { Years = 2 } }), "unmitigated", 1, 0, 1), 0);
        var layout = ResultLayout.Of(outside with { Timetable = Still.Timetable with { Years = 2 } });
        long[][] years = [new long[layout.Measures.Count], new long[layout.Measures.Count]];
        for (var n = 0; n < 24; n++)
        {
            accounts.Post(Month.Of(2023, 4) + n, Empty(outside, exported: n < 5 ? 20 : 30));
            if (n % 12 == 11)
            {
                accounts.CloseYear(new FinancialYear(2023) + (n / 12), years[n / 12]);
            }
        }

        Assert.Equal(0, years[0][layout.IndexOf(MeasureCodes.ImportExport)]);
        Assert.Equal(Money.FromPounds(-10 * 6_000).Pence, years[1][layout.IndexOf(MeasureCodes.ImportExport)]);
        // The block of 2024-25 without it is 2023-24's, grown.
        Assert.Equal(
            Run(Still, 2).Replicates("unmitigated", MeasureCodes.BlockIncome, 1)[0] - Money.FromPounds(60_000).Pence,
            years[1][layout.IndexOf(MeasureCodes.BlockIncome)]);
    }

    private static AuthorityMonth Empty(Scenario scenario, int exported)
    {
        var districts = scenario.Districts.Count;
        return new(
            [.. Enumerable.Range(0, districts).Select(_ => new int[DistrictCount.Length])],
            [.. Enumerable.Range(0, districts).Select(_ => Array.Empty<int>())],
            [.. scenario.Providers.Select(p => new ProviderClaim(new long[districts], p.PlaceFunding == PlaceFundingRule.None ? [] : new long[districts], new int[districts]))],
            new int[districts],
            new int[districts],
            [0],
            [0],
            [exported]);
    }

    private static void AssertPounds(decimal pounds, RunResult run, string measure, int year) =>
        Assert.Equal([Money.FromPounds(pounds).Pence], run.Replicates("unmitigated", measure, year));

    private static RunResult Run(Scenario scenario, int years) =>
        ReferenceLoopTests.Run(scenario with { Timetable = scenario.Timetable with { Years = years } }, new(1, 1, ["unmitigated"]), 1);
}
