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
        await Task.WhenAny(_playing, Task.Delay(WorldAttempts.Moment));
        return _status with { ModelSeconds = _play?.ModelSeconds ?? _status.ModelSeconds };
    }

    public async Task Abandon()
    {
        await _stop.CancelAsync();
        await (_playing ?? Task.CompletedTask);
        DeactivateOnIdle();
    }

    // A silo that takes over part of a lost one's directory drops grains that were registered there, in the middle of their work.
    // The world goes on in a new grain; this one must neither write nor keep its place.
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    // Every way out ends in a status: nobody awaits this but those who ask how it stands.
    private async Task Play()
    {
        using var scope = log.BeginScope("Run {Run}, variant {Variant}, world {World}", Key.Run, Key.Variant, Key);
        var stop = _stop.Token;
        var attempts = new WorldAttempts();
        while (true)
        {
            Exception? failure = null;
            try
            {
                await PlayOnce(stop);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                // Abandoned, or this grain is gone: whatever failed on the way out says nothing about the world.
                return;
            }
            catch (Exception caught)
            {
                failure = caught;
            }

            var end = EndOf(failure);
            var next = attempts.After(end, _furthest);
            Tell(end, next, failure);
            switch (next)
            {
                case { After: { } pause }:
                    _status = new(next.State, _status.Months, 0, null);
                    await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                    break;
                case { State: WorldState.Broken }:
                    var why = end == AttemptEnd.Failed
                        ? $"World {Key} failed {WorldAttempts.MostFailures} times without getting any further; the last time: {failure!.Message}"
                        : failure!.Message;
                    _status = _status with { State = WorldState.Broken, Failure = why };
                    return;
                case { State: WorldState.Gone }:
                    // Asked for again, the world begins wherever it then belongs.
                    _status = new(WorldState.Gone, 0, 0, null);
                    _playing = null;
                    DeactivateOnIdle();
                    return;
                default:
                    return;
            }
        }
    }

    private static AttemptEnd EndOf(Exception? failure) => failure switch
    {
        null => AttemptEnd.Played,
        WorldElsewhereException or OperationCanceledException => AttemptEnd.Gone,
        WorldBrokenException or DeterminismAlarmException => AttemptEnd.Impossible,
        StoreUnavailableException => AttemptEnd.StoreAway,
        WorldInterruptedException or OrleansException or TimeoutException => AttemptEnd.Interrupted,
        _ => AttemptEnd.Failed,
    };

    private void Tell(AttemptEnd end, NextAttempt next, Exception? failure)
    {
        switch (end)
        {
            case AttemptEnd.Played:
                break;
            case AttemptEnd.Gone:
                log.LogInformation(failure, "World {World} ends here", Key);
                break;
            case AttemptEnd.StoreAway:
                log.LogWarning(failure, "World {World} waits for the store", Key);
                break;
            case AttemptEnd.Impossible or AttemptEnd.Failed when next.After is null:
                metrics.Failed(Key.Variant, breach: failure!.InnerException is InvariantException);
                log.LogError(failure, "World {World} is broken", Key);
                break;
            default:
                metrics.Retried(Key.Variant);
                log.LogWarning(failure, "World {World} was interrupted and begins anew where it was saved last", Key);
                break;
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
        var play = await worlds.Begin(Key, run, cancel);
        _play = play;
        try
        {
            await PlayAttempt(play);
        }
        finally
        {
            // Whatever fails on the way out, the place is given back: a silo that loses its places plays nothing any more.
            worlds.End(play);
            _play = null;
        }
    }

    private async Task PlayAttempt(WorldPlay play)
    {
        var parts = new WorldParts(GrainFactory, play);
        using var span = SimulationMetrics.Spans.StartActivity("world")
            ?.SetTag("hns.run", Key.Run).SetTag("hns.variant", Key.Variant).SetTag("hns.world", Key.ToString());
        metrics.Began(Key.Variant);
        try
        {
            var began = Stopwatch.GetTimestamp();
            _status = _status with { State = WorldState.Running, Months = play.From?.Months ?? 0 };
            var result = await PlayMonths(play, parts);
            // Whatever was asked has been answered, or we should not be here: nobody reads any more what the parts lent each other.
            play.HandOn();
            await Keep(play, result, Stopwatch.GetElapsedTime(began).TotalSeconds);
            metrics.Finished(Key.Variant, Stopwatch.GetElapsedTime(began));
            _status = new(WorldState.Finished, _status.Months, play.ModelSeconds, null);
        }
        finally
        {
            metrics.Left(Key.Variant);
            await parts.Release();
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
            var bytes = await Task.Run(() => PackedCheckpoint.Of(checkpoint));
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
            var replies = await parts.Districts(month, outcomes);

            // Schools admit in rounds, until every applicant has an answer.
            play.Call(() => admissions.Open(month, replies));
            while (play.Call(admissions.NextRound))
            {
                await parts.Admit(month, admissions);
            }

            // Schools claim, the authority pays and, in March, closes the year.
            var claims = await parts.Close(month, admissions);
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
