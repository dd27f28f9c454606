using System.Diagnostics;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Benchmarks;

/// <summary>How long somebody waits for an answer of a grain that has nothing to do with the worlds being played beside it.</summary>
internal static class Ping
{
    /// <summary>Asks the grain of a run that has ended every few milliseconds, first alone and then while Kent is played on all processors.</summary>
    /// <param name="replicates">Of Kent, in each variant.</param>
    public static async Task<string> Measure(int replicates)
    {
        await using var cluster = await EmbeddedCluster.StartAsync(new(), default);
        var (small, smallScenario) = Measured.Read("kent-small");
        var (kent, scenario) = Measured.Read("kent-2023-safety-valve");
        var ended = await Begin(cluster, small, Measured.Spec(smallScenario, 10));
        await End(ended);
        var alone = await Waits(ended, Task.Delay(TimeSpan.FromSeconds(2)));
        var playing = await Waits(ended, End(await Begin(cluster, kent, Measured.Spec(scenario, replicates))));
        return FormattableString.Invariant(
            $"alone {Percentile.Of(alone, 0.5):0.00} and {Percentile.Of(alone, 0.99):0.0} ms; while worlds are played {Percentile.Of(playing, 0.5):0.00}, {Percentile.Of(playing, 0.99):0.0} and {playing.Max():0} ms ({playing.Count} pings)");
    }

    private static async Task<IRun> Begin(EmbeddedCluster cluster, ScenarioPackage package, RunSpec spec)
    {
        var ticket = await cluster.Grains.GetGrain<IRunDirectory>(0).Create(Guid.NewGuid().ToString("N"), package.ScenarioId, package.ToBytes(), spec);
        return cluster.Grains.GetGrain<IRun>(ticket.Run);
    }

    private static async Task End(IRun run)
    {
        await run.EnsureRunning();
        await foreach (var _ in run.Watch(0))
        {
        }
    }

    private static async Task<List<double>> Waits(IRun run, Task until)
    {
        var waits = new List<double>();
        while (!until.IsCompleted)
        {
            var asked = Stopwatch.GetTimestamp();
            await run.Status();
            waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(5);
        }

        await until;
        return waits;
    }
}
