using System.Globalization;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>
/// A whole cluster in one thread: silos that die, stand still, stop and are given up by mistake, messages that are lost, doubled, late
/// and overtake each other, a store that is away or loses its answer. All of it follows from the seed.
/// </summary>
internal sealed class SimCluster
{
    /// <summary>What goes wrong goes wrong in this time; afterwards everything must come to its end.</summary>
    public const long Storm = 15_000;

    /// <summary>Silos and the store are struck while most runs are under way.</summary>
    private const long LastStrike = 6_000;

    /// <summary>After the storm, everything has ended within this time.</summary>
    public const long Calm = 90_000;

    /// <summary>Where nothing goes wrong, no world of a run is played any more so long after it has ended, whoever ended it.</summary>
    public const long StopsWithin = 2_000;

    private const int Places = 2;

    private readonly SeededChoice _choice;
    private readonly SimProcess[] _silos;
    private readonly SimProcess _client;
    private readonly Dictionary<string, SimProcess> _directory = new(StringComparer.Ordinal);
    private readonly HashSet<(int, int)> _cut = [];
    private readonly HashSet<string> _givenUp = new(StringComparer.Ordinal);
    private readonly Dictionary<(WorldKey, int), AttemptEnd> _broken = [];
    private readonly HashSet<string> _cancelled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ended = new(StringComparer.Ordinal);
    private readonly bool _stormy;
    private readonly double _lost;
    private readonly double _doubled;
    private readonly double _late;
    private readonly double _storeFails;
    private readonly double _mishaps;
    private readonly double _astray;
    private bool _storeIsAway;

    /// <param name="seed">What happens follows from it.</param>
    /// <param name="careless">With a store that forgets who is the newest: only to see that it is found out.</param>
    public SimCluster(int seed, bool careless = false)
    {
        _choice = new(seed);
        Store = new() { IsCareless = careless };
        // Every sixth seed is a calm one: what holds only without failures is seen there.
        _stormy = seed % 6 != 0;
        (_lost, _doubled, _late) = _stormy ? (0.1 * _choice.Share(), 0.1 * _choice.Share(), 0.2 * _choice.Share()) : default;
        (_storeFails, _mishaps, _astray) = _stormy ? (0.05 * _choice.Share(), 0.02 * _choice.Share(), 0.02 * _choice.Share()) : default;
        _silos = [.. Enumerable.Range(0, 2 + _choice.Below(3)).Select(n => new SimProcess(this, n, 1, Places))];
        _client = new(this, -1, 1, 0);
        Store.Ended = run =>
        {
            _ended[run.Run] = Clock.Now;
            if (!_stormy)
            {
                Clock.After(StopsWithin, () => Store.Wrong.AddRange(_silos.SelectMany(silo => silo.Playing)
                    .Where(w => w.Key.Run == run.Run).Select(w => $"{w.Key} is played {StopsWithin} ms after its run was {run.State}")));
            }
        };
        for (var n = 0; n <= _choice.Below(2); n++)
        {
            Begin(n);
        }

        foreach (var silo in _silos.Append(_client))
        {
            silo.Believes.UnionWith(_silos.Select(s => s.Address));
        }

        foreach (var silo in _silos)
        {
            Clock.After(_choice.Below(1000), () => silo.Run(() => _ = silo.Heartbeat()));
        }

        for (var faults = _stormy ? 1 + _choice.Below(8) : 0; faults > 0; faults--)
        {
            Clock.After(_choice.Below((int)LastStrike), Strike);
        }
    }

    public SimClock Clock { get; } = new();

    public SimStore Store { get; }

    /// <summary>What went wrong, with the time, so that a failure can be read.</summary>
    public List<string> History { get; } = [];

    private bool IsStorm => _stormy && Clock.Now < Storm;

