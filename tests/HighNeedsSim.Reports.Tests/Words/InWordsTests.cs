using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tests.Words;

public class InWordsTests
{
    [Fact, Tier("Golden")]
    public void The_summary_is_the_one_that_was_read() =>
        Golden.Matches("summary.txt", string.Join('\n', InWords.Of(Synthetic.Run())) + "\n");

    [Fact, Tier("Fact")]
    public void The_first_year_in_balance_is_told_with_its_chance()
    {
        var words = string.Join('\n', InWords.Of(Synthetic.Run()));

        Assert.Contains("Planned: the first financial year in balance is 2027-28 in the median (in all 101 simulated futures).", words, StringComparison.Ordinal);
        Assert.Contains("Unmitigated: no financial year to 2027-28 is in balance in the median", words, StringComparison.Ordinal);
    }

    [Fact, Tier("Fact")]
    public void No_range_is_called_a_confidence_interval() =>
        Assert.DoesNotContain(
            "confidence", string.Join('\n', InWords.Of(Synthetic.Run())) + TerminalTable.Write(TrajectoryTable.Of(Synthetic.Run())), StringComparison.Ordinal);
}
