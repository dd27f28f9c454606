using System.Globalization;
using Orleans;

namespace HighNeedsSim.Model.Units;

/// <summary>
/// A national curriculum year (NCY): Reception is 0, Year 11 is 11; earlier years are negative, and the numbering
/// goes on past school to 20, the last year in which an EHC plan can be kept.
/// </summary>
/// <remarks>
/// NCY = age on 31 August before the academic year, less 4. Exact for ages 4 to 15
/// (https://www.gov.uk/national-curriculum); the same offset is carried to ages 0 to 3 and 16 to 24.
/// </remarks>
/// <param name="Value">−4 to 20.</param>
[GenerateSerializer, Immutable, Alias("NcYear")]
public readonly record struct NcYear(int Value) : IComparable<NcYear>
{
    /// <summary>The year of children not yet 1 on 31 August.</summary>
    public static readonly NcYear First = new(-4);

    /// <summary>The year of young people aged 24 on 31 August, who turn 25 in it: the last with an EHC plan.</summary>
    public static readonly NcYear Last = new(20);

    /// <summary>The last year for which schools keep young people: Year 14.</summary>
    public static readonly NcYear LastOfSchool = new(14);

    /// <summary>How many curriculum years there are, −4 to 20: 25.</summary>
    public const int Count = 25;

    /// <summary>The curriculum year of an age on 31 August before the academic year.</summary>
    public static NcYear OfAge(int ageOn31August) => new(ageOn31August - 4);

    /// <summary>The curriculum year in which the children born in an academic year are during another.</summary>
    /// <param name="born">The academic year of birth: 2018/19 for children who start Reception in September 2023.</param>
    /// <param name="during">The academic year asked about.</param>
    public static NcYear Of(AcademicYear born, AcademicYear during) => new(during - born - 5);

    /// <summary>Age on 31 August before the academic year, 0 to 24.</summary>
    public int Age => Value + 4;

    /// <summary>Whether an EHC plan can be held in this year: −4 to 20.</summary>
    public bool CanHoldPlan => Value is >= -4 and <= 20;

    /// <summary>Position in a table of all curriculum years, 0 for −4.</summary>
    public int Position => Value + 4;

    /// <summary>Whether one year is before another.</summary>
    public static bool operator <(NcYear left, NcYear right) => left.Value < right.Value;

    /// <summary>Whether one year is after another.</summary>
    public static bool operator >(NcYear left, NcYear right) => left.Value > right.Value;

    /// <summary>Whether one year is not after another.</summary>
    public static bool operator <=(NcYear left, NcYear right) => left.Value <= right.Value;

    /// <summary>Whether one year is not before another.</summary>
    public static bool operator >=(NcYear left, NcYear right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(NcYear other) => Value.CompareTo(other.Value);

    /// <summary>As in SEN2: <c>NCY 7</c>, <c>NCY -2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"NCY {Value}");
}
