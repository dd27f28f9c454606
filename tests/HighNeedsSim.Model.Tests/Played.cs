using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests;

/// <summary>A scenario played out by the plain loop, and what is asked of its results.</summary>
internal static class Played
{
    internal static RunResult Out(Scenario scenario, int replicates = 24, ulong seed = 11, string variant = "unmitigated")
    {
        var tables = SmallScenario.Tables(scenario);
        var spec = new RunSpec(seed, replicates, [.. new[] { scenario.Variants[0].Id, variant }.Distinct()]);
        return RunResult.Merge(
            tables.Layout, spec, spec.Variants.Select(v => Model.World.World.Run(WorldContext.Create(tables, v, seed, 0, replicates))));
    }

    /// <summary>A measure summed over the years, in every replicate.</summary>
    internal static long[] Total(this RunResult run, string measure, string variant = "unmitigated") =>
        [.. Enumerable.Range(0, run.Spec.Replicates).Select(r => Enumerable.Range(0, run.Layout.Years.Count).Sum(y => run.Replicates(variant, measure, y)[r]))];

    /// <summary>A monthly measure, summed over replicates, by month.</summary>
    internal static long[] ByMonth(this RunResult run, string measure) =>
        [.. Enumerable.Range(0, run.Layout.Months.Count).Select(m => run.InMonth("unmitigated", measure, m).Sum())];
}
