using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Cluster")]
public class RunTests
{
    private const int LastMonth = 38;

    [Fact]
    public async Task Asking_twice_with_one_key_creates_one_run()
    {
        await using var host = await TestHost.Start();

        var first = await host.Grains.Begin(TestPackages.Spec, clientKey: "key");
        var second = await host.Grains.Begin(TestPackages.Spec, clientKey: "key");

        Assert.Equal(first.Name(), second.Name());
        Assert.Single(await host.Grains.GetGrain<IRunDirectory>(0).List());
    }

    [Fact]
    public async Task A_key_is_refused_for_a_different_run()
    {
        await using var host = await TestHost.Start();
        await host.Grains.Begin(TestPackages.Spec, clientKey: "key");

        await Assert.ThrowsAsync<ArgumentException>(() => host.Grains.Begin(TestPackages.Spec with { Seed = 8 }, clientKey: "key"));
    }

    [Theory]
    [InlineData(0, "planned")]
    [InlineData(100_001, "planned")]
    [InlineData(10, "no-such-variant")]
    [InlineData(10, "planned", "planned")]
    [InlineData(10)]
    public async Task What_cannot_be_played_is_refused_at_the_door(int replicates, params string[] variants)
    {
        await using var host = await TestHost.Start();

        await Assert.ThrowsAsync<ArgumentException>(() => host.Grains.Begin(new(1, replicates, variants)));
        Assert.Empty(await host.Grains.GetGrain<IRunDirectory>(0).List());
    }

    [Fact]
    public async Task A_run_that_breaks_an_invariant_fails_with_its_message_after_one_attempt()
    {
        var begun = new ConcurrentBag<WorldKey>();
        await using var host = await TestHost.Start(new() { BatchSize = 24, BetweenMonths = (world, months) => Note(begun, world, months, 1) });
        var run = await host.Grains.Begin(TestPackages.Spec, TestPackages.Bursting);

        var end = await run.End();

        Assert.Equal(RunState.Failed, end.State);
        Assert.Contains("grown past what the model holds", end.Failure, StringComparison.Ordinal);
        var address = Regex.Match(end.Failure!, "hns replay bursting 7/([a-z-]+)/([0-9]+)");
        var again = Assert.ThrowsAny<InvariantException>(() => World.Run(WorldContext.Create(
            WorldTables.Compile(TestPackages.Bursting), address.Groups[1].Value, 7, int.Parse(address.Groups[2].Value, CultureInfo.InvariantCulture), 1)));
        Assert.Contains("grown past what the model holds", again.Message, StringComparison.Ordinal);
        Assert.Equal(begun.Count, begun.Distinct().Count());
        Assert.Null(await host.Reader.Read(run.Name(), default));
    }

    [Fact]
    public async Task A_world_that_the_cluster_interrupts_over_and_over_is_never_given_up()
    {
        const int Interruptions = 6;
        var left = Interruptions;
        await using var host = await TestHost.Start(new()
        {
            BatchSize = 24,
            BetweenMonths = (_, months) => months == 2 && Interlocked.Decrement(ref left) >= 0
                ? throw new WorldInterruptedException("A silo is lost and nobody knows it yet.")
                : Task.CompletedTask,
        });
        var run = await host.Grains.Begin(TestPackages.Spec with { Variants = [TestPackages.Spec.Variants[0]] });

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        Assert.True(left < 0);
    }

