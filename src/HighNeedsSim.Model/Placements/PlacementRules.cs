using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Placements;

/// <summary>Where plan-holders are to be placed, and what happens when the place wanted is not free.</summary>
/// <param name="NewPlans">First placement of new plans by age 0 to 25 and placement type (26 rows of 13 counts or weights).</param>
/// <param name="Transfers">Phase transfers: the placement asked for in the next phase.</param>
/// <param name="Overflow">What becomes, for the academic year, of those whom no provider of the wanted type can admit.</param>
/// <param name="Preferences">How many providers of a type, nearest first, are asked before overflow; 1 to 8.</param>
public sealed record PlacementRules(
    double[][] NewPlans,
    IReadOnlyList<PhaseTransfer> Transfers,
    IReadOnlyList<OverflowShare> Overflow,
    int Preferences)
{
    /// <summary>Share of those turned away from full state special schools in an academic year for whom the tribunal orders a place there.</summary>
    public Elicited Directed { get; init; } = Elicited.Known("placements.directed-share", 0);

    /// <summary>
    /// Share of final plans and of completed reviews that are appealed against for their content or the placement named, beside the
    /// appeals of those turned away. They are counted; what they change is inside the moves between types of placement.
    /// </summary>
    public Elicited ContentAppeals { get; init; } = Elicited.Known("placements.content-appeals", 0);

    /// <summary>Months from being turned away, or from the appeal, until the order.</summary>
    public Elicited DirectionMonths { get; init; } = Elicited.Known("placements.direction-months", 9);
}

/// <summary>A share of those who enter a curriculum year from a type of placement and ask for another type (or the same).</summary>
/// <param name="Entering">Curriculum year entered in September: 0, 7, 12 or 15.</param>
/// <param name="From">The placement held before.</param>
/// <param name="To">The placement asked for.</param>
/// <param name="Share">
/// Share; the rows of one year and origin sum to less than 1 where the rest stay in their type. Rows whose "from" type
/// does not serve the year entered must sum to 1.
/// </param>
public sealed record PhaseTransfer(int Entering, PlacementType From, PlacementType To, Elicited Share);

/// <summary>A share of those turned away from a full type of provision.</summary>
/// <param name="Wanted">The type that was full.</param>
/// <param name="To">Where they go; <see cref="PlacementType.Awaiting"/> means that they wait and ask again each month.</param>
/// <param name="Share">
/// Share; the central values of one wanted type sum to 1. Where they are uncertain, each is drawn and all are divided by their sum.
/// </param>
public sealed record OverflowShare(PlacementType Wanted, PlacementType To, Elicited Share)
{
    /// <summary>A share that is known.</summary>
    public OverflowShare(PlacementType wanted, PlacementType to, double share)
        : this(wanted, to, Elicited.Known($"overflow.{wanted.Code()}.{to.Code()}", share))
    {
    }
}
