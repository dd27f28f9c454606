using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

[Tier("Fact")]
public class WorldMemoryTests
{
    private static readonly WorldTables Tables = SmallScenario.Tables(SmallScenario.Make());

    // What one world leaves behind is other children of another variant, of another seed, in a batch of another size.
    [Fact]
    public void Worlds_that_follow_each_other_in_the_same_memory_find_what_they_find_in_their_own()
    {
        (string Variant, ulong Seed, int First, int Count)[] worlds =
            [("planned", 7, 0, 24), ("unmitigated", 8, 3, 24), ("safety-valve", 7, 0, 11), ("unmitigated", 7, 24, 23), ("planned", 7, 0, 24)];
        var memory = new WorldMemory();

        Assert.All(worlds, world => Assert.Equal(Play(world, new()), Play(world, memory)));
    }

    [Fact]
    public void Worlds_that_are_played_at_the_same_time_do_not_share_a_piece()
    {
        (string Variant, ulong Seed, int First, int Count)[] worlds = [.. Enumerable.Range(0, 12).Select(n => (n % 2 == 0 ? "planned" : "unmitigated", 7UL, 8 * n, 8))];
        var (memory, together) = (new WorldMemory(), new long[worlds.Length][]);

        Parallel.For(0, worlds.Length, new() { MaxDegreeOfParallelism = 4 }, n => together[n] = Play(worlds[n], memory));

        Assert.All(worlds.Zip(together), world => Assert.Equal(Play(world.First, new()), world.Second));
    }

    [Fact]
    public void A_world_takes_the_memory_that_the_one_before_it_left()
    {
        var memory = new WorldMemory();
        Play(("planned", 7, 0, 24), memory);
        var left = memory.Take<PlanStart>(40);
        memory.Return(left);

        var context = WorldContext.Create(Tables, "planned", 7, 0, 24, memory);

        Assert.Same(left, context.Pieces.Take<PlanStart>(40));
    }

    // A message of it may still be read: what it lent must stay as it is.
    [Fact]
    public void A_world_that_is_interrupted_hands_nothing_on()
    {
        var memory = new WorldMemory();
        var context = WorldContext.Create(Tables, "planned", 7, 0, 24, memory);
        // Of a kind that no part takes.
        var lent = context.Pieces.Take<Int128>(1000);
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => Model.World.World.Run(context, months =>
        {
            if (months == 9)
            {
                stop.Cancel();
            }
        }, cancel: stop.Token));

        Assert.NotSame(lent, memory.Take<Int128>(1000));
        context.HandOn();
        Assert.Same(lent, memory.Take<Int128>(1000));
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 18)]
    [InlineData(90_000, 90_112)]
    [InlineData(91_000, 98_304)]
    [InlineData(131_073, 147_456)]
    public void A_piece_holds_what_is_asked_for_and_at_most_an_eighth_more(int asked, int holds)
    {
        Assert.Equal(holds, new WorldMemory().Take<int>(asked).Length);
        Assert.InRange(holds, asked, Math.Max(16, asked + (asked / 8) + 1));
    }

    private static long[] Play((string Variant, ulong Seed, int First, int Count) world, WorldMemory memory) =>
        Model.World.World.Run(WorldContext.Create(Tables, world.Variant, world.Seed, world.First, world.Count, memory)).Values;
}
