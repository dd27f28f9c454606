namespace HighNeedsSim.Cluster;

/// <summary>
/// Everything that the leader of a run decides, and nothing that it does: it is told what happened and says what is to be done
/// next. It knows no clock, no store and no silo, so that a whole cluster with its failures can be simulated around it.
/// </summary>
/// <remarks>
/// A world that does not answer is not a failed world: what became of it is unknown, and it is asked again, on another silo if its
/// own is gone. A leader that has been followed by another, or whose run has ended, finds out by what the store says, and stops.
/// </remarks>
/// <param name="model">The version of the model that is played here.</param>
/// <param name="places">Worlds that a silo plays at the same time.</param>
internal sealed class RunLeader(string model, int places)
{
    private readonly Dictionary<WorldKey, Followed> _followed = [];
    private readonly Dictionary<string, int> _loads = new(StringComparer.Ordinal);
    private readonly Queue<WorldKey> _left = new();
    private readonly List<LeaderCommand> _next = [];
    private Stage _stage = Stage.Leading;
    private StoredRun? _run;
    private bool _looking;

    private enum Stage
    {
        /// <summary>The lead is being taken.</summary>
        Leading,

        /// <summary>The run is being marked as under way.</summary>
        Starting,

        /// <summary>Which worlds have been played before is being read.</summary>
        Reading,

        /// <summary>Worlds are handed out and followed.</summary>
        Playing,

        /// <summary>All are played; the result is put together.</summary>
        Merging,

        /// <summary>The end is being written.</summary>
        Ending,

        /// <summary>There is nothing more to do here.</summary>
        Over,
    }

    /// <summary>Whether nothing is left to decide: what was said last is still to be done.</summary>
    public bool IsOver => _stage == Stage.Over;

    /// <summary>How many worlds each silo has in hand; some have none.</summary>
    public IReadOnlyDictionary<string, int> Loads => _loads;

    /// <summary>The first thing to do.</summary>
    public static IReadOnlyList<LeaderCommand> Begin() => [new LeaderCommand.TakeLead()];

    /// <summary>Takes in what happened.</summary>
    /// <param name="told">What happened.</param>
    /// <param name="silos">The silos that are believed to live, one at least.</param>
    /// <returns>What is to be done now; each of it is told of once, when it is done.</returns>
    public IReadOnlyList<LeaderCommand> On(LeaderEvent told, IReadOnlyCollection<string> silos)
    {
        _next.Clear();
        if (!IsOver)
        {
            Decide(told, silos);
        }

        return [.. _next];
    }

    private void Decide(LeaderEvent told, IReadOnlyCollection<string> silos)
    {
        switch (told)
        {
            case LeaderEvent.Led(var run):
                Led(run);
                break;
            case LeaderEvent.Moved(var run):
                if (GoesOn(run))
                {
                    Do(Stage.Reading, new LeaderCommand.ReadPlayed());
                }

                break;
            case LeaderEvent.Seen(var run):
                _looking = false;
                GoesOn(run);
                break;
            case LeaderEvent.Read(var played) when _stage == Stage.Reading:
                foreach (var world in WorldPlan.Worlds(_run!.Run, _run.Spec, _run.BatchSize).Where(w => !played.Contains(w)))
                {
                    _left.Enqueue(world);
                }

                _stage = Stage.Playing;
                HandOut(silos);
                break;
            case LeaderEvent.Merged(var digest):
                Do(Stage.Ending, new LeaderCommand.Move(_run!.Lead, RunState.Finished, null, digest));
                break;
            case LeaderEvent.Unmergeable(var why):
                Do(Stage.Ending, new LeaderCommand.Move(_run!.Lead, RunState.Failed, why, null));
                break;
            case LeaderEvent.Answered(var world, var status) when _followed.TryGetValue(world, out var followed):
                Answered(world, status, followed, silos);
                break;
            case LeaderEvent.Silent(var world) when _followed.TryGetValue(world, out var followed):
                followed.Silences++;
                Rest(world, followed);
                break;
            case LeaderEvent.Rested(var world) when _followed.TryGetValue(world, out var followed):
                Ask(world, followed, silos);
                break;
            case LeaderEvent.Ended:
                LetAllGo();
                break;
            case LeaderEvent.Lost or LeaderEvent.Dismissed:
                // Where only this leader goes, its worlds go on: whoever leads the run next finds them where they are.
                _stage = Stage.Over;
                break;
            default:
                // Of a world that is not followed any more.
                break;
        }
    }

