using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios;

/// <summary>What came of reading a scenario package.</summary>
/// <param name="Scenario">The scenario; null where there is any problem.</param>
/// <param name="Problems">Every problem of every file, by file and line.</param>
/// <param name="Assumptions">Every figure with its pedigree, in the order of the files; of what could be read, where there are problems.</param>
public sealed record ScenarioReading(
    Scenario? Scenario,
    IReadOnlyList<Problem> Problems,
    IReadOnlyList<Assumption> Assumptions)
{
    /// <summary>What the registry knows of each mitigation, whether or not the scenario has it.</summary>
    public IReadOnlyList<RegisteredMitigation> Registered { get; init; } = [];

    /// <summary>The publications that its figures may quote, by name, with title, publisher and year.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
