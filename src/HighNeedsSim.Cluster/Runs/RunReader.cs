using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cluster;

/// <summary>Reads runs: what came of those that have finished, and what those under way have found so far.</summary>
public sealed class RunReader
{
    private readonly RunStore _store;
    private readonly OpenPackage _open;

    internal RunReader(RunStore store, OpenPackage open) => (_store, _open) = (store, open);

    /// <summary>What came of a run; null when it has not finished, or is not there at all.</summary>
    /// <exception cref="InvalidOperationException">The database is damaged.</exception>
    /// <exception cref="OtherModelException">Another version of the model found it.</exception>
    public async Task<RunOutcome?> Read(string run, CancellationToken cancel)
    {
        if (await _store.Find(run) is not { State: RunState.Finished, Finished: { } finished } found)
        {
            return null;
        }

        cancel.ThrowIfCancellationRequested();
        var package = _open(await _store.Package(found.Package));
        var result = await Merge(found, package);
        if (result.Digest != found.Digest)
        {
            throw new InvalidOperationException(
                $"The database is damaged: run '{run}' was stored with digest {found.Digest} and now has {result.Digest}. Restore a backup, or run it again.");
        }

        var manifest = new RunManifest(run, found.ScenarioId, package.Hash, package.Files, found.ModelVersion, found.Spec, found.Created);
        var wall = Math.Max(1e-3, (finished - found.Created).TotalSeconds);
        var months = (double)found.Months * found.Spec.Replicates * found.Spec.Variants.Count;
        var model = (await _store.Played(run)).Sum(w => w.ModelSeconds);
        return new(manifest, result, new(wall, months / wall, found.CpuSeconds > 0 ? Math.Min(1, model / found.CpuSeconds) : 0));
    }

    /// <summary>The scenario package that a run plays; null when there is no such run.</summary>
    public async Task<ScenarioPackage?> ReadPackage(string run, CancellationToken cancel)
    {
        var found = await _store.Find(run);
        cancel.ThrowIfCancellationRequested();
        return found is null ? null : ScenarioPackage.FromBytes(await _store.Package(found.Package));
    }

    /// <summary>The result of a run under way, to be read again as it grows; null when there is no such run.</summary>
    public async Task<RunSoFar?> Follow(string run, CancellationToken cancel)
    {
        if (await _store.Find(run) is not { } found)
        {
            return null;
        }

        cancel.ThrowIfCancellationRequested();
        return new(_store, found, _open(await _store.Package(found.Package)).Scenario);
    }

    /// <summary>The digest of a run whose worlds have all been played, without putting them together: one world at a time is in memory.</summary>
    /// <exception cref="InvalidOperationException">The database is damaged, or a world is missing.</exception>
    internal async Task<string> Digest(StoredRun run)
    {
        var layout = ResultLayout.Of(_open(await _store.Package(run.Package)).Scenario);
        var played = (await _store.Played(run.Run)).Select(p => p.World).OrderBy(world => world.First).ToLookup(world => world.Variant);
        using var digest = new RunDigest();
        foreach (var variant in run.Spec.Variants)
        {
            digest.Begin(variant);
            var next = 0;
            foreach (var key in played[variant])
            {
                if (key.First != next || await ResultOf(run, key, layout) is not { } world)
                {
                    break;
                }

                // Hashing a large world takes longer than a grain's turn should.
                await Task.Run(() => digest.Add(world.Values));
                next += world.Count;
            }

            if (next != run.Spec.Replicates)
            {
                throw new InvalidOperationException($"Replicate {next} of '{variant}' is missing.");
            }
        }

        return digest.End();
    }

    private async Task<RunResult> Merge(StoredRun run, StoredPackage package)
    {
        var layout = ResultLayout.Of(package.Scenario);
        var merge = new RunMerge(layout, run.Spec);
        foreach (var played in await _store.Played(run.Run))
        {
            // One that has just been removed is missing, and will be said to be.
            if (await ResultOf(run, played.World, layout) is { } world)
            {
                merge.Add(world);
            }
        }

        return await Task.Run(merge.Result);
    }

    private async Task<WorldResult?> ResultOf(StoredRun run, WorldKey key, ResultLayout layout)
    {
        var world = await _store.Result(key);
        // Its bytes are whole, or the store would have said so: it holds other measures.
        return world is not null && world.Values.Length != world.Count * layout.Length ? throw OtherModelException.Of(run.Run, run.ModelVersion) : world;
    }
}
