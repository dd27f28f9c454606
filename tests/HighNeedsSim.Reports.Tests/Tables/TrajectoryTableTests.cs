using System.Xml.Linq;
using CsCheck;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tests.Tables;

public class TrajectoryTableTests
{
    private static readonly Gen<Findings> AnyRun =
        from replicates in Gen.Int[1, 60]
        from opening in Gen.Double[-300, 1500]
        from unmitigated in Gen.Double[-100, 400].Array[3]
        from mitigated in Gen.Double[-100, 400].Array[3]
        from paid in Gen.Double[0, 50]
        select Synthetic.Run(
            replicates,
            ("unmitigated", "Unmitigated", new(opening, unmitigated)), ("safety-valve", "Safety Valve", new(opening - paid, mitigated, paid, 10)));

    [Fact, Tier("Golden")]
    public void The_terminal_table_is_the_one_that_was_read() =>
        Golden.Matches("trajectories.txt", TerminalTable.Write(TrajectoryTable.Of(Synthetic.Run())));

    [Fact, Tier("Golden")]
    public void The_data_of_the_table_are_those_that_were_read() =>
        Golden.Matches("deficit.csv", TrajectoryTable.WriteCsv(Synthetic.Run()).Replace("\r\n", "\n", StringComparison.Ordinal));

    [Fact, Tier("Property")]
    public void A_terminal_line_is_no_wider_than_the_terminal() =>
        AnyRun.Sample(run => Assert.All(
            TerminalTable.Write(TrajectoryTable.Of(run)).Split('\n'), line => Assert.InRange(line.Length, 0, TerminalTable.Width)));

    [Fact, Tier("Property")]
    public void Labels_of_the_chart_are_cells_of_the_table() =>
        AnyRun.Sample(run =>
        {
            var ends = TrajectoryTable.Of(run).Rows.Where(row => row[0] == "2026").Select(row => (Median: row[2], Range: row[3])).ToArray();
            var labels = XDocument.Parse(FanChart.Draw(DeficitFan.Of(run), new("x"))).Descendants()
                .Where(e => e.Name.LocalName == "text")
                .Select(e => e.Value.Replace("£", "", StringComparison.Ordinal).Replace("m", "", StringComparison.Ordinal)).ToArray();

            // A range that is too long for its place is broken between words.
            var read = string.Join(' ', labels);
            Assert.All(ends, end =>
            {
                Assert.Contains(end.Median, labels);
                Assert.Contains(end.Range, read, StringComparison.Ordinal);
            });
        }, iter: 200);

    [Fact, Tier("Property")]
    public void A_saving_is_worked_out_future_by_future() =>
        AnyRun.Sample(run =>
        {
            var last = run.Years.Count - 1;
            var baseline = run.Result.Replicates("unmitigated", "deficit.cumulative", last);
            var other = run.Result.Replicates("safety-valve", "deficit.cumulative", last);
            var savings = baseline.Zip(other, (b, o) => b - o).Order().ToArray();

            var saving = TrajectoryTable.Rows(run)[^1].Saving!.Value;

            Assert.Equal((savings[(savings.Length - 1) / 2] + savings[savings.Length / 2]) / 2.0, saving.P50, 0.6);
            Assert.InRange(saving.P10, savings[0], saving.P50);
            Assert.InRange(saving.P90, saving.P50, savings[^1]);
        });

    [Fact, Tier("Fact")]
    public void The_opening_is_the_balance_that_the_first_year_started_from()
    {
        var rows = TrajectoryTable.Rows(Synthetic.Run()).Take(3).ToArray();

        Assert.All(rows, row => Assert.Equal("2022-23", row.Year.ToString()));
        Assert.Equal(["£142.0m", "£142.0m", "£68.7m"], rows.Select(row => Numbers.PoundsM(row.Cumulative.P50)));
        Assert.All(rows, row => Assert.Null(row.InYear));
    }

    [Fact, Tier("Fact")]
    public void A_wide_table_is_parted_by_groups_of_columns()
    {
        var text = TerminalTable.Write(TrajectoryTable.Of(Synthetic.Run(
            11, ("unmitigated", "U", new(12_345, [1_000, 2_000])), ("a-variant-of-a-very-long-name", "a-variant-of-a-very-long-name", new(12_345, [1_000, 1_000])))));

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, TerminalTable.Width));
        Assert.Equal(3, text.Split('\n').Count(line => line.StartsWith("31 March", StringComparison.Ordinal)));
    }

    [Fact, Tier("Fact")]
    public void The_web_table_has_a_caption_and_a_scope_on_every_head()
    {
        var html = XDocument.Parse("<div>" + HtmlTable.Write(TrajectoryTable.Of(Synthetic.Run())) + "</div>").Root!;
        var table = html.Element("table")!;

        Assert.Equal("govuk-table", (string?)table.Attribute("class"));
        Assert.Contains("Positive is a deficit", table.Element("caption")!.Value, StringComparison.Ordinal);
        Assert.All(table.Descendants("th"), head => Assert.Contains((string?)head.Attribute("scope"), new[] { "col", "row" }));
        Assert.DoesNotContain(table.Descendants("td"), cell => cell.Value.Length == 0);
    }
}
