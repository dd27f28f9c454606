using CsCheck;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Uncertainty;

public class ElicitedTests
{
    private static readonly Gen<Elicited> AnyRange =
        from kind in Gen.Enum<ValueKind>()
        from low in Gen.Double[0.01, 0.5]
        from spread in Gen.Double[0.05, 0.4]
        from at in Gen.Double[0.25, 0.75]
        select new Elicited("x", low, low + (spread * at), low + spread, kind);

    [Fact, Tier("Property")]
    public void A_range_goes_through_its_three_numbers() =>
        AnyRange.Where(e => e.Fault is null).Sample(e =>
        {
            Assert.Equal(e.Low, e.Quantile(0.1), 1e-8);
            Assert.Equal(e.Central, e.Quantile(0.5), 1e-8);
            Assert.Equal(e.High, e.Quantile(0.9), 1e-8);
        });

    [Fact, Tier("Property")]
    public void A_range_never_falls_as_the_probability_rises() =>
        Gen.Select(AnyRange, Gen.Double[0.001, 0.999], Gen.Double[0.001, 0.999]).Where((e, _, _) => e.Fault is null).Sample((e, u, v) =>
            e.Quantile(Math.Min(u, v)) <= e.Quantile(Math.Max(u, v)));

    [Fact, Tier("Property")]
    public void A_share_stays_between_nothing_and_all() =>
        Gen.Select(AnyRange, Gen.Double[1e-6, 1 - 1e-6]).Where((e, _) => e.Fault is null && e.Kind == ValueKind.Share).Sample((e, u) =>
            e.Quantile(u) is >= 0 and <= 1);

    [Theory, Tier("Fact")]
    [InlineData(0.3, 0.2, 0.4, ValueKind.Real, "rising order")]
    [InlineData(double.NaN, 0.2, 0.4, ValueKind.Real, "finite")]
    [InlineData(0.0, 0.2, 0.4, ValueKind.Share, "between 0 and 1")]
    [InlineData(-1.0, 0.2, 0.4, ValueKind.Positive, "more than 0")]
    [InlineData(0.0, 0.01, 1.0, ValueKind.Real, "lop-sided")]
    public void A_range_that_cannot_be_says_why(double low, double central, double high, ValueKind kind, string reason) =>
        Assert.Contains(reason, new Elicited("x", low, central, high, kind).Fault, StringComparison.Ordinal);

    [Fact, Tier("Fact")]
    public void A_known_value_is_never_drawn() => Assert.Equal(0.25, Elicited.Known("x", 0.25).Quantile(0.999));

    [Fact, Tier("Theory")]
    public void One_draw_in_ten_lies_below_the_low_number_and_one_in_ten_above_the_high()
    {
        var range = new Elicited("growth", 0.03, 0.07, 0.11, ValueKind.Real);
        const int Count = 20_000;
        var values = Enumerable.Range(0, Count).Select(r => Draws.Of(5, r).Value(range)).ToArray();

        // Five standard errors of a share of a tenth.
        var error = 5 * Math.Sqrt(0.09 / Count);
        Assert.InRange(values.Count(v => v < 0.03) / (double)Count, 0.1 - error, 0.1 + error);
        Assert.InRange(values.Count(v => v > 0.11) / (double)Count, 0.1 - error, 0.1 + error);
    }
}
