using CsCheck;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Disclosure;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Tests.Papers;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Reports.Tests.Disclosure;

/// <summary>Attacks what is published with all that totals tell.</summary>
public class SuppressionTests
{

    [Fact, Tier("Property")]
    public void What_can_be_worked_out_of_a_hidden_count_is_what_trying_every_table_finds() =>
        Gen.Select(Gen.Int[0, 4].Array[4], Gen.Bool.Array[9]).Sample((cells, dice) =>
        {
            var (sums, arcs) = Table(cells);
            bool[] hidden = [.. dice];
            var (low, high) = Tried(cells, hidden);
            for (var arc = 0; arc < sums.Count; arc++)
            {
                var found = sums.Interval(arc, hidden);
                Assert.Equal((low[arc], high[arc] >= Most ? SumNetwork.Unbounded : high[arc]), (found.Low, found.High));
            }
        }, iter: 60);

    [Fact, Tier("Property")]
    public void Nobody_who_tries_every_table_can_place_a_small_count_within_the_threshold() =>
        Gen.Select(Gen.Int[0, 12].Array[4], Gen.Int[3, 6]).Sample((cells, threshold) =>
        {
            var (sums, _) = Table(cells);

            var hidden = Suppression.Hide(sums, threshold, arc => arc >= 4);

            var (low, high) = Tried(cells, hidden);
            for (var arc = 0; arc < sums.Count; arc++)
            {
                Assert.True(!IsSmall(sums[arc], threshold) || (hidden[arc] && high[arc] - low[arc] >= threshold));
            }
        }, iter: 60);

    [Fact, Tier("Property")]
    public void Tables_that_share_a_margin_do_not_betray_each_other() =>
        Gen.Select(Gen.Frequency((3, Gen.Int[0, 6]), (1, Gen.Int[7, 400])).Array[5 * 6], Gen.Int[0, int.MaxValue]).Sample((cells, dice) =>
        {
            int[][] first = [.. cells.Chunk(6)];
            // The second table has the same columns, each shared out over four rows.
            int[][] second = [new int[6], new int[6], new int[6], new int[6]];
            for (var c = 0; c < 6; c++)
            {
                var total = first.Sum(row => row[c]);
                for (var r = 0; r < 4; r++)
                {
                    second[r][c] = r == 3 ? total - second.Take(3).Sum(row => row[c]) : Math.Min(total / 4, (dice >> (r * 3)) % 7);
                }
            }

            var (sums, ages, needs) = StockTables.Sums(first, second);
            var totals = ages.Totals.Concat(ages.ColumnTotals).Concat(needs.Totals).Append(ages.All).ToHashSet();

            var hidden = Suppression.Hide(sums, 5, totals.Contains);

            for (var arc = 0; arc < sums.Count; arc++)
            {
                var (low, high) = sums.Interval(arc, hidden);
                Assert.True(!IsSmall(sums[arc], 5) || high - low >= 5);
                // What is hidden beside small counts is not to be known either.
                Assert.True(!hidden[arc] || high > low);
            }
        }, iter: 150);

    [Fact, Tier("Fact")]
    public void Without_secondary_suppression_a_small_count_would_be_known()
    {
        var (sums, _) = Table([3, 20, 30, 40]);
        bool[] primary = [true, false, false, false, false, false, false, false, false];

        Assert.Equal((3, 3), sums.Interval(0, primary));
        Assert.Equal([true, true, true, true, false, false, false, false, false], Suppression.Hide(sums, 5, arc => arc >= 4));
    }

    [Fact, Tier("Fact")]
    public void Tables_to_publish_show_no_small_count_and_hide_as_little_as_it_takes()
    {
        var stock = new Sen2Stock(
            [.. Enumerable.Range(0, 26).Select(age => Enumerable.Range(0, 13).Select(type => age == 7 && type < 3 ? (int[])[40, 3, 25] : [0, 0, 0]).Select((counts, type) => type < 3 ? counts[type] : 0).ToArray())],
            [.. Enumerable.Range(0, 13).Select(type => Enumerable.Range(0, 13).Select(need => type < 3 && need < 2 ? (need == 0 ? new[] { 30, 3, 20 } : [10, 0, 5])[type] : 0).ToArray())],
            [.. Enumerable.Range(0, 26).Select(_ => new int[13])]);

        var tables = StockTables.Of(stock, 5);

        Assert.All(tables.SelectMany(table => table.Rows).SelectMany(row => row), figure => Assert.False(figure.Number is > 0 and < 5));
        Assert.Contains(tables[0].Rows[1], figure => figure.IsMissing);
        Assert.Equal(68, tables[0].Rows[^1][^1].Number);
        Assert.All(StockTables.Files(stock, 5), file => Assert.Contains(",c", System.Text.Encoding.UTF8.GetString(file.Bytes), StringComparison.Ordinal));
    }

