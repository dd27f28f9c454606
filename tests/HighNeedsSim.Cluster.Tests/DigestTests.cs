using System.Collections.Concurrent;

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
}
