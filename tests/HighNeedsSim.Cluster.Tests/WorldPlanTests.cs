using CsCheck;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Property")]
public class WorldPlanTests
{
    private static readonly Gen<(int Replicates, int Variants, int Processors)> Any =
        Gen.Select(Gen.Int[1, 5_000], Gen.Int[1, 4], Gen.Int[1, 64]);

    [Fact]
    public void Every_replicate_of_every_variant_is_in_exactly_one_world() => Any.Sample(any =>
    {
        var spec = new RunSpec(1, any.Replicates, [.. Enumerable.Range(0, any.Variants).Select(v => $"v{v}")]);
        var size = WorldPlan.BatchSize(TestPackages.Small, spec, any.Processors);
        var worlds = WorldPlan.Worlds("run", spec, size).ToList();

        Assert.All(spec.Variants, variant => Assert.Equal(
            Enumerable.Range(0, any.Replicates),
            worlds.Where(w => w.Variant == variant).SelectMany(w => Enumerable.Range(w.First, w.Count))));
    });

    [Fact]
    public void A_world_knows_itself_by_its_key()
    {
        var world = new WorldKey("kent-small-20260401-120000-abc123", "safety-valve", 128, 64);

        Assert.Equal(world, WorldKey.Parse(world.ToString()));
    }
}