    /// <summary>Plays it to its end.</summary>
    /// <returns>What must never happen and did; nothing, if all is well.</returns>
    public IReadOnlyList<string> Play()
    {
        // Tests have a context of their own, by which continuations would leave this thread.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var runs = Store.Unfinished().ConvertAll(Store.Find);
            Clock.Until(Storm + Calm, () => _ended.Count == runs.Count);
            var last = Clock.Now;
            // Whoever was on the way is home by then.
            Clock.Until(Math.Max(last, Storm) + 6_000, () => false);
            return [.. Store.Wrong, .. runs.SelectMany(run => WrongWith(Store.Find(run.Run))), .. WrongWithSilos()];
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public RunLeader NewLeader() => new("model", Places);

    public long MessageTakes() => IsStorm && Chance(_late) ? 50 + _choice.Below(3_000) : 1 + _choice.Below(20);

    public long StoreTakes() => IsStorm && Chance(_late) ? 20 + _choice.Below(800) : 1 + _choice.Below(10);

    public long MonthTakes() => 20 + _choice.Below(300);

    public bool StoreFails() => IsStorm && (_storeIsAway || Chance(_storeFails));

    /// <summary>How often a message arrives: once, but for accidents.</summary>
    public int Copies(SimProcess from, SimProcess to) =>
        _cut.Contains((from.Number, to.Number)) ? 0 : !IsStorm ? 1 : Chance(_lost) ? 0 : Chance(_doubled) ? 2 : 1;

    /// <summary>What happens to an attempt in a month: nothing, mostly.</summary>
    public AttemptEnd? Mishap(WorldKey world, int month) =>
        _broken.TryGetValue((world, month), out var end) ? end
        : IsStorm && Chance(_mishaps) ? (Chance(0.5) ? AttemptEnd.Interrupted : AttemptEnd.Failed)
        : null;

    /// <summary>Where a grain is, as the caller sees it; it is made where it is not. Sometimes it is made a second time.</summary>
    public SimProcess Place(SimProcess caller, string grain, string? hint)
    {
        if (_directory.TryGetValue(grain, out var known) && caller.Believes.Contains(known.Address) && !(IsStorm && Chance(_astray)))
        {
            return known;
        }

        SimProcess[] possible = [.. _silos.Where(s => caller.Believes.Contains(s.Address) && !s.IsDraining)];
        possible = possible.Length > 0 ? possible : _silos;
        return _directory[grain] = possible.FirstOrDefault(s => s.Address == hint) ?? possible[_choice.Below(possible.Length)];
    }

    private bool Chance(double share) => share > 0 && _choice.Share() < share;

    private void Begin(int n)
    {
        var run = $"run{n}";
        var batches = 1 + _choice.Below(8);
        Store.Create(new(run, run, "scenario", "package", new((ulong)n, batches * 4, ["a", "b"]), SimWorld.Months, 4,
            Chance(0.03) ? "older model" : "model", DateTimeOffset.UnixEpoch.AddSeconds(n)));
        if (Chance(0.25))
        {
            _cancelled.Add(run);
            Clock.After(_choice.Below(6_000), () => _ = Cancel(run));
        }

        if (Chance(0.08))
        {
            // The model itself finds something that cannot be, wherever and whenever this month is played.
            _broken[(new(run, "b", 4 * _choice.Below(batches), 4), _choice.Below(SimWorld.Months))] = AttemptEnd.Impossible;
        }
    }

    // As people do: asked again until somebody says yes.
    private async Task Cancel(string run)
    {
        for (var tries = 0; !Store.Find(run).State.IsFinal(); tries++)
        {
            try
            {
                await _client.Call(run, null, async there =>
                {
                    await there.RunHere(run).Cancel();
                    return true;
                });
            }
            catch (Exception failure) when (failure is TimeoutException or StoreUnavailableException)
            {
                await _client.Delay(200);
            }
        }
    }

    private void Strike()
    {
        var silo = _choice.Below(_silos.Length);
        var (victim, other) = (_silos[silo], _silos[(silo + 1 + _choice.Below(_silos.Length - 1)) % _silos.Length]);
        switch (_choice.Below(8))
        {
            case 0 or 1:
                Kill(victim);
                break;
            case 2:
                foreach (var each in _silos)
                {
                    Kill(each);
                }

                break;
            case 3:
                PauseFor(victim, 500 + _choice.Below(12_000));
                break;
            case 4:
                Say($"{victim.Address} is given up by mistake");
                GiveUp(victim);
                break;
            case 5:
                Stop(victim);
                break;
            case 6:
                Say("the store is away");
                _storeIsAway = true;
                Clock.After(200 + _choice.Below(6_000), () => _storeIsAway = false);
                break;
            default:
                Say($"{victim.Address} and {other.Address} do not hear each other");
                _cut.UnionWith([(victim.Number, other.Number), (other.Number, victim.Number)]);
                Clock.After(500 + _choice.Below(8_000), () => _cut.ExceptWith([(victim.Number, other.Number), (other.Number, victim.Number)]));
                break;
        }
    }

    private void Kill(SimProcess silo)
    {
        if (silo.IsDead)
        {
            return;
        }

        Say($"{silo.Address} is killed");
        End(silo);
        Clock.After(700 + _choice.Below(1_900), () => GiveUp(silo));
    }

    private void PauseFor(SimProcess silo, long time)
    {
        if (silo.IsDead || silo.IsPaused)
        {
            return;
        }

        Say($"{silo.Address} stands still for {time} ms");
        silo.Pause();
        var patience = 5_000 + _choice.Below(5_000);
        if (patience < time)
        {
            Clock.After(patience, () => GiveUp(silo));
        }

        Clock.After(time, silo.Resume);
    }

    private void Stop(SimProcess silo)
    {
        if (silo.IsDead || silo.IsDraining)
        {
            return;
        }

        Say($"{silo.Address} is asked to stop");
        silo.IsDraining = true;
        Clock.After(300 + _choice.Below(3_000), () =>
        {
            End(silo);
            GiveUp(silo);
        });
    }

    // The others take it off their lists, each when it hears of it; whoever is alive after all hears of it too, and ends.
    private void GiveUp(SimProcess silo)
    {
        if (!_givenUp.Add(silo.Address))
        {
            return;
        }

        foreach (var other in _silos.Append(_client).Where(s => s != silo))
        {
            Clock.After(_choice.Below(600), () => other.Run(() =>
            {
                other.Believes.Remove(silo.Address);
                other.Drop(() => IsStorm && Chance(0.2));
                if (other != _client)
                {
                    _ = other.Beat();
                }
            }));
        }

        Clock.After(_choice.Below(3_000), () => silo.Run(() =>
        {
            Say($"{silo.Address} hears that it was given up, and ends");
            End(silo);
        }));
    }

    private void End(SimProcess silo)
    {
        if (silo.IsDead)
        {
            return;
        }

        silo.Die();
        Clock.After(500 + _choice.Below(2_500), () => StartAgain(silo));
    }

    private void StartAgain(SimProcess before)
    {
        var silo = _silos[before.Number] = new SimProcess(this, before.Number, before.Life + 1, Places);
        Say($"{silo.Address} starts");
        silo.Believes.UnionWith(_silos.Where(s => !_givenUp.Contains(s.Address)).Select(s => s.Address));
        foreach (var other in _silos.Append(_client).Where(s => s != silo))
        {
            Clock.After(_choice.Below(500), () => other.Run(() => Believe(other, silo)));
        }

        _ = silo.Heartbeat();
    }

    // The list of silos has versions: nobody hears of a silo's start after its end.
    private void Believe(SimProcess silo, SimProcess other)
    {
        if (!_givenUp.Contains(other.Address))
        {
            silo.Believes.Add(other.Address);
        }
    }

    private IEnumerable<string> WrongWith(StoredRun run)
    {
        if (!run.State.IsFinal())
        {
            yield return $"{run.Run} has not ended: {run.State}, lead {run.Lead}, {Store.Played(run.Run).Count} worlds played";
            yield break;
        }

        var worlds = WorldPlan.Worlds(run.Run, run.Spec, run.BatchSize).ToList();
        foreach (var world in worlds.Where(w => Store.Inserts(w) > 1 || (Store.Found(w) is { } found && found != SimWorld.Found(w))))
        {
            yield return $"world {world} was recorded {Store.Inserts(world)} times, and not as undisturbed";
        }

        if (run.State == RunState.Finished && worlds.Any(w => Store.Inserts(w) != 1))
        {
            yield return $"{run.Run} is finished, and not every world was recorded once";
        }

        if (run.State == RunState.Finished && run.Digest != Undisturbed(worlds))
        {
            yield return $"{run.Run} found {run.Digest} and not {Undisturbed(worlds)}";
        }

        var mayFail = run.ModelVersion != "model" || _broken.Keys.Any(b => b.Item1.Run == run.Run) || _mishaps > 0;
        if ((run.State == RunState.Failed && !mayFail) || (run.State == RunState.Cancelled && !_cancelled.Contains(run.Run)))
        {
            yield return $"{run.Run} is {run.State} for no reason: {run.Failure}";
        }

        if (run.State == RunState.Finished && (run.ModelVersion != "model" || _broken.Keys.Any(b => b.Item1.Run == run.Run)))
        {
            yield return $"{run.Run} is finished, although it cannot be played";
        }

        if (Store.Attempts(run.Run) > 0)
        {
            yield return $"{run.Run} has ended and left {Store.Attempts(run.Run)} attempts";
        }
    }

    private IEnumerable<string> WrongWithSilos() => _silos.SelectMany(silo =>
        silo.Playing.Select(w => $"{silo.Address} still plays {w.Key}")
            .Concat(silo.Runs.Values.Where(r => r.IsLeading).Select(r => $"{silo.Address} still leads {r.Key}"))
            .Concat(silo.Taken > 0 ? [$"{silo.Address} has lost {silo.Taken} places"] : []));

    private static string Undisturbed(IEnumerable<WorldKey> worlds) =>
        string.Join(' ', worlds.Select(w => SimWorld.Found(w).ToString("x", CultureInfo.InvariantCulture)));

    private void Say(string what) => History.Add($"{Clock.Now,7} ms  {what}");
}
