using HighNeedsSim.Model.Expected;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Comparisons;

/// <summary>
/// What changed from one run to another, by what kind of thing it is: what was counted (data), what is believed of the years to come
/// (assumptions), what things cost and what the block brings in (prices), and the model itself.
/// </summary>
public static class ChangesByKind
{
    /// <summary>The kinds in order, each with its changes as sentences.</summary>
    public static IReadOnlyList<(string Kind, IReadOnlyList<string> Changes)> Of(ReportedRun first, ReportedRun second) =>
    [
        .. Enum.GetValues<InputKind>().Select(kind => (InputChanges.NameOf(kind).ToLowerInvariant(), Changes(first, second, kind))),
        ("the model", first.Manifest.ModelVersion == second.Manifest.ModelVersion
            ? []
            : [$"Version {first.Manifest.ModelVersion} becomes {second.Manifest.ModelVersion}."]),
    ];

    private static IReadOnlyList<string> Changes(ReportedRun first, ReportedRun second, InputKind kind) =>
    [
        .. ScenarioDifferences.InWords(OfKind(first.Assumptions, kind), OfKind(second.Assumptions, kind)),
        .. ScenarioDifferences.ChangedTables(first.Manifest.DataHashes, second.Manifest.DataHashes)
            .Where(file => InputChanges.KindOf(file) == kind).Select(file => $"{file} holds other figures."),
    ];

    private static IReadOnlyList<Assumption> OfKind(IReadOnlyList<Assumption> all, InputKind kind) => [.. all.Where(a => InputChanges.KindOf(a.Id) == kind)];
}
