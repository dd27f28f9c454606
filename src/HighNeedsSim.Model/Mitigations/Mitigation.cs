using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Mitigations;

/// <summary>The rule of the model that an effect acts on. Strengths are shares (0 to 1) unless said otherwise.</summary>
public enum Lever : byte
{
    /// <summary>Requests withdrawn because the need is met at SEN support: share of requests, any source.</summary>
    FewerRequests,

    /// <summary>Requests by parents withdrawn because they trust what the school offers: share of parental requests.</summary>
    FewerParentalRequests,

    /// <summary>Requests that would have been assessed and are refused under consistent criteria: share of them.</summary>
    RefuseMoreToAssess,

    /// <summary>Assessments that would have ended in a plan and do not: share of them.</summary>
    IssueFewer,

    /// <summary>New plans placed in mainstream instead of special or independent provision: share of those.</summary>
    KeepNewPlansInMainstream,

    /// <summary>Phase transfers and moves at review into special or independent provision that do not happen: share of them.</summary>
    FewerMovesToSpecial,

    /// <summary>Phase transfers and moves into independent provision that take a state place instead: share of them.</summary>
    StateInsteadOfIndependent,

    /// <summary>Reviews of those in special or independent provision that lead back to mainstream: share of reviews.</summary>
    ReturnToMainstream,

    /// <summary>Reviews from age 16 that cease the plan on outcomes met, beyond those that do anyway: share of reviews.</summary>
    CeaseAtReview,

    /// <summary>More reviews done a month: share more.</summary>
    MoreReviews,

    /// <summary>More advice finished a week: share more.</summary>
    MoreAdvice,

    /// <summary>Post-16 transfers into specialist or special provision that go to mainstream further education: share of them.</summary>
    MainstreamPost16,

    /// <summary>Places that open because of the mitigation; the openings name it. Strength is not used.</summary>
    NewPlaces,

    /// <summary>Less uplift of state top-ups a year: points (0.01 for one percentage point).</summary>
    LessTopUpUplift,

    /// <summary>Less growth of independent fees a year: points.</summary>
    LessIndependentUplift,

    /// <summary>Saving on services that follow no placement: share of their cost.</summary>
    LessServiceCost,

    /// <summary>Transfer from the schools block: share of that block.</summary>
    SchoolsBlockTransfer,

    /// <summary>Requests that schools make in place of parents, as many as before: share of parental requests that are left.</summary>
    SchoolsAskFirst,

    /// <summary>More of health's advice finished a week: share more of health's own capacity.</summary>
    MoreHealthAdvice,
}

/// <summary>A mitigation: what the authority does, and how strongly it acts on which rule of the model.</summary>
/// <param name="Code">From the registry: <c>M1</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Start">First month of effect.</param>
/// <param name="RampMonths">Months over which it grows from nothing to full strength in a straight line; 0 for at once.</param>
/// <param name="AnnualCost">What running it costs the high needs block a year at full strength, in pounds.</param>
/// <param name="Effects">At least one.</param>
public sealed record Mitigation(
    string Code,
    string Title,
    Month Start,
    int RampMonths,
    Elicited AnnualCost,
    IReadOnlyList<Effect> Effects)
{
    /// <summary>What must have happened before it can begin.</summary>
    public MitigationNeeds Needs { get; init; } = MitigationNeeds.None;

    /// <summary>What must not get worse while it saves, and by which measure that is seen: in words, from the registry.</summary>
    public string GuardRail { get; init; } = "";

    /// <summary>How far the mitigation has grown in a month: 0 before it begins, 1 at full strength.</summary>
    /// <param name="month">The month.</param>
    /// <param name="begins">When it begins in a future: its start, or later where it waits for what it needs.</param>
    public double Ramp(Month month, Month begins) => Grown(month, begins, RampMonths);

    /// <summary>How far one of its effects has grown in a month: as the mitigation has, or faster or slower where the effect says so.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="month">The month.</param>
    /// <param name="begins">When the mitigation begins in a future.</param>
    public double Ramp(Effect effect, Month month, Month begins) => Grown(month, begins, effect.RampMonths ?? RampMonths);

    private static double Grown(Month month, Month begins, int months) => month < begins ? 0
        : months == 0 ? 1
        : Math.Min(1.0, (month - begins + 1) / (double)months);
}

/// <summary>How strongly a mitigation acts on one rule of the model.</summary>
/// <param name="Lever">The rule.</param>
/// <param name="Strength">At full strength; what it measures is said at each <see cref="Lever"/>.</param>
/// <param name="FromYear">First curriculum year touched, −4 to 20.</param>
/// <param name="ToYear">Last curriculum year touched.</param>
public sealed record Effect(Lever Lever, Elicited Strength, int FromYear, int ToYear)
{
    /// <summary>
    /// The most that the lever can reach: whatever is drawn above it is cut off, and what several mitigations do together on the
    /// rule stays below the highest of their ceilings, because they work on the same children.
    /// </summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <summary>Months over which this effect grows to its full strength; null where it grows with the mitigation.</summary>
    public int? RampMonths { get; init; }
}
