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

    /// <summary>Puts the worlds of a run together.</summary>
    internal async Task<RunResult> Merge(StoredRun run) => await Merge(run, _open(await _store.Package(run.Package)));

    private async Task<RunResult> Merge(StoredRun run, StoredPackage package)
    {
        var layout = ResultLayout.Of(package.Scenario);
        var merge = new RunMerge(layout, run.Spec);
        foreach (var played in await _store.Played(run.Run))
        {
            // One that has just been removed is missing, and will be said to be.
            if (await _store.Result(played.World) is not { } world)
            {
                continue;
            }

            // Their bytes are whole, or the store would have said so: they hold other measures.
            if (world.Values.Length != world.Count * layout.Length)
            {
                throw OtherModelException.Of(run.Run, run.ModelVersion);
            }

            merge.Add(world);
        }

        return await Task.Run(merge.Result);
    }
}
