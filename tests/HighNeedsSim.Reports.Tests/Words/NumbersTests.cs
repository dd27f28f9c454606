using CsCheck;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tests.Words;

public class NumbersTests
{
    [Theory, Tier("Fact")]
    [InlineData(19_080_000_000, "£190.8m")]
    [InlineData(119_084_999_999, "£1,190.8m")]
    [InlineData(-320_000_000, "\u2212£3.2m")]
    [InlineData(5_000_000, "£0.1m")]
    [InlineData(4_999_999, "£0.0m")]
    [InlineData(-4_999_999, "£0.0m")]
    [InlineData(0, "£0.0m")]
    public void Money_is_millions_of_pounds_with_one_decimal(long pence, string written)
    {
        Assert.Equal(written, Numbers.PoundsM(pence));
        Assert.Equal(written.Replace("£", "", StringComparison.Ordinal).TrimEnd('m'), Numbers.Millions(pence));
        Assert.Equal(written.TrimEnd('m') + " million", Numbers.PoundsMillion(pence));
    }

    [Theory, Tier("Fact")]
    [InlineData(18931, "18,931")]
    [InlineData(18931.5, "18,932")]
    [InlineData(-12.4, "\u221212")]
    public void People_are_whole(double count, string written) => Assert.Equal(written, Numbers.Count(count));

    [Fact, Tier("Fact")]
    public void A_share_is_a_percentage_with_one_decimal() => Assert.Equal("12.3%", Numbers.Share(0.1234));

    [Fact, Tier("Property")]
    public void Money_read_back_is_within_half_of_the_last_digit() =>
        Gen.Long[-100_000_000_000_000, 100_000_000_000_000].Sample(pence =>
        {
            var text = Numbers.Millions(pence).Replace(Numbers.Minus, '-').Replace(",", "", StringComparison.Ordinal);

            Assert.True(Math.Abs((decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * 100_000_000) - pence) <= 5_000_000);
        });

    [Fact, Tier("Property")]
    public void A_year_is_written_in_three_forms() =>
        Gen.Int[2000, 2098].Sample(starts =>
        {
            var year = new FinancialYear(starts);

            Assert.Equal($"{starts}-{(starts + 1) % 100:00}", year.ToString());
            Assert.Equal($"{starts} to {starts + 1}", Dates.Prose(year));
            Assert.Equal($"{starts}{(starts + 1) % 100:00}", Dates.TimePeriod(year));
            Assert.Equal($"31 March {starts + 1}", Dates.EndOf(year));
        });

    [Theory, Tier("Fact")]
    [InlineData(0, "in none of the 1,000 simulated futures")]
    [InlineData(4, "in fewer than 1 in 10 simulated futures")]
    [InlineData(296, "in about 3 in 10 simulated futures")]
    [InlineData(980, "in more than 9 in 10 simulated futures")]
    [InlineData(1000, "in all 1,000 simulated futures")]
    public void Chances_are_frequencies(int futures, string written) => Assert.Equal(written, Frequency.Of(futures, 1000));

    [Fact, Tier("Fact")]
    public void A_frequency_says_how_good_it_is() => Assert.Contains("about 4 in 100 either way", Frequency.MonteCarloError(1000), StringComparison.Ordinal);

    [Theory, Tier("Fact")]
    [InlineData(7, 20, "in 7 of the 20 simulated futures")]
    [InlineData(0, 20, "in none of the 20 simulated futures")]
    public void Of_few_futures_the_count_itself_is_told(int futures, int replicates, string written) => Assert.Equal(written, Frequency.Of(futures, replicates));

    // A range of £102.5m is a standard deviation of £40m: medians of 100, 10,000 and 4 futures have errors of £5m, £0.5m and £25m.
    [Theory, Tier("Fact")]
    [InlineData(100, "£613 million")]
    [InlineData(10_000, "£612.6 million")]
    [InlineData(4, "£610 million")]
    public void Digits_that_the_number_of_futures_does_not_support_are_not_shown(int replicates, string written) =>
        Assert.Equal(written, Numbers.Median(new(0, 0, 61_260_000_000, 10_250_000_000) { Replicates = replicates }, Numbers.PoundsMillion));

    [Theory, Tier("Fact")]
    [InlineData(26_298.4, 0, "26,298")]
    [InlineData(26_298.4, 0.99, "26,298")]
    [InlineData(26_298.4, 9.9, "26,298")]
    [InlineData(26_298.4, 10, "26,300")]
    [InlineData(26_298.4, 260, "26,300")]
    [InlineData(26_298.4, 1_000, "26,000")]
    [InlineData(-4, 30, "0")]
    [InlineData(-6, 30, "−10")]
    public void A_number_is_told_to_the_largest_power_of_ten_within_its_error(double count, double error, string written) =>
        Assert.Equal(written, Numbers.Count(count, error));

    [Theory, Tier("Fact")]
    [InlineData(0.1234, 0.0099, "12.3%")]
    [InlineData(0.1234, 0.01, "12%")]
    public void A_share_has_a_decimal_only_where_its_error_is_less_than_one_in_a_hundred(double share, double error, string written) =>
        Assert.Equal(written, Numbers.Share(share, error));

    // The middle 8 in 10 of a normal distribution with a standard deviation of 40.
    [Fact, Tier("Theory")]
    public void Errors_of_mean_and_median_are_those_of_a_normal_distribution()
    {
        var summary = new Model.Results.Summary(0, -51.26, 0, 51.26) { Replicates = 400 };

        Assert.Equal(40.0 / 20, summary.MeanError, 2);
        Assert.Equal(Math.Sqrt(Math.PI / 2) * 40 / 20, summary.MedianError, 2);
    }

    [Fact, Tier("Fact")]
    public void What_owes_nothing_to_chance_is_told_to_its_unit() =>
        Assert.Equal("£613.0m", Numbers.Median(new(0, 0, 61_300_000_000, 90_000_000_000), Numbers.PoundsM));
}
