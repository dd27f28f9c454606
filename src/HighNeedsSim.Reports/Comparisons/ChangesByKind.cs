using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Comparisons;

/// <summary>
/// What changed from one run to another, by what kind of thing it is: what was counted (data), what is believed of the years to come
/// (assumptions), what things cost and what the block brings in (prices), and the model itself.
/// </summary>
public static class ChangesByKind
{
    private const string Tables = "data/";

    // Where the reader logs what things cost and what comes in.
    private static readonly string[] Prices = ["funding.", "top-ups.", "income.", "council.", "agreement.", "national.element-", "national.place-"];

    /// <summary>The kinds in order, each with its changes as sentences.</summary>
    public static IReadOnlyList<(string Kind, IReadOnlyList<string> Changes)> Of(ReportedRun first, ReportedRun second) =>
    [
        ("data", [
            .. Words(first, second, IsData),
            .. ScenarioDifferences.Tables(first.Manifest.DataHashes, second.Manifest.DataHashes),
        ]),
        ("assumptions", [.. Words(first, second, a => !IsData(a) && !IsPrice(a))]),
        ("prices", [.. Words(first, second, a => !IsData(a) && IsPrice(a))]),
        ("the model", first.Manifest.ModelVersion == second.Manifest.ModelVersion
            ? []
            : [$"Version {first.Manifest.ModelVersion} becomes {second.Manifest.ModelVersion}."]),
    ];

    private static bool IsData(Assumption assumption) => assumption.Id.StartsWith(Tables, StringComparison.Ordinal);

    private static bool IsPrice(Assumption assumption) =>
        Prices.Any(prefix => assumption.Id.StartsWith(prefix, StringComparison.Ordinal)) || assumption.Id.EndsWith(".annual-cost", StringComparison.Ordinal);

    private static IReadOnlyList<string> Words(ReportedRun first, ReportedRun second, Func<Assumption, bool> which) =>
        ScenarioDifferences.InWords([.. first.Assumptions.Where(which)], [.. second.Assumptions.Where(which)]);
}
