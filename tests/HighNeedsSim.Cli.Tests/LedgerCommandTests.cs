using System.Globalization;

namespace HighNeedsSim.Cli.Tests;

[Tier("Files")]
public class LedgerCommandTests
{
    [Fact]
    public async Task A_line_shows_who_was_paid_and_adds_up_to_the_run_to_the_penny()
    {
        var ledger = await Hns.RunAsync("ledger", Hns.Small, "--variant", "planned", "--replicate", "3", "--year", "2024-25", "--line", "1.2.3");

        Assert.Equal((0, ""), (ledger.ExitCode, ledger.Error));
        Assert.Contains("Kent, planned, future 3 of seed 1: 1.2.3 Top-up, non-maintained and independent, 2024-25", ledger.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Matches(@"The postings add up to £[\d,]+\.\d\d, which is the line's value in the run\.", ledger.Out);
    }

    [Fact]
    public async Task The_postings_as_a_file_give_a_reason_each_and_the_same_sum()
    {
        string[] future = ["ledger", Hns.Small, "--variant", "planned", "--year", "2024-25", "--line", "1.2.1"];
        var table = await Hns.RunAsync(future);
        var csv = await Hns.RunAsync([.. future, "--csv"]);

        var rows = csv.Out.TrimEnd('\n').Split('\n').Skip(1).ToArray();
        var sum = rows.Sum(row => decimal.Parse(row.Split("1.2.1,")[1].Split(',')[1], CultureInfo.InvariantCulture));
        Assert.Contains($"add up to £{sum.ToString("#,##0.00", CultureInfo.InvariantCulture)}", table.Out, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.EndsWith(".\"", row.TrimEnd('\r'), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_word_that_is_not_possible_is_told_at_once()
    {
        var ledger = await Hns.RunAsync("ledger", Hns.Small, "--variant", "planed", "--replicate", "-1", "--year", "1999-00", "--line", "9.9.9", "--seed", "x");

        Assert.Equal((2, ""), (ledger.ExitCode, ledger.Out));
        Assert.Equal(5, ledger.Error.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("did you mean planned?", ledger.Error, StringComparison.Ordinal);
        Assert.Contains("2023-24 to 2027-28", ledger.Error, StringComparison.Ordinal);
    }
}
