using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Properties;

/// <summary>Write the same world in another way and the same comes out; change it in a known way and what comes out changes in that way.</summary>
[Tier("Property")]
public class MetamorphicTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        var permuted = Small with
        {
            Reviews = Small.Reviews with { Moves = [.. Small.Reviews.Moves.Reverse()] },
            Placements = Small.Placements with
            {
                Transfers = [.. Small.Placements.Transfers.Reverse()],
                Overflow = [.. Small.Placements.Overflow.Reverse()],
            },
            Funding = Small.Funding with
            {
                TopUps = [.. Small.Funding.TopUps.Reverse()],
                Uplifts = [.. Small.Funding.Uplifts.Reverse()],
            },
            Mitigations = [.. Small.Mitigations.Reverse()],
        };

        Assert.Equal(Played.Out(Small, variant: "planned").Digest, Played.Out(permuted, variant: "planned").Digest);
    }

    [Fact]
    public void Doubling_every_top_up_doubles_what_is_paid_for_it_to_the_penny()
    {
        // No uplift, no market, and amounts a year of which any day of any month is worth whole pence (12 × 28 × 29 × 15 × 31 pence).
        const double WholeDays = 45_309.60;
        Scenario Paying(double factor) => Small with
        {
            Funding = Small.Funding with
            {
                TopUps = [.. Small.Funding.TopUps.Select(t => t with { Pounds = Elicited.Known(t.Pounds.Id, factor * WholeDays * t.Band) })],
                Uplifts = [.. Small.Funding.Uplifts.Select(u => u with { Growth = Elicited.Known(u.Growth.Id, 0) })],
                MarketElasticity = Elicited.Known("market.elasticity", 0),
            },
        };
        var (once, twice) = (Played.Out(Paying(1)), Played.Out(Paying(2)));
        foreach (var line in new[] { Section251Line.TopUpMaintained, Section251Line.TopUpAcademies, Section251Line.TopUpIndependent })
        {
            var code = MeasureCodes.Line(line);
            Assert.True(once.Total(code).Sum() > 0);
            Assert.Equal(once.Total(code).Select(pence => 2 * pence), twice.Total(code));
        }
    }

    [Fact]
    public void Where_nothing_can_happen_nothing_changes_but_ages()
    {
        var still = Small with
        {
            Requests = Small.Requests with { InBaseYear = 0, MovesIn = Elicited.Known("requests.moves-in", 0) },
            Cessations = new(
                [.. new int[CessationReasons.Count]], Small.Cessations.AgePattern, Small.Cessations.AgePatternStock, Elicited.Known("cessations.level", 1)),
            Reviews = Small.Reviews with
            {
                Moves = [],
                CeaseFrom16 = Elicited.Known("reviews.cease", 0),
                BandUp = Elicited.Known("reviews.band-up", 0),
                BandDown = Elicited.Known("reviews.band-down", 0),
            },
            Placements = Small.Placements with { Transfers = [.. Small.Placements.Transfers.Where(t => t.Share.IsKnown)] },
        };
        var run = Played.Out(still);

        // Without phase transfers out of special schools and without newcomers, only the calendar ends plans.
        Assert.All(run.Total(MeasureCodes.NewPlans), plans => Assert.Equal(0, plans));
        Assert.Equal(run.Total(MeasureCodes.CeasedBecause(CessationReason.MaximumAge)), run.Total(MeasureCodes.Ceased));
        var first = run.Layout.Months.ToList().FindIndex(month => month.OfYear == 9);
        for (var month = 0; month < first; month++)
        {
            Assert.All(run.InMonth("unmitigated", MonthCodes.Plans, month), plans => Assert.Equal(450, plans));
        }
    }

    [Fact]
    public void Splitting_a_district_preserves_the_totals()
    {
        var north = Small.Districts[0];
        int[] half = [.. north.Population.Select(people => people / 2)];
        var split = Small with
        {
            Districts = [north with { Population = half }, Small.Districts[1], north with { Code = "D3", Name = "North, the other half", Population = [.. north.Population.Zip(half, (all, part) => all - part)] }],
        };
        var (whole, parts) = (Expected(Small), Expected(split));
        foreach (var (code, within) in new[] { (MeasureCodes.Requests, 1e-3), (MeasureCodes.NewPlans, 5e-3), (MeasureCodes.Plans, 5e-3), (MeasureCodes.Spend, 5e-3) })
        {
            for (var year = 0; year < 3; year++)
            {
                Assert.InRange(parts(code, year) / (double)whole(code, year), 1 - within, 1 + within);
            }
        }

        // And the parts are the whole, to the person and the penny.
        foreach (var year in Enumerable.Range(0, 3))
        {
            Assert.Equal(split.Districts.Sum(d => parts(MeasureCodes.DistrictPlans(d), year)), parts(MeasureCodes.Plans, year), tolerance: 3.0);
            Assert.Equal(split.Districts.Sum(d => parts(MeasureCodes.DistrictSpend(d), year)), parts(MeasureCodes.Spend, year), tolerance: 3.0);
        }
    }

    [Fact]
    public void Two_authorities_that_share_nothing_are_the_sum_of_each_alone()
    {
        // No school that fills up, so that nobody stands in another's way: a county of two districts alike against one of one, twice.
        var open = Small with
        {
            Providers = [.. Small.Providers.Where(p => p.District != 1).Select(p => p with { District = -1, HasLimit = false, Openings = [] })],
            Assessments = Small.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 1000) },
            Reviews = Small.Reviews with { Capacity = Elicited.Known("reviews.capacity", 5000) },
            Funding = Small.Funding with { MarketElasticity = Elicited.Known("market.elasticity", 0) },
        };
        // Ten times as many, so that whole people hardly matter.
        var one = Times(10, open with { Districts = [Small.Districts[0] with { Population = [.. Small.Districts[0].Population.Select(people => 10 * people)] }] });
        var both = Times(2, one with { Districts = [one.Districts[0], one.Districts[0] with { Code = "D2", Name = "Its twin" }] });
        var (alone, merged) = (Expected(one), Expected(both));
        foreach (var code in new[] { MeasureCodes.Requests, MeasureCodes.NewPlans, MeasureCodes.Plans, MeasureCodes.Line(Section251Line.TopUpIndependent), MeasureCodes.Line(Section251Line.TopUpMaintained) })
        {
            for (var year = 0; year < 3; year++)
            {
                Assert.InRange(merged(code, year) / (2.0 * alone(code, year)), 0.99, 1.01);
            }
        }
    }

    // All that is counted for the authority as a whole.
    private static Scenario Times(int factor, Scenario scenario) => scenario with
    {
        Requests = scenario.Requests with
        {
            InBaseYear = factor * scenario.Requests.InBaseYear,
            MovesIn = scenario.Requests.MovesIn with
            {
                Low = factor * scenario.Requests.MovesIn.Low,
                Central = factor * scenario.Requests.MovesIn.Central,
                High = factor * scenario.Requests.MovesIn.High,
            },
        },
        Cessations = scenario.Cessations with { InBaseYear = [.. scenario.Cessations.InBaseYear.Select(plans => factor * plans)] },
        OpeningStock = scenario.OpeningStock with
        {
            ByPlacement = [.. scenario.OpeningStock.ByPlacement.Select(plans => factor * plans)],
            ByAgeGroup = [.. scenario.OpeningStock.ByAgeGroup.Select(plans => factor * plans)],
        },
    };

    private static Func<string, int, long> Expected(Scenario scenario)
    {
        var tables = SmallScenario.Tables(scenario);
        var path = ExpectedPath.Run(tables, scenario.Variants[0], Parameters.Central);
        return (code, year) => path[tables.Layout.At(year, tables.Layout.IndexOf(code))];
    }
}
