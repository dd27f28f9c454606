using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Tests.Funding;

public class SafetyValveTests
{
    private static readonly SafetyValveAgreement Agreement = new(
        [
            new(new(2022), Money.FromPounds(56), Money.FromPounds(17)),
            new(new(2023), Money.FromPounds(10), Money.FromPounds(5)),
            new(new(2024), Money.FromPounds(10), Money.FromPounds(5)),
            new(new(2025), Money.FromPounds(10), Money.FromPounds(5)),
        ],
        new(2025),
        Money.FromPounds(130),
        [8, 12, 3],
        Model.Uncertainty.Elicited.Known("tolerance", 1));

    [Fact, Tier("SmallWorld")]
    public void The_agreed_in_year_deficit_falls_in_a_straight_line_to_balance()
    {
        // From 100 to 130 in three years: in-year 20, 10 and nothing.
        var valve = Valve();

        Assert.Equal([12_000L, 13_000L, 13_000L], new[] { 2023, 2024, 2025 }.Select(y => valve.Agreed(new(y))));
    }

    [Fact, Tier("SmallWorld")]
    public void Money_paid_before_the_first_year_belongs_to_the_opening_position() =>
        Assert.Equal((Money.FromPounds(56), Money.FromPounds(17)), Valve().Before);

    [Fact, Tier("SmallWorld")]
    public void Three_satisfactory_reports_bring_the_whole_payment_of_a_year()
    {
        var valve = Valve();

        var paid = Months(2023).Select(m => valve.Payment(m, forecast: 12_000)).ToArray();

        Assert.Equal(Money.FromPounds(10), Sum(paid));
        Assert.Equal(3, paid.Count(p => p != Money.Zero));
    }

    [Fact, Tier("SmallWorld")]
    public void A_payment_is_withheld_beyond_tolerance_and_released_on_recovery()
    {
        var valve = Valve();

        var first = Months(2023).Select(m => valve.Payment(m, forecast: 12_101)).ToArray();
        Assert.Equal(Money.Zero, Sum(first));
        Assert.Equal(Money.FromPounds(10), valve.Withheld);

        var second = Months(2024).Select(m => valve.Payment(m, forecast: 13_100)).ToArray();
        Assert.Equal(Money.FromPounds(20), Sum(second));
        Assert.Equal(Money.Zero, valve.Withheld);
    }

    [Fact, Tier("SmallWorld")]
    public void A_payment_that_thirds_do_not_divide_is_paid_to_the_penny()
    {
        var agreement = Agreement with { Schedule = [new(new(2023), Money.FromPounds(10.01m), Money.FromPounds(5))] };
        var valve = new SafetyValve(agreement, new(2023), openingDeficit: 10_000, tolerance: 100);

        // £10.01 in thirds: reports of August, December and March.
        var paid = Months(2023).Select(m => valve.Payment(m, forecast: 12_000)).Where(p => p != Money.Zero);

        Assert.Equal([333L, 334L, 334L], paid.Select(p => p.Pence));
    }

    [Fact, Tier("SmallWorld")]
    public void A_report_within_tolerance_releases_what_earlier_reports_withheld()
    {
        var valve = Valve();

        var paid = new[] { 8, 12 }.Select(m => valve.Payment(Month.Of(2023, m), forecast: 12_101)).ToArray();
        Assert.Equal([Money.Zero, Money.Zero], paid);
        Assert.Equal(666, valve.Withheld.Pence);

        // The March report pays its own third and the two withheld: the whole £10 of the year.
        Assert.Equal(1_000, valve.Payment(Month.Of(2024, 3), forecast: 12_100).Pence);
        Assert.Equal(Money.Zero, valve.Withheld);
    }

    [Fact, Tier("SmallWorld")]
    public void When_the_programme_closes_nothing_is_paid_released_or_contributed_any_more()
    {
        var valve = new SafetyValve(Agreement, new(2023), openingDeficit: 10_000, tolerance: 100, closes: Month.Of(2024, 4));

        Assert.Equal(333, valve.Payment(Month.Of(2023, 8), forecast: 12_000).Pence);
        Assert.Equal(Money.Zero, valve.Payment(Month.Of(2023, 12), forecast: 99_999));
        Assert.Equal(Money.FromPounds(5), valve.Contribution(new(2023)));
        Assert.Equal(Money.Zero, valve.Payment(Month.Of(2024, 8), forecast: 0));
        Assert.Equal(Money.Zero, valve.Contribution(new(2024)));
        Assert.Equal(333, valve.Withheld.Pence);
    }

    [Fact, Tier("SmallWorld")]
    public void The_month_in_which_the_programme_closes_is_the_first_without_a_payment_or_a_contribution()
    {
        SafetyValve Closing(int year, int month) => new(Agreement, new(2023), openingDeficit: 10_000, tolerance: 100, closes: Month.Of(year, month));

        Assert.Equal(333, Closing(2023, 12).Payment(Month.Of(2023, 8), forecast: 12_000).Pence);
        Assert.Equal(Money.Zero, Closing(2023, 12).Payment(Month.Of(2023, 12), forecast: 12_000));
        Assert.Equal(Money.Zero, Closing(2024, 3).Contribution(new(2023)));
    }

    private static SafetyValve Valve() => new(Agreement, new(2023), openingDeficit: 10_000, tolerance: 100);

    private static IEnumerable<Month> Months(int year) => Enumerable.Range(0, 12).Select(n => new FinancialYear(year).April + n);

    private static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (a, b) => a + b);
}
