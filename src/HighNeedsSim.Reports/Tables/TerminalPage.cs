using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>A run's answer as one screen of text: what <c>hns run</c> prints.</summary>
public static class TerminalPage
{
    /// <summary>The title, the table of trajectories and the sentences.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="title">How the title is set off: bold on a terminal that can.</param>
    public static string Write(Findings findings, Func<string, string> title)
    {
        var words = InWords.Of(findings);
        var table = TrajectoryTable.Of(findings);
        // What the sentences say already is not said twice on one screen.
        var text = TerminalTable.Write(table with { Notes = [.. table.Notes.Except(words)] });
        // Only where there is something to stand beside: else it would be a column of numbers without a measure.
        string[] perHead = findings.Scenario.PerHead is null
            ? []
            : [TerminalTable.Write(SpendingTables.PerHead(findings, findings.Variants[^1]).ForPeople())];
        string[] districts = DistrictTable.Of(findings, findings.Baseline) is { } where && findings.Scenario.Districts.Count > 1 ? [TerminalTable.Write(where)] : [];
        return string.Join('\n', [title(words[0]), "", text, .. perHead, .. districts, .. words.Skip(1).SelectMany(line => TerminalTable.Wrap(line, TerminalTable.Width)), ""]);
    }
}
