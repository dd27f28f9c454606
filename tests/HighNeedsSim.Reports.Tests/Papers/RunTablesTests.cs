using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Tests.Papers;

[Tier("Fact")]
public class RunTablesTests
{
    // A mean over futures is rounded to the penny once, in each cell.
    private const decimal Pennies = 0.05m;

    public static TheoryData<string> Variants => ["unmitigated", "planned", "safety-valve"];

    [Theory, MemberData(nameof(Variants))]
    public void The_account_of_every_year_adds_up(string variant)
    {
        var rows = RunTables.Finance(SmallRun.Findings, variant).Rows.ToDictionary(row => row[0].Text, StringComparer.Ordinal);
        for (var year = 1; year <= SmallRun.Findings.Years.Count; year++)
        {
            decimal Of(string item) => rows[item][year].Number!.Value;

            Close(Of("Income in all"), Of("High needs block") + Of("Transfer from the schools block") + Of("Other income"));
            Close(Of("In-year deficit before payments and contributions"), Of("Spending") - Of("Income in all"));
            Close(
                Of("Deficit at 31 March"),
                Of("Deficit at the start of the year") + Of("In-year deficit before payments and contributions") - Of("Safety Valve payments from DfE") - Of("Council contributions"));
            Assert.Equal(Of("Deficit at 31 March"), -Of("DSG balance at 31 March (deficit negative)"));
        }
    }

    [Theory, MemberData(nameof(Variants))]
    public void Parts_add_up_to_their_total(string variant)
    {
        FigureTable[] tables =
        [
            RunTables.ByAge(SmallRun.Findings, variant), RunTables.ByNeed(SmallRun.Findings, variant), RunTables.ByPlacement(SmallRun.Findings, variant),
            RunTables.Section251(SmallRun.Findings, variant),
        ];
        foreach (var table in tables)
        {
            for (var c = 0; c < table.Columns.Count; c++)
            {
                if (table.Columns[c].Unit != FigureUnit.Text)
                {
                    Close(table.Rows[^1][c].Number!.Value, table.Rows.SkipLast(1).Sum(row => row[c].Number ?? 0));
                }
            }
        }
    }

    [Fact]
    public void A_section_251_line_that_does_not_apply_says_so()
    {
        var rows = RunTables.Section251(SmallRun.Findings, "planned").Rows.ToDictionary(row => row[0].Text, StringComparer.Ordinal);

        Assert.Equal(15, rows.Count);
        Assert.All(rows["1.2.12"].Skip(2), figure => Assert.True(figure.IsMissing));
        Assert.All(rows["1.2.10"].Skip(2), figure => Assert.True(figure.IsMissing));
        Assert.All(rows["1.2.3"].Skip(2), figure => Assert.True(figure.Number > 0));
    }

    [Fact]
    public void Spending_per_head_is_the_lines_of_a_category_over_residents_and_the_published_stand_beside_it()
    {
        var small = SmallRun.Findings;
        var heads = small.Result.Replicates("planned", MeasureCodes.Heads2To18, 0);
        var independent = small.Result.Replicates("planned", MeasureCodes.Line(Section251Line.TopUpIndependent), 0);
        var expected = independent.Zip(heads, (pence, people) => Math.Round(pence / (double)people, MidpointRounding.AwayFromZero)).Average() / 100;

        var simulated = SpendingTables.PerHead(small, "planned");
        var beside = SpendingTables.PerHead(Synthetic.Run(), "planned");

        Close((decimal)expected, simulated.Rows[2][1].Number!.Value);
        Assert.Equal(["Category", "Kent", "England", "Statistical neighbours", "South East"], beside.Columns.Take(5).Select(column => column.Head));
        Assert.Equal([951m, 758m, 676m, 786m], beside.Rows[^1].Skip(1).Take(4).Select(figure => figure.Number!.Value));
    }

    [Fact]
    public void The_general_fund_stands_beside_the_block_and_in_no_line_of_it()
    {
        var table = SpendingTables.GeneralFund(SmallRun.Findings, "planned");

        Assert.Equal(["2.1.1", "2.1.2", "2.1.4"], table.Rows.Take(3).Select(row => row[0].Text[..5]));
        Assert.All(table.Rows.Take(5), row => Assert.True(row[1].Number > 0));
    }

    [Fact]
    public void What_was_counted_at_the_census_is_the_first_column()
    {
        var stock = SmallRun.Findings.Scenario.OpeningStock;

        Assert.Equal(stock.ByAgeGroup.Select(count => (decimal?)count), RunTables.ByAge(SmallRun.Findings, "planned").Rows.SkipLast(1).Select(row => row[1].Number));
        Assert.Equal(stock.Total, RunTables.ByNeed(SmallRun.Findings, "planned").Rows[^1][1].Number);
    }

    [Fact]
    public void Before_contributions_two_options_with_the_same_actions_have_the_same_deficit() =>
        Assert.Equal(
            RunTables.BeforeContributions(SmallRun.Findings, "planned", 4),
            RunTables.BeforeContributions(SmallRun.Findings, "safety-valve", 4));

    [Fact]
    public void Without_payments_the_deficit_before_contributions_is_the_deficit() =>
        Assert.Equal(
            SmallRun.Findings.Result.Replicates("planned", Model.Results.MeasureCodes.Deficit, 4),
            RunTables.BeforeContributions(SmallRun.Findings, "planned", 4));

    [Fact]
    public void No_cell_is_empty_and_codes_are_unique()
    {
        foreach (var table in SmallRun.Paper.Tables)
        {
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
            Assert.All(table.Rows.SelectMany(row => row), figure => Assert.True(figure.Number is not null || figure.Text.Length > 0, table.Id));
            Assert.Equal(table.Columns.Select(column => column.Code).Distinct(), table.Columns.Select(column => column.Code));
            Assert.All(table.Columns, column => Assert.Matches("^[a-z][a-z0-9_]*$", column.Code));
        }
    }

    [Theory]
    [InlineData("144500000 (140000000 to 149000000)", "144,500,000 (140,000,000 to 149,000,000)")]
    [InlineData("-0.012 (-0.025 to 0.002)", "\u22120.012 (\u22120.025 to 0.002)")]
    [InlineData("2026-03", "2026-03")]
    public void A_value_of_the_log_is_written_as_numbers_are_and_a_month_keeps_its_hyphen(string value, string expected) =>
        Assert.Equal(expected, RecordTables.Grouped(value));

    private static void Close(decimal expected, decimal actual) => Assert.InRange(actual - expected, -Pennies, Pennies);
}
