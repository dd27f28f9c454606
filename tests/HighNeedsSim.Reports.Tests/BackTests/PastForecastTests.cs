using HighNeedsSim.Reports.BackTests;

namespace HighNeedsSim.Reports.Tests.BackTests;

[Tier("Fact")]
public class PastForecastTests
{
    [Fact]
    public void Kents_past_forecasts_are_kept_with_their_source()
    {
        var kent = PastForecasts.Of("E10000016")!;

        Assert.Equal("Kent", kent.Authority);
        Assert.Contains("Department for Education", kent.Source, StringComparison.Ordinal);
        // Published in the releases of 2024 and 2025: 19,407 and 20,635 plans.
        Assert.Equal([19407, 20635], kent.Forecasts.Where(forecast => forecast.Origin.Value == 2023).Select(forecast => forecast.Published));
        Assert.All(kent.Coverage, coverage => Assert.InRange(coverage.Share, 0, 1));
    }

    [Fact]
    public void Of_an_authority_without_any_there_are_none() => Assert.Null(PastForecasts.Of("E09000001"));

    [Theory]
    [InlineData(100, "inside")]
    [InlineData(79, "below")]
    [InlineData(121, "above")]
    public void A_forecast_says_where_what_was_published_lay(int published, string where) =>
        Assert.Contains(
            $"{published} were published, {where} the range.",
            PastForecasts.Sentence(new(new(2023), new(2024), published, 80, 100, 120)), StringComparison.Ordinal);

    [Fact]
    public void A_run_is_compared_with_every_january_published_since_its_base()
    {
        var compared = PastForecasts.SincePublished(Synthetic.Run(), "planned");

        Assert.Equal([2024, 2025], compared.Select(forecast => forecast.January.Value));
        Assert.Equal([19407, 20635], compared.Select(forecast => forecast.Published));
        Assert.All(compared, forecast => Assert.Equal(2023, forecast.Origin.Value));
    }
}
