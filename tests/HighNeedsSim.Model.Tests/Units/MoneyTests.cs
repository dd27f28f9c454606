using CsCheck;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Tests.Units;

public class MoneyTests
{
    private static readonly Gen<Money> AnyMoney = Gen.Long[-10_000_000_000_00, 10_000_000_000_00].Select(p => new Money(p));
    private static readonly Gen<int[]> AnyWeights = Gen.Int[0, 5000].Array[1, 100].Where(w => w.Any(x => x > 0));

    [Fact, Tier("Property")]
    public void Shares_of_an_amount_add_up_to_it() =>
        Gen.Select(AnyMoney, AnyWeights).Sample((amount, weights) =>
            amount.Share(weights).Aggregate(Money.Zero, (a, b) => a + b) == amount);

    [Fact, Tier("Property")]
    public void Each_share_is_within_a_penny_of_its_exact_part() =>
        Gen.Select(AnyMoney, AnyWeights).Sample((amount, weights) =>
        {
            var total = (decimal)weights.Sum();
            var parts = amount.Share(weights);

            for (var i = 0; i < weights.Length; i++)
            {
                Assert.True(Math.Abs(parts[i].Pence - (amount.Pence * weights[i] / total)) <= 1);
            }
        });

    [Fact, Tier("Property")]
    public void Twelve_months_of_an_annual_amount_add_up_to_it() =>
        Gen.Select(Gen.Long[-1_000_000_000_00, 1_000_000_000_00], Gen.Int[2000, 2090]).Sample((annual, year) =>
            Enumerable.Range(0, 12).Sum(n => Monthly.Part(annual, new FinancialYear(year).April + n)) == annual);

    [Theory, Tier("Fact")]
    [InlineData("10000", 5, "4166.66")]
    [InlineData("0.12", 12, "0.12")]
    public void A_place_costs_five_twelfths_from_April_to_August(string pounds, int months, string expected)
    {
        var annual = Money.FromPounds(decimal.Parse(pounds, System.Globalization.CultureInfo.InvariantCulture)).Pence;

        var part = Enumerable.Range(0, months).Sum(n => Monthly.Part(annual, new FinancialYear(2023).April + n));

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), part / 100m);
    }

    [Fact, Tier("Fact")]
    public void A_half_penny_goes_to_the_even_penny()
    {
        Assert.Equal(new Money(2), new Money(5).Times(0.5m));
        Assert.Equal(new Money(4), new Money(7).Times(0.5m));
        Assert.Equal(new Money(2), new Money(5).Times(0.5));
        Assert.Equal(new Money(4), new Money(7).Times(0.5));
    }

    [Fact, Tier("Fact")]
    public void Money_times_a_drawn_factor_is_the_nearest_penny()
    {
        Assert.Equal(new Money(67), new Money(100).Times(2 / 3.0));
        Assert.Equal(new Money(-67), new Money(-100).Times(2 / 3.0));
        Assert.Equal(new Money(33), new Money(100).Times(1 / 3.0));
    }

    [Fact, Tier("Fact")]
    public void A_sum_that_no_longer_fits_throws() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));

    [Fact, Tier("Fact")]
    public void Weights_must_be_positive_somewhere_and_negative_nowhere()
    {
        Assert.Throws<ArgumentException>(() => new Money(100).Share(0, 0));
        Assert.Throws<ArgumentException>(() => new Money(100).Share(3, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Money(100).Times(double.NaN));
    }
}
