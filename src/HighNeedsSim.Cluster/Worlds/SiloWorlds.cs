using System.Collections.Concurrent;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>The worlds being played on this silo: how many at a time, and what their grains share.</summary>
internal sealed class SiloWorlds : IDisposable
{
    private readonly RunStore _store;
    private readonly OpenPackage _open;
    private readonly SemaphoreSlim _slots;
    private readonly ConcurrentDictionary<string, WorldPlay> _plays = new(StringComparer.Ordinal);
    private readonly Lock _tablesLock = new();
    private (string Package, Task<WorldTables> Tables)? _tables;

    public SiloWorlds(WorldOptions options, RunStore store, OpenPackage open)
    {
        (_store, _open, _slots) = (store, open, new(options.Slots));
        SpareThreads(options.Slots + (2 * Environment.ProcessorCount));
    }

    /// <summary>How many worlds are being played.</summary>
    public int Count => _plays.Count;

    /// <summary>Waits for a free place, which is what bounds the memory of worlds, and begins an attempt at a world.</summary>
    public async Task<WorldPlay> Begin(WorldKey world, StoredRun run, CancellationToken cancel)
    {
        await _slots.WaitAsync(cancel);
        try
        {
            var tables = await Tables(run.Package);
            // Drawing every replicate's parameters takes longer than a grain's turn should.
            var context = await Task.Run(() => WorldContext.Create(tables, world.Variant, run.Spec.Seed, world.First, world.Count), cancel);
            var play = new WorldPlay($"{world}@{Guid.NewGuid():N}", context);
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
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

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
