using System.Globalization;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>Where an attempt was saved.</summary>
internal sealed record SimCheckpoint(int Months, ulong Past);

/// <summary>An attempt at a world.</summary>
internal sealed record SimAttempt(long Fence, SimCheckpoint? From);

/// <summary>
/// The run store's promises in a few lines: who may write, and what is there afterwards. A test holds it to the real store, call by
/// call. Beside them it keeps a book of its own, from which it tells what must never happen.
/// </summary>
internal sealed class SimStore
{
    private readonly Dictionary<string, StoredRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Run, string Variant, int First), Row> _attempts = [];
    private readonly Dictionary<WorldKey, ulong> _worlds = [];
    private readonly Dictionary<WorldKey, int> _inserts = [];

    /// <summary>A store that forgets who is the newest: only to see that the simulation finds out.</summary>
    public bool IsCareless { get; init; }

    /// <summary>What has happened that must never happen.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>When a run ended.</summary>
    public Action<StoredRun> Ended { get; set; } = _ => { };

    public void Create(StoredRun run) => _runs.TryAdd(run.Run, run);

    public StoredRun Find(string run) => _runs[run];

    public List<string> Unfinished() => [.. _runs.Values.Where(r => !r.State.IsFinal()).OrderBy(r => r.Created).Select(r => r.Run)];

    public StoredRun Lead(string run) =>
        _runs[run].State.IsFinal() ? _runs[run] : _runs[run] = _runs[run] with { Lead = _runs[run].Lead + 1 };

    public StoredRun Move(string run, long lead, RunState state, string? failure = null, string? digest = null)
    {
        var before = _runs[run];
        if (before.State.IsFinal() || (lead != RunStore.AnyLead && lead != before.Lead && !IsCareless))
        {
            return before;
        }

        if (lead != RunStore.AnyLead && lead != before.Lead)
        {
            Wrong.Add($"{run} was moved to {state} by lead {lead}, after lead {before.Lead} was taken");
        }

        var after = _runs[run] = before with { State = state, Failure = failure, Digest = digest };
        if (state.IsFinal())
        {
            foreach (var left in _attempts.Keys.Where(a => a.Run == run).ToList())
            {
                _attempts.Remove(left);
            }

            Ended(after);
        }

        return after;
    }

    public SimAttempt? Begin(WorldKey world)
    {
        if (_runs[world.Run].State.IsFinal() || _worlds.ContainsKey(world))
        {
            return null;
        }

        var row = _attempts[Of(world)] = _attempts.GetValueOrDefault(Of(world), new(0, null)) is var before ? before with { Fence = before.Fence + 1 } : default;
        return new(row.Fence, row.From);
    }

    public bool Save(WorldKey world, long fence, SimCheckpoint checkpoint)
    {
        if (!IsNewest(world, fence))
        {
            return false;
        }

        _attempts[Of(world)] = _attempts[Of(world)] with { From = checkpoint };
        return true;
    }

    public bool IsPlayed(WorldKey world) => _worlds.ContainsKey(world);

    /// <exception cref="DeterminismAlarmException">The world found something else before.</exception>
    public bool Add(WorldKey world, long fence, ulong found)
    {
        var newest = IsNewest(world, fence);
        if (newest)
        {
            _attempts[Of(world)] = _attempts[Of(world)] with { From = null };
        }

        if (_worlds.TryGetValue(world, out var before))
        {
            return before == found ? true : throw new DeterminismAlarmException($"World {world} was played twice and found different numbers.");
        }

        if (newest)
        {
            _worlds[world] = found;
            _inserts[world] = _inserts.GetValueOrDefault(world) + 1;
            if (_runs[world.Run].State.IsFinal())
            {
                Wrong.Add($"world {world} was recorded after its run had ended");
            }
        }

        return newest;
    }

    public HashSet<WorldKey> Played(string run) => [.. _worlds.Keys.Where(w => w.Run == run)];

    /// <summary>How often a world was recorded.</summary>
    public int Inserts(WorldKey world) => _inserts.GetValueOrDefault(world);

    /// <summary>What a world found; null while it has not been played.</summary>
    public ulong? Found(WorldKey world) => _worlds.TryGetValue(world, out var found) ? found : null;

    /// <summary>How many attempts are under way, as far as the store knows.</summary>
    public int Attempts(string run) => _attempts.Keys.Count(a => a.Run == run);

    /// <summary>A digest of all that a run found.</summary>
    public string Digest(StoredRun run) => string.Join(
        ' ', WorldPlan.Worlds(run.Run, run.Spec, run.BatchSize).Select(w => _worlds.TryGetValue(w, out var found) ? found.ToString("x", CultureInfo.InvariantCulture) : "missing"));

    private static (string, string, int) Of(WorldKey world) => (world.Run, world.Variant, world.First);

    private bool IsNewest(WorldKey world, long fence)
    {
        var newest = _attempts.TryGetValue(Of(world), out var row) && row.Fence == fence;
        if (IsCareless && !newest && _attempts.ContainsKey(Of(world)))
        {
            Wrong.Add($"attempt {fence} at world {world} wrote, after attempt {row.Fence} had begun");
            return true;
        }

        return newest;
    }

    private readonly record struct Row(long Fence, SimCheckpoint? From);
}