    [Fact]
    public async Task A_world_that_fails_for_another_reason_is_given_up_after_a_few_attempts_and_the_run_says_why()
    {
        var begun = 0;
        await using var host = await TestHost.Start(new()
        {
            BatchSize = 24,
            BetweenMonths = (_, months) =>
            {
                Interlocked.Increment(ref begun);
                throw new NotSupportedException("This machine cannot.");
            },
        });
        var run = await host.Grains.Begin(TestPackages.Spec with { Variants = [TestPackages.Spec.Variants[0]] });

        var end = await run.End();

        Assert.Equal((RunState.Failed, 5), (end.State, begun));
        Assert.EndsWith("failed 5 times without getting any further; the last time: This machine cannot.", end.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_stays_cancelled_and_lets_go_of_its_worlds()
    {
        var gate = new Gate((_, months) => months == 3);
        await using var host = await TestHost.Start(new() { BetweenMonths = gate.Pass });
        var run = await host.Grains.Begin(TestPackages.Spec);
        await gate.Reached;

        var cancelled = run.Cancel();
        gate.Open();
        await cancelled.WaitAsync(TestRuns.Limit);
        await run.EnsureRunning();

        Assert.Equal(RunState.Cancelled, (await run.Status()).State);
        Assert.Equal(0, host.Worlds.Count);
        Assert.Empty(await host.Store.Unfinished());
    }

    [Fact]
    public async Task A_cancelled_run_says_what_it_had_and_keeps_it()
    {
        const int Batch = 8;
        // One world at a time: when the first of the second batch is under way, all of the first batch are stored.
        var gate = new Gate((world, months) => world.First == Batch && months == 3);
        await using var host = await TestHost.Start(new()
        {
            BatchSize = Batch,
            WorldsInFlight = 1,
            BetweenMonths = gate.Pass,
        });
        var run = await host.Grains.Begin(TestPackages.Spec);
        await gate.Reached;
        await TestRuns.Until(async () => (await host.Store.Played(run.Name())).Count >= TestPackages.Spec.Variants.Count);

        var cancelled = run.Cancel();
        gate.Open();
        await cancelled.WaitAsync(TestRuns.Limit);

        var status = await run.Status();
        Assert.Equal((RunState.Cancelled, Batch), (status.State, status.Progress.ReplicatesDone));
        var had = await (await host.Reader.Follow(run.Name(), default))!.Read(default);
        var should = TestPackages.ByReferenceLoop(TestPackages.Spec with { Replicates = Batch });
        Assert.All(
            from variant in TestPackages.Spec.Variants from measure in RunSoFar.Measures from year in Enumerable.Range(0, should.Layout.Years.Count) select (variant, measure, year),
            one => Assert.Equal(should.Replicates(one.variant, one.measure, one.year), had!.Replicates(one.variant, one.measure, one.year)));
    }

    [Fact]
    public async Task A_listener_who_comes_late_is_told_the_end()
    {
        await using var host = await TestHost.Start();
        var run = await host.Grains.Begin(TestPackages.Spec);
        await run.End();

        var last = Assert.Single(await host.Grains.GetGrain<IRun>(run.Name()).Watch(long.MaxValue, default).ToListAsync());

        Assert.Equal((RunState.Finished, 24), (last.State, last.Progress.ReplicatesDone));
        Assert.Equal(last.Progress.MonthsTotal, last.Progress.MonthsDone);
    }

    [Fact]
    public async Task A_listener_whose_last_event_was_numbered_by_a_clock_that_was_ahead_is_told_at_once_and_then_of_what_is_new()
    {
        var gate = new Gate((_, months) => months == 3);
        await using var host = await TestHost.Start(new() { BetweenMonths = gate.Pass });
        var run = await host.Grains.Begin(TestPackages.Spec);
        await gate.Reached;
        var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        using var limit = new CancellationTokenSource(TestRuns.Limit);

        await using var events = host.Grains.GetGrain<IRun>(run.Name()).Watch(inAnHour, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await events.MoveNextAsync());
        var first = events.Current;
        gate.Open();
        Assert.True(await events.MoveNextAsync());

        Assert.Equal(RunState.Running, first.State);
        Assert.InRange(events.Current.Sequence, first.Sequence + 1, inAnHour);
    }

    [Fact]
    public async Task After_a_restart_no_finished_world_is_played_again()
    {
        using var file = new TestFile();
        var (first, second) = (new ConcurrentBag<WorldKey>(), new ConcurrentBag<WorldKey>());
        string name;
        WorldKey[] finished;
        var enough = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        await using (var host = await TestHost.Start(
            new()
            {
                BatchSize = 4,
                WorldsInFlight = 1,
                BetweenMonths = async (world, months) =>
                {
                    await Note(first, world, months, LastMonth);
                    if (first.Count == 4 && months == 1)
                    {
                        enough.TrySetResult();
                        await never.Task;
                    }
                },
            },
            file.ConnectionString))
        {
            var run = await host.Grains.Begin(TestPackages.Spec);
            name = run.Name();
            await enough.Task.WaitAsync(TestRuns.Limit);
            // Those after them may or may not be stored by the time the host has stopped.
            finished = [.. first];
            never.SetResult();
        }

        await using var restarted = await TestHost.Start(
            new() { BetweenMonths = (world, months) => Note(second, world, months, 1) }, file.ConnectionString);
        var end = await restarted.Grains.GetGrain<IRun>(name).End();

        Assert.Equal(RunState.Finished, end.State);
        Assert.NotEmpty(second);
        Assert.Equal(4, finished.Length);
        Assert.Empty(finished.Intersect(second));
        Assert.Equal(TestPackages.ByReferenceLoop(TestPackages.Spec).Digest, (await restarted.Reader.Read(name, default))?.Result.Digest);
    }

    [Fact]
    public async Task A_copy_made_in_the_middle_of_a_run_goes_on_from_there_to_the_same_end()
    {
        const int YearEnd = 2;
        const int CopiedAfterMonth = 5;
        using var file = new TestFile();
        using var copy = new TestFile();
        var gate = new Gate((_, months) => months == CopiedAfterMonth);
        await using (var host = await TestHost.Start(
            new()
            {
                BatchSize = 8,
                BetweenMonths = gate.Pass,
            },
            file.ConnectionString))
        {
            await host.Grains.Begin(TestPackages.Spec);
            var world = await gate.Reached;
            await TestRuns.Until(async () => await host.Store.SavedMonths(world) == YearEnd);
            using (var care = new StoreCare(file.Options))
            {
                await care.Copy(copy.Path);
            }

            gate.Open();
        }

        var first = new ConcurrentDictionary<WorldKey, int>();
        await using var restored = await TestHost.Start(
            new()
            {
                BetweenMonths = (world, months) =>
                {
                    first.TryAdd(world, months);
                    return Task.CompletedTask;
                },
            },
            copy.ConnectionString);
        var run = Assert.Single(await restored.Store.Unfinished());
        var end = await restored.Grains.GetGrain<IRun>(run).End();

        Assert.Equal(RunState.Finished, end.State);
        Assert.Equal(YearEnd + 1, first[await gate.Reached]);
        Assert.Equal(TestPackages.ByReferenceLoop(TestPackages.Spec).Digest, (await restored.Reader.Read(run, default))?.Result.Digest);
    }

    [Fact]
    public async Task A_run_begun_with_another_model_is_not_mixed_with_this_one()
    {
        using var file = new TestFile();
        using (var store = new RunStore(file.Options, TimeProvider.System))
        {
            var package = TestPackages.Bytes(TestPackages.Small);
            await store.Create(new("old", "key", "small", RunStore.HashOf(package), TestPackages.Spec, LastMonth, 4, "0.0.0", DateTimeOffset.UnixEpoch), package);
            // It was under way when the silos were stopped for the new version.
            await store.Lead("old", "a silo of the old version");
        }

        await using var host = await TestHost.Start(connectionString: file.ConnectionString);
        var end = await host.Grains.GetGrain<IRun>("old").End();

        Assert.Equal(RunState.Failed, end.State);
        Assert.Contains("0.0.0", end.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_disk_is_full_waits_and_ends_as_it_would_have_when_there_is_room()
    {
        using var file = new TestFile();
        var gate = new Gate((_, months) => months == LastMonth);
        await using var host = await TestHost.Start(
            new()
            {
                BatchSize = 8,
                BetweenMonths = gate.Pass,
            },
            file.ConnectionString);
        var run = await host.Grains.Begin(TestPackages.Spec);
        await gate.Reached;

        // SQLite says of a database that may not grow what it says of a full disk.
        await Grow(host, 1);
        gate.Open();
        var full = await Assert.ThrowsAsync<StoreFullException>(() => host.Store.Create(
            new("other", "other", "small", "0", TestPackages.Spec, LastMonth, 8, "1", DateTimeOffset.UnixEpoch), new byte[1_000_000]));
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var waiting = await run.Status();
        await Grow(host, 1_000_000);

        Assert.Contains("The disk is full", full.Message, StringComparison.Ordinal);
        Assert.False(waiting.State.IsFinal());
        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        Assert.Equal(TestPackages.ByReferenceLoop(TestPackages.Spec).Digest, (await host.Reader.Read(run.Name(), default))?.Result.Digest);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_behind_its_leader_stops_within_moments()
    {
        var gate = new Gate((_, months) => months == 3);
        await using var host = await TestHost.Start(new() { BetweenMonths = gate.Pass });
        var run = await host.Grains.Begin(TestPackages.Spec);
        await gate.Reached;

        // As another leader would, of which this one knows nothing.
        await host.Store.Move(run.Name(), RunStore.AnyLead, RunState.Cancelled, DateTimeOffset.UnixEpoch);
        gate.Open();

        await TestRuns.Until(() => Task.FromResult(host.Worlds.Count == 0));
        Assert.Empty(await host.Store.Played(run.Name()));
    }

    // Pages of the database; below what it has, it may not grow at all.
    private static Task<List<int>> Grow(TestHost host, int pages) => host.Store.Do(db => db.Query($"PRAGMA max_page_count = {pages}", row => row.GetInt32(0)));

    private static Task Note(ConcurrentBag<WorldKey> worlds, WorldKey world, int months, int when)
    {
        if (months == when)
        {
            worlds.Add(world);
        }

        return Task.CompletedTask;
    }
}
