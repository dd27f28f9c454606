using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>Values of the Kent scenarios that a function of the model estimates are what that function finds.</summary>
[Tier("Fact")]
public class EstimatedValueTests
{
    [PublishedFact]
    public void What_overflows_to_independent_schools_is_what_published_stocks_say_up_to_the_census_of_2023() =>
        OverflowIsEstimatedAt("kent-2023-safety-valve", 2023);

    [PublishedFact]
    public void What_overflows_to_independent_schools_is_what_published_stocks_say_up_to_the_census_of_2025() =>
        OverflowIsEstimatedAt("kent-2025-current-policy", 2025);

    [Fact]
    public void Reviews_are_caught_up_with_at_a_quarter_to_three_quarters_of_what_two_years_would_take()
    {
        var kent = Read("kent-2023-safety-valve");
        var strength = kent.Mitigations.Single(m => m.Code == "M3").Effects.Single(e => e.Lever == Lever.MoreReviews).Strength;

        // 12,180 overdue, 360 completed a month in the year before and 200 new plans, as the rationale of reviews.capacity has them.
        var needed = ReviewRecovery.CompletionsAMonth(12_180, 360, 200, 24);
        var more = (needed / kent.Reviews.Capacity.Central) - 1;

        Assert.Equal([more / 4, more / 2, more * 3 / 4], [strength.Low, strength.Central, strength.High], (x, y) => Math.Abs(x - y) < 0.01);
    }

    [Fact]
    public void Completions_that_clear_reviews_in_time_leave_none_overdue_when_they_are_played_out()
    {
        var (overdue, done, plans) = (12_180.0, 360.0, 200.0);
        var completions = ReviewRecovery.CompletionsAMonth(overdue, done, plans, 24);
        for (var month = 1; month <= 24; month++)
        {
            overdue += (month <= 12 ? done : completions) + plans - completions;
        }

        Assert.Equal(0, overdue, tolerance: 1e-6);
    }

    private static void OverflowIsEstimatedAt(string scenario, int january)
    {
        var history = PublishedHistoryReader.Read(
            Path.Combine(Repository.Published, "all_la_caseload_2019_2025.csv"), Path.Combine(Repository.Published, "all_la_flows_2019_2024.csv")).History!;
        var found = OverflowFit.Of(history, new CalendarYear(january));
        var share = Read(scenario).Placements.Overflow
            .Single(o => o is { Wanted: PlacementType.StateSpecial, To: PlacementType.IndependentSpecial }).Share;

        Assert.True(found.Changes > 150, $"{found.Changes} changes of authorities over two years are too few.");
        Assert.Equal(
            [Math.Round(found.Low, 2), Math.Round(found.Central, 2), Math.Round(found.High, 2)],
            [share.Low, share.Central, share.High]);
    }

    private static Scenario Read(string id) => ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario(id)).Package!).Scenario!;
}
