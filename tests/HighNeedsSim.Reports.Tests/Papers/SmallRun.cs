using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Papers;

/// <summary>A real run of the small scenario, played once for all tests of papers.</summary>
internal static class SmallRun
{
    private static readonly Lazy<ReportedRun> Played = new(() => Play(11));

    public static ReportedRun Run => Played.Value;

    public static Findings Findings => Run.Findings;

    public static Paper Paper { get; } = CouncilPaper.Of(Run, PaperDetails.None, Assurance.None(Findings.Result.Digest));

    public static IReadOnlyList<PaperFile> Files { get; } = PaperFiles.Of(Run, PaperDetails.None, Assurance.None(Findings.Result.Digest));

    /// <summary>Plays the small scenario; the same again where it is asked for again.</summary>
    public static ReportedRun Play(int replicates) => Play(replicates, scenario => scenario);

    /// <summary>Plays the small scenario with a change.</summary>
    public static ReportedRun Play(int replicates, Func<Scenario, Scenario> change)
    {
        var package = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", "kent-small")).Package!;
        var reading = ScenarioReader.Read(package);
        var tables = WorldTables.Compile(change(reading.Scenario!));
        var spec = new RunSpec(1, replicates, ["unmitigated", "planned", "safety-valve"]);
        var result = RunResult.Merge(
            tables.Layout, spec, spec.Variants.Select(variant => World.Run(WorldContext.Create(tables, variant, spec.Seed, 0, replicates))));
        var manifest = new RunManifest(
            "kent-small-test", package.ScenarioId, package.Hash, package.Files, "0.1.0+test", spec, new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero));
        return new(manifest, new(12.5, 14_640, 0.8712), new(tables.Scenario, result), reading.Assumptions);
    }

    public static byte[] File(string name) => Files.Single(file => file.Name == name).Bytes;
}
