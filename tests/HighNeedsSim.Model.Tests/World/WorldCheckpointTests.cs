using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

[Tier("Fact")]
public class WorldCheckpointTests
{
    private static readonly WorldTables Tables = SmallScenario.Tables(SmallScenario.Make());

    public static TheoryData<string> Variants => [.. SmallScenario.Make().Variants.Select(v => v.Id)];

    [Theory, MemberData(nameof(Variants))]
    public void A_world_resumed_after_any_year_ends_as_if_nothing_had_happened(string variant)
    {
        var saved = new List<byte[]>();
        var undisturbed = Model.World.World.Run(World(variant), save: c => saved.Add(c.ToBytes()));

        Assert.Equal(Tables.Scenario.Timetable.Years, saved.Count);
        Assert.All(saved, bytes =>
        {
            var resumed = Model.World.World.Run(World(variant), from: WorldCheckpoint.FromBytes(bytes));

            Assert.Equal(undisturbed.Values, resumed.Values);
        });
    }

    [Fact]
    public void A_checkpoint_of_another_shape_is_refused_instead_of_misread()
    {
        var saved = new List<WorldCheckpoint>();
        Model.World.World.Run(World("planned"), save: saved.Add);
        var bytes = saved[0].ToBytes();

        Assert.Throws<InvalidOperationException>(() => WorldCheckpoint.FromBytes(bytes.AsMemory(..^1)));
        Assert.Throws<InvalidOperationException>(() => WorldCheckpoint.FromBytes(new byte[] { 1, 2, 3 }));
        Assert.Throws<InvalidOperationException>(() => Model.World.World.Run(WorldContext.Create(Tables, "planned", 7, 0, 4), from: saved[0]));
    }

    private static WorldContext World(string variant) => WorldContext.Create(Tables, variant, 7, 3, 5);
}
