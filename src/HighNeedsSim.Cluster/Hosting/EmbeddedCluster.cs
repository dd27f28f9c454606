using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HighNeedsSim.Cluster;

/// <summary>A cluster of one silo inside this process, which keeps runs in memory: for the command line.</summary>
public sealed class EmbeddedCluster : ClusterAccess
{
    private const long WorthCollecting = 256L * 1024 * 1024;

    private EmbeddedCluster(IHost host)
        : base(host)
    {
    }

    /// <summary>Starts the silo.</summary>
    /// <param name="cancel">Gives up starting.</param>
    public static Task<EmbeddedCluster> StartAsync(CancellationToken cancel) => StartAsync(new(), cancel);

    /// <summary>Starts the silo.</summary>
    /// <param name="options">How work is cut.</param>
    /// <param name="cancel">Gives up starting.</param>
    public static async Task<EmbeddedCluster> StartAsync(WorldOptions options, CancellationToken cancel) => new(await StartAsync(
        builder =>
        {
            builder.Services.AddSingleton(options);
            builder.AddEmbeddedSilo(new() { ConnectionString = RunStoreOptions.InMemory });
        },
        cancel));

    /// <summary>Plays a run to its end.</summary>
    /// <param name="package">The scenario.</param>
    /// <param name="spec">Seed, replicates and variants.</param>
    /// <param name="progress">Told how far the run is, a few times a second.</param>
    /// <param name="cancel">Stops the run.</param>
    /// <exception cref="ArgumentException">The run is not possible.</exception>
    /// <exception cref="RunFailedException">The run cannot be played to its end.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public Task<RunOutcome> RunAsync(ScenarioPackage package, RunSpec spec, IProgress<RunProgress>? progress, CancellationToken cancel) =>
        RunAsync(package.ScenarioId, package.ToBytes(), spec, progress, cancel);

    /// <inheritdoc cref="RunAsync(ScenarioPackage, RunSpec, IProgress{RunProgress}?, CancellationToken)"/>
    internal async Task<RunOutcome> RunAsync(string scenarioId, byte[] package, RunSpec spec, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var ticket = await Grains.GetGrain<IRunDirectory>(0).Create(Guid.NewGuid().ToString("N"), scenarioId, package, spec);
        var run = Grains.GetGrain<IRun>(ticket.Run);
        try
        {
            await foreach (var change in run.Watch(0, cancel).WithCancellation(cancel))
            {
                progress?.Report(change.Progress);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await run.Cancel();
            throw;
        }

        // The worlds have ended, and what they were played in is free. It goes before the result is put together, or a large run would hold both at its very end.
        if (GC.GetTotalMemory(forceFullCollection: false) > WorthCollecting)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }

        if (await ReadAsync(ticket.Run, cancel) is { } outcome)
        {
            return outcome;
        }

        var status = await run.Status();
        throw new RunFailedException(status.Failure ?? $"Run '{ticket.Run}' ended as {status.State}.");
    }
}
