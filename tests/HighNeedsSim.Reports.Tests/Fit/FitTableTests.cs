using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Fit;

[Tier("Fact")]
public class FitTableTests
{
    private static readonly Findings Run = Synthetic.Run();

    [Fact]
    public void A_figure_within_the_range_is_inside_and_one_beyond_it_outside()
    {
        // Opens at £142m in the median future, £134m to £150m in all.
        var fit = FitTable.Of(Run, [Deficit("2023-03-31", 142), Deficit("2023-03-31", 190)]);

        Assert.Equal([190, 142], fit.Rows.Select(row => row.Target.Value));
        Assert.Equal([false, true], fit.Rows.Select(row => row.IsInside));
        Assert.Equal(142, fit.Rows[0].Modelled.P50, 6);
        Assert.Equal(1, fit.Inside);
    }

    [Fact]
    public void The_furthest_miss_comes_first()
    {
        var fit = FitTable.Of(Run, [Deficit("2023-03-31", 160), Deficit("2023-03-31", 300), Deficit("2023-03-31", 120)]);

        Assert.Equal([300, 120, 160], fit.Rows.Select(row => row.Target.Value));
        Assert.Equal(fit.Rows.Select(row => row.Distance).OrderDescending(), fit.Rows.Select(row => row.Distance));
    }

    [Fact]
    public void A_figure_is_held_against_the_variant_it_names()
    {
        var fit = FitTable.Of(Run, [Deficit("2028-03-31", 142 + 33 + 23 + 14 + 7 - 1) with { Variant = "planned" }]);

        Assert.True(fit.Rows.Single().IsInside);
        Assert.Contains("deficit (planned)", fit.ForPeople().Rows[0]);
    }

    [Fact]
    public void Years_and_variants_that_are_not_played_out_are_counted_and_not_judged()
    {
        var fit = FitTable.Of(Run, [Deficit("2031-03-31", 1), Deficit("2028-03-31", 1) with { Variant = "another" }]);

        Assert.Empty(fit.Rows);
        Assert.Equal(2, fit.Silent.Count);
        Assert.Contains(fit.ForPeople().Notes, note => note.StartsWith("2 more published figures", StringComparison.Ordinal));
    }

    [Fact]
    public void A_miss_is_told_with_its_reason_and_a_hit_is_not()
    {
        var fit = FitTable.Of(Run, [Deficit("2023-03-31", 142) with { Why = "It was known." }, Deficit("2023-03-31", 190) with { Why = "It was not known." }]);

        Assert.Contains(fit.ForPeople().Notes, note => note.EndsWith("It was not known.", StringComparison.Ordinal));
        Assert.DoesNotContain(fit.ForPeople().Notes, note => note.EndsWith("It was known.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_census_figure_is_that_of_the_run()
    {
        var fit = FitTable.Of(Run, [new("plans:age:5-10", "2024-01", "", 1, "plans", "a source", "2024", "high", "")]);
        var plans = Run.Of("unmitigated", "plans.january.age.5-10", 0);

        Assert.Equal(plans, fit.Rows.Single().Modelled);
    }

    [Theory]
    [InlineData("plans", "2024-1", "period")]
    [InlineData("plans", "2024-25-26", "period")]
    [InlineData("deficit", "2024-04-30", "period")]
    [InlineData("plan", "2024-01", "measure")]
    [InlineData("placements:special", "2024-01", "measure")]
    [InlineData("spend:9.9.9", "2023-24", "measure")]
    public void A_measure_or_period_nobody_knows_is_a_fault(string measure, string period, string about) =>
        Assert.StartsWith(about, FitTable.Fault(new(measure, period, "", 1, "plans", "a source", "2024", "high", "")), StringComparison.Ordinal);

    [Fact]
    public void The_data_have_a_row_for_every_row_of_the_table()
    {
        var fit = FitTable.Of(Run, [Deficit("2023-03-31", 142), Deficit("2023-03-31", 190)]);
        var lines = fit.WriteCsv().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(fit.Rows.Count + 1, lines.Length);
        Assert.StartsWith("deficit,2023-03-31,unmitigated,GBP m,190,", lines[1], StringComparison.Ordinal);
    }

    private static Target Deficit(string day, double value) => new("deficit", day, "", value, "GBP m", "a source", "2024", "high", "");
}
