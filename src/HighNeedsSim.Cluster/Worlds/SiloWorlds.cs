using System.Collections.Concurrent;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>The worlds being played on this silo: how many at a time, what their grains share, and when they have to stop.</summary>
internal sealed class SiloWorlds : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>A silo that is asked to stop waits this long for its worlds to be saved.</summary>
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(6);

    private readonly RunStore _store;
    private readonly OpenPackage _open;
    private readonly ILocalSiloDetails _silo;
    private readonly SemaphoreSlim _slots;
    private readonly ConcurrentDictionary<string, WorldPlay> _plays = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _draining = new();
    private readonly Lock _tablesLock = new();
    private (string Package, Task<WorldTables> Tables)? _tables;

    // Worlds hold it while they are played; when none is, and memory is wanted for something else, it goes.
    private readonly WeakReference<WorldMemory> _memory = new(new());

    public SiloWorlds(WorldOptions options, RunStore store, OpenPackage open, ILocalSiloDetails silo)
    {
        (_store, _open, _silo, _slots) = (store, open, silo, new(options.Slots));
        SpareThreads(options.Slots + (2 * Environment.ProcessorCount));
    }

    /// <summary>How many worlds are being played.</summary>
    public int Count => _plays.Count;

    /// <summary>Whether the silo is about to stop: its worlds are saved between two months and go on elsewhere.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    /// <summary>Waits for a free place, which is what bounds the memory of worlds, and begins an attempt at a world.</summary>
    /// <exception cref="WorldElsewhereException">The run has ended, or this silo is about to.</exception>
    public async Task<WorldPlay> Begin(WorldKey world, StoredRun run, CancellationToken cancel)
    {
        using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel, _draining.Token))
        {
            var turn = _slots.WaitAsync(waiting.Token);
            await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!turn.IsCompletedSuccessfully)
            {
                cancel.ThrowIfCancellationRequested();
                throw Stopping(world);
            }
        }

        // From here on the place is taken, and given back whatever happens: one that was lost would be missing for good.
        try
        {
            cancel.ThrowIfCancellationRequested();
            if (IsDraining)
            {
                throw Stopping(world);
            }

            var attempt = await _store.Begin(world, _silo.SiloAddress.ToParsableString()) ?? throw new WorldElsewhereException($"World {world} is not played any more: its run has ended.");
            var tables = await Tables(run.Package);
            // Drawing every replicate's parameters takes longer than a grain's turn should.
            var (context, from) = await Task.Run(
                () => (
                    WorldContext.Create(tables, world.Variant, run.Spec.Seed, world.First, world.Count, Memory()),
                    attempt.Checkpoint is { } saved ? PackedCheckpoint.Open(saved) : null),
                cancel);
            var play = new WorldPlay($"{world}@{Guid.NewGuid():N}", context, attempt.Fence, from, CancellationTokenSource.CreateLinkedTokenSource(cancel));
            _plays[play.Key] = play;
            return play;
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    /// <summary>The attempt that a grain belongs to.</summary>
    /// <exception cref="WorldInterruptedException">It is not played on this silo, or not any more.</exception>
    public WorldPlay Find(string key) => _plays.TryGetValue(key, out var play)
        ? play
        : throw new WorldInterruptedException($"World {key} is not played on this silo any more.");

    /// <summary>Ends an attempt and gives its place to another world.</summary>
    public void End(WorldPlay play)
    {
        if (_plays.TryRemove(play.Key, out _))
        {
            _slots.Release();
            play.Dispose();
        }
    }

    /// <summary>Asks which runs go on, and stops the worlds of all others, whoever ended them.</summary>
    /// <returns>The runs that go on.</returns>
    public async Task<List<string>> KeepUnfinished()
    {
        // Those that begin while we ask may belong to a run that is newer than the answer.
        WorldPlay[] asked = [.. _plays.Values];
        var unfinished = await _store.Unfinished();
        foreach (var play in asked.Where(p => !unfinished.Contains(WorldKey.Parse(p.Key.Split('@')[0]).Run)))
        {
            play.Stop();
        }

        return unfinished;
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        // The last to start is the first to stop: while all grains are still there to be asked what they remember.
        lifecycle.Subscribe(nameof(SiloWorlds), ServiceLifecycleStage.Active, _ => Task.CompletedTask, Drain);

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _draining.Dispose();
    }

    private WorldMemory Memory()
    {
        lock (_memory)
        {
            if (!_memory.TryGetTarget(out var memory))
            {
                _memory.SetTarget(memory = new());
            }

            return memory;
        }
    }

    private static WorldElsewhereException Stopping(WorldKey world) => new($"World {world} goes on elsewhere: this silo is about to stop.");

    private async Task Drain(CancellationToken cancel)
    {
        await _draining.CancelAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(DrainWithin);
        while (!_plays.IsEmpty && !limit.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
        }
    }

    // Model calls fill as many threads as there are processors, and the pool is slow to add more. With some to spare, the system
    // shares out the processors, and what is short (a heartbeat, a page) is answered ten times sooner while worlds are played.
    private static void SpareThreads(int threads)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, threads), ports);
    }

    // Worlds of the same run come one after another, so the last tables are the ones wanted next.
    private Task<WorldTables> Tables(string package)
    {
        lock (_tablesLock)
        {
            if (_tables is not { } known || known.Package != package || known.Tables.IsFaulted)
            {
                known = (package, Task.Run(async () => WorldTables.Compile(_open(await _store.Package(package)).Scenario)));
                _tables = known;
            }

            return known.Tables;
        }
    }
}
