using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Population;
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
    public void Who_waits_for_a_place_at_school_age_at_the_end_of_a_month_has_a_twelfth_of_the_years_tuition()
    {
        // £9,600 at prices of 2022-23, 3 % more a year later: £9,888, £824 a month. Three of school age wait in April and May, one in June, nobody after;
        // and two beside them who are younger or older.
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

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(11, true)]
    [InlineData(12, false)]
    public void Tuition_is_due_from_Reception_to_Year_11(int year, bool due) => Assert.Equal(due, InterimTuition.IsDueIn(new(year)));

    [Fact]
    public void Nobody_is_taught_meanwhile_where_only_children_before_Reception_wait()
    {
        // New plans are all of the youngest and all for a special school without a place: they wait, and cost nothing until they are of age.
        var small = SmallScenario.Make();
        double[] ages = [.. Enumerable.Range(0, OpeningStock.Ages).Select(age => age == 0 ? 1.0 : 0)];
        var waiting = small with
        {
            Timetable = small.Timetable with { Years = 1 },
            OpeningStock = small.OpeningStock with { ByPlacement = [.. small.OpeningStock.ByPlacement.Select((plans, type) => type == (int)PlacementType.Mainstream ? plans + small.OpeningStock.ByPlacement[(int)PlacementType.Awaiting] : type == (int)PlacementType.Awaiting ? 0 : plans)] },
            Requests = small.Requests with { ByAge = ages, MovesIn = Elicited.Known("moves", 0) },
            Assessments = small.Assessments with { AdviceCapacity = Elicited.Known("capacity", 50) },
            Reviews = small.Reviews with { Moves = [] },
            Placements = small.Placements with
            {
                NewPlans = [.. Enumerable.Range(0, OpeningStock.Ages).Select(_ => PlacementTypes.All.Select(t => t == PlacementType.StateSpecial ? 1.0 : 0).ToArray())],
                Transfers = [],
                Overflow = [new(PlacementType.StateSpecial, PlacementType.Awaiting, 1)],
            },
        };
        var run = Played.Out(waiting);

        Assert.True(run.ByMonth(MonthCodes.Waiting)[^1] > 0);
        Assert.Equal(0, run.Total(MeasureCodes.Line(Section251Line.AlternativeProvisionServices)).Sum() - run.Total(MeasureCodes.TopUpsOf(PlacementType.OtherArrangements)).Sum());
    }

    private static AuthorityMonth Waiting(Scenario scenario, int children)
    {
        var districts = scenario.Districts.Count;
        int[] waiting = [children + 2, .. new int[districts - 1]];
        int[] tutored = [children, .. new int[districts - 1]];
        return new(
            [.. Enumerable.Range(0, districts).Select(_ => new int[DistrictCount.Length])],
            [.. Enumerable.Range(0, districts).Select(_ => Array.Empty<int>())],
            [.. scenario.Providers.Select(p => new ProviderClaim(new long[districts], p.PlaceFunding == PlaceFundingRule.None ? [] : new long[districts], new int[districts]))],
            waiting,
            tutored,
            [0],
            [0],
            [0]);
    }
}
