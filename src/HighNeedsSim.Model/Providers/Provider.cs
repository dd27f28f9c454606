using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Providers;

/// <summary>How the places of a provider are funded.</summary>
public enum PlaceFundingRule : byte
{
    /// <summary>No place funding by the authority: top-up or fee only.</summary>
    None,

    /// <summary>A rate a commissioned place, filled or not: special schools, alternative provision.</summary>
    Commissioned,

    /// <summary>SEN units and resourced provision: one rate for a place filled at the October census, another for an empty one.</summary>
    Unit,

    /// <summary>Post-16 element 2 for a commissioned place; places change in August.</summary>
    Element2,
}

/// <summary>A school, college, group of bases or market that plan-holders are placed at.</summary>
/// <param name="Id">Unique in the scenario: <c>five-acre-wood</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Type">What a placement here counts as.</param>
/// <param name="District">Position of its district in the scenario's list; −1 where it serves the whole authority or lies outside.</param>
/// <param name="EastKm">Where it lies.</param>
/// <param name="NorthKm">Where it lies.</param>
/// <param name="Needs">Primary needs that its admission guidance accepts.</param>
/// <param name="FromBand">Least complexity band accepted, 1 to 4.</param>
/// <param name="ToBand">Greatest complexity band accepted, 1 to 4.</param>
/// <param name="FromYear">First curriculum year it serves, −4 to 20.</param>
/// <param name="ToYear">Last curriculum year it serves.</param>
/// <param name="HasLimit">Whether its roll is limited by its places; communities, markets and colleges take whom they are sent.</param>
/// <param name="Places">Places commissioned on census day; 0 for a provider without limit and without place funding.</param>
/// <param name="PlacesGrowth">Growth of commissioned places each September, a year; known 0 where only <see cref="Openings"/> add places.</param>
/// <param name="Openings">New places by date.</param>
/// <param name="PlaceFunding">How its places are funded.</param>
/// <param name="TopUpLine">The section 251 line of its top-ups or fees.</param>
public sealed record Provider(
    string Id,
    string Name,
    PlacementType Type,
    int District,
    double EastKm,
    double NorthKm,
    NeedSet Needs,
    int FromBand,
    int ToBand,
    int FromYear,
    int ToYear,
    bool HasLimit,
    int Places,
    Elicited PlacesGrowth,
    IReadOnlyList<Opening> Openings,
    PlaceFundingRule PlaceFunding,
    Section251Line TopUpLine)
{
    /// <summary>Whether its admission guidance covers a child.</summary>
    public bool Accepts(PrimaryNeed need, int band, NcYear year) => Covers(need, band) && Serves(year);

    /// <summary>Whether its admission guidance covers children of a need and band.</summary>
    internal bool Covers(PrimaryNeed need, int band) => Needs.Contains(need) && band >= FromBand && band <= ToBand;

    /// <summary>Whether it serves a curriculum year.</summary>
    internal bool Serves(NcYear year) => year.Value >= FromYear && year.Value <= ToYear;
}

/// <summary>Places that a provider is to gain.</summary>
/// <param name="Month">When they are planned to open.</param>
/// <param name="Places">How many, at least 1.</param>
/// <param name="SlipMonths">By how many months the opening slips.</param>
/// <param name="Mitigation">The mitigation whose work they are; they open only where it is in force. Null: they open in every variant.</param>
public sealed record Opening(Month Month, int Places, Elicited SlipMonths, string? Mitigation);

/// <summary>A set of primary needs.</summary>
/// <param name="Bits">Bit n is the need of value n.</param>
public readonly record struct NeedSet(ushort Bits)
{
    /// <summary>Every need, "not recorded" included.</summary>
    public static readonly NeedSet All = new((1 << PrimaryNeeds.Count) - 1);

    /// <summary>The set of some needs.</summary>
    public static NeedSet Of(params ReadOnlySpan<PrimaryNeed> needs)
    {
        var bits = 0;
        foreach (var need in needs)
        {
            bits |= 1 << (int)need;
        }

        return new((ushort)bits);
    }

    /// <summary>Whether the set has a need.</summary>
    public bool Contains(PrimaryNeed need) => (Bits & (1 << (int)need)) != 0;
}
