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
        Assert.Equal(Numbers("planned", 0), result.Values("planned").ToArray());
    }

    [Fact]
    public async Task Futures_that_finish_out_of_order_stay_paired()
    {
        using var store = await WithRun();
        var soFar = new RunSoFar(store, (await store.Find(Run))!, TestPackages.Small);
        await Play(store, "unmitigated", 0);
        await Play(store, "unmitigated", 4);
        await Play(store, "planned", 4);
        Assert.Equal(Numbers("planned", 4), (await soFar.Read(default))!.Values("planned").ToArray());

        await Play(store, "planned", 0);
        var result = await soFar.Read(default);

        Assert.Equal(4, result!.Spec.Replicates);
        Assert.Equal([.. Numbers("planned", 0), .. Numbers("planned", 4)], result.Values("planned").ToArray());
        Assert.Equal([.. Numbers("unmitigated", 0), .. Numbers("unmitigated", 4)], result.Values("unmitigated").ToArray());
        Assert.Same(result, await soFar.Read(default));
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
