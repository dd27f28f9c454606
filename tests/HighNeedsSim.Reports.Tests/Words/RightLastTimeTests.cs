using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Words;

[Tier("Fact")]
public class RightLastTimeTests
{
    // Unmitigated, 142 + 68 = 210 million at 31 March 2024 in the median future, 299 a year later.
    private static readonly Findings Run = Synthetic.Run();

    [Fact]
    public void The_newest_deficit_that_came_to_pass_is_told_beside_what_the_run_said_of_it()
    {
        var fit = FitTable.Of(Run, [Deficit("2024-03-31", 209, "2024"), Deficit("2025-03-31", 150, "2025"), Plans]);

        var told = "Unmitigated, this run said a deficit of £299.0 million at 31 March 2025 (8 in 10: £261.2 million to £336.8 million); £150.0 million was published, below the range.";
        Assert.Equal(["2024-03-31", "2025-03-31"], fit.Deficits.Select(row => row.Target.Period));
        Assert.Contains(told, RightLastTime.Of(Run, fit));
        Assert.Equal($"Of 3 published figures, 1 lies in this run’s 8-in-10 ranges; about 2 would if the ranges were right. {told}", RightLastTime.InShort(fit));
    }

    [Fact]
    public void The_deficit_that_a_run_opens_with_and_what_a_council_hoped_for_are_no_outcomes()
    {
        var fit = FitTable.Of(Run, [Deficit("2023-03-31", 142, "2023"), Deficit("2028-03-31", 220, "2024")]);

        Assert.Equal(2, fit.Rows.Count);
        Assert.Empty(fit.Deficits);
        Assert.EndsWith("if the ranges were right.", RightLastTime.InShort(fit), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_has_been_published_that_is_said() =>
        Assert.Equal("Nothing has been published yet that this run can be held against.", RightLastTime.InShort(null));

    private static Target Plans => new("plans", "2024-01", "", 1, "plans", "a source", "2024", "high", "");

    private static Target Deficit(string day, double millions, string published) => new("deficit", day, "", millions, "GBP m", "a source", published, "high", "");
}
