using System.Globalization;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Reports.Words;

/// <summary>
/// The one way in which numbers are written for people: the same amount reads the same in a chart, a table, a sentence and
/// on the terminal. Always the invariant culture, thousands separators, and a true minus sign (U+2212).
/// </summary>
/// <remarks>
/// A figure of simulated futures is told to the largest power of ten that is not more than its standard error, and never finer than its unit (a tenth of a
/// million pounds, one person, a tenth of a per cent): decision 0056.
/// </remarks>
public static class Numbers
{
    private const decimal PencePerMillionPounds = 100_000_000m;

    /// <summary>The minus sign, as wide as a digit, that no line break separates from its number.</summary>
    public const char Minus = '\u2212';

    /// <summary>Millions of pounds with one decimal and no unit, for columns headed "£ million": <c>1,190.8</c>, <c>−3.2</c>.</summary>
    public static string Millions(double pence) => Millions(pence, 0);

    /// <summary>The same without digits that a standard error (in pence) does not support: <c>1,190</c>.</summary>
    public static string Millions(double pence, double error) => InMillions(pence, error, "");

    /// <summary>Millions of pounds for charts and tables: <c>£190.8m</c>, <c>−£3.2m</c>.</summary>
    public static string PoundsM(double pence) => PoundsM(pence, 0);

    /// <summary>The same without digits that a standard error (in pence) does not support: <c>£190m</c>.</summary>
    public static string PoundsM(double pence, double error) => InMillions(pence, error, "£") + "m";

    /// <summary>Millions of pounds for sentences: <c>£190.8 million</c>.</summary>
    public static string PoundsMillion(double pence) => PoundsMillion(pence, 0);

    /// <summary>The same without digits that a standard error (in pence) does not support: <c>£608 million</c> where it is £3 million.</summary>
    public static string PoundsMillion(double pence, double error) => InMillions(pence, error, "£") + " million";

    /// <summary>Pounds and pence without a sign of the currency, for accounts: <c>1,234.50</c>, <c>−0.05</c>.</summary>
    public static string PoundsAndPence(Model.Units.Money amount) => Signed(amount.Pounds, 0, 2, "");

    /// <summary>A number of people, plans or cases, to the nearest whole one: <c>18,931</c>.</summary>
    public static string Count(double count) => Count(count, 0);

    /// <summary>The same without digits that a standard error does not support: <c>18,900</c> where it is 120.</summary>
    public static string Count(double count, double error) => Signed((decimal)count, error, 0, "");

    /// <summary>A share as a percentage with one decimal: <c>12.3%</c>.</summary>
    /// <param name="share">1 for all.</param>
    public static string Share(double share) => Share(share, 0);

    /// <summary>The same without digits that a standard error does not support: <c>12%</c> where it is 0.02.</summary>
    public static string Share(double share, double error) => Signed((decimal)share * 100, error * 100, 1, "") + "%";

    /// <summary>A value in its own unit, for a table whose caption or head names the unit.</summary>
    public static string Cell(MeasureUnit unit, double value) => Cell(unit)(value, 0);

    /// <summary>How values of a unit are written in such a table.</summary>
    public static Func<double, double, string> Cell(MeasureUnit unit) => unit == MeasureUnit.Pence ? Millions : Count;

    /// <summary>The median, to the digit that its own error supports.</summary>
    public static string Median(Summary summary, Func<double, double, string> number) => number(summary.P50, summary.MedianError);

    /// <summary>The mean, to the digit that its own error supports.</summary>
    public static string Mean(Summary summary, Func<double, double, string> number) => number(summary.Mean, summary.MeanError);

    /// <summary>How large the median is whichever way it goes, for sentences that say the way in words.</summary>
    public static string MedianSize(Summary summary, Func<double, double, string> number) => number(Math.Abs(summary.P50), summary.MedianError);

    /// <summary>From the lower to the upper bound of the middle 8 in 10, as precise as the median: <c>598.0 to 801.3</c>.</summary>
    public static string Range(Summary summary, Func<double, double, string> number) => Range(summary, number, "to");

    /// <summary>The same with another word between: <c>598.0 and 801.3</c>.</summary>
    public static string Range(Summary summary, Func<double, double, string> number, string between) =>
        $"{number(summary.P10, summary.MedianError)} {between} {number(summary.P90, summary.MedianError)}";

    private static string InMillions(double pence, double error, string before) =>
        Signed((decimal)pence / PencePerMillionPounds, error / (double)PencePerMillionPounds, 1, before);

    // Halves go away from zero, as a reader with a calculator expects. What rounds to nothing has no sign.
    private static string Signed(decimal value, double error, int decimals, string before)
    {
        var step = Step(error);
        decimals = step > 0 ? 0 : decimals;
        var rounded = step > 1
            ? step * decimal.Round(value / step, 0, MidpointRounding.AwayFromZero)
            : decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
        var digits = Math.Abs(rounded).ToString(decimals switch { 0 => "#,##0", 1 => "#,##0.0", _ => "#,##0.00" }, CultureInfo.InvariantCulture);
        return rounded < 0 ? $"{Minus}{before}{digits}" : before + digits;
    }

    // The largest power of ten that is not more than the error; 0 where that is less than 1, and as many decimals as the unit has are shown.
    private static decimal Step(double error)
    {
        var step = error < 1 ? 0m : 1m;
        while (step > 0 && step * 10 <= (decimal)Math.Min(error, 1e15))
        {
            step *= 10;
        }

        return step;
    }
}
