namespace HighNeedsSim.Model.Units;

/// <summary>
/// A calendar year, 1 January to 31 December: SEN2 counts plans in its January and requests, new plans and ceased plans
/// during it.
/// </summary>
/// <param name="Value">2023 for 2023.</param>
public readonly record struct CalendarYear(int Value) : IComparable<CalendarYear>
{
    /// <summary>The year so many years later.</summary>
    public CalendarYear Plus(int years) => new(Value + years);

    /// <summary>How many years lie between two years.</summary>
    public static int operator -(CalendarYear later, CalendarYear earlier) => later.Value - earlier.Value;

    /// <summary>Whether one year is before another.</summary>
    public static bool operator <(CalendarYear left, CalendarYear right) => left.Value < right.Value;

    /// <summary>Whether one year is after another.</summary>
    public static bool operator >(CalendarYear left, CalendarYear right) => left.Value > right.Value;

    /// <summary>Whether one year is not after another.</summary>
    public static bool operator <=(CalendarYear left, CalendarYear right) => left.Value <= right.Value;

    /// <summary>Whether one year is not before another.</summary>
    public static bool operator >=(CalendarYear left, CalendarYear right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(CalendarYear other) => Value.CompareTo(other.Value);

    /// <summary>Four digits: <c>2023</c>.</summary>
    public override string ToString() => Value.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
}
