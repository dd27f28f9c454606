using HighNeedsSim.Cluster;

namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>A run's grain: does what the real leader decides, with a simulated store and simulated worlds.</summary>
internal sealed class SimRun(SimProcess here, string run)
{
    private StoredRun? _run;
    private RunLeader? _leader;

    public string Key => run;

    /// <summary>Whether it still leads.</summary>
    public bool IsLeading => _leader is { IsOver: false };

    public async Task EnsureRunning()
    {
        _run ??= await here.Store(s => s.Find(run));
        if (!_run.State.IsFinal() && !IsLeading)
        {
            _leader = here.Cluster.NewLeader();
            Do(_leader, RunLeader.Begin());
        }
    }

    public async Task Cancel()
    {
        _run = await here.Store(s => s.Move(run, RunStore.AnyLead, RunState.Cancelled));
        if (_leader is { IsOver: false } leader)
        {
            Tell(leader, new LeaderEvent.Ended());
        }
    }

    public void Dismiss()
    {
        if (_leader is { IsOver: false } leader)
        {
            Tell(leader, new LeaderEvent.Dismissed());
        }
    }

    private void Tell(RunLeader leader, LeaderEvent happened)
    {
        _run = happened switch
        {
            LeaderEvent.Led(var now) => now,
            LeaderEvent.Moved(var now) => now,
            LeaderEvent.Seen(var now) => now,
            _ => _run,
        };
        Do(leader, leader.On(happened, here.Believes));
    }

    private void Do(RunLeader leader, IReadOnlyList<LeaderCommand> commands)
    {
        foreach (var command in commands)
        {
            _ = Do(leader, command);
        }
    }

    private async Task Do(RunLeader leader, LeaderCommand command)
    {
        LeaderEvent? happened;
        try
        {
            happened = await Do(command);
        }
        catch (Exception) when (command is LeaderCommand.Ask ask)
        {
            happened = new LeaderEvent.Silent(ask.World);
        }
        catch (StoreUnavailableException away)
        {
            happened = new LeaderEvent.Lost(away);
        }

        if (happened is not null)
        {
            Tell(leader, happened);
        }
    }

    private async Task<LeaderEvent?> Do(LeaderCommand command)
    {
        switch (command)
        {
            case LeaderCommand.TakeLead:
                return new LeaderEvent.Led(await here.Store(s => s.Lead(run)));
            case LeaderCommand.Look:
                return new LeaderEvent.Seen(await here.Store(s => s.Find(run)));
            case LeaderCommand.Move(var lead, var state, var failure, var digest):
                return new LeaderEvent.Moved(await here.Store(s => s.Move(run, lead, state, failure, digest)));
            case LeaderCommand.ReadPlayed:
                return new LeaderEvent.Read(await here.Store(s => s.Played(run)));
            case LeaderCommand.Merge:
                return new LeaderEvent.Merged(await here.Store(s => s.Digest(s.Find(run))));
            case LeaderCommand.Ask(var world, var silo):
                return new LeaderEvent.Answered(world, await here.Call(world.ToString(), silo, there => there.WorldHere(world).EnsureRunning()));
            case LeaderCommand.Rest(var world, var time, _):
                await here.Delay(time);
                return new LeaderEvent.Rested(world);
            case LeaderCommand.LetGo(var world):
                try
                {
                    await here.Call(world.ToString(), null, there =>
                    {
                        there.WorldHere(world).Abandon();
                        return Task.FromResult(true);
                    });
                }
                catch (TimeoutException)
                {
                }

                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(command));
        }
    }
}
