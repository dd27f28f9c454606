using System.Globalization;
using System.Text;

namespace HighNeedsSim.Scenarios;

/// <summary>Writes a scenario anew with other strengths of its mitigations, as a folder of its own that can be checked and run.</summary>
public static class ScenarioFork
{
    private static readonly string[] Quantiles = ["p10", "p50", "p90"];

    /// <summary>Why a scenario cannot be written to a folder; null when it can.</summary>
    public static string? WhatIsInTheWay(string folder)
    {
        var id = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return !Numbers.IsSlug(id) || id == ScenarioPackage.National
                ? "the folder's name is the scenario's name: use small letters, digits and hyphens, like kent-balanced"
            : File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                ? "there is something there already: name a new folder"
            : null;
    }

    /// <summary>Writes the scenario; national rules and the registry of mitigations go beside it where they are not there yet.</summary>
    /// <param name="from">The scenario it is made from.</param>
    /// <param name="folder">The new folder, whose name is the new scenario's.</param>
    /// <param name="title">Its title.</param>
    /// <param name="variant">The variant that is changed.</param>
    /// <param name="mitigations">The mitigations that it has.</param>
    /// <param name="strengths">Values that are known in the new scenario, by name.</param>
    /// <returns>One sentence about what went wrong; null where nothing did.</returns>
    public static string? Write(
        ScenarioPackage from, string folder, string title, string variant, IEnumerable<string> mitigations, IEnumerable<KeyValuePair<string, double>> strengths)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(strengths);
        if (WhatIsInTheWay(folder) is { } inTheWay)
        {
            return $"{folder}: {inTheWay}.";
        }

        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var (id, root) = (Path.GetFileName(place), Path.GetDirectoryName(place)!);
        var yaml = ScenarioText.Set(OwnScenarios.Text(from), "id", id);
        yaml = yaml is null ? null : ScenarioText.Set(yaml, "title", title);
        yaml = yaml is null ? null : ScenarioText.SetList(yaml, $"variants.{variant}.mitigations", mitigations);
        foreach (var (name, value) in strengths)
        {
            // Three equal numbers are a known value, and unit, source and rationale stay beside it.
            foreach (var quantile in Quantiles)
            {
                yaml = yaml is null ? null : ScenarioText.Set(yaml, $"{name}.{quantile}", value.ToString("0.##########", CultureInfo.InvariantCulture));
            }
        }

        if (yaml is null)
        {
            return $"{folder} was not written, because scenario.yaml of {from.ScenarioId} has no place for the values.";
        }

        var files = from.Contents.ToDictionary(
            file => file.Key.StartsWith(from.ScenarioId + "/", StringComparison.Ordinal) ? id + file.Key[from.ScenarioId.Length..] : file.Key,
            file => file.Value, StringComparer.Ordinal);
        files[$"{id}/{ScenarioReader.FileName}"] = Encoding.UTF8.GetBytes(yaml);
        if (ScenarioReader.Read(new(id, files)).Problems is [var problem, ..])
        {
            return $"{folder} was not written: {problem}";
        }

        foreach (var (path, bytes) in files)
        {
            var to = Path.Combine(root, path);
            if (File.Exists(to) && !File.ReadAllBytes(to).AsSpan().SequenceEqual(bytes))
            {
                return $"{folder} was not written: {to} beside it is another than the one that {from.ScenarioId} uses. Name a folder elsewhere.";
            }
        }

        try
        {
            foreach (var (path, bytes) in files)
            {
                var to = Path.Combine(root, path);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.WriteAllBytes(to, bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{folder} could not be written to: name another folder.";
        }

        return null;
    }
}
