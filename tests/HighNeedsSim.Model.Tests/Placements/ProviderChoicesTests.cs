using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Tests.Placements;

/// <summary>What is known of a child's providers is what a look at all providers would find, in whatever order children are asked about.</summary>
[Tier("Fact")]
public class ProviderChoicesTests
{
    [Fact]
    public void The_providers_with_a_limit_are_the_nearest_that_accept_the_child()
    {
        var scenario = SmallScenario.Make();
        var choices = new ProviderChoices(scenario);
        var children =
            from year in Enumerable.Range(0, NcYear.Count).Select(NcYear.OfAge).Reverse()
            from band in Enumerable.Range(1, 4)
            from need in PrimaryNeeds.All
            from type in PlacementTypes.All
            from district in Enumerable.Range(0, scenario.Districts.Count)
            select (district, type, need, band, year);

        foreach (var (district, type, need, band, year) in children)
        {
            var home = scenario.Districts[district];
            var accepting = scenario.Providers.Index().Where(p => p.Item.Type == type && p.Item.Accepts(need, band, year)).ToArray();
            var nearest = accepting
                .Where(p => p.Item.HasLimit)
                .OrderBy(p => Math.Pow(home.EastKm - p.Item.EastKm, 2) + Math.Pow(home.NorthKm - p.Item.NorthKm, 2)).ThenBy(p => p.Index)
                .Select(p => (short)p.Index)
                .Take(scenario.Placements.Preferences);

            var choice = choices.For(district, type, need, band, year);

            Assert.Equal(nearest, choice.Limited);
            Assert.Equal(accepting.Any(p => !p.Item.HasLimit), choice.Open.Length > 0);
            Assert.All(choice.Open, p => Assert.Contains(accepting, a => a.Index == p && !a.Item.HasLimit));
            Assert.Same(choice, choices.For(district, type, need, band, year));
        }
    }
}
