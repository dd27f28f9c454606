using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;

namespace HighNeedsSim.Server.Tests;

public class HandOutTests
{
    [Fact, Tier("Fact")]
    public void Files_with_small_counts_of_real_children_are_not_handed_out()
    {
        var package = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", RunningServer.Small)).Package!;
        var reading = ScenarioReader.Read(package);
        var counted = reading with { Scenario = reading.Scenario! with { SuppressBelow = 5 } };

        Assert.Same(package, new OpenScenario(null!, package, reading).ToHandOut);
        Assert.Null(new OpenScenario(null!, package, counted).ToHandOut);
    }
}
