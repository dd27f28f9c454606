using System.Globalization;
using System.Text.RegularExpressions;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Comparisons;

/// <summary>What two scenarios assume differently, as sentences that a reader can check one by one.</summary>
public static partial class ScenarioDifferences
{
    private const string Share = "share";

    /// <summary>One sentence for each figure or table that differs, in the order of the first scenario; empty when nothing does.</summary>
    public static IReadOnlyList<string> InWords(IReadOnlyList<Assumption> first, IReadOnlyList<Assumption> second)
    {
        var before = first.DistinctBy(a => a.Id).ToDictionary(a => a.Id, StringComparer.Ordinal);
        var after = second.DistinctBy(a => a.Id).ToDictionary(a => a.Id, StringComparer.Ordinal);
        return
        [
            .. before.Values.Where(a => after.ContainsKey(a.Id)).SelectMany(a => Changed(a, after[a.Id])),
            .. before.Values.Where(a => !after.ContainsKey(a.Id)).Select(a => $"{Name(a)} is only in the first: {a.Value} {a.Unit}."),
            .. after.Values.Where(a => !before.ContainsKey(a.Id)).Select(a => $"{Name(a)} is only in the second: {a.Value} {a.Unit}."),
        ];
    }

    /// <summary>One sentence for each table of figures whose content differs: the log of assumptions tells only how large a table is.</summary>
    public static IReadOnlyList<string> Tables(IReadOnlyList<FileHash> first, IReadOnlyList<FileHash> second) =>
        [.. ChangedTables(first, second).Select(file => $"{file} holds other figures.")];

    /// <summary>The tables of figures whose content differs: <c>data/population.csv</c>.</summary>
    public static IReadOnlyList<string> ChangedTables(IReadOnlyList<FileHash> first, IReadOnlyList<FileHash> second)
    {
        var before = Of(first);
        return [.. Of(second).Where(file => before.TryGetValue(file.Key, out var hash) && hash != file.Value).Select(file => file.Key)];

        // Without the scenario's own folder, so that a copy compares with what it was copied from.
        static Dictionary<string, string> Of(IReadOnlyList<FileHash> files) => files
            .Where(file => file.Path.EndsWith(".csv", StringComparison.Ordinal))
            .ToDictionary(file => file.Path[(file.Path.IndexOf('/', StringComparison.Ordinal) + 1)..], file => file.Sha256, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Changed(Assumption before, Assumption after)
    {
        if (before.Value != after.Value || before.Unit != after.Unit)
        {
            yield return before.Unit == after.Unit && after.Unit == Share
                ? $"{Name(before)}: {InPercent(before.Value)} becomes {InPercent(after.Value)}."
                : before.Unit == after.Unit
                ? $"{Name(before)}: {before.Value} {(before.Value.EndsWith(" rows", StringComparison.Ordinal) ? "become" : "becomes")} {after.Value} ({after.Unit})."
                : $"{Name(before)}: {before.Value} {before.Unit} becomes {after.Value} {after.Unit}.";
        }

        if (before.Source != after.Source || before.Confidence != after.Confidence || before.Year != after.Year)
        {
            yield return $"{Name(before)} rests on something else: {Pedigree(before)} becomes {Pedigree(after)}.";
        }
    }

    // An effect of a mitigation is said in words: its label ends with the name that it has in files.
    private static string Name(Assumption assumption) =>
        Effect().Match(assumption.Id) is { Success: true } effect && Enum.TryParse<Lever>(effect.Groups["lever"].Value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var lever) && assumption.Label.LastIndexOf(": ", StringComparison.Ordinal) is var at and > 0
            ? $"{effect.Groups["code"].Value} {assumption.Label[..at]}: {LeverWords.Of(lever)} ({assumption.Id})"
            : $"{VariantNames.Capital(assumption.Label)} ({assumption.Id})";

    private static string InPercent(string shares) => Number().Replace(shares, number =>
        (decimal.Parse(number.Value, CultureInfo.InvariantCulture) * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%");

    [GeneratedRegex(@"\Amitigations\.(?<code>[^.]+)\.effects\.(?<lever>[^.]+)\.strength\z", RegexOptions.CultureInvariant)]
    private static partial Regex Effect();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private static string Pedigree(Assumption a) => $"“{a.Source.TrimEnd('.')}” ({a.Year}, {a.Confidence} confidence)";
}
