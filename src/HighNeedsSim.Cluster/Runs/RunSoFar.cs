using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>
/// What a run has found while it goes on: the futures that are finished in every variant, so that the variants stay paired.
/// It keeps what it has read, once, so that each reading costs only what is new.
/// </summary>
/// <remarks>Used by one reader at a time.</remarks>
public sealed class RunSoFar
{
    /// <summary>The most futures that are read: more would hardly move a range and would fill the memory of a small machine.</summary>
    public const int MostFutures = 1_000;

    private readonly RunStore _store;
    private readonly StoredRun _run;
    private readonly ResultLayout _layout;

    // Where each batch, by its first replicate in the run, begins in the result: nothing of it is kept beside that.
    private Dictionary<int, int> _places = [];
    private RunResult? _result;

    internal RunSoFar(RunStore store, StoredRun run, Scenario scenario) =>
        (_store, _run, _layout, Scenario) = (store, run, ResultLayout.Of(scenario), scenario);

    /// <summary>What the run plays out.</summary>
    public Scenario Scenario { get; }

    /// <summary>
    /// The result of the futures finished so far, numbered from 0 without gaps: so its digest says nothing about the run's. The
    /// same object as before when nothing was added; null while no future is finished in every variant.
    /// </summary>
    /// <exception cref="InvalidOperationException">The database is damaged.</exception>
    public async Task<RunResult?> Read(CancellationToken cancel)
    {
        var finished = (await _store.Played(_run.Run))
            .GroupBy(world => world.World.First, world => world.World)
            .Where(batch => batch.Count() == _run.Spec.Variants.Count)
            .OrderBy(batch => batch.Key)
            .ToList();
        var futures = 0;
        var batches = finished.TakeWhile((batch, n) => (futures += batch.First().Count) <= MostFutures || n == 0).ToList();
        if (batches.Select(batch => batch.Key).ToHashSet().SetEquals(_places.Keys))
        {
            return _result;
        }

        var places = new Dictionary<int, int>();
        var replicates = 0;
        foreach (var batch in batches)
        {
            places.Add(batch.Key, replicates);
            replicates += batch.First().Count;
        }

        var merge = new RunMerge(_layout, _run.Spec with { Replicates = replicates });
        foreach (var world in batches.SelectMany(batch => batch))
        {
            cancel.ThrowIfCancellationRequested();
            if (_places.TryGetValue(world.First, out var place))
            {
                merge.Add(world.Variant, places[world.First], world.Count, _result!.Values(world.Variant).Slice(place * _layout.Length, world.Count * _layout.Length));
            }
            else
            {
                var found = await _store.Result(world)
                    ?? throw new InvalidOperationException($"The database is damaged: world {world} was played and has no result.");
                merge.Add(found with { First = places[world.First] });
            }
        }

        // Its digest is worked out of all of it, which takes a moment.
        _result = await Task.Run(merge.Result, cancel);
        _places = places;
        return _result;
    }
}
