using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Results;

[Tier("Fact")]
public class MonthlyResultTests
{
    private static readonly RunResult Run = Play();

    [Theory]
    [InlineData(MonthCodes.Requests, MeasureCodes.Requests)]
    [InlineData(MonthCodes.RefusedToAssess, MeasureCodes.RefusedToAssess)]
    [InlineData(MonthCodes.NewPlans, MeasureCodes.NewPlans)]
    [InlineData(MonthCodes.Ceased, MeasureCodes.Ceased)]
    [InlineData(MonthCodes.FinalPlansIn20Weeks, MeasureCodes.FinalPlansIn20Weeks)]
    [InlineData(MonthCodes.ReviewsDone, MeasureCodes.ReviewsDone)]
    public void The_months_of_a_year_sum_to_the_year(string monthly, string yearly)
    {
        for (var year = 0; year < Run.Layout.Years.Count; year++)
        {
            var months = Enumerable.Range(0, Run.Layout.Months.Count).Where(m => Run.Layout.Months[m].FinancialYear == Run.Layout.Years[year]).ToArray();
            var sums = months.Select(m => Run.InMonth("planned", monthly, m)).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);

            Assert.Equal(12, months.Length);
            Assert.Equal(Run.Replicates("planned", yearly, year), sums);
        }
    }

    [Theory]
    [InlineData(1, MonthCodes.Plans, MeasureCodes.Plans)]
    [InlineData(3, MonthCodes.OpenCases, MeasureCodes.OpenCases)]
    [InlineData(3, MonthCodes.OldestCase, MeasureCodes.OldestCase)]
    [InlineData(3, MonthCodes.ReviewsOverdue, MeasureCodes.ReviewsOverdue)]
    [InlineData(1, MonthCodes.Waiting, "placements.awaiting")]
    public void A_stock_of_the_year_is_that_of_its_month(int ofYear, string monthly, string yearly)
    {
        for (var year = 0; year < Run.Layout.Years.Count; year++)
        {
            var month = Run.Layout.Months.ToList().FindIndex(m => m.OfYear == ofYear && m.FinancialYear == Run.Layout.Years[year]);

            Assert.Equal(Run.Replicates("unmitigated", yearly, year), Run.InMonth("unmitigated", monthly, month));
        }
    }

    [Fact]
    public void Plans_by_age_group_sum_to_all_plans()
    {
        var sums = AgeGroups.All.Select(g => Run.Replicates("planned", MeasureCodes.PlansOfAge(g), 2)).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);

        Assert.Equal(Run.Replicates("planned", MeasureCodes.Plans, 2), sums);
    }

    [Fact]
    public void Cases_over_20_weeks_are_some_of_the_open_ones()
    {
        var last = Run.Layout.Months.Count - 1;
        var open = Run.InMonth("unmitigated", MonthCodes.OpenCases, last);
        var late = Run.InMonth("unmitigated", MonthCodes.OpenOver20Weeks, last);

        Assert.All(open.Zip(late), pair => Assert.InRange(pair.Second, 0, pair.First));
        Assert.True(late.Sum() > 0, "In none of the futures is a case late: the scenario says nothing about them.");
    }

    private static RunResult Play()
    {
        var tables = SmallScenario.Tables(SmallScenario.Make());
        var spec = new RunSpec(5, 12, ["unmitigated", "planned"]);
        return RunResult.Merge(
            tables.Layout, spec, spec.Variants.Select(v => Model.World.World.Run(WorldContext.Create(tables, v, spec.Seed, 0, spec.Replicates))));
    }
}
