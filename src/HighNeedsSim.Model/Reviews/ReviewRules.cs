using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Reviews;

/// <summary>What the annual review of a plan changes, and how many can be done.</summary>
/// <param name="OverdueAtOpening">Share of plans whose review is overdue on census day.</param>
/// <param name="Capacity">Reviews that can be completed in a month, authority-wide, in the base year.</param>
/// <param name="CapacityGrowth">Growth of that capacity a year.</param>
/// <param name="BandUp">Share of reviews that move a plan one complexity band up.</param>
/// <param name="BandDown">Share of reviews that move a plan one complexity band down.</param>
/// <param name="CeaseFrom16">Share of reviews of those aged 16 and over that cease the plan, beside the rates by age and reason.</param>
/// <param name="Moves">
/// Shares of plans that ask for another type of placement in a year, by phase and type. Such moves are asked for when a
/// placement fails or a family asks, at an early review that is called for it: they do not wait for the annual one.
/// </param>
public sealed record ReviewRules(
    Elicited OverdueAtOpening,
    Elicited Capacity,
    Elicited CapacityGrowth,
    Elicited BandUp,
    Elicited BandDown,
    Elicited CeaseFrom16,
    IReadOnlyList<ReviewMove> Moves)
{
    /// <summary>
    /// Share of the capacity, from September until the deadline, that goes first to reviews before a phase transfer (due by
    /// 15 February; by 31 March for those who leave Year 11). With 0 they are ordinary annual reviews.
    /// </summary>
    public Elicited TransfersFirst { get; init; } = Elicited.Known("reviews.transfers-first", 0);
}

/// <summary>A share of plans for which a move between placement types is asked for in a year.</summary>
/// <param name="FromYear">First curriculum year it applies to.</param>
/// <param name="ToYear">Last curriculum year it applies to.</param>
/// <param name="From">The placement held.</param>
/// <param name="To">The placement asked for.</param>
/// <param name="Share">Share of plans a year.</param>
public sealed record ReviewMove(int FromYear, int ToYear, PlacementType From, PlacementType To, Elicited Share);
