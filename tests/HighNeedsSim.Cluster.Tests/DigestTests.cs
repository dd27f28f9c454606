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
    public async Task A_world_whose_silo_is_killed_is_played_again_and_the_digest_stays()
    {
        const int KilledAfterMonth = 5;
        var begun = new ConcurrentBag<(WorldKey World, string Silo)>();
        var (held, over) = (new TaskCompletionSource<(WorldKey World, string Silo)>(), new TaskCompletionSource());
        await using var cluster = await TestSilos.Start(3, silo => new()
        {
            BatchSize = 5,
            WorldsInFlight = 1,
            BetweenMonths = async (world, months) =>
            {
                if (months == 1)
                {
                    begun.Add((world, silo));
                }

                if (months == KilledAfterMonth && held.TrySetResult((world, silo)))
                {
                    await over.Task;
                }
            },
        });
        var run = await cluster.Grains.Begin(TestPackages.Spec);

        var victim = await held.Task.WaitAsync(TestRuns.Limit);
        await cluster.Kill(victim.Silo);

        Assert.Equal((RunState.Finished, null), await run.End() is var end ? (end.State, end.Failure) : default);
        over.SetResult();
        Assert.Contains(begun, b => b.World == victim.World && b.Silo != victim.Silo);
        Assert.Equal(Reference.Value, (await cluster.Reader.Read(run.Name(), default))?.Result.Digest);
    }
}
