using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace HighNeedsSim.Cluster;

/// <inheritdoc cref="IRun"/>
/// <remarks>
/// All that must survive is in the store; this grain only leads. Lost, it is woken by a heartbeat somewhere else and goes on
/// with the worlds that have not been played. A world that does not answer is not a failed world: its outcome is unknown, and
/// it is asked again, on another silo if its own is gone.
/// </remarks>
[GrainType("run"), RandomPlacement]
internal sealed class RunGrain(
    RunStore store,
    RunReader reader,
    ISiloStatusOracle silos,
    WorldOptions options,
    SimulationMetrics metrics,
    TimeProvider time,
    ILogger<RunGrain> log) : Grain, IRun
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilentAtMost = TimeSpan.FromMinutes(2);

    private readonly Dictionary<SiloAddress, int> _inFlight = [];
    private StoredRun? _run;
    private long _lead;
    private RunMeter? _meter;
    private Task? _leading;
    private CancellationTokenSource? _stop;
    private RunEvent? _last;
    private TaskCompletionSource _changed = new();

    private string Key => this.GetPrimaryKeyString();

    public async Task EnsureRunning()
    {
        var run = await Known();
        if (!run.State.IsFinal() && _leading is not { IsCompleted: false })
        {
            _leading = Lead(run);
        }
    }

    public async Task<RunStatus> Status()
    {
        var run = await Known();
        return new(Key, run.State, await Progress(), run.Failure);
    }

    public async IAsyncEnumerable<RunEvent> Watch(long fromSequence, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Known();
        while (true)
        {
            var changed = _changed.Task;
            var last = _last ??= await Now();
            if (last.Sequence >= fromSequence || last.State.IsFinal())
            {
                yield return last;
                fromSequence = last.Sequence + 1;
            }

            if (last.State.IsFinal())
            {
                yield break;
            }

            await changed.WaitAsync(cancel);
        }
    }

    public Task<IReadOnlyList<SiloLoad>> Worlds() => Task.FromResult<IReadOnlyList<SiloLoad>>(
    [
        .. _inFlight.Where(silo => silo.Value > 0).OrderBy(silo => silo.Key).Select(silo => new SiloLoad(silo.Key.ToParsableString(), silo.Value)),
    ]);

    public async Task Cancel()
    {
        var before = (await Known()).State;
        // Whoever leads it: the run has ended for all of them, and their silos stop its worlds.
        _run = await store.Move(Key, RunStore.AnyLead, RunState.Cancelled, finished: time.GetUtcNow());
        if (_run.State == RunState.Cancelled && !before.IsFinal())
        {
            metrics.Ended(RunState.Cancelled);
        }

        await Publish();
        await (_stop?.CancelAsync() ?? Task.CompletedTask);
        await (_leading ?? Task.CompletedTask);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Only to be quick: the run goes on wherever the next heartbeat wakes it.
        await (_stop?.CancelAsync() ?? Task.CompletedTask);
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    // Every way out ends in the store or in the log: nobody awaits this but Cancel.
    private async Task Lead(StoredRun run)
    {
        using var stop = new CancellationTokenSource();
        using var span = SimulationMetrics.Spans.StartActivity("run")?.SetTag("hns.run", Key).SetTag("hns.scenario", run.ScenarioId);
        using var scope = log.BeginScope("Run {Run} of {Scenario}", Key, run.ScenarioId);
        _stop = stop;
        var cpu = Environment.CpuUsage.TotalTime;
        var following = new List<Task>();
        try
        {
            if (run.ModelVersion != ModelVersion.Current)
            {
                throw new RunFailedException(
                    $"The run was begun with version {run.ModelVersion} of the model and this is {ModelVersion.Current}: one run cannot mix them. Run it again.");
            }

            run = await store.Lead(Key, silos.SiloAddress.ToParsableString());
            _lead = run.Lead;
            await Move(RunState.Running);
            if (_run!.State.IsFinal())
            {
                return;
            }

            var played = (await store.Played(Key)).Select(w => w.World).ToHashSet();
            var worlds = WorldPlan.Worlds(Key, run.Spec, run.BatchSize).Where(w => !played.Contains(w)).ToList();
            worlds.ForEach(world => metrics.Planned(world.Variant));
            log.LogInformation("Run {Run} of {Scenario} is led here: {Worlds} worlds to play, {Played} played already", Key, run.ScenarioId, worlds.Count, played.Count);
            foreach (var world in worlds)
            {
                while (following.Count >= Credit())
                {
                    var ended = await Task.WhenAny(following);
                    following.Remove(ended);
                    await ended;
                }

                following.Add(Follow(world, stop.Token));
            }

            // The first failure counts, without waiting for the others.
            await foreach (var ended in Task.WhenEach(following))
            {
                await ended;
            }

            var result = await reader.Merge(run);
            await Move(RunState.Finished, time.GetUtcNow(), digest: result.Digest, cpu: Environment.CpuUsage.TotalTime - cpu);
            log.LogInformation("Run {Run} has finished: digest {Digest}", Key, result.Digest);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Cancelled, or this grain is gone: what was asked meanwhile, and failed, says nothing about the run.
        }
        catch (RunFailedException failure)
        {
            await Move(RunState.Failed, time.GetUtcNow(), failure.Message);
            log.LogError("Run {Run} has failed: {Failure}", Key, failure.Message);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Run {Run} lost its lead; the next heartbeat takes it up again", Key);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _stop = null;
        }
    }

    // One more than a silo can play, so that the next world is at hand when one ends.
    private int Credit() => Math.Max(1, silos.GetApproximateSiloStatuses(onlyActive: true).Count) * (options.Slots + 1);

    private async Task Follow(WorldKey world, CancellationToken cancel)
    {
        var grain = GrainFactory.GetGrain<IWorld>(world.ToString());
        var silo = LeastLoaded();
        _inFlight[silo] = _inFlight.GetValueOrDefault(silo) + 1;
        var answered = time.GetTimestamp();
        var ended = false;
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                WorldStatus status;
                try
                {
                    status = await EnsureRunning(grain, silo).WaitAsync(AnswerWithin, time, cancel);
                    answered = time.GetTimestamp();
                }
                catch (Exception unknown) when (!cancel.IsCancellationRequested)
                {
                    log.LogInformation(unknown, "World {World} did not answer; asking again", world);
                    if (time.GetElapsedTime(answered) > SilentAtMost)
                    {
                        // Never a failure of the run: whatever keeps the silos from answering may pass.
                        log.LogWarning("World {World} has not answered for {Silent}", world, SilentAtMost);
                        answered = time.GetTimestamp();
                    }

                    if (silos.GetApproximateSiloStatus(silo) != SiloStatus.Active)
                    {
                        _inFlight[silo]--;
                        silo = LeastLoaded();
                        _inFlight[silo] = _inFlight.GetValueOrDefault(silo) + 1;
                    }

                    await Task.Delay(Pause(world), time, cancel);
                    continue;
                }

                ended = status.State is WorldState.Broken or WorldState.Finished;
                if (status.State == WorldState.Broken)
                {
                    throw new RunFailedException(status.Failure ?? $"World {world} is broken.");
                }

                if (status.State == WorldState.Finished)
                {
                    _meter!.Finished(world);
                    await Publish();
                    return;
                }

                _meter!.Months(world, status.Months);
                await Publish();
            }
        }
        finally
        {
            _inFlight[silo]--;
            // Where only this grain goes, its worlds go on: whoever leads the run next finds them where they are.
            if (ended || _run!.State.IsFinal())
            {
                await Stop(grain);
            }
        }
    }

    // The hint acts when the world's grain is made; it must not stay in this grain's context.
    private static Task<WorldStatus> EnsureRunning(IWorld world, SiloAddress silo)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return world.EnsureRunning();
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    private static async Task Stop(IWorld world)
    {
        try
        {
            await world.Abandon().WaitAsync(AnswerWithin);
        }
        catch (Exception unknown) when (unknown is TimeoutException or OrleansException)
        {
            // Its silo is gone or busy. A world that nobody follows ends by itself.
        }
    }

    private SiloAddress LeastLoaded() => silos.GetApproximateSiloStatuses(onlyActive: true).Keys
        .OrderBy(s => _inFlight.GetValueOrDefault(s)).ThenBy(s => s)
        .FirstOrDefault() ?? silos.SiloAddress;

    // Worlds of a lost silo must not all ask at the same time.
    private static TimeSpan Pause(WorldKey world) => TimeSpan.FromMilliseconds(100 + (37 * (world.First + world.Variant.Length) % 200));

    private async Task<StoredRun> Known() =>
        _run ??= await store.Find(Key) ?? throw new KeyNotFoundException($"There is no run '{Key}'.");

    private async Task Move(RunState state, DateTimeOffset? finished = null, string? failure = null, string? digest = null, TimeSpan cpu = default)
    {
        var before = (await Known()).State;
        _run = await store.Move(Key, _lead, state, finished, failure, digest, cpu.TotalSeconds);
        if (_run.State.IsFinal() && !before.IsFinal())
        {
            metrics.Ended(_run.State);
        }

        await Publish();
        if (_run.Lead != _lead && !_run.State.IsFinal())
        {
            throw new InvalidOperationException($"Run '{Key}' is led by another since; this one moves it no more.");
        }
    }

    private async Task<RunProgress> Progress()
    {
        var run = await Known();
        if (_meter is null)
        {
            var meter = new RunMeter(run, time.GetUtcNow());
            foreach (var world in await store.Played(Key))
            {
                meter.PlayedBefore(world.World);
            }

            _meter ??= meter;
        }

        return _meter.Progress(run.Finished ?? time.GetUtcNow());
    }

    private async Task Publish()
    {
        _last = await Now();
        var changed = _changed;
        _changed = new();
        changed.SetResult();
    }

    // Numbered by the clock, so that numbers rise across restarts without being stored.
    private async Task<RunEvent> Now()
    {
        var progress = await Progress();
        return new(Math.Max((_last?.Sequence ?? 0) + 1, time.GetUtcNow().ToUnixTimeMilliseconds()), (await Known()).State, progress);
    }
}