    [Fact, Tier("Property")]
    public void A_years_flows_told_in_several_ways_show_no_small_count_and_betray_none() =>
        Gen.Select(Gen.Frequency((3, Gen.Int[0, 6]), (1, Gen.Int[7, 90])).Array[26], Gen.Int[0, 12].Array[12], Gen.Int[3, 6]).Sample((byAge, byMonth, threshold) =>
        {
            var flows = Flows(byAge, byMonth);

            foreach (var table in FlowTables.Of(flows, threshold))
            {
                var total = (long)table.Rows[^1][2].Number!.Value;
                foreach (var way in table.Rows.SkipLast(1).GroupBy(row => row[0].Text))
                {
                    Assert.All(way, row => Assert.False(row[2].Number is { } shown && shown > 0 && shown < threshold));
                    // One hidden count alone would be the total less the others; and what is hidden together is wider than the threshold or holds nothing small.
                    var hidden = way.Where(row => row[2].IsMissing).ToArray();
                    Assert.NotEqual(1, hidden.Length);
                    Assert.True(hidden.Length == 0 || total - (long)way.Sum(row => row[2].Number ?? 0) >= threshold);
                }
            }
        }, iter: 200);

    [Fact, Tier("Property")]
    public void Moves_changes_of_placement_and_reviews_show_no_small_count_and_betray_none() =>
        Gen.Select(Gen.Int[0, 9].Array[26], Gen.Int[0, 12].Array[12], Gen.Int[0, 40].Array[3], Gen.Int[3, 6]).Sample((byAge, byMonth, reviews, threshold) =>
        {
            var flows = new Sen2Flows(2024) { ReviewsOverdue = reviews[0], ReviewedInTime = reviews[1], ReviewsNotYetDue = reviews[2], PhaseTransfersDue = reviews[0] + reviews[1], PhaseTransfersInTime = reviews[0] };
            byAge.CopyTo(flows.MovedInByAge, 0);
            byMonth.CopyTo(flows.ReviewsByMonth, 0);
            for (var age = 0; age < byAge.Length; age++)
            {
                flows.Placed[age][age % 4][5] = byAge[age];
                flows.Placed[age][0][1 + (age % 3)] += byAge[(age + 7) % 26];
            }

            var tables = FlowTables.Of(flows, threshold);

            Assert.Contains(tables, table => table.Id == "placement-changes");
            foreach (var table in tables)
            {
                var total = table.Rows[^1][2].Number;
                Assert.All(table.Rows, row => Assert.False(row[2].Number is { } shown && shown > 0 && shown < threshold));
                foreach (var way in table.Rows.SkipLast(1).GroupBy(row => row[0].Text))
                {
                    var hidden = way.Where(row => row[2].IsMissing).ToArray();
                    // Beside a total that is shown, what is hidden is more than one count, and wide enough together.
                    Assert.True(total is null || hidden.Length == 0 || (hidden.Length > 1 && total - way.Sum(row => row[2].Number ?? 0) >= threshold), table.Id);
                }
            }
        }, iter: 200);

    [Fact, Tier("Fact")]
    public void A_year_without_anything_makes_no_table() => Assert.Empty(FlowTables.Of(new Sen2Flows(2024), 5));

