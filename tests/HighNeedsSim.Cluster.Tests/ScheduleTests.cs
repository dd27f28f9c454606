using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster.Tests;

/// <summary>However a run is cut, ordered and spread over threads, it finds the same. <c>./run bench schedules</c> does hundreds.</summary>
[Tier("Cluster")]
public class ScheduleTests
{
    private static readonly string Wanted = TestPackages.ByReferenceLoop(TestPackages.Spec).Digest;

    [Fact]
    public void Twenty_random_orders_of_random_batches_on_several_threads_find_the_same()
    {
        var tables = WorldTables.Compile(TestPackages.Small);
        for (var round = 0; round < 20; round++)
        {
            var draw = Draws.Of(2026, round);
            var (batch, threads) = (1 + (int)(draw.At(0, Purpose.Rank, 0).A % 24), 1 + (int)(draw.At(0, Purpose.Rank, 0).B % 4));
            var worlds = WorldPlan.Worlds("run", TestPackages.Spec, batch)
                .OrderBy(world => draw.At((uint)world.First, Purpose.Rank, 1 + world.Variant.Length).A).ToArray();
            var found = new WorldResult[worlds.Length];
            Parallel.For(0, worlds.Length, new() { MaxDegreeOfParallelism = threads }, n => found[n] = World.Run(
                WorldContext.Create(tables, worlds[n].Variant, TestPackages.Spec.Seed, worlds[n].First, worlds[n].Count)));

            Assert.True(
                RunResult.Merge(tables.Layout, TestPackages.Spec, found).Digest == Wanted,
                $"Schedule {round}, batches of {batch} on {threads} threads, found something else.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Grains_find_the_same_in_any_batches_with_any_number_of_worlds_in_flight(int worldsInFlight)
    {
        var options = new WorldOptions { WorldsInFlight = worldsInFlight };
        await using var host = await TestHost.Start(options);
        foreach (var batch in new[] { 1, 5, 9, 24 })
        {
            options.BatchSize = batch;
            var run = await host.Grains.Begin(TestPackages.Spec);

            Assert.Equal(RunState.Finished, (await run.End()).State);
            Assert.Equal(Wanted, (await host.Reader.Read(run.Name(), default))!.Result.Digest);
        }
    }
}
