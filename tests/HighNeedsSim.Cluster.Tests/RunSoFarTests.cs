using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Fact")]
public class RunSoFarTests
{
    private const string Run = "run";

    [Fact]
    public async Task Futures_count_once_every_variant_has_them()
    {
        using var store = await WithRun();
        var soFar = new RunSoFar(store, (await store.Find(Run))!, TestPackages.Small);
        await Play(store, "unmitigated", 0);
        Assert.Null(await soFar.Read(default));

        await Play(store, "planned", 0);
        var result = await soFar.Read(default);

        Assert.Equal(2, result!.Spec.Replicates);
        Holds(result, "planned", 0);
    }

    [Fact]
    public async Task Futures_that_finish_out_of_order_stay_paired()
    {
        using var store = await WithRun();
        var soFar = new RunSoFar(store, (await store.Find(Run))!, TestPackages.Small);
        await Play(store, "unmitigated", 0);
        await Play(store, "unmitigated", 4);
        await Play(store, "planned", 4);
        Holds((await soFar.Read(default))!, "planned", 4);

        await Play(store, "planned", 0);
        var result = await soFar.Read(default);

        Assert.Equal(4, result!.Spec.Replicates);
        Holds(result, "planned", 0, 4);
        Holds(result, "unmitigated", 0, 4);
        Assert.Same(result, await soFar.Read(default));
    }

    // Each measure of each year, where the whole layout has it, in the order of the batches.
    private static void Holds(RunResult result, string variant, params int[] batches)
    {
        var layout = ResultLayout.Of(TestPackages.Small);
        foreach (var (code, year) in RunSoFar.Measures.SelectMany(code => Enumerable.Range(0, layout.Years.Count).Select(year => (code, year))))
        {
            var at = layout.At(year, layout.IndexOf(code));
            Assert.Equal(batches.SelectMany(first => new[] { Numbers(variant, first)[at], Numbers(variant, first)[Length + at] }), result.Replicates(variant, code, year));
        }
    }

    private static int Length => ResultLayout.Of(TestPackages.Small).Length;

    private static long[] Numbers(string variant, int first) =>
        [.. Enumerable.Range(0, 2 * Length).Select(i => (variant.Length * 1_000_000L) + (first * 10_000) + i)];

    private static async Task Play(RunStore store, string variant, int first)
    {
        var world = new WorldKey(Run, variant, first, 2);
        await store.Add(world, (await store.Begin(world, "here"))!.Fence, new(variant, first, 2, Numbers(variant, first)), 1, 1);
    }

    private static async Task<RunStore> WithRun()
    {
        var store = new RunStore(new() { ConnectionString = RunStoreOptions.InMemory }, TimeProvider.System);
        var package = TestPackages.Bytes(TestPackages.Small);
        await store.Create(
            new(Run, "key", TestPackages.Small.Id, RunStore.HashOf(package), new(1, 6, ["unmitigated", "planned"]), 38, 2, "version", DateTimeOffset.UnixEpoch),
            package);
        return store;
    }
}