    private static Sen2Flows Flows(int[] byAge, int[] byMonth)
    {
        var flows = new Sen2Flows(2024);
        byAge.CopyTo(flows.RequestsByAge, 0);
        // Months and askers add up to the same requests.
        var left = byAge.Sum();
        for (var month = 0; month < 12; month++)
        {
            flows.RequestsByMonth[month] = month == 11 ? left : Math.Min(left, byMonth[month]);
            left -= flows.RequestsByMonth[month];
        }

        flows.RequestsByAsker[0] = byAge.Sum() / 2;
        flows.RequestsByAsker[1] = Math.Min(2, byAge.Sum() - flows.RequestsByAsker[0]);
        for (var age = 0; age < 26; age++)
        {
            flows.Ceased[age][age % 9] = byAge[25 - age];
        }

        return flows;
    }

    [Fact, Tier("Files")]
    public void A_scenario_counted_from_records_of_children_hides_small_counts_in_every_format_and_says_so()
    {
        // Of kent-small's placements and needs some count fewer than 40.
        var run = SmallRun.Run with { Findings = new(SmallRun.Findings.Scenario with { SuppressBelow = 40 }, SmallRun.Findings.Result) };
        var stock = run.Findings.Scenario.OpeningStock;
        var small = PlacementTypes.All.Where(type => stock.ByPlacement[(int)type] is > 0 and < 40).ToArray();
        Assert.NotEmpty(small);

        var table = RunTables.ByPlacement(run.Findings, "planned");

        Assert.All(small, type => Assert.Equal(Figure.Confidential, table.Rows[(int)type][1]));
        Assert.True(table.Rows.Count(row => row[1].IsMissing) >= 2);
        Assert.Contains(table.Notes, note => note.StartsWith("[c] = suppressed", StringComparison.Ordinal));
        Assert.DoesNotContain(RunTables.ByPlacement(SmallRun.Findings, "planned").Rows, row => row[1].IsMissing);
        var paper = CouncilPaper.Of(run, PaperDetails.None, Assurance.None(""));
        Assert.DoesNotContain(small.Select(type => type.Label()), paper.Charts.Single(chart => chart.Id == "placements").Categories.Contains);
    }

    // Two rows and two columns with their totals: cells are arcs 0 to 3, then row totals, column totals, the grand total.
    private static (SumNetwork Sums, int Arcs) Table(int[] cells)
    {
        var sums = new SumNetwork();
        var (source, sink) = (sums.Node(), sums.Node());
        var (rows, columns) = ((int[])[sums.Node(), sums.Node()], (int[])[sums.Node(), sums.Node()]);
        for (var n = 0; n < 4; n++)
        {
            sums.Add(rows[n / 2], columns[n % 2], cells[n]);
        }

        sums.Add(source, rows[0], cells[0] + cells[1]);
        sums.Add(source, rows[1], cells[2] + cells[3]);
        sums.Add(columns[0], sink, cells[0] + cells[2]);
        sums.Add(columns[1], sink, cells[1] + cells[3]);
        sums.Add(sink, source, cells.Sum());
        return (sums, sums.Count);
    }

    // More than any total of the tables tried: a count that gets so far has no bound.
    private const int Most = 17;

    // The attack: every table of counts up to a bound that agrees with whatever is not hidden.
    private static (long[] Low, long[] High) Tried(int[] cells, IReadOnlyList<bool> hidden)
    {
        var truth = All(cells);
        var (low, high) = ((long[])[.. truth], (long[])[.. truth]);
        int[] tried = [.. cells];
        Try(0);
        return (low, high);

        void Try(int cell)
        {
            if (cell < cells.Length)
            {
                var (from, to) = hidden[cell] ? (0, Most) : (cells[cell], cells[cell]);
                for (tried[cell] = from; tried[cell] <= to; tried[cell]++)
                {
                    Try(cell + 1);
                }

                return;
            }

            var all = All(tried);
            for (var arc = cells.Length; arc < all.Length; arc++)
            {
                if (!hidden[arc] && all[arc] != truth[arc])
                {
                    return;
                }
            }

            for (var arc = 0; arc < all.Length; arc++)
            {
                (low[arc], high[arc]) = (Math.Min(low[arc], all[arc]), Math.Max(high[arc], all[arc]));
            }
        }
    }

    private static long[] All(int[] c) => [c[0], c[1], c[2], c[3], c[0] + c[1], c[2] + c[3], c[0] + c[2], c[1] + c[3], c.Sum()];

    private static bool IsSmall(long count, int threshold) => count > 0 && count < threshold;
}
