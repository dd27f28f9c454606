using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary>Plays a run out.</summary>
internal delegate Task<RunOutcome> Play(
    ScenarioPackage package, Scenario scenario, RunSpec spec, IProgress<RunProgress> progress, CancellationToken cancel);

/// <summary>Who plays the worlds of a run: grains in this process, or a plain loop. Both find the same to the byte.</summary>
internal static class Engine
{
    /// <summary>Replicates of one world of the loop: few, so that progress is smooth and all processors end together.</summary>
    private const int LoopBatch = 20;

    /// <summary>The engines by name.</summary>
    public static IReadOnlyDictionary<string, Play> All { get; } = new Dictionary<string, Play> { ["grains"] = Grains, ["loop"] = Loop };

    /// <summary>What fixes a run's result, as this version of the model would play it.</summary>
    public static RunManifest Manifest(string run, ScenarioPackage package, RunSpec spec) => new(
        run, package.ScenarioId, package.Hash, package.Files, ModelVersion(), spec, TimeProvider.System.GetUtcNow());

    /// <summary>The version of this model.</summary>
    public static string ModelVersion() =>
        typeof(World).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static async Task<RunOutcome> Grains(
        ScenarioPackage package, Scenario scenario, RunSpec spec, IProgress<RunProgress> progress, CancellationToken cancel)
    {
        await using var cluster = await EmbeddedCluster.StartAsync(cancel);
        return await cluster.RunAsync(package, spec, progress, cancel);
    }

    private static async Task<RunOutcome> Loop(
        ScenarioPackage package, Scenario scenario, RunSpec spec, IProgress<RunProgress> progress, CancellationToken cancel)
    {
        var run = string.Create(
            CultureInfo.InvariantCulture,
            $"{package.ScenarioId}-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}");
        using var process = Process.GetCurrentProcess();
        var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var tables = WorldTables.Compile(scenario);
        var meter = new LoopMeter(scenario, spec, progress);
        var (results, memory) = (new ConcurrentBag<WorldResult>(), new WorldMemory());
        var inModel = 0L;
        var worlds =
            from first in Enumerable.Range(0, spec.Replicates).Where(replicate => replicate % LoopBatch == 0)
            from variant in spec.Variants
            select (Variant: variant, First: first, Count: Math.Min(LoopBatch, spec.Replicates - first));
        var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(worlds, options, (world, stop) =>
        {
            var began = Stopwatch.GetTimestamp();
            var context = WorldContext.Create(tables, world.Variant, spec.Seed, world.First, world.Count, memory);
            results.Add(World.Run(context, _ => meter.Month(world.Count), cancel: stop));
            meter.World(world.Count);
            Interlocked.Add(ref inModel, Stopwatch.GetTimestamp() - began);
            return ValueTask.CompletedTask;
        });

        var result = RunResult.Merge(tables.Layout, spec, results);
        process.Refresh();
        var (wall, cpu) = (watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds);
        return new(Manifest(run, package, spec), result, new(
            wall, meter.Total / wall, Math.Min(1, inModel / (double)Stopwatch.Frequency / Math.Max(cpu, 1e-9))));
    }

    /// <summary>Counts months and futures of the loop's threads.</summary>
    private sealed class LoopMeter(Scenario scenario, RunSpec spec, IProgress<RunProgress> progress)
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private long _months;
        private int _replicates;

        public double Total { get; } = (double)scenario.Timetable.Months * spec.Replicates * spec.Variants.Count;

        public void World(int replicates) => Interlocked.Add(ref _replicates, replicates);

        public void Month(int replicates)
        {
            double done = Interlocked.Add(ref _months, replicates);
            var elapsed = _watch.Elapsed;
            progress.Report(new(
                _replicates / spec.Variants.Count, spec.Replicates, done, Total, elapsed,
                elapsed.TotalSeconds > 1 ? elapsed * ((Total - done) / done) : null));
        }
    }
}
