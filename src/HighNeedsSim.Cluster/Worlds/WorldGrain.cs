using System.Diagnostics;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <inheritdoc cref="IWorld"/>
/// <remarks>
/// The months are played beside the mailbox, by a task on the grain's own scheduler: the grain answers between any two calls
/// that its world makes.
/// </remarks>
[GrainType("world"), RandomPlacement]
internal sealed class WorldGrain(
    SiloWorlds worlds, RunStore store, WorldOptions options, SimulationMetrics metrics, ILogger<WorldGrain> log) : Grain, IWorld, IDisposable
{
    /// <summary>A world that loses a part is taken up this often without getting any further, before it counts as broken.</summary>
    private const int Attempts = 5;

    /// <summary>A heartbeat is answered after this time, if nothing happens before.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private Task? _playing;
    private int _furthest;
    private WorldPlay? _play;
    private WorldStatus _status = new(WorldState.Waiting, 0, 0, null);

    private WorldKey Key => WorldKey.Parse(this.GetPrimaryKeyString());

    public async Task<WorldStatus> EnsureRunning()
    {
        // The hint that brought this grain to its silo must not travel on to its parts.
        RequestContext.Clear();
        _playing ??= Play();
        await Task.WhenAny(_playing, Task.Delay(Moment));
        return _status with { ModelSeconds = _play?.ModelSeconds ?? _status.ModelSeconds };
    }

    public async Task Abandon()
    {
        await _stop.CancelAsync();
        await (_playing ?? Task.CompletedTask);
        DeactivateOnIdle();
    }

    public void Dispose() => _stop.Dispose();

    // Every way out ends in a status: nobody awaits this but those who ask how it stands.
    private async Task Play()
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = _furthest;
            try
            {
                await PlayOnce(_stop.Token);
                return;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception end) when (end is WorldElsewhereException or OperationCanceledException)
            {
                // Asked for again, the world begins wherever it then belongs.
                log.LogInformation(end, "World {World} ends here", Key);
                _status = new(WorldState.Waiting, 0, 0, null);
                _playing = null;
                DeactivateOnIdle();
                return;
            }
            catch (Exception failure) when (failure is WorldBrokenException or DeterminismAlarmException)
            {
                _status = _status with { State = WorldState.Broken, Failure = failure.Message };
                metrics.Failed(Key.Variant, breach: failure.InnerException is InvariantException);
                log.LogError(failure, "World {World} is broken", Key);
                return;
            }
            catch (StoreUnavailableException failure)
            {
                // No fault of the world's: it waits.
                attempt--;
                log.LogWarning(failure, "World {World} waits for the store", Key);
            }
            catch (Exception failure) when (attempt < Attempts)
            {
                metrics.Retried(Key.Variant);
                log.LogWarning(failure, "World {World} was interrupted and begins anew where it was saved last", Key);
            }
            catch (Exception failure)
            {
                var message = $"World {Key} was interrupted {Attempts} times without getting any further; the last time: {failure.Message}";
                _status = _status with { State = WorldState.Broken, Failure = message };
                metrics.Failed(Key.Variant, breach: false);
                log.LogError(failure, "World {World} is given up", Key);
                return;
            }

            attempt = _furthest > before ? 1 : attempt;
            _status = new(WorldState.Waiting, _status.Months, 0, null);
            await Task.Delay(Moment * attempt, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task PlayOnce(CancellationToken cancel)
    {
        if (await store.IsPlayed(Key))
        {
            _status = new(WorldState.Finished, 0, 0, null);
            return;
        }

        var run = await store.Find(Key.Run) ?? throw new WorldBrokenException($"There is no run '{Key.Run}'.");
        _play = await worlds.Begin(Key, run, cancel);
        var parts = new WorldParts(GrainFactory, _play);
        using var span = SimulationMetrics.Spans.StartActivity("world")
            ?.SetTag("hns.run", Key.Run).SetTag("hns.variant", Key.Variant).SetTag("hns.world", Key.ToString());
        using var scope = log.BeginScope("Run {Run}, variant {Variant}, world {World}", Key.Run, Key.Variant, Key);
        metrics.Began(Key.Variant);
        try
        {
            var began = Stopwatch.GetTimestamp();
            _status = _status with { State = WorldState.Running, Months = _play.From?.Months ?? 0 };
            var result = await PlayMonths(_play, parts);
            await Keep(_play, result, Stopwatch.GetElapsedTime(began).TotalSeconds);
            metrics.Finished(Key.Variant, Stopwatch.GetElapsedTime(began));
            _status = new(WorldState.Finished, _status.Months, _play.ModelSeconds, null);
        }
        finally
        {
            metrics.Left(Key.Variant);
            await parts.Release();
            worlds.End(_play);
            _play = null;
        }
    }

    // What was played is not thrown away because a disk is full or a server restarts.
    private async Task Keep(WorldPlay play, WorldResult result, double wallSeconds)
    {
        while (true)
        {
            try
            {
                if (!await store.Add(Key, play.Fence, result, play.ModelSeconds, wallSeconds))
                {
                    throw Superseded();
                }

                return;
            }
            catch (StoreUnavailableException failure)
            {
                log.LogWarning(failure, "World {World} is played and waits for the store to keep it", Key);
                await Task.Delay(TimeSpan.FromSeconds(1), play.Stopped);
            }
        }
    }

    private async Task Save(WorldPlay play, WorldCheckpoint checkpoint)
    {
        try
        {
            var bytes = await Task.Run(checkpoint.ToBytes);
            if (!await store.Save(Key, play.Fence, checkpoint.Months, bytes))
            {
                throw Superseded();
            }

            _furthest = Math.Max(_furthest, checkpoint.Months);
        }
        catch (StoreUnavailableException failure)
        {
            // It only costs a year, should the silo be lost too.
            log.LogWarning(failure, "World {World} could not be saved after {Months} months", Key, checkpoint.Months);
        }
    }

    private WorldElsewhereException Superseded() => new($"World {Key} is played by a later attempt, or its run has ended: this one writes nothing.");

    /// <summary>The months of a world as <see cref="World.Run"/> plays them, with grains in place of objects.</summary>
    private async Task<WorldResult> PlayMonths(WorldPlay play, WorldParts parts)
    {
        var tables = play.Context.Tables;
        var timetable = tables.Scenario.Timetable;
        var replies = new DistrictReply[tables.Districts];
        var outcomes = play.From?.Outcomes ?? [.. Enumerable.Repeat(Array.Empty<short>(), tables.Districts)];
        var admissions = new Admissions(play.Context);
        var saving = Task.CompletedTask;
        if (play.From is null)
        {
            await parts.WarmUp();
        }

        for (var month = timetable.Start + (play.From?.Months ?? 0); month <= timetable.End; month += 1)
        {
            play.Stopped.ThrowIfCancellationRequested();

            // Districts take requests through assessment; cohorts grow up, are reviewed, leave and ask for places.
            for (var d = 0; d < replies.Length; d++)
            {
                replies[d] = await parts.District(d, month, outcomes[d]);
            }

            // Schools admit in rounds, until every applicant has an answer.
            play.Call(() => admissions.Open(month, replies));
            while (play.Call(admissions.NextRound))
            {
                var asked = admissions.Asked;
                var answers = await Task.WhenAll(asked.Select(p => parts.Admit(p, month, admissions.ChangesFor(p), admissions.RequestsFor(p))));
                for (var n = 0; n < answers.Length; n++)
                {
                    admissions.Answer(asked[n], answers[n]);
                }
            }

            // Schools claim, the authority pays and, in March, closes the year.
            var claims = await Task.WhenAll(Enumerable.Range(0, tables.Providers).Select(p => parts.Close(p, month, admissions.ChangesFor(p))));
            await parts.Post(month, play.Call(() => admissions.ForAuthority(claims)));
            // A new array each month: the last one may be on its way into a checkpoint.
            outcomes = [.. Enumerable.Range(0, tables.Districts).Select(admissions.OutcomesFor)];
            _status = _status with { Months = month - timetable.Start + 1 };
            if (store.KeepsCheckpoints && (worlds.IsDraining || WorldCheckpoint.IsDue(timetable, month)))
            {
                // The next year is played while this one is written.
                await saving;
                saving = Save(play, new(_status.Months, outcomes, await parts.Save()));
            }

            if (worlds.IsDraining)
            {
                await saving;
                throw new WorldElsewhereException($"World {Key} goes on elsewhere after {_status.Months} months: this silo is about to stop.");
            }

            metrics.Month(Key.Variant, play.Context.Count);
            await (options.BetweenMonths?.Invoke(Key, _status.Months) ?? Task.CompletedTask);
        }

        await saving;
        return await parts.Result();
    }
}
