using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Tests.BackTests;

[Tier("Fact")]
public class NaiveRivalTests
{
    private static readonly AuthorityHistory Own = History("201", (2020, 100), (2021, 120), (2022, 150));
    private static readonly AuthorityHistory England = History("", (2020, 1000), (2021, 1000), (2022, 1100));

    [Theory]
    [InlineData(NaiveRival.Flat, 150)]
    // 150.5 · (150.5 / 120.5)² − 0.5
    [InlineData(NaiveRival.LastGrowth, 234.266)]
    // Least squares through (−2, 100), (−1, 120), (0, 150): 123.333 + 25 · (2 + 1)
    [InlineData(NaiveRival.Linear, 198.333)]
    // 150.5 · (1100.5 / 1000.5)² − 0.5
    [InlineData(NaiveRival.England, 181.588)]
    public void Each_rival_says_what_its_name_says(NaiveRival rival, double plans) =>
        Assert.Equal(plans, NaiveRivals.Forecast(rival, Own, England, CensusMeasure.Total, new(2022), 2)!.Value, 3);

    [Theory]
    [InlineData(NaiveRival.Flat, true)]
    [InlineData(NaiveRival.LastGrowth, false)]
    [InlineData(NaiveRival.Linear, false)]
    [InlineData(NaiveRival.England, false)]
    public void A_rival_without_the_januaries_that_it_needs_says_nothing(NaiveRival rival, bool speaks)
    {
        var forecast = NaiveRivals.Forecast(rival, Own, England, CensusMeasure.Total, new(2020), 1);

        Assert.Equal(speaks, forecast is not null);
    }

    [Fact]
    public void A_falling_trend_ends_at_nothing()
    {
        var falling = History("202", (2021, 100), (2022, 20));

        Assert.Equal(0, NaiveRivals.Forecast(NaiveRival.Linear, falling, England, CensusMeasure.Total, new(2022), 3));
    }

    private static AuthorityHistory History(string code, params (int Year, int Plans)[] januaries) => new(
        code,
        code,
        januaries.ToDictionary(j => new CalendarYear(j.Year), j => new Caseload(j.Plans, new int?[CensusMeasures.Groups.Count])),
        new Dictionary<CalendarYear, YearOfFlows>());
}
