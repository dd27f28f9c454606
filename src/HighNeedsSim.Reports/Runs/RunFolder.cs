using System.Text.Json;
using System.Text.Json.Nodes;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Runs;

/// <summary>A run as it was kept in a folder by <see cref="ResultFiles"/>, read back whole.</summary>
/// <param name="Run">The run.</param>
/// <param name="Package">The scenario's files as they were.</param>
/// <param name="Folder">Where it is kept.</param>
public sealed record KeptRun(ReportedRun Run, ScenarioPackage Package, string Folder);

/// <summary>Why a folder holds no run that can be read.</summary>
/// <param name="NotFound">Whether there is none; else there is one and it is damaged or of another version.</param>
/// <param name="Message">One sentence that begins with the folder.</param>
public sealed record RunFault(bool NotFound, string Message);

/// <summary>Reads runs back from their folders, and believes nothing that does not meet its own digest.</summary>
public static class RunFolder
{
    internal const string PackageName = "scenario.hnspkg";

    /// <summary>Reads the run kept in a folder.</summary>
    /// <returns>The run, or why there is none.</returns>
    public static (KeptRun? Run, RunFault? Fault) Read(string folder)
    {
        try
        {
            return ReadWhole(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Damaged(folder, "could not be read: ask for the right to read it, or name another folder");
        }
    }

    private static (KeptRun? Run, RunFault? Fault) ReadWhole(string folder)
    {
        var manifestFile = Path.Combine(folder, ResultFiles.ManifestName);
        if (!File.Exists(manifestFile))
        {
            return (null, new(true, $"{folder} holds no run: name a folder that 'hns run' wrote (it has a {ResultFiles.ManifestName})."));
        }

        if (ManifestDocument.Read(File.ReadAllBytes(manifestFile)) is not { } kept)
        {
            return Damaged(folder, $"has a {ResultFiles.ManifestName} that cannot be read: run the scenario again");
        }

        string[] needed = [PackageName, ReplicatesFile.Name, ResultFiles.DocumentName];
        if (needed.Where(name => !File.Exists(Path.Combine(folder, name))).ToArray() is { Length: > 0 } missing)
        {
            return Damaged(folder, $"lacks {string.Join(" and ", missing)}: run the scenario again ({kept.Command})");
        }

        var package = PackageOf(File.ReadAllBytes(Path.Combine(folder, PackageName)));
        if (package is null || package.Hash != kept.Manifest.ScenarioHash)
        {
            return Damaged(folder, $"has a {PackageName} that is not the scenario of its manifest");
        }

        var reading = ScenarioReader.Read(package);
        if (reading.Scenario is not { } scenario)
        {
            return Damaged(folder, $"holds a scenario that this version no longer reads: {string.Join(" ", reading.Problems)}");
        }

        using var replicates = File.OpenRead(Path.Combine(folder, ReplicatesFile.Name));
        var result = ReplicatesFile.Read(replicates, ResultLayout.Of(scenario), kept.Manifest.Spec);
        if (result is null)
        {
            return Damaged(folder, $"was written by model version {kept.Manifest.ModelVersion}, whose measures are others than this one's, "
                + $"or its {ReplicatesFile.Name} is damaged: run the scenario again ({kept.Command})");
        }

        if (result.Digest != kept.Digest)
        {
            return Damaged(folder, $"is damaged: the manifest's digest is {kept.Digest}, that of {ReplicatesFile.Name} is {result.Digest}");
        }

        var timings = TimingsOf(File.ReadAllBytes(Path.Combine(folder, ResultFiles.DocumentName)));
        return timings is null
            ? Damaged(folder, $"has a {ResultFiles.DocumentName} that cannot be read")
            : (new(new(kept.Manifest with { DataHashes = package.Files }, timings, new(scenario, result), reading.Assumptions), package, folder), null);
    }

    private static (KeptRun? Run, RunFault? Fault) Damaged(string folder, string what) => (null, new(false, $"{folder} {what}."));

    private static ScenarioPackage? PackageOf(byte[] bytes)
    {
        try
        {
            return ScenarioPackage.FromBytes(bytes);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static RunTimings? TimingsOf(byte[] document)
    {
        try
        {
            return JsonNode.Parse(document)?["timings"] is JsonObject timings
                ? new(Number(timings, "wallSeconds"), Number(timings, "replicateMonthsPerSecond"), Number(timings, "modelCpuShare"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static double Number(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<double>(out var number) ? number : 0;
}
