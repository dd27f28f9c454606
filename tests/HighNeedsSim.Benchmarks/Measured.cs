using HighNeedsSim.Model.Population;
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
        var memory = new WorldMemory();
        var worlds =
            from variant in spec.Variants
            from first in Enumerable.Range(0, spec.Replicates).Where(r => r % batch == 0)
            select World.Run(WorldContext.Create(tables, variant, spec.Seed, first, Math.Min(batch, spec.Replicates - first), memory));
        return RunResult.Merge(tables.Layout, spec, worlds.ToList());
    }

    /// <summary>Plays a run by the plain loop, a world on each processor.</summary>
    public static RunResult LoopOnAllProcessors(WorldTables tables, RunSpec spec, int batch)
    {
        (string Variant, int First)[] worlds =
        [
            .. from variant in spec.Variants
               from first in Enumerable.Range(0, spec.Replicates).Where(r => r % batch == 0)
               select (variant, first),
        ];
        var (found, memory) = (new WorldResult[worlds.Length], new WorldMemory());
        Parallel.For(0, worlds.Length, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, n => found[n] = World.Run(WorldContext.Create(
            tables, worlds[n].Variant, spec.Seed, worlds[n].First, Math.Min(batch, spec.Replicates - worlds[n].First), memory)));
        return RunResult.Merge(tables.Layout, spec, found);
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

    /// <summary>
    /// A scenario of a country with so many times the children: its largest districts are cut into parts, because a district can have
    /// only so many requests; the parts share its providers.
    /// </summary>
    public static Scenario Larger(Scenario scenario, int factor)
    {
        var larger = Times(scenario, factor);
        var heads = larger.Districts.Sum(d => d.Population.Sum() * d.DemandIndex);
        const double MostRequests = 8_000;
        int Parts(District d) => (int)Math.Ceiling((double)larger.Requests.InBaseYear * d.Population.Sum() * d.DemandIndex / heads / MostRequests);
        var first = larger.Districts.Select((_, d) => larger.Districts.Take(d).Sum(Parts)).ToArray();
        return larger with
        {
            Districts =
            [
                .. from d in larger.Districts
                   let parts = Parts(d)
                   from part in Enumerable.Range(0, parts)
                   select d with { Code = $"{d.Code}-{part}", Population = [.. d.Population.Select(p => (p + part) / parts)] },
            ],
            Providers = [.. larger.Providers.Select(p => p with { District = p.District < 0 ? p.District : first[p.District] })],
        };
    }

    private static Elicited Times(Elicited value, int factor) =>
        value with { Low = value.Low * factor, Central = value.Central * factor, High = value.High * factor };
}
