using CsCheck;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Property")]
public class WorldPlanTests
{
    private static readonly Gen<(int Replicates, int Variants, int Processors, int Megabytes)> Any =
        Gen.Select(Gen.Int[1, 5_000], Gen.Int[1, 4], Gen.Int[1, 64], Gen.Int[1, 10_000]);

    [Fact]
    public void Every_replicate_of_every_variant_is_in_exactly_one_world() => Any.Sample(any =>
    {
        var spec = new RunSpec(1, any.Replicates, [.. Enumerable.Range(0, any.Variants).Select(v => $"v{v}")]);
        var size = WorldPlan.BatchSize(TestPackages.Small, spec, any.Processors, any.Megabytes * 1_000_000L);
        var worlds = WorldPlan.Worlds("run", spec, size).ToList();

        Assert.All(spec.Variants, variant => Assert.Equal(
            Enumerable.Range(0, any.Replicates),
            worlds.Where(w => w.Variant == variant).SelectMany(w => Enumerable.Range(w.First, w.Count))));
    });

    [Fact]
    public void A_process_with_little_memory_gets_smaller_worlds()
    {
        const long Plenty = 16_000_000_000;
        var spec = new RunSpec(1, 1_000, ["v"]);
        var usual = WorldPlan.BatchSize(TestPackages.Small, spec, 2, Plenty);
        // Room for ten replicates in each of two worlds, and as much again for all else.
        var little = 4 * 10 * 300L * TestPackages.Small.OpeningStock.Total;

        Assert.Equal(10, WorldPlan.BatchSize(TestPackages.Small, spec, 2, little));
        Assert.True(usual > 10);
    }

    [Fact]
    public void A_world_knows_itself_by_its_key()
    {
        var world = new WorldKey("kent-small-20260401-120000-abc123", "safety-valve", 128, 64);

        Assert.Equal(world, WorldKey.Parse(world.ToString()));
    }
}
