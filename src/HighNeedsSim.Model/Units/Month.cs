using System.Globalization;
using Orleans;

namespace HighNeedsSim.Model.Units;

/// <summary>A calendar month. Months are counted from January of year 0, so that they subtract and compare as numbers.</summary>
/// <param name="Index">Months since January of year 0: 12 × year + month − 1.</param>
[GenerateSerializer, Immutable, Alias("Month")]
public readonly record struct Month(int Index) : IComparable<Month>
{
    /// <summary>The month <paramref name="monthOfYear"/> (1 to 12) of a calendar year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The month is not 1 to 12, or the year not 1 to 9998.</exception>
    public static Month Of(int calendarYear, int monthOfYear) =>
        monthOfYear is < 1 or > 12 || calendarYear is < 1 or > 9998
            ? throw new ArgumentOutOfRangeException(nameof(monthOfYear), $"There is no month {monthOfYear} of {calendarYear}.")
            : new((12 * calendarYear) + monthOfYear - 1);

    /// <summary>The calendar year, in which SEN2 counts its flows.</summary>
    public int CalendarYear => Index / 12;

    /// <summary>The month of the calendar year, 1 to 12.</summary>
    public int OfYear => (Index % 12) + 1;

    /// <summary>The financial year, April to March, that this month lies in.</summary>
    public FinancialYear FinancialYear => new(OfYear >= 4 ? CalendarYear : CalendarYear - 1);

    /// <summary>The academic year, September to August, that this month lies in.</summary>
    public AcademicYear AcademicYear => new(OfYear >= 9 ? CalendarYear : CalendarYear - 1);

    /// <summary>The first day of the month.</summary>
    public DateOnly FirstDay => new(CalendarYear, OfYear, 1);

    /// <summary>How many days it has, 28 to 31.</summary>
    public int Days => DateTime.DaysInMonth(CalendarYear, OfYear);

    /// <summary>
    /// The weeks whose Monday lies in this month, as numbers counted from Monday 3 January 2000: the first of them
    /// and how many there are (4 or 5). Every week belongs to exactly one month.
    /// </summary>
    public (int First, int Count) Weeks
    {
        get
        {
            var first = WeekOnOrAfter(FirstDay);
            return (first, WeekOnOrAfter((this + 1).FirstDay) - first);
        }
    }

    private static int WeekOnOrAfter(DateOnly day)
    {
        var days = day.DayNumber - new DateOnly(2000, 1, 3).DayNumber;
        return days >= 0 ? (days + 6) / 7 : -(-days / 7);
    }

    /// <summary>The month so many months later (or earlier, when negative).</summary>
    public static Month operator +(Month month, int months) => new(month.Index + months);

    /// <summary>The month so many months earlier.</summary>
    public static Month operator -(Month month, int months) => new(month.Index - months);

    /// <summary>How many months lie between two months.</summary>
    public static int operator -(Month later, Month earlier) => later.Index - earlier.Index;

    /// <summary>Whether one month is before another.</summary>
    public static bool operator <(Month left, Month right) => left.Index < right.Index;

    /// <summary>Whether one month is after another.</summary>
    public static bool operator >(Month left, Month right) => left.Index > right.Index;

    /// <summary>Whether one month is not after another.</summary>
    public static bool operator <=(Month left, Month right) => left.Index <= right.Index;

    /// <summary>Whether one month is not before another.</summary>
    public static bool operator >=(Month left, Month right) => left.Index >= right.Index;

    /// <inheritdoc/>
    public int CompareTo(Month other) => Index.CompareTo(other.Index);

    /// <summary>As in scenario files: <c>2024-09</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CalendarYear:0000}-{OfYear:00}");
}
