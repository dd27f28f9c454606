using System.Globalization;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Reports.Words;

/// <summary>
/// The one way in which numbers are written for people: the same amount reads the same in a chart, a table, a sentence and
/// on the terminal. Always the invariant culture, thousands separators, and a true minus sign (U+2212).
/// </summary>
public static class Numbers
{
    private const decimal PencePerMillionPounds = 100_000_000m;

    /// <summary>The minus sign, as wide as a digit, that no line break separates from its number.</summary>
    public const char Minus = '\u2212';

    /// <summary>Millions of pounds with one decimal and no unit, for columns headed "£ million": <c>1,190.8</c>, <c>−3.2</c>.</summary>
    public static string Millions(double pence) => Signed((decimal)pence / PencePerMillionPounds, 1, "");

    /// <summary>Millions of pounds for charts and tables: <c>£190.8m</c>, <c>−£3.2m</c>.</summary>
    public static string PoundsM(double pence) => Signed((decimal)pence / PencePerMillionPounds, 1, "£") + "m";

    /// <summary>Millions of pounds for sentences: <c>£190.8 million</c>.</summary>
    public static string PoundsMillion(double pence) => Signed((decimal)pence / PencePerMillionPounds, 1, "£") + " million";

    /// <summary>
    /// Millions of pounds for sentences, without digits that the number of simulated futures does not support: <c>£608 million</c> where the median's standard
    /// error is £3 million.
    /// </summary>
    /// <param name="summary">The summary that the value belongs to.</param>
    /// <param name="replicates">Of how many futures.</param>
    public static Func<double, string> PoundsMillion(Summary summary, int replicates)
    {
        // Of a normal distribution: P10 and P90 lie 2.563 standard deviations apart, and a median is 1.2533 times less certain than a mean.
        var error = 1.2533 * (summary.P90 - summary.P10) / 2.563 / Math.Sqrt(replicates) / (double)PencePerMillionPounds;
        return error switch
        {
            < 1 => PoundsMillion,
            < 10 => pence => Signed((decimal)pence / PencePerMillionPounds, 0, "£") + " million",
            _ => pence => Signed(10 * decimal.Round((decimal)pence / PencePerMillionPounds / 10, 0, MidpointRounding.AwayFromZero), 0, "£") + " million",
        };
    }

    /// <summary>Pounds and pence without a sign of the currency, for accounts: <c>1,234.50</c>, <c>−0.05</c>.</summary>
    public static string PoundsAndPence(Model.Units.Money amount) => Signed(amount.Pounds, 2, "");

    /// <summary>A number of people, plans or cases, to the nearest whole one: <c>18,931</c>.</summary>
    public static string Count(double count) => Signed((decimal)count, 0, "");

    /// <summary>A share as a percentage with one decimal: <c>12.3%</c>.</summary>
    /// <param name="share">1 for all.</param>
    public static string Share(double share) => Signed((decimal)share * 100, 1, "") + "%";

    /// <summary>A summary's value in its own unit, for a table whose caption or head names the unit.</summary>
    public static string Cell(MeasureUnit unit, double value) => unit == MeasureUnit.Pence ? Millions(value) : Count(value);

    /// <summary>From the lower to the upper bound of the middle 8 in 10: <c>598.0 to 801.3</c>.</summary>
    public static string Range(Summary summary, Func<double, string> number) => $"{number(summary.P10)} to {number(summary.P90)}";

    // Halves go away from zero, as a reader with a calculator expects. What rounds to nothing has no sign.
    private static string Signed(decimal value, int decimals, string before)
    {
        var rounded = decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
        var digits = Math.Abs(rounded).ToString(decimals switch { 0 => "#,##0", 1 => "#,##0.0", _ => "#,##0.00" }, CultureInfo.InvariantCulture);
        return rounded < 0 ? $"{Minus}{before}{digits}" : before + digits;
    }
}
