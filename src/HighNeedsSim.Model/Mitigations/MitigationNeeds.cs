using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Mitigations;

/// <summary>What a mitigation depends on. It begins when all of it is there, and never before its own start.</summary>
/// <param name="Mitigations">Codes of mitigations that must have begun; where one of them is not in force in a variant, neither is this.</param>
/// <param name="Openings">Ids of providers whose first new places must have opened.</param>
/// <param name="Conditions">What others must decide; each holds in a future or does not.</param>
public sealed record MitigationNeeds(
    IReadOnlyList<string> Mitigations,
    IReadOnlyList<string> Openings,
    IReadOnlyList<Condition> Conditions)
{
    /// <summary>Nothing.</summary>
    public static readonly MitigationNeeds None = new([], [], []);
}

/// <summary>Something that others decide and a mitigation cannot do without. Decided once in a future, the same in every variant.</summary>
/// <param name="Id">Unique in the scenario: <c>health-share-agreed</c>.</param>
/// <param name="What">In a few words.</param>
/// <param name="Chance">That it comes about, 0 to 1.</param>
public sealed record Condition(string Id, string What, Elicited Chance);