    private void Led(StoredRun run)
    {
        _run = run;
        if (run.State.IsFinal())
        {
            _stage = Stage.Over;
        }
        else if (run.ModelVersion != model)
        {
            Do(Stage.Ending, new LeaderCommand.Move(
                run.Lead,
                RunState.Failed,
                $"The run was begun with version {run.ModelVersion} of the model and this is {model}: one run cannot mix them. Run it again.",
                null));
        }
        else
        {
            Do(Stage.Starting, new LeaderCommand.Move(run.Lead, RunState.Running, null, null));
        }
    }

    // What the store says of the run decides whether this still leads it.
    private bool GoesOn(StoredRun run)
    {
        if (run.State.IsFinal())
        {
            LetAllGo();
        }
        else if (run.Lead != _run!.Lead)
        {
            _stage = Stage.Over;
        }

        return !IsOver;
    }

    private void Answered(WorldKey world, WorldStatus status, Followed followed, IReadOnlyCollection<string> silos)
    {
        followed.Silences = 0;
        switch (status.State)
        {
            case WorldState.Finished:
                LetGo(world, followed);
                HandOut(silos);
                break;
            case WorldState.Broken when _stage == Stage.Playing:
                Do(Stage.Ending, new LeaderCommand.Move(_run!.Lead, RunState.Failed, status.Failure ?? $"World {world} is broken.", null));
                break;
            case WorldState.Gone:
                if (!_looking)
                {
                    _looking = true;
                    _next.Add(new LeaderCommand.Look());
                }

                WaitOrAsk(world, followed, silos);
                break;
            case WorldState.Waiting:
                WaitOrAsk(world, followed, silos);
                break;
            default:
                followed.Waits = 0;
                Ask(world, followed, silos);
                HandOut(silos);
                break;
        }
    }

    // One that waits answers after a moment, or at once when it has no business where it is: then asking must not become a storm.
    private void WaitOrAsk(WorldKey world, Followed followed, IReadOnlyCollection<string> silos)
    {
        if (followed.Waits++ == 0)
        {
            Ask(world, followed, silos);
        }
        else
        {
            Rest(world, followed);
        }
    }

    // One more than a silo can play, so that the next world is at hand when one ends.
    private void HandOut(IReadOnlyCollection<string> silos)
    {
        if (_stage != Stage.Playing)
        {
            return;
        }

        var credit = Math.Max(1, silos.Count) * (places + 1);
        while (_followed.Count < credit && _left.TryDequeue(out var world))
        {
            var followed = _followed[world] = new(LeastLoaded(silos));
            Take(followed.Silo, 1);
            Ask(world, followed, silos);
        }

        if (_followed.Count == 0)
        {
            Do(Stage.Merging, new LeaderCommand.Merge());
        }
    }

    private void Ask(WorldKey world, Followed followed, IReadOnlyCollection<string> silos)
    {
        if (_stage != Stage.Playing)
        {
            return;
        }

        if (!silos.Contains(followed.Silo))
        {
            Take(followed.Silo, -1);
            followed.Silo = LeastLoaded(silos);
            Take(followed.Silo, 1);
        }

        _next.Add(new LeaderCommand.Ask(world, followed.Silo));
    }

    // Worlds of a lost silo must not all ask at the same time.
    private void Rest(WorldKey world, Followed followed) => _next.Add(
        new LeaderCommand.Rest(world, TimeSpan.FromMilliseconds(100 + (37 * (world.First + world.Variant.Length) % 200)), followed.Silences));

    private void LetGo(WorldKey world, Followed followed)
    {
        _followed.Remove(world);
        Take(followed.Silo, -1);
        _next.Add(new LeaderCommand.LetGo(world));
    }

    private void LetAllGo()
    {
        foreach (var (world, followed) in _followed.ToList())
        {
            LetGo(world, followed);
        }

        _stage = Stage.Over;
    }

    private void Do(Stage stage, LeaderCommand command)
    {
        _stage = stage;
        _next.Add(command);
    }

    private void Take(string silo, int worlds) => _loads[silo] = _loads.GetValueOrDefault(silo) + worlds;

    private string LeastLoaded(IReadOnlyCollection<string> silos) =>
        silos.OrderBy(s => _loads.GetValueOrDefault(s)).ThenBy(s => s, StringComparer.Ordinal).First();

    /// <summary>A world in hand.</summary>
    private sealed class Followed(string silo)
    {
        /// <summary>Where it was asked for; it may be played elsewhere.</summary>
        public string Silo { get; set; } = silo;

        /// <summary>How often it has not answered, since it did last.</summary>
        public int Silences { get; set; }

        /// <summary>How often it has answered that it is not being played, since it was.</summary>
        public int Waits { get; set; }
    }
}
