using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Mitigations;

/// <summary>What the registry of mitigations says of a code, the same in every scenario. No run works with it; readers do.</summary>
/// <param name="Evidence">What is known of its effect.</param>
/// <param name="Quality">Of that evidence: good, fair or poor.</param>
/// <param name="Source">Where the mitigation itself is described.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reviewed">When the entry was last reviewed.</param>
/// <param name="GuardRail">What must not get worse while it saves, and by which measure that is seen.</param>
/// <param name="LeftOut">What the model leaves out of it.</param>
public sealed record RegistryEntry(
    string Evidence,
    string Quality,
    string Source,
    string Owner,
    Month Reviewed,
    string GuardRail,
    string LeftOut);
