using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Reports;

/// <summary>Figures for machines: in full, not rounded for reading.</summary>
internal static class Figures
{
    /// <summary>Pounds to the penny, from pence.</summary>
    /// <remarks>A mean or a percentile between two futures can fall between two pennies; it goes to the nearer.</remarks>
    public static decimal Pounds(double pence) => decimal.Round((decimal)pence, 0, MidpointRounding.AwayFromZero) / 100;

    /// <summary>A value in the unit of files: pounds for money, else the measure's own, to four decimals.</summary>
    public static decimal Of(MeasureUnit unit, double value) => unit == MeasureUnit.Pence
        ? Pounds(value)
        : decimal.Round((decimal)value, 4, MidpointRounding.AwayFromZero) + 0m;

    /// <summary>What files call a unit.</summary>
    public static string NameOf(MeasureUnit unit) => unit switch
    {
        MeasureUnit.Pence => "GBP",
        MeasureUnit.Weeks => "weeks",
        _ => "count",
    };
}
