using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Benchmarks;

/// <summary>One run, cut, ordered and spread over threads in many ways: it must find the same every time.</summary>
internal static class Schedules
{
    /// <summary>Plays so many random schedules of kent-small and compares digests.</summary>
    public static async Task<int> RunAsync(int rounds, int seed)
    {
        var (package, scenario) = Measured.Read("kent-small");
        var spec = Measured.Spec(scenario, replicates: 24, seed: 7);
        var tables = WorldTables.Compile(scenario);
        var wanted = Measured.Loop(tables, spec, spec.Replicates).Digest;
        Console.WriteLine($"kent-small, {spec.Replicates} replicates, seed {spec.Seed}: {wanted}");

        var wrong = 0;
        for (var round = 0; round < rounds; round++)
        {
            var draw = Draws.Of((ulong)seed, round).At(0, Purpose.Rank, 0);
            var (batch, threads) = (1 + (int)(draw.A % (uint)spec.Replicates), 1 + (int)(draw.B % 4));
            // Starting a cluster takes longer than the run: every fourth schedule is played by grains.
            var grains = draw.C % 4 == 0;
            var digest = grains ? await ByGrains(batch, threads) : ByThreads(batch, threads, (ulong)seed, round);
            if (digest != wanted)
            {
                wrong++;
                Console.WriteLine($"schedule {round} of seed {seed} ({(grains ? "grains" : "loop")}, batches of {batch}, {threads} at a time) found {digest}");
            }
        }

        Console.WriteLine($"{rounds - wrong} of {rounds} schedules found the same.");
        return wrong == 0 ? 0 : 1;

        async Task<string> ByGrains(int batch, int worlds)
        {
            await using var cluster = await EmbeddedCluster.StartAsync(new() { BatchSize = batch, WorldsInFlight = worlds }, default);
            return (await cluster.RunAsync(package, spec, null, default)).Result.Digest;
        }

        string ByThreads(int batch, int threads, ulong key, int round)
        {
            var worlds = (
                from variant in spec.Variants.Index()
                from first in Enumerable.Range(0, spec.Replicates).Where(r => r % batch == 0)
                orderby Draws.Of(key, round).At((uint)first, Purpose.Rank, variant.Index + 1).A
                select (Variant: variant.Item, First: first)).ToArray();
            var found = new WorldResult[worlds.Length];
            Parallel.For(0, worlds.Length, new() { MaxDegreeOfParallelism = threads }, n => found[n] = World.Run(WorldContext.Create(
                tables, worlds[n].Variant, spec.Seed, worlds[n].First, Math.Min(batch, spec.Replicates - worlds[n].First))));
            return RunResult.Merge(tables.Layout, spec, found).Digest;
        }
    }
}
