using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

/// <summary>The authority is the sum of its districts, in every future and year, to the penny.</summary>
public class DistrictAccountsTests
{
    private static readonly Scenario Small = SmallScenario.Make();
    private static readonly RunResult Run = Played.Out(Small, variant: "safety-valve");

    public static TheoryData<string> Variants => ["unmitigated", "safety-valve"];

    [Theory]
    [MemberData(nameof(Variants))]
    [Tier("Fact")]
    public void Spending_income_and_deficit_of_districts_sum_to_the_authority(string variant)
    {
        for (var year = 0; year < Run.Layout.Years.Count; year++)
        {
            Assert.Equal(Run.Replicates(variant, MeasureCodes.Spend, year), Sum(variant, year, MeasureCodes.DistrictSpend));
            Assert.Equal(Run.Replicates(variant, MeasureCodes.InYear, year), Sum(variant, year, MeasureCodes.DistrictInYear));
            Assert.Equal(Run.Replicates(variant, MeasureCodes.Deficit, year), Sum(variant, year, MeasureCodes.DistrictDeficit));
            Assert.Equal(
                Run.Replicates(variant, MeasureCodes.BlockIncome, year).Zip(Run.Replicates(variant, MeasureCodes.Transfer, year), (a, b) => a + b),
                Sum(variant, year, MeasureCodes.DistrictIncome));
            foreach (var category in SpendingCategories.All)
            {
                Assert.Equal(
                    Enumerable.Range(0, Run.Spec.Replicates).Select(r => category.Lines().Sum(line => Run.Replicates(variant, MeasureCodes.Line(line), year)[r])),
                    Sum(variant, year, d => MeasureCodes.DistrictSpend(d, category)));
            }
        }
    }

    // Once somebody else's child, always somebody else's: a district's books are its own.
    [Fact]
    [Tier("Fact")]
    public void A_district_s_part_of_the_deficit_is_its_share_of_the_opening_one_and_what_it_adds_each_year()
    {
        var north = Small.Districts[0];
        var opening = Run.Replicates("unmitigated", MeasureCodes.Deficit, 0).Zip(Run.Replicates("unmitigated", MeasureCodes.InYear, 0), (end, added) => end - added).ToArray();
        for (var r = 0; r < Run.Spec.Replicates; r++)
        {
            var added = Enumerable.Range(0, 3).Sum(year => Run.Replicates("unmitigated", MeasureCodes.DistrictInYear(north), year)[r]);

            // Three in five of the residents live there.
            Assert.Equal((opening[r] * 3 / 5) + added, Run.Replicates("unmitigated", MeasureCodes.DistrictDeficit(north), 2)[r]);
        }
    }

    [Fact]
    [Tier("Fact")]
    public void Authorities_that_stand_as_districts_share_no_income()
    {
        var many = Small with { Districts = [.. Enumerable.Range(0, ResultLayout.MostDistrictsWithMoney + 1).Select(n => Small.Districts[n % 2] with { Code = $"A{n}" })] };

        Assert.True(ResultLayout.HasDistrictMoney(Small));
        Assert.False(ResultLayout.HasDistrictMoney(many));
        Assert.DoesNotContain(ResultLayout.Of(many).Measures, m => m.Code.EndsWith(".in-year", StringComparison.Ordinal) && m.Code.StartsWith("district.", StringComparison.Ordinal));
    }

    private static IEnumerable<long> Sum(string variant, int year, Func<District, string> measure) =>
        Enumerable.Range(0, Run.Spec.Replicates).Select(r => Small.Districts.Sum(d => Run.Replicates(variant, measure(d), year)[r]));
}
