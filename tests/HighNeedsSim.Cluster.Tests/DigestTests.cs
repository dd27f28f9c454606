using System.Collections.Concurrent;
using Orleans.Core.Internal;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Cluster")]
public class DigestTests
{
    private static readonly Lazy<string> Reference = new(() => TestPackages.ByReferenceLoop(TestPackages.Spec).Digest);

    [Theory]
    [InlineData(1, 24, 1)]
    [InlineData(1, 5, 4)]
    [InlineData(3, 24, 1)]
    [InlineData(3, 5, 2)]
    public async Task No_silo_one_silo_and_three_give_the_same_digest_for_any_batch_size(short silos, int batchSize, int worldsInFlight)
    {
        await using var cluster = await TestSilos.Start(silos, _ => new() { BatchSize = batchSize, WorldsInFlight = worldsInFlight });
        var run = await cluster.Grains.Begin(TestPackages.Spec);

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);

        var outcome = await cluster.Reader.Read(run.Name(), default);
        Assert.Equal(Reference.Value, outcome?.Result.Digest);
    }

    [Fact]
    public async Task A_world_whose_silo_is_killed_goes_on_from_the_last_year_end_and_the_digest_stays()
    {
        const int YearEnd = 2;
        const int KilledAfterMonth = 5;
        var seen = new ConcurrentBag<(WorldKey World, string Silo, int Months)>();
        var (held, over) = (new TaskCompletionSource<(WorldKey World, string Silo)>(), new TaskCompletionSource());
        await using var cluster = await TestSilos.Start(3, silo => new()
        {
            BatchSize = 5,
            WorldsInFlight = 1,
            BetweenMonths = async (world, months) =>
            {
                seen.Add((world, silo, months));
                if (months == KilledAfterMonth && held.TrySetResult((world, silo)))
                {
                    await over.Task;
                }
            },
        });
        var run = await cluster.Grains.Begin(TestPackages.Spec);

        var victim = await held.Task.WaitAsync(TestRuns.Limit);
        await TestRuns.Until(async () => await cluster.Store.SavedMonths(victim.World) == YearEnd);
        await cluster.Kill(victim.Silo);

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        over.SetResult();
        var elsewhere = seen.Where(s => s.World == victim.World && s.Silo != victim.Silo).Select(s => s.Months).ToList();
        Assert.Equal(YearEnd + 1, elsewhere.Min());
        Assert.Equal(Reference.Value, (await cluster.Reader.Read(run.Name(), default))?.Result.Digest);
    }

    [Fact]
    public async Task A_silo_that_stops_hands_its_worlds_over_where_they_are()
    {
        const int StoppedAfterMonth = 7;
        var seen = new ConcurrentBag<(WorldKey World, string Silo, int Months)>();
        var (held, over) = (new TaskCompletionSource<(WorldKey World, string Silo)>(), new TaskCompletionSource());
        await using var cluster = await TestSilos.Start(2, silo => new()
        {
            BatchSize = 6,
            WorldsInFlight = 1,
            BetweenMonths = async (world, months) =>
            {
                seen.Add((world, silo, months));
                if (months == StoppedAfterMonth && held.TrySetResult((world, silo)))
                {
                    await over.Task;
                }
            },
        });
        var run = await cluster.Grains.Begin(TestPackages.Spec);

        var stopped = await held.Task.WaitAsync(TestRuns.Limit);
        var stopping = cluster.Stop(stopped.Silo);
        await TestRuns.Until(() => Task.FromResult(cluster.Worlds(stopped.Silo).IsDraining));
        over.SetResult();
        await stopping;

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        // The month that has begun is played and saved, and none of those before is played again.
        var elsewhere = seen.Where(s => s.World == stopped.World && s.Silo != stopped.Silo).Select(s => s.Months).ToList();
        Assert.InRange(elsewhere.Min(), StoppedAfterMonth + 1, StoppedAfterMonth + 2);
        Assert.Equal(Reference.Value, (await cluster.Reader.Read(run.Name(), default))?.Result.Digest);
    }

    [Fact]
    public async Task A_run_that_loses_its_leader_does_not_stop_its_worlds()
    {
        const int LostAfterMonth = 5;
        var seen = new ConcurrentBag<(WorldKey World, int Months)>();
        var (held, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var cluster = await TestSilos.Start(2, _ => new()
        {
            BatchSize = 12,
            BetweenMonths = async (world, months) =>
            {
                seen.Add((world, months));
                if (months == LostAfterMonth)
                {
                    held.TrySetResult();
                    await go.Task;
                }
            },
        });
        var run = await cluster.Grains.Begin(TestPackages.Spec);

        await held.Task.WaitAsync(TestRuns.Limit);
        var lead = (await cluster.Store.Find(run.Name()))!.Lead;
        await run.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask().WaitAsync(TestRuns.Limit);
        await TestRuns.Until(async () => (await cluster.Store.Find(run.Name()))!.Lead > lead);
        go.SetResult();

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(Reference.Value, (await cluster.Reader.Read(run.Name(), default))?.Result.Digest);
    }

    [Fact]
    public async Task A_world_whose_grain_is_dropped_while_it_waits_gives_no_place_away()
    {
        var (held, go) = (new TaskCompletionSource<WorldKey>(), new TaskCompletionSource());
        await using var host = await TestHost.Start(new()
        {
            BatchSize = 12,
            WorldsInFlight = 1,
            BetweenMonths = async (world, _) =>
            {
                held.TrySetResult(world);
                await go.Task;
            },
        });
        var run = await host.Grains.Begin(TestPackages.Spec);

        // One of the first two has the only place and the other waits for it. The loss of a silo takes such a grain's entry in the directory with it.
        var playing = await held.Task.WaitAsync(TestRuns.Limit);
        var waiting = host.Grains.GetGrain<IWorld>(WorldPlan.Worlds(run.Name(), TestPackages.Spec, 12).Take(2).Single(w => w != playing).ToString());
        Assert.Equal(WorldState.Waiting, (await waiting.EnsureRunning()).State);
        await waiting.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask().WaitAsync(TestRuns.Limit);
        go.SetResult();

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        await TestRuns.Until(() => Task.FromResult(host.Worlds.Count == 0));
        Assert.Equal(Reference.Value, (await host.Reader.Read(run.Name(), default))?.Result.Digest);
    }

    [Fact]
    public async Task A_silo_that_joins_gets_worlds_that_had_not_begun()
    {
        var seen = new ConcurrentBag<string>();
        var (held, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var cluster = await TestSilos.Start(1, silo => new()
        {
            BatchSize = 2,
            WorldsInFlight = 1,
            BetweenMonths = async (_, months) =>
            {
                seen.Add(silo);
                held.TrySetResult();
                await go.Task;
            },
        });
        var run = await cluster.Grains.Begin(TestPackages.Spec);
        await held.Task.WaitAsync(TestRuns.Limit);

        var joined = await cluster.Join();
        go.SetResult();

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        Assert.Contains(joined, seen);
        Assert.Equal(Reference.Value, (await cluster.Reader.Read(run.Name(), default))?.Result.Digest);
    }

    [Fact]
    public async Task Two_who_lead_one_run_from_two_clusters_end_it_once_with_each_world_once()
    {
        using var file = new TestFile();
        var go = new TaskCompletionSource();
        WorldOptions Options() => new()
        {
            BatchSize = 4,
            BetweenMonths = async (_, _) => await go.Task,
        };
        // Two clusters that know nothing of each other have one database: each is sure to be the only one.
        await using var one = await TestHost.Start(Options(), file.ConnectionString);
        await using var other = await TestHost.Start(Options(), file.ConnectionString);
        var run = await one.Grains.Begin(TestPackages.Spec);
        await TestRuns.Until(async () => (await one.Store.Find(run.Name()))!.Lead >= 2);
        go.SetResult();

        await TestRuns.Until(async () => (await one.Store.Unfinished()).Count == 0);

        var worlds = await one.Store.Played(run.Name());
        Assert.Equal(WorldPlan.Worlds(run.Name(), TestPackages.Spec, 4).Count(), worlds.Count);
        Assert.Equal(RunState.Finished, (await one.Store.Find(run.Name()))!.State);
        Assert.Equal(Reference.Value, (await other.Reader.Read(run.Name(), default))?.Result.Digest);
    }
}
