using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Benchmarks;

/// <summary>The scenarios measured, and the plain loop that plays them.</summary>
internal static class Measured
{
    /// <summary>Reads a scenario of the repository.</summary>
    public static (ScenarioPackage Package, Scenario Scenario) Read(string id)
    {
        var (package, problems) = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", id));
        return package is null
            ? throw new InvalidOperationException($"{id}: {string.Join(" ", problems)}")
            : (package, ScenarioReader.Read(package).Scenario ?? throw new InvalidOperationException($"{id} has problems: run hns check."));
    }

    /// <summary>Every variant of a scenario.</summary>
    public static RunSpec Spec(Scenario scenario, int replicates, ulong seed = 1) => new(seed, replicates, [.. scenario.Variants.Select(v => v.Id)]);

    /// <summary>Plays a run by the plain loop, on this thread.</summary>
    public static RunResult Loop(WorldTables tables, RunSpec spec, int batch)
    {
        var worlds =
            from variant in spec.Variants
            from first in Enumerable.Range(0, spec.Replicates).Where(r => r % batch == 0)
            select World.Run(WorldContext.Create(tables, variant, spec.Seed, first, Math.Min(batch, spec.Replicates - first)));
        return RunResult.Merge(tables.Layout, spec, worlds.ToList());
    }

    /// <summary>A scenario with so many times the children, requests, staff and places.</summary>
    public static Scenario Times(Scenario scenario, int factor) => scenario with
    {
        Districts = [.. scenario.Districts.Select(d => d with { Population = [.. d.Population.Select(p => p * factor)] })],
        OpeningStock = scenario.OpeningStock with
        {
            ByPlacement = [.. scenario.OpeningStock.ByPlacement.Select(p => p * factor)],
            ByAgeGroup = [.. scenario.OpeningStock.ByAgeGroup.Select(p => p * factor)],
        },
        Requests = scenario.Requests with
        {
            InBaseYear = scenario.Requests.InBaseYear * factor,
            MovesIn = Times(scenario.Requests.MovesIn, factor),
        },
        Assessments = scenario.Assessments with { AdviceCapacity = Times(scenario.Assessments.AdviceCapacity, factor) },
        Reviews = scenario.Reviews with { Capacity = Times(scenario.Reviews.Capacity, factor) },
        Providers = [.. scenario.Providers.Select(p => p with { Places = p.Places * factor })],
    };

    private static Elicited Times(Elicited value, int factor) =>
        value with { Low = value.Low * factor, Central = value.Central * factor, High = value.High * factor };
}
