using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

/// <summary>Top-ups by the day, worked out by hand: the still world's special school, 20 on roll of band 1 to 4 at £12,360 a year, £1,030 a month.</summary>
[Tier("SmallWorld")]
public class TopUpByDayTests
{
    private static readonly Scenario Still = HandWorkedTests.Make();
    private static readonly WorldContext World = WorldContext.Create(SmallScenario.Tables(Still), "unmitigated", 1, 0, 1);
    private static readonly int Special = Array.FindIndex([.. Still.Providers], p => p.Id == "special");
    private static readonly int Districts = World.Tables.Districts;
    private static readonly Month April = Month.Of(2023, 4);

    [Fact]
    public void A_month_without_changes_costs_a_twelfth_for_everyone() =>
        Assert.Equal(20 * 1_030_00, Claim(April, []));

    [Fact]
    public void Who_leaves_after_ten_days_of_April_is_paid_for_ten_of_thirty()
    {
        var leaves = Leaver(days: 10);

        // 19 × £1,030 + £1,030 × 10 / 30 = £19,570 + £343.33.
        Assert.Equal(19_570_00 + 343_33, Claim(April, [leaves]));
    }

    [Fact]
    public void Who_leaves_on_the_first_is_not_paid_for() =>
        Assert.Equal(19 * 1_030_00, Claim(April, [Leaver(days: 0)]));

    [Fact]
    public void Who_comes_is_paid_for_from_the_day_drawn_for_the_child_and_month()
    {
        const uint Child = 4_711;
        var before = ChangeDay.Of(World.Replicates[0].Draws, Child, April);
        var school = new ProviderState(World, Special);

        Assert.Equal([1], school.Admit(April, [], [new(0, 0, 1, ApplicationPriority.New, Child)]));
        var claim = school.Close(April, []).TopUp.Sum();

        // 20 × £1,030 and £1,030 × the days from then on, of thirty; each district's claim is cut to the penny.
        Assert.InRange(before, 1, 29);
        Assert.InRange(claim - (20 * 1_030_00) - (1_030_00m * (30 - before) / 30), -1, 1);
        Assert.Equal(21 * 1_030_00, school.Close(Month.Of(2023, 5), []).TopUp.Sum());
    }

    [Fact]
    public void Who_enters_a_phase_is_paid_for_the_whole_of_September()
    {
        var school = new ProviderState(World, Special);

        school.Admit(Month.Of(2023, 9), [], [new(0, 0, 1, ApplicationPriority.Transfer, 4_711)]);

        Assert.Equal(21 * 1_030_00, school.Close(Month.Of(2023, 9), []).TopUp.Sum());
    }

    [Theory]
    [InlineData(1, 7_000, 10_000)]
    [InlineData(2, 10_000, 7_000)]
    public void A_change_of_band_splits_the_month_on_its_day(byte to, double one, double two)
    {
        // Everybody begins in band 1 or 2; one of the other band changes after 12 of 30 days. Prices as given, no uplift.
        var from = (byte)(3 - to);
        var scenario = Still with
        {
            Funding = Still.Funding with
            {
                TopUps = [.. Still.Funding.TopUps.Where(t => t.Type != PlacementType.StateSpecial),
                    .. Enumerable.Range(1, 4).Select(b => new TopUpRate(PlacementType.StateSpecial, b, Elicited.Known($"special.{b}", b == 2 ? two : one)))],
                Uplifts = [new("all", PlacementTypes.All, Elicited.Known("uplift", 0))],
            },
        };
        var world = WorldContext.Create(SmallScenario.Tables(scenario), "unmitigated", 1, 0, 1);
        var still = new ProviderState(world, Special).Close(April, []).TopUp.Sum();
        var who = new SeatChange(0, Home(from), from, to, 12);

        var (before, after) = from == 1 ? (one, two) : (two, one);
        // A twelfth of the year's difference, for 18 of the 30 days.
        var more = (decimal)(after - before) * 100 / 12 * 18 / 30;
        Assert.InRange(new ProviderState(world, Special).Close(April, [who]).TopUp.Sum() - still - more, -1, 1);
    }

    [Theory]
    [InlineData(2023, 4, 30)]
    [InlineData(2024, 2, 29)]
    [InlineData(2023, 12, 31)]
    public void Any_day_of_a_month_is_as_likely_as_another(int year, int of, int days)
    {
        var month = Month.Of(year, of);
        var counts = new int[days];
        for (var child = 0u; child < 30_000; child++)
        {
            counts[ChangeDay.Of(World.Replicates[0].Draws, child, month)]++;
        }

        // χ² with days − 1 degrees of freedom: beyond 75 by chance less often than once in ten thousand.
        var expected = 30_000.0 / days;
        Assert.InRange(counts.Sum(c => (c - expected) * (c - expected) / expected), 0, 75);
    }

    [Fact]
    public void Twelve_months_of_whole_attendance_are_the_year_to_the_penny_by_the_day_too()
    {
        var months = Enumerable.Range(0, 12).Select(n => April + n);

        Assert.Equal(1_234_567_89, months.Sum(m => Monthly.PartByDay(1_234_567_89L * m.Days, m)));
        Assert.All(months, m => Assert.Equal(Monthly.Part(1_234_567_89L, m), Monthly.PartByDay(1_234_567_89L * m.Days, m)));
    }

    private static long Claim(Month month, SeatChange[] changes) => new ProviderState(World, Special).Close(month, changes).TopUp.Sum();

    private static SeatChange Leaver(byte days)
    {
        var plan = World.Tables.Opening.First(p => p.Provider == Special);
        return new(0, (byte)plan.District, (byte)plan.Band, 0, days);
    }

    private static byte Home(int band) => (byte)World.Tables.Opening.First(p => p.Provider == Special && p.Band == band).District;
}
