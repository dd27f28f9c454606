using System.Globalization;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>A process of the simulated cluster: a silo, or somebody who asks it for something.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="number">Which silo.</param>
/// <param name="life">How often it has been started: each start is a new silo to the others.</param>
/// <param name="places">Worlds it plays at the same time.</param>
internal sealed class SimProcess(SimCluster cluster, int number, int life, int places)
{
    private readonly List<Action> _held = [];
    private readonly Queue<TaskCompletionSource> _waiting = new();

    public SimCluster Cluster => cluster;

    public int Number => number;

    public int Life => life;

    public string Address { get; } = string.Create(CultureInfo.InvariantCulture, $"silo{number}@{life}");

    /// <summary>It is gone; whatever it was about to do is not done.</summary>
    public bool IsDead { get; private set; }

    /// <summary>It stands still; what happens meanwhile it finds when it goes on.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>It was asked to stop: its worlds are saved and go on elsewhere.</summary>
    public bool IsDraining { get; set; }

    /// <summary>The silos that it believes to live.</summary>
    public SortedSet<string> Believes { get; } = new(StringComparer.Ordinal);

    /// <summary>The runs that have a grain here.</summary>
    public SortedDictionary<string, SimRun> Runs { get; } = new(StringComparer.Ordinal);

    /// <summary>The worlds that have a grain here.</summary>
    public Dictionary<WorldKey, SimWorld> Worlds { get; } = [];

    /// <summary>Worlds that are being played here.</summary>
    public List<SimWorld> Playing { get; } = [];

    /// <summary>Does something now, later when it stands still, or never when it is gone.</summary>
    public void Run(Action action)
    {
        if (IsPaused)
        {
            _held.Add(action);
        }
        else if (!IsDead)
        {
            action();
        }
    }

    public Task Delay(TimeSpan time) => Delay((long)time.TotalMilliseconds);

    public Task Delay(long milliseconds)
    {
        var done = new TaskCompletionSource();
        cluster.Clock.After(milliseconds, () => Run(done.SetResult));
        return done.Task;
    }

    /// <summary>Asks the store: it may be away, fail before it did anything, or have done it and the answer is lost.</summary>
    public Task<T> Store<T>(Func<SimStore, T> work)
    {
        var answer = new TaskCompletionSource<T>();
        cluster.Clock.After(cluster.StoreTakes(), () =>
        {
            Exception? failure = null;
            T? value = default;
            if (cluster.StoreFails())
            {
                failure = new StoreUnavailableException();
            }
            else
            {
                try
                {
                    value = work(cluster.Store);
                }
                catch (DeterminismAlarmException alarm)
                {
                    failure = alarm;
                }

                failure = cluster.StoreFails() ? new StoreUnavailableException() : failure;
            }

            cluster.Clock.After(cluster.StoreTakes(), () => Run(() =>
            {
                if (failure is null)
                {
                    answer.SetResult(value!);
                }
                else
                {
                    answer.SetException(failure);
                }
            }));
        });
        return answer.Task;
    }

    /// <summary>Calls a grain wherever it is, or where it is to be made. No answer within two seconds is a failure.</summary>
    public Task<T> Call<T>(string grain, string? hint, Func<SimProcess, Task<T>> handle)
    {
        var answer = new TaskCompletionSource<T>();
        cluster.Clock.After(2000, () => Run(() => answer.TrySetException(new TimeoutException())));
        var target = cluster.Place(this, grain, hint);
        for (var copies = cluster.Copies(this, target); copies > 0; copies--)
        {
            cluster.Clock.After(cluster.MessageTakes(), () =>
            {
                if (target.IsDead)
                {
                    Run(() => answer.TrySetException(new TimeoutException()));
                    return;
                }

                target.Run(() => _ = Answer(target, handle, answer));
            });
        }

        return answer.Task;
    }

    /// <summary>Waits for a place to play a world.</summary>
    public Task Place()
    {
        var turn = new TaskCompletionSource();
        _waiting.Enqueue(turn);
        NextTurn();
        return turn.Task;
    }

    /// <summary>Places that are taken: by worlds that are played, or are about to begin.</summary>
    public int Taken { get; private set; }

    /// <summary>Gives a place to another world.</summary>
    public void GiveBack()
    {
        Taken--;
        NextTurn();
    }

    /// <summary>Asks once a second which runs go on, wakes them, and stops the worlds of all others, as the real heartbeat does.</summary>
    public async Task Heartbeat()
    {
        while (true)
        {
            _ = Beat();
            await Delay(1000);
        }
    }

    /// <summary>Does what a heartbeat does, once.</summary>
    public async Task Beat()
    {
        try
        {
            var asked = Playing.ToList();
            var unfinished = await Store(s => s.Unfinished());
            asked.Where(w => !unfinished.Contains(w.Key.Run)).ToList().ForEach(w => w.StopAttempt());
            foreach (var run in unfinished)
            {
                _ = Wake(run);
            }
        }
        catch (StoreUnavailableException)
        {
        }
    }

    public void Die()
    {
        IsDead = true;
        IsPaused = false;
        _held.Clear();
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        var held = _held.ToList();
        _held.Clear();
        held.ForEach(Run);
    }

    /// <summary>The worlds and leaders that Orleans drops here, because it lost track of them.</summary>
    public void Drop(Func<bool> chosen)
    {
        foreach (var run in Runs.Values.Where(_ => chosen()).ToList())
        {
            Runs.Remove(run.Key);
            run.Dismiss();
        }

        foreach (var world in Worlds.Values.Where(_ => chosen()).ToList())
        {
            Worlds.Remove(world.Key);
            world.Stop();
        }
    }

    private async Task Wake(string run)
    {
        try
        {
            await Call(run, null, async there =>
            {
                await there.RunHere(run).EnsureRunning();
                return true;
            });
        }
        catch (Exception failure) when (failure is TimeoutException or StoreUnavailableException)
        {
        }
    }

    public SimRun RunHere(string run) => Runs.TryGetValue(run, out var known) ? known : Runs[run] = new(this, run);

    public SimWorld WorldHere(WorldKey world) => Worlds.TryGetValue(world, out var known) ? known : Worlds[world] = new(this, world);

    private async Task Answer<T>(SimProcess target, Func<SimProcess, Task<T>> handle, TaskCompletionSource<T> answer)
    {
        try
        {
            var value = await handle(target);
            if (cluster.Copies(target, this) > 0)
            {
                cluster.Clock.After(cluster.MessageTakes(), () => Run(() => answer.TrySetResult(value)));
            }
        }
        catch (Exception failure)
        {
            cluster.Clock.After(cluster.MessageTakes(), () => Run(() => answer.TrySetException(failure)));
        }
    }

    private void NextTurn()
    {
        while (Taken < places && _waiting.TryDequeue(out var turn))
        {
            Taken++;
            turn.SetResult();
        }
    }
}
