using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Tests.Population;

public class MigrationTests
{
    [Theory, Tier("Fact")]
    [InlineData(10, 0, 1)]
    [InlineData(10, -3, 1)]
    [InlineData(10, 2, 1.0201)]
    [InlineData(1, 5, 1.01)]
    [InlineData(0, 5, 1)]
    [InlineData(18, 5, 1)]
    public void A_birth_year_grows_by_moves_since_the_base_year_or_since_its_birth(int age, int years, double factor) =>
        Assert.Equal(factor, Residents.Moved(age, years, 0.01), 12);

    [Fact, Tier("SmallWorld")]
    public void Residents_of_2_to_18_are_counted_with_those_who_moved_in()
    {
        // A thousand of each age. In January 2026, three academic years after the base year, those of 3 to 17 have grown by 1.1³ and those of 2 by 1.1².
        var small = SmallScenario.Make();
        var moving = small with { Births = Elicited.Known("births", 0), Migration = Elicited.Known("migration", 0.1) };
        var run = Played.Out(moving, 1);

        Assert.Equal((long)Math.Round(1000 * ((15 * 1.331) + 1.21 + 1)), run.Replicates("unmitigated", MeasureCodes.Heads2To18, 2)[0]);
    }

    [Fact, Tier("Direction")]
    public void The_more_children_move_in_the_more_are_asked_for()
    {
        var small = SmallScenario.Make();
        var requests = new[] { -0.02, 0.0, 0.02 }.Select(moves => Played.Out(small with { Migration = Elicited.Known("migration", moves) }).Total(MeasureCodes.Requests)).ToArray();

        Assert.All(requests[0].Zip(requests[1]), pair => Assert.True(pair.First <= pair.Second));
        Assert.All(requests[1].Zip(requests[2]), pair => Assert.True(pair.First <= pair.Second));
        Assert.True(requests[0].Sum() < requests[2].Sum());
    }
}
