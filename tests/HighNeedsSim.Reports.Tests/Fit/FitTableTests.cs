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
        Assert.Contains("Cumulative DSG deficit (planned)", fit.ForPeople().Rows[0]);
    }

    [Fact]
    public void Years_and_variants_that_are_not_played_out_are_counted_and_not_judged()
    {
        var fit = FitTable.Of(Run, [Deficit("2031-03-31", 1), Deficit("2028-03-31", 1) with { Variant = "another" }]);

        Assert.Empty(fit.Rows);
        Assert.Equal(2, fit.Silent.Count);
        Assert.Equal(["the run ends in March 2028", "the run has no variant another"], fit.Silent.Select(s => s.Because));
        Assert.Contains(fit.ForPeople().Notes, note => note.StartsWith("2 more published figures", StringComparison.Ordinal));
        Assert.Contains("Not judged, because the run ends in March 2028: Cumulative DSG deficit (2031-03-31).", fit.ForPeople().Notes);
        Assert.Equal(2, fit.WriteCsv().Split("\r\n").Count(line => line.Contains(",z,z,z,not judged,Not judged: the run ", StringComparison.Ordinal)));
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
        Assert.StartsWith("deficit,Cumulative DSG deficit,2023-03-31,unmitigated,GBP m,190,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plans:age:20-25", "Plans at ages 20 to 25")]
    [InlineData("plans:age:under-5", "Plans under age 5")]
    [InlineData("placements:resourced-provision", "Plans in: SEN unit or resourced provision")]
    [InlineData("placements:further-education+specialist-post-16+home-education+other-arrangements", "Plans in: further education and 3 more")]
    [InlineData("spend:1.2.3", "1.2.3 Top-up, non-maintained and independent")]
    [InlineData("spend-per-head:1.2.1+1.2.2+1.2.4+1.2.11", "Top-up, state providers (1.2.1, 1.2.2, 1.2.4, 1.2.11), per head aged 2 to 18")]
    [InlineData("unit-cost:state-special", "Cost of a placement a year: state special school")]
    public void A_figure_is_told_in_words(string measure, string words)
    {
        Assert.Null(FitTable.Fault(new(measure, "2023-24", "", 1, "plans", "a source", "2024", "high", "")));
        Assert.Contains(words, FitTable.Of(Run, [new(measure, "1999-00", "", 1, "plans", "a source", "2024", "high", "")]).WriteCsv().Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_placements_cost_is_its_places_and_top_ups_over_Januarys_plans()
    {
        var fit = FitTable.Of(Run, [new("unit-cost:state-special", "2023-24", "", 1, "GBP", "a source", "2024", "high", "")]);

        double[] Each(string code) => [.. Run.Result.Replicates("unmitigated", code, 0).Select(v => (double)v)];
        var costs = Each("cost.places.state-special").Zip(Each("cost.top-up.state-special"), (a, b) => a + b)
            .Zip(Each("placements.state-special"), (pence, plans) => plans > 0 ? pence / 100 / plans : 0);
        Assert.Equal(costs.Order().ElementAt(Run.Replicates / 2), fit.Rows.Single().Modelled.P50, 1000.0);
        Assert.Contains("Cost of a placement a year", System.Text.Encoding.UTF8.GetString(fit.WritePage()), StringComparison.Ordinal);
    }

    private static Target Deficit(string day, double value) => new("deficit", day, "", value, "GBP m", "a source", "2024", "high", "");
}
