using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

[Tier("SmallWorld")]
public class InterimTuitionTests
{
    [Fact]
    public void Who_waits_for_a_place_at_the_end_of_a_month_has_a_twelfth_of_the_years_tuition()
    {
        // £9,600 at prices of 2022-23, 3 % more a year later: £9,888, £824 a month. Three wait in April and May, one in June, nobody after.
        var still = HandWorkedTests.Make();
        var scenario = still with { Funding = still.Funding with { InterimTuition = Elicited.Known("tuition", 9_600), Services = [] } };
        var accounts = new AuthorityAccounts(WorldContext.Create(SmallScenario.Tables(scenario), "unmitigated", 1, 0, 1), 0);
        var layout = ResultLayout.Of(scenario);
        for (var n = 0; n < 12; n++)
        {
            accounts.Post(Month.Of(2023, 4) + n, Waiting(scenario, n < 2 ? 3 : n == 2 ? 1 : 0));
        }

        var values = new long[layout.Measures.Count];
        accounts.CloseYear(new(2023), values);

        Assert.Equal(Money.FromPounds(7 * 824).Pence, values[layout.IndexOf(MeasureCodes.Line(Section251Line.AlternativeProvisionServices))]);
        Assert.Equal(Money.FromPounds(7 * 824).Pence, values[layout.IndexOf(MeasureCodes.Spend)]);
    }

    private static AuthorityMonth Waiting(Scenario scenario, int children)
    {
        var districts = scenario.Districts.Count;
        int[] waiting = [children, .. new int[districts - 1]];
        return new(
            [.. Enumerable.Range(0, districts).Select(_ => new int[DistrictCount.Length])],
            [.. Enumerable.Range(0, districts).Select(_ => Array.Empty<int>())],
            [.. scenario.Providers.Select(p => new ProviderClaim(new long[districts], p.PlaceFunding == PlaceFundingRule.None ? [] : new long[districts], new int[districts]))],
            waiting,
            [0],
            [0],
            [0]);
    }
}
