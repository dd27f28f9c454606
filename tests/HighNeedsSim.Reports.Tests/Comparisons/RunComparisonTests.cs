using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Comparisons;

[Tier("Fact")]
public class RunComparisonTests
{
    private static readonly Comparable Run = Of(Synthetic.Run());

    [Fact]
    public void A_run_differs_in_nothing_from_itself()
    {
        var (comparison, refusals) = RunComparison.Of(Run, Run);

        Assert.Empty(refusals);
        Assert.All(comparison!.Variants, variant => Assert.Equal(new Summary(0, 0, 0, 0) { Replicates = Synthetic.Replicates }, comparison.Difference(variant, MeasureCodes.Deficit, 4)));
        Assert.All(comparison.InWords(), sentence => Assert.EndsWith("is the same in both.", sentence, StringComparison.Ordinal));
        Assert.Empty(comparison.Changes());
    }

    [Fact]
    public void A_difference_is_taken_future_by_future_over_those_that_both_played()
    {
        var cheaper = Of(Synthetic.Run(51, ("unmitigated", "Unmitigated", new(142, [6, 8, 10, 12, 14]))));

        var (comparison, _) = RunComparison.Of(Run, cheaper);

        Assert.Equal(51, comparison!.Futures);
        Assert.Equal(["unmitigated"], comparison.Variants);
        var first = Run.Findings.Result.Replicates("unmitigated", MeasureCodes.Deficit, 4);
        var second = cheaper.Findings.Result.Replicates("unmitigated", MeasureCodes.Deficit, 4);
        Assert.Equal(second.Zip(first, (s, f) => (double)(s - f)).Order().ElementAt(25), comparison.Difference("unmitigated", MeasureCodes.Deficit, 4).P50);
        Assert.Contains("smaller in the median future", comparison.InWords()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Unlike_runs_are_refused_with_every_reason_at_once()
    {
        var other = Of(Synthetic.Run(11, ("another", "Another", new(142, [60, 80]))));
        other = other with { Manifest = other.Manifest with { ModelVersion = "0.2.0", Spec = other.Manifest.Spec with { Seed = 2 } } };

        var (comparison, refusals) = RunComparison.Of(Run, other);

        Assert.Null(comparison);
        Assert.Equal(4, refusals.Count);
        Assert.All(["different years", "different versions", "different seeds", "No variant"], words =>
            Assert.Contains(refusals, r => r.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_two_scenarios_assume_differently_is_said_figure_by_figure()
    {
        Assumption growth = new("requests.growth", "growth of requests", "growth a year", "0.07 (0.03 to 0.11)", "estimate", "2019-2022", "medium", "a/scenario.yaml", 40);
        Assumption gone = growth with { Id = "births", Label = "births" };

        var changes = ScenarioDifferences.InWords([growth, gone], [growth with { Value = "0.05 (0.03 to 0.07)", Confidence = "low" }]);

        Assert.Equal(
            [
                "Growth of requests (requests.growth): 0.07 (0.03 to 0.11) becomes 0.05 (0.03 to 0.07) (growth a year).",
                "Growth of requests (requests.growth) rests on something else: “estimate” (2019-2022, medium confidence) becomes “estimate” (2019-2022, low confidence).",
                "Births (births) is only in the first: 0.07 (0.03 to 0.11) growth a year.",
            ],
            changes);
    }

    [Fact]
    public void An_effect_of_a_mitigation_is_said_in_words_and_in_per_cent()
    {
        Assumption effect = new("mitigations.M1.effects.fewer-requests.strength", "Countywide approach to inclusive education: fewer-requests", "share", "0.06 (0.02 to 0.14)", "estimate", "2023", "low", "a/scenario.yaml", 40);

        Assert.Equal(
            ["M1 Countywide approach to inclusive education: Requests not made, because the need is met at SEN support (mitigations.M1.effects.fewer-requests.strength): 6% (2% to 14%) becomes 20% (10% to 28.5%)."],
            ScenarioDifferences.InWords([effect], [effect with { Value = "0.2 (0.1 to 0.285)" }]));
    }

    [Fact]
    public void The_comparison_is_taken_away_as_one_row_for_each_year_and_variant_with_numbers_that_stay_numbers()
    {
        var cheaper = Of(Synthetic.Run(101, ("unmitigated", "Unmitigated", new(142, [6, 8, 10, 12, 14]))));
        var (comparison, _) = RunComparison.Of(Run, cheaper);

        var lines = comparison!.WriteCsv().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + comparison.Variants.Count * Run.Findings.Years.Count, lines.Length);
        var last = lines[^1].Split(',');
        Assert.Equal("202728", last[0]);
        Assert.Equal(comparison.Difference("unmitigated", MeasureCodes.Deficit, 4).P50 / 100, double.Parse(last[7], System.Globalization.CultureInfo.InvariantCulture), 2);
        Assert.StartsWith("-", last[7], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_other_figures_is_named_though_it_is_as_large_as_before()
    {
        FileHash[] first = [new("kent/data/population.csv", "a"), new("kent/data/stock.csv", "b")];
        FileHash[] second = [new("copy/data/population.csv", "c"), new("copy/data/stock.csv", "b")];

        Assert.Equal(["data/population.csv holds other figures."], ScenarioDifferences.Tables(first, second));
    }

    private static Comparable Of(Findings findings) => new(Synthetic.Manifest(findings), findings, []);
}
