using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Fit;

/// <summary>A scenario of the repository played out with few futures, and what was published of its authority.</summary>
internal static class Fitted
{
    internal const int Futures = 100;

    internal static Scenario Read(string id) => ScenarioReader.Read(ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", id)).Package!).Scenario!;

    internal static IReadOnlyList<Target> Published(string id, Scenario scenario) =>
        Targets.Read(Targets.FileOf(RepositoryRoot.Of("scenarios", id), scenario.Authority.Code)).Targets;

    internal static RunResult Play(Scenario scenario, params IEnumerable<string> variants)
    {
        var tables = WorldTables.Compile(scenario);
        var spec = new RunSpec(1, Futures, [.. variants]);
        var worlds = spec.Variants.AsParallel().AsOrdered().Select(variant => World.Run(WorldContext.Create(tables, variant, spec.Seed, 0, Futures)));
        return RunResult.Merge(tables.Layout, spec, worlds);
    }
}
