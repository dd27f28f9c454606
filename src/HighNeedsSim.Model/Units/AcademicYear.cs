using Orleans;

namespace HighNeedsSim.Model.Units;

/// <summary>An academic year, 1 September to 31 August, named by the year it starts in. Places are commissioned by it.</summary>
/// <param name="Starts">The calendar year of its 1 September: 2023 for 2023/24.</param>
[GenerateSerializer, Immutable, Alias("AcademicYear")]
public readonly record struct AcademicYear(int Starts) : IComparable<AcademicYear>
{
    /// <summary>September, its first month.</summary>
    public Month September => Month.Of(Starts, 9);

    /// <summary>How many years lie between two years.</summary>
    public static int operator -(AcademicYear later, AcademicYear earlier) => later.Starts - earlier.Starts;

    /// <summary>Whether one year is before another.</summary>
    public static bool operator <(AcademicYear left, AcademicYear right) => left.Starts < right.Starts;

    /// <summary>Whether one year is after another.</summary>
    public static bool operator >(AcademicYear left, AcademicYear right) => left.Starts > right.Starts;

    /// <summary>Whether one year is not after another.</summary>
    public static bool operator <=(AcademicYear left, AcademicYear right) => left.Starts <= right.Starts;

    /// <summary>Whether one year is not before another.</summary>
    public static bool operator >=(AcademicYear left, AcademicYear right) => left.Starts >= right.Starts;

    /// <summary>Reads <c>2026/27</c>.</summary>
    public static bool TryParse(string? text, out AcademicYear year) => YearText.TryParse(text, '/', out year, static s => new(s));

    /// <inheritdoc/>
    public int CompareTo(AcademicYear other) => Starts.CompareTo(other.Starts);

    /// <summary>As schools write it: <c>2026/27</c>.</summary>
    public override string ToString() => YearText.Format(Starts, '/');
}
