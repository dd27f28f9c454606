using System.Globalization;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Office;

/// <summary>How a figure stands in a spreadsheet: the number in full in the unit that its head names, and the format that shows it as papers do.</summary>
internal static class SpreadsheetNumbers
{
    private const decimal PoundsPerMillion = 1_000_000m;

    /// <summary>The number as a cell holds it.</summary>
    internal static decimal Held(decimal number, FigureUnit unit) => unit == FigureUnit.Million ? number / PoundsPerMillion : number;

    /// <summary>The same as text of the file.</summary>
    internal static string Written(decimal number, FigureUnit unit) => Held(number, unit).ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether a figure's standard error supports no decimal of its unit. A format can leave decimals out; it cannot round to tens, so there a cell
    /// shows more than the papers do.
    /// </summary>
    internal static bool SupportsNoDecimal(double error, FigureUnit unit) => unit switch
    {
        FigureUnit.Million => error >= (double)PoundsPerMillion,
        FigureUnit.Share => error >= 0.01,
        _ => false,
    };

    /// <summary>The format of a unit's cells: thousands separators, a true minus sign.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="isWhole">Whether its decimals are left out.</param>
    internal static string FormatOf(FigureUnit unit, bool isWhole = false) => (unit, isWhole) switch
    {
        (FigureUnit.Million, false) => "#,##0.0;\u2212#,##0.0",
        (FigureUnit.Share, false) => "0.0%;\u22120.0%",
        (FigureUnit.Share, true) => "0%;\u22120%",
        _ => "#,##0;\u2212#,##0",
    };

    /// <summary>The unit as a head names it; empty where the head says it already.</summary>
    internal static string InHead(FigureUnit unit) => unit switch
    {
        FigureUnit.Million => " (£ million)",
        FigureUnit.Pounds => " (£)",
        _ => "",
    };
}
