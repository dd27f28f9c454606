using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace HighNeedsSim.Cluster;

/// <inheritdoc cref="IRun"/>
/// <remarks>
/// All that must survive is in the store, and all decisions are <see cref="RunLeader"/>'s: this grain does what that says and tells
/// it what came of it. Lost, it is woken by a heartbeat somewhere else and goes on with the worlds that have not been played.
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

    /// <summary>A world that does not answer is worth a line in the log each time it has not done so for about two minutes.</summary>
    private const int ManySilences = 55;

    private StoredRun? _run;
    private RunLeader? _leader;
    private ChannelWriter<LeaderEvent>? _told;
    private RunMeter? _meter;
    private Task? _leading;
    private RunEvent? _last;
    private TaskCompletionSource _changed = new();

    private string Key => this.GetPrimaryKeyString();

    public async Task EnsureRunning()
    {
        var run = await Known();
        if (!run.State.IsFinal() && _leading is not { IsCompleted: false })
        {
            _leading = Lead(run.ScenarioId);
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
            if (fromSequence > last.Sequence + 1)
            {
                // Numbered by a clock that was ahead of this one, before it was put back or on the silo that led the run before: nobody waits until it has caught up.
                fromSequence = last.Sequence;
            }

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
        .. (_leader?.Loads ?? new Dictionary<string, int>()).Where(silo => silo.Value > 0).OrderBy(silo => silo.Key, StringComparer.Ordinal)
            .Select(silo => new SiloLoad(silo.Key, silo.Value)),
    ]);

    public async Task Cancel()
    {
        // Whoever leads it: the run has ended for all of them, and their silos stop its worlds.
        await Take(await store.Move(Key, RunStore.AnyLead, RunState.Cancelled, finished: time.GetUtcNow()));
        _told?.TryWrite(new LeaderEvent.Ended());
        await (_leading ?? Task.CompletedTask);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Only to be quick: the run goes on wherever the next heartbeat wakes it.
        _told?.TryWrite(new LeaderEvent.Dismissed());
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    // Every way out ends in the store or in the log: nobody awaits this but Cancel.
    private async Task Lead(string scenario)
    {
        using var stop = new CancellationTokenSource();
        using var span = SimulationMetrics.Spans.StartActivity("run")?.SetTag("hns.run", Key).SetTag("hns.scenario", scenario);
        using var scope = log.BeginScope("Run {Run} of {Scenario}", Key, scenario);
        var cpu = Environment.CpuUsage.TotalTime;
        var told = Channel.CreateUnbounded<LeaderEvent>(new() { SingleReader = true });
        var leader = new RunLeader(ModelVersion.Current, options.Slots);
        (_leader, _told) = (leader, told.Writer);
        try
        {
            var commands = RunLeader.Begin();
            while (true)
            {
                var doing = commands.Select(command => Do(command, told.Writer, cpu, stop.Token)).ToList();
                if (leader.IsOver)
                {
                    await Task.WhenAll(doing);
                    return;
                }

                var happened = await told.Reader.ReadAsync();
                await Note(happened);
                commands = leader.On(happened, Silos());
            }
        }
        finally
        {
            await stop.CancelAsync();
            _told = null;
        }
    }

    /// <summary>The silos that are believed to live, this one at least.</summary>
    private List<string> Silos() =>
        [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Append(silos.SiloAddress).Distinct().Select(silo => silo.ToParsableString())];

    /// <summary>Does what the leader says, and tells it what came of it.</summary>
    private async Task Do(LeaderCommand command, ChannelWriter<LeaderEvent> tell, TimeSpan cpu, CancellationToken cancel)
    {
        LeaderEvent? happened;
        try
        {
            happened = await Do(command, cpu, cancel);
        }
        catch (Exception unknown) when (command is LeaderCommand.Ask ask)
        {
            if (!cancel.IsCancellationRequested)
            {
                log.LogInformation(unknown, "World {World} of run {Run} did not answer; asking again", ask.World, Key);
            }

            happened = new LeaderEvent.Silent(ask.World);
        }
        catch (Exception failure)
        {
            happened = new LeaderEvent.Lost(failure);
        }

        if (happened is not null)
        {
            tell.TryWrite(happened);
        }
    }

    private async Task<LeaderEvent?> Do(LeaderCommand command, TimeSpan cpu, CancellationToken cancel)
    {
        switch (command)
        {
            case LeaderCommand.TakeLead:
                return new LeaderEvent.Led(await store.Lead(Key, silos.SiloAddress.ToParsableString()));
            case LeaderCommand.Look:
                return new LeaderEvent.Seen((await store.Find(Key))!);
            case LeaderCommand.Move(var lead, var state, var failure, var digest):
                return new LeaderEvent.Moved(await store.Move(
                    Key,
                    lead,
                    state,
                    state.IsFinal() ? time.GetUtcNow() : null,
                    failure,
                    digest,
                    state == RunState.Finished ? (Environment.CpuUsage.TotalTime - cpu).TotalSeconds : 0));
            case LeaderCommand.ReadPlayed:
                return new LeaderEvent.Read((await store.Played(Key)).Select(w => w.World).ToHashSet());
            case LeaderCommand.Merge:
                try
                {
                    return new LeaderEvent.Merged(await reader.Digest(_run!));
                }
                catch (InvalidOperationException damage)
                {
                    return new LeaderEvent.Unmergeable(damage.Message);
                }

            case LeaderCommand.Ask(var world, var silo):
                var answer = EnsureRunning(GrainFactory.GetGrain<IWorld>(world.ToString()), SiloAddress.FromParsableString(silo));
                return new LeaderEvent.Answered(world, await answer.WaitAsync(AnswerWithin, time, cancel));
            case LeaderCommand.Rest(var world, var pause, var silences):
                if (silences > 0 && silences % ManySilences == 0)
                {
                    // Never a failure of the run: whatever keeps the silos from answering may pass.
                    log.LogWarning("World {World} of run {Run} has not answered {Silences} times in a row", world, Key, silences);
                }

                await Task.Delay(pause, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                return new LeaderEvent.Rested(world);
            case LeaderCommand.LetGo(var world):
                await Stop(GrainFactory.GetGrain<IWorld>(world.ToString()));
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, "Nobody does this.");
        }
    }

    /// <summary>Tells those who watch, and the log, what the leader is about to hear.</summary>
    private async Task Note(LeaderEvent happened)
    {
        switch (happened)
        {
            case LeaderEvent.Led(var run):
                _run = run;
                break;
            case LeaderEvent.Moved(var run):
                await Take(run);
                if (run.State == RunState.Finished)
                {
                    log.LogInformation("Run {Run} has finished: digest {Digest}", Key, run.Digest);
                }
                else if (run.State == RunState.Failed)
                {
                    log.LogError("Run {Run} has failed: {Failure}", Key, run.Failure);
                }

                break;
            case LeaderEvent.Seen(var run):
                await Take(run);
                break;
            case LeaderEvent.Read(var played):
                var worlds = WorldPlan.Worlds(Key, _run!.Spec, _run.BatchSize).Where(w => !played.Contains(w)).ToList();
                worlds.ForEach(world => metrics.Planned(world.Variant));
                log.LogInformation("Run {Run} is led here: {Worlds} worlds to play, {Played} played already", Key, worlds.Count, played.Count);
                _meter = Meter(_run, played);
                await Publish();
                break;
            case LeaderEvent.Answered(var world, { State: WorldState.Finished }):
                _meter!.Finished(world);
                await Publish();
                break;
            case LeaderEvent.Answered(var world, { State: WorldState.Running } status):
                _meter!.Months(world, status.Months);
                await Publish();
                break;
            case LeaderEvent.Lost(var why):
                log.LogError(why, "Run {Run} lost its lead; the next heartbeat takes it up again", Key);
                break;
        }
    }

    /// <summary>Takes in how the run stands now.</summary>
    private async Task Take(StoredRun run)
    {
        var before = (await Known()).State;
        _run = run;
        if (run.State.IsFinal() && !before.IsFinal())
        {
            metrics.Ended(run.State);
        }

        await Publish();
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

    private async Task<StoredRun> Known() =>
        _run ??= await store.Find(Key) ?? throw new KeyNotFoundException($"There is no run '{Key}'.");

    private async Task<RunProgress> Progress()
    {
        var run = await Known();
        _meter ??= Meter(run, (await store.Played(Key)).Select(w => w.World));
        return _meter.Progress(run.Finished ?? time.GetUtcNow());
    }

    private RunMeter Meter(StoredRun run, IEnumerable<WorldKey> played)
    {
        var meter = new RunMeter(run);
        foreach (var world in played)
        {
            meter.PlayedBefore(world);
        }

        return meter;
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
