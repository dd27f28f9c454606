using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Scenarios;

/// <summary>What fixes a run's result, and who made it when: written with every result and stored beside it.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="ScenarioId">The scenario's folder name.</param>
/// <param name="ScenarioHash">SHA-256 of the whole scenario package, lower-case hexadecimal.</param>
/// <param name="DataHashes">SHA-256 of each file of the package, by path, in ordinal order of paths.</param>
/// <param name="ModelVersion">The model's version: the assembly's informational version.</param>
/// <param name="Spec">Seed, replicates and variants.</param>
/// <param name="Created">When the run was asked for (UTC).</param>
public sealed record RunManifest(
    string Run,
    string ScenarioId,
    string ScenarioHash,
    IReadOnlyList<FileHash> DataHashes,
    string ModelVersion,
    RunSpec Spec,
    DateTimeOffset Created);

/// <summary>A file of a scenario package and the SHA-256 of its bytes.</summary>
/// <param name="Path">Relative to the scenarios' root, with forward slashes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record FileHash(string Path, string Sha256);

/// <summary>How long a run took; not part of its result.</summary>
/// <param name="WallSeconds">From the request to the merged result.</param>
/// <param name="ReplicateMonthsPerSecond">Simulated months of all replicates and variants in a wall second.</param>
/// <param name="ModelCpuShare">Share of the process's CPU time during the run that was spent inside the model, 0 to 1.</param>
public sealed record RunTimings(double WallSeconds, double ReplicateMonthsPerSecond, double ModelCpuShare);
