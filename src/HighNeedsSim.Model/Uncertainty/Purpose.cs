namespace HighNeedsSim.Model.Uncertainty;

/// <summary>
/// What a random number is for. Part of its address, so a number is never used for two things. Values are never renumbered
/// or reused: a stored seed must find the same futures in later versions.
/// </summary>
public enum Purpose : byte
{
    /// <summary>An uncertain parameter: subject and index are a hash of its name, time a year where it is drawn yearly.</summary>
    Parameter = 1,

    /// <summary>Screening words of a child's monthly chances to leave or move: time is a block of eight months.</summary>
    LeaveScreen = 2,

    /// <summary>The remaining bits of those chances.</summary>
    LeaveRefine = 3,

    /// <summary>Whether a request arises in a slot of a district and month.</summary>
    RequestSlot = 4,

    /// <summary>Age, need and source of a request.</summary>
    RequestChild = 5,

    /// <summary>Whether a mitigation withdraws a request.</summary>
    RequestThinning = 6,

    /// <summary>Decision to assess.</summary>
    DecisionToAssess = 7,

    /// <summary>Decision to issue.</summary>
    DecisionToIssue = 8,

    /// <summary>Appeal against a refusal, and its outcome.</summary>
    Appeal = 9,

    /// <summary>Weeks that steps of an assessment take, and exceptions.</summary>
    StepWeeks = 10,

    /// <summary>The placement a new plan asks for, and the complexity band.</summary>
    FirstPlacement = 11,

    /// <summary>Whether a plan moves in, and whose.</summary>
    MoveIn = 12,

    /// <summary>The placement asked for at a phase transfer.</summary>
    PhaseTransfer = 13,

    /// <summary>What an annual review changes.</summary>
    Review = 14,

    /// <summary>What mitigations do to a move within a phase.</summary>
    ReviewMove = 15,

    /// <summary>Which of several providers without limit, and what becomes of a child turned away.</summary>
    ProviderChoice = 16,

    /// <summary>A child's rank among applicants of the same priority.</summary>
    Rank = 17,

    /// <summary>When the first review of an opening plan is due.</summary>
    FirstReview = 18,

    /// <summary>What becomes, in an academic year, of a child whom no provider of the type asked for can admit.</summary>
    Overflow = 30,

    /// <summary>Whether the tribunal orders a place for a child turned away in an academic year.</summary>
    Direction = 31,

    /// <summary>The month by which the review before a phase transfer is due.</summary>
    TransferReview = 32,

    /// <summary>Whether a condition that a mitigation depends on comes about: subject and index are a hash of its name.</summary>
    Condition = 33,

    /// <summary>Whether a case lies for reasons of its own, and for how long.</summary>
    HeldUp = 34,

    /// <summary>Whether the content of a new plan, or the placement it names, is appealed against.</summary>
    ContentAppeal = 35,

    /// <summary>Whether the Secretary of State agrees to a transfer above the limit: time is the year.</summary>
    TransferAboveLimit = 40,

    /// <summary>The day of a month on which a child comes onto a roll, leaves one or changes band.</summary>
    ChangeDay = 41,

    /// <summary>Where a walk of a sensitivity ranking begins and in which order it moves parameters: subject is the parameter's position.</summary>
    Screening = 50,

    /// <summary>
    /// Which past year of which authority a back-test's year takes its error from; subject is the authority, time the year.
    /// </summary>
    PastError = 60,

    /// <summary>How wide past errors are spread in a back-test's future.</summary>
    PastSpread = 61,
}
