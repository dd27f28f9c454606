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

    /// <summary>The format of a unit's cells: thousands separators, a true minus sign.</summary>
    internal static string FormatOf(FigureUnit unit) => unit switch
    {
        FigureUnit.Million => "#,##0.0;\u2212#,##0.0",
        FigureUnit.Share => "0.0%;\u22120.0%",
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
