using System.Text;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Tests;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster.Tests;

/// <summary>Packages that are only a name, for scenarios invented in code.</summary>
internal static class TestPackages
{
    public static readonly Scenario Small = SmallScenario.Make();

    /// <summary>Requests grow twentyfold every year, until the model says that it cannot hold them.</summary>
    public static readonly Scenario Bursting = Small with { Id = "bursting", Requests = Small.Requests with { Growth = Elicited.Known("requests.growth", 20) } };

    public static readonly RunSpec Spec = new(7, 24, [.. Small.Variants.Select(v => v.Id)]);

    public static byte[] Bytes(Scenario scenario) => Encoding.UTF8.GetBytes(scenario.Id);

    public static StoredPackage Open(byte[] bytes) => Encoding.UTF8.GetString(bytes) switch
    {
        "small" => new(Small, RunStore.HashOf(bytes), []),
        "bursting" => new(Bursting, RunStore.HashOf(bytes), []),
        var name => throw new ArgumentException($"There is no scenario '{name}'.", nameof(bytes)),
    };

    /// <summary>What the reference loop finds, without any grain.</summary>
    public static RunResult ByReferenceLoop(RunSpec spec, Scenario? scenario = null)
    {
        var tables = WorldTables.Compile(scenario ?? Small);
        return RunResult.Merge(tables.Layout, spec, spec.Variants.Select(v => World.Run(WorldContext.Create(tables, v, spec.Seed, 0, spec.Replicates))));
    }
}
