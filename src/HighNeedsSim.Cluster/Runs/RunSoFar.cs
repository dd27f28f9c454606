using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>
/// What a run has found while it goes on: the futures that are finished in every variant, so that the variants stay paired.
/// It keeps what it has read, so that each reading costs only what is new, and of that only the few measures that are shown of a run under way:
/// forty-five numbers a future of Kent, where all are six thousand.
/// </summary>
/// <remarks>Used by one reader at a time.</remarks>
public sealed class RunSoFar
{
    /// <summary>The most futures that are read: more would hardly move a range.</summary>
    public const int MostFutures = 2_000;

    /// <summary>What is kept of each year: what pages, the wall and metrics say of a run before it has ended.</summary>
    public static IReadOnlyList<string> Measures { get; } =
    [
        MeasureCodes.Deficit, MeasureCodes.InYear, MeasureCodes.Payment, MeasureCodes.Contribution, MeasureCodes.StabilityGrant,
        MeasureCodes.Plans, MeasureCodes.Placement(PlacementType.IndependentSpecial), MeasureCodes.FinalPlansTimed, MeasureCodes.FinalPlansIn20Weeks,
    ];

    private readonly RunStore _store;
    private readonly StoredRun _run;
    private readonly ResultLayout _found;
    private readonly ResultLayout _kept;

    // Where each batch, by its first replicate in the run, begins in the result: nothing of it is kept beside that.
    private Dictionary<int, int> _places = [];
    private RunResult? _result;

    internal RunSoFar(RunStore store, StoredRun run, Scenario scenario)
    {
        (_store, _run, _found, Scenario) = (store, run, ResultLayout.Of(scenario), scenario);
        _kept = _found.Only(Measures);
    }

    /// <summary>What the run plays out.</summary>
    public Scenario Scenario { get; }

    /// <summary>
    /// The result of the futures finished so far, numbered from 0 without gaps and with <see cref="Measures"/> alone: so its digest says nothing about the run's. The
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

        var merge = new RunMerge(_kept, _run.Spec with { Replicates = replicates });
        foreach (var world in batches.SelectMany(batch => batch))
        {
            cancel.ThrowIfCancellationRequested();
            if (_places.TryGetValue(world.First, out var place))
            {
                merge.Add(world.Variant, places[world.First], world.Count, _result!.Values(world.Variant).Slice(place * _kept.Length, world.Count * _kept.Length));
            }
            else
            {
                var found = await _store.Result(world)
                    ?? throw new InvalidOperationException($"The database is damaged: world {world} was played and has no result.");
                merge.Add(world.Variant, places[world.First], world.Count, _kept.Taken(_found, found.Values));
            }
        }

        (_result, _places) = (merge.Result(), places);
        return _result;
    }
}
