using Orleans;

namespace HighNeedsSim.Model.Units;

/// <summary>A local-authority financial year, 1 April to 31 March, named by the year it starts in.</summary>
/// <param name="Starts">The calendar year of its 1 April: 2023 for 2023-24.</param>
[GenerateSerializer, Immutable, Alias("FinancialYear")]
public readonly record struct FinancialYear(int Starts) : IComparable<FinancialYear>
{
    /// <summary>April, its first month.</summary>
    public Month April => Month.Of(Starts, 4);

    /// <summary>March, its last month, at whose end balances stand.</summary>
    public Month March => Month.Of(Starts + 1, 3);

    /// <summary>The January within the year, when SEN2 counts the plans in force.</summary>
    public Month January => Month.Of(Starts + 1, 1);

    /// <summary>
    /// The two academic years that meet in this financial year, with the months each has of it: April to August (5)
    /// and September to March (7).
    /// </summary>
    public (AcademicYear Year, int Months)[] AcademicYears => [(new(Starts - 1), 5), (new(Starts), 7)];

    /// <summary>The year so many years later.</summary>
    public static FinancialYear operator +(FinancialYear year, int years) => new(year.Starts + years);

    /// <summary>How many years lie between two years.</summary>
    public static int operator -(FinancialYear later, FinancialYear earlier) => later.Starts - earlier.Starts;

    /// <summary>Whether one year is before another.</summary>
    public static bool operator <(FinancialYear left, FinancialYear right) => left.Starts < right.Starts;

    /// <summary>Whether one year is after another.</summary>
    public static bool operator >(FinancialYear left, FinancialYear right) => left.Starts > right.Starts;

    /// <summary>Whether one year is not after another.</summary>
    public static bool operator <=(FinancialYear left, FinancialYear right) => left.Starts <= right.Starts;

    /// <summary>Whether one year is not before another.</summary>
    public static bool operator >=(FinancialYear left, FinancialYear right) => left.Starts >= right.Starts;

    /// <summary>Reads <c>2026-27</c>.</summary>
    public static bool TryParse(string? text, out FinancialYear year) => YearText.TryParse(text, '-', out year, static s => new(s));

    /// <inheritdoc/>
    public int CompareTo(FinancialYear other) => Starts.CompareTo(other.Starts);

    /// <summary>As written in section 251 returns: <c>2026-27</c>.</summary>
    public override string ToString() => YearText.Format(Starts, '-');
}
