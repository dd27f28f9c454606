using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>
/// The reference scenario uses every rule of the model, so a field that a state forgets to save shows here, whoever adds it.
/// </summary>
[Tier("Golden")]
public class ResumedWorldTests
{
    [Theory]
    [InlineData("unmitigated")]
    [InlineData("planned")]
    [InlineData("safety-valve")]
    public void Kent_small_resumed_after_any_year_finds_the_same(string variant)
    {
        var tables = WorldTables.Compile(ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-small")).Package!).Scenario!);
        var saved = new List<WorldCheckpoint>();

        var undisturbed = World.Run(WorldContext.Create(tables, variant, 1, 0, 6), save: saved.Add);

        Assert.Equal(tables.Scenario.Timetable.Years, saved.Count);
        Assert.All(saved, checkpoint =>
            Assert.Equal(undisturbed.Values, World.Run(WorldContext.Create(tables, variant, 1, 0, 6), from: checkpoint).Values));
    }

    // Seed 2 has a future in which a school with more pupils than places is first asked in another round when played alone.
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void Kent_small_finds_the_same_in_any_batches(int batch)
    {
        var tables = WorldTables.Compile(ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-small")).Package!).Scenario!);
        var whole = World.Run(WorldContext.Create(tables, "unmitigated", 2, 0, 60)).Values;

        for (var first = 0; first < 6; first += batch)
        {
            var part = World.Run(WorldContext.Create(tables, "unmitigated", 2, first, batch)).Values;

            Assert.True(whole.AsSpan(first * tables.Layout.Length, part.Length).SequenceEqual(part), $"Replicates from {first} differ.");
        }
    }
}
