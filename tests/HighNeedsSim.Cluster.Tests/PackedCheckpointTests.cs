using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Fact")]
public class PackedCheckpointTests
{
    [Fact]
    public void A_checkpoint_comes_out_as_it_went_in_and_takes_less_than_half_the_room()
    {
        var world = WorldContext.Create(WorldTables.Compile(TestPackages.Small), TestPackages.Spec.Variants[0], 7, 0, 24);
        var saved = new List<WorldCheckpoint>();
        World.Run(world, save: saved.Add);

        Assert.NotEmpty(saved);
        Assert.All(saved, checkpoint =>
        {
            var packed = PackedCheckpoint.Of(checkpoint);
            Assert.Equal(checkpoint.ToBytes(), PackedCheckpoint.Open(packed).ToBytes());
            Assert.InRange(packed.Length, 1, checkpoint.ToBytes().Length / 2);
        });
    }

    [Fact]
    public void Bytes_that_are_no_checkpoint_are_refused() =>
        Assert.Throws<InvalidDataException>(() => PackedCheckpoint.Open([1, 2, 3, 4]));
}
