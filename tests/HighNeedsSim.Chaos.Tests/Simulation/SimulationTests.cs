using HighNeedsSim.Cluster;

namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>The leader of runs and its worlds in clusters that never existed: everything that can happen, in any order.</summary>
[Tier("Cluster")]
public sealed class SimulationTests
{
    private const int Seeds = 2_000;

    [Fact]
    public void Whatever_happens_in_whatever_order_every_run_ends_and_every_world_is_recorded_once() =>
        Assert.Empty(Enumerable.Range(1, Seeds).SelectMany(seed => new SimCluster(seed).Play().Select(wrong => $"seed {seed}: {wrong}")));

    [Fact]
    public void A_seed_gives_the_same_history_again()
    {
        static string Told(int seed)
        {
            var cluster = new SimCluster(seed);
            var wrong = cluster.Play();
            return string.Join('\n', [.. cluster.History, .. wrong, $"{cluster.Clock.Events} events"]);
        }

        Assert.All(Enumerable.Range(1, 20), seed => Assert.Equal(Told(seed), Told(seed)));
    }

    [Fact]
    public void A_store_that_forgets_who_is_the_newest_is_found_out() =>
        Assert.Contains(Enumerable.Range(1, Seeds), seed => new SimCluster(seed, careless: true).Play().Any(w => w.Contains("wrote, after", StringComparison.Ordinal)));

    [Fact]
    public async Task The_simulated_store_answers_as_the_real_one_does()
    {
        const int Calls = 150;
        for (var seed = 1; seed <= 40; seed++)
        {
            var choice = new SeededChoice(seed);
            using var real = new RunStore(new() { ConnectionString = RunStoreOptions.InMemory }, TimeProvider.System);
            var simulated = new SimStore();
            foreach (var run in new[] { "one", "two" })
            {
                var made = new StoredRun(run, run, "s", RunStore.HashOf([1]), new(1, 8, ["a", "b"]), 8, 4, "model", DateTimeOffset.UnixEpoch);
                await real.Create(made, [1]);
                simulated.Create(made);
            }

            for (var n = 0; n < Calls; n++)
            {
                var (said, expected, what) = await Ask(real, simulated, choice);
                Assert.True(expected == said, $"seed {seed}, call {n}, {what}: the real store says {said}, the simulated one {expected}");
            }
        }
    }

    private static async Task<(string Real, string Simulated, string What)> Ask(RunStore real, SimStore simulated, SeededChoice choice)
    {
        var run = choice.Below(2) == 0 ? "one" : "two";
        var world = new WorldKey(run, choice.Below(2) == 0 ? "a" : "b", 4 * choice.Below(2), 4);
        // Mostly the newest number or the one before.
        long fence = 1 + choice.Below(4);
        var found = choice.Below(12) == 0 ? 7UL : 3UL;
        switch (choice.Below(9))
        {
            case 0:
                return (Text(await real.Lead(run, "silo")), Text(simulated.Lead(run)), $"lead {run}");
            case 1:
                var state = choice.Below(6) == 0 ? (RunState)(2 + choice.Below(3)) : RunState.Running;
                var lead = choice.Below(8) == 0 ? RunStore.AnyLead : fence;
                return (Text(await real.Move(run, lead, state, failure: "f", digest: "d")), Text(simulated.Move(run, lead, state, "f", "d")), $"move {run} by {lead} to {state}");
            case 2 or 3:
                return (Text(await real.Begin(world, "silo")), Text(simulated.Begin(world)), $"begin {world}");
            case 4:
                var months = 1 + choice.Below(8);
                return ($"{await real.Save(world, fence, months, [(byte)months])}", $"{simulated.Save(world, fence, new(months, 0))}", $"save {world} by {fence}");
            case 5:
                return (await Add(() => real.Add(world, fence, new(world.Variant, world.First, world.Count, [(long)found]), 0, 0)),
                    await Add(() => Task.FromResult(simulated.Add(world, fence, found))), $"add {world} by {fence}");
            case 6:
                return ($"{await real.IsPlayed(world)}", $"{simulated.IsPlayed(world)}", $"is played {world}");
            case 7:
                return (string.Join(' ', await real.Unfinished()), string.Join(' ', simulated.Unfinished()), "unfinished");
            default:
                return (string.Join(' ', (await real.Played(run)).Select(w => w.World.ToString()).Order()),
                    string.Join(' ', simulated.Played(run).Select(w => w.ToString()).Order()), $"played {run}");
        }
    }

    private static string Text(StoredRun run) => $"{run.State}, lead {run.Lead}, {run.Failure}, {run.Digest}";

    private static string Text(WorldAttempt? attempt) => attempt is null ? "none" : $"{attempt.Fence} from {attempt.Checkpoint?[0] ?? 0}";

    private static string Text(SimAttempt? attempt) => attempt is null ? "none" : $"{attempt.Fence} from {attempt.From?.Months ?? 0}";

    private static async Task<string> Add(Func<Task<bool>> add)
    {
        try
        {
            return $"{await add()}";
        }
        catch (DeterminismAlarmException)
        {
            return "alarm";
        }
    }
}
