using CsCheck;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Tests.Units;

public class YearTests
{
    [Fact, Tier("Fact")]
    public void Years_are_written_as_the_field_writes_them()
    {
        Assert.Equal("2023-24", new FinancialYear(2023).ToString());
        Assert.Equal("1999-00", new FinancialYear(1999).ToString());
        Assert.Equal("2023/24", new AcademicYear(2023).ToString());
        Assert.Equal("2024-09", Month.Of(2024, 9).ToString());
    }

    [Fact, Tier("Property")]
    public void What_is_written_can_be_read() =>
        Gen.Int[1000, 9000].Sample(year =>
            FinancialYear.TryParse(new FinancialYear(year).ToString(), out var financial) && financial.Starts == year
            && AcademicYear.TryParse(new AcademicYear(year).ToString(), out var academic) && academic.Starts == year);

    [Theory, Tier("Fact")]
    [InlineData("2023-25")]
    [InlineData("2023/24")]
    [InlineData("23-24")]
    [InlineData("2023-24 ")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_financial_year_is_not_read(string? text) => Assert.False(FinancialYear.TryParse(text, out _));

    [Fact, Tier("Fact")]
    public void A_financial_year_runs_from_April_to_March_and_holds_a_January()
    {
        var year = new FinancialYear(2023);

        Assert.Equal(year, Month.Of(2023, 4).FinancialYear);
        Assert.Equal(year, Month.Of(2024, 3).FinancialYear);
        Assert.Equal(Month.Of(2024, 1), year.January);
        Assert.Equal([(new AcademicYear(2022), 5), (new AcademicYear(2023), 7)], year.AcademicYears);
    }

    [Fact, Tier("Property")]
    public void Every_week_belongs_to_exactly_one_month() =>
        Gen.Int[0, 1200].Sample(n =>
        {
            var month = Month.Of(1980, 1) + n;

            var (first, count) = month.Weeks;

            return count is 4 or 5 && first + count == (month + 1).Weeks.First;
        });

    [Fact, Tier("Fact")]
    public void A_child_of_four_on_31_August_starts_Reception()
    {
        Assert.Equal(new NcYear(0), NcYear.OfAge(4));
        Assert.Equal(new NcYear(0), NcYear.Of(new(2018), new(2023)));
        Assert.Equal(new NcYear(7), NcYear.Of(new(2018), new(2030)));
        Assert.Equal(24, NcYear.Last.Age);
    }
}
