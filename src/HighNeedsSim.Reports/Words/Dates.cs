using System.Globalization;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Reports.Words;

/// <summary>
/// How financial years are written. There are three forms and no other: <c>2026-27</c> in tables and axes (that is
/// <see cref="FinancialYear.ToString"/>), <c>2026 to 2027</c> in prose, <c>202627</c> in data files. Balances are dated.
/// </summary>
public static class Dates
{
    /// <summary>The day at whose end a year's balance stands: <c>31 March 2027</c> for 2026-27.</summary>
    public static string EndOf(FinancialYear year) => string.Create(CultureInfo.InvariantCulture, $"31 March {year.Starts + 1}");

    /// <summary>The census that falls in a year: <c>January 2027</c> for 2026-27.</summary>
    public static string CensusOf(FinancialYear year) => string.Create(CultureInfo.InvariantCulture, $"January {year.Starts + 1}");

    /// <summary>A day in full: <c>24 November 2026</c>.</summary>
    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The form for prose: <c>2026 to 2027</c>.</summary>
    public static string Prose(FinancialYear year) => string.Create(CultureInfo.InvariantCulture, $"{year.Starts} to {year.Starts + 1}");

    /// <summary>The form for data files, beside a time identifier "Financial year": <c>202627</c>.</summary>
    public static string TimePeriod(FinancialYear year) =>
        string.Create(CultureInfo.InvariantCulture, $"{year.Starts:0000}{(year.Starts + 1) % 100:00}");
}
