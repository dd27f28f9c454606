using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Reports.Disclosure;

/// <summary>
/// An authority's own counts of plans as tables that may leave the house: by age and placement, and by need and placement, small counts
/// hidden and with them whatever would betray them.
/// </summary>
/// <remarks>Both tables have the placements' totals in common, so they are protected together.</remarks>
public static class StockTables
{
    /// <summary>The two tables.</summary>
    /// <param name="stock">The counts.</param>
    /// <param name="threshold">Counts from 1 up to one less than this are hidden.</param>
    public static IReadOnlyList<FigureTable> Of(Sen2Stock stock, int threshold)
    {
        int[][] byAge = [.. AgeGroups.All.Select(group => PlacementTypes.All.Select(type => stock.ByAge.Where((_, age) => AgeGroups.OfAge(age) == group).Sum(row => row[(int)type])).ToArray())];
        int[][] byNeed = [.. PrimaryNeeds.All.Select(need => PlacementTypes.All.Select(type => stock.ByNeed[(int)type][(int)need]).ToArray())];
        var (sums, ages, needs) = Sums(byAge, byNeed);
        var totals = ages.Totals.Concat(ages.ColumnTotals).Concat(needs.Totals).Append(ages.All).ToHashSet();
        var hidden = Suppression.Hide(sums, threshold, totals.Contains);
        var note = FormattableString.Invariant($"[c] = suppressed: counts below {threshold}, and others so that none can be worked out from totals or from the other table.");
        return
        [
            Table("plans-by-age-and-placement", "EHC plans by age and placement", "age_group", "Age on 31 August", [.. AgeGroups.All.Select(group => VariantNames.Capital(group.Label()))], ages),
            Table("plans-by-need-and-placement", "EHC plans by primary need and placement", "primary_need", "Primary need", [.. PrimaryNeeds.All.Select(need => need.Label())], needs),
        ];

        FigureTable Table(string id, string title, string code, string head, string[] names, Arcs arcs) => new(
            id, title, "Plans in force on census day, counted in the authority's SEN2 return.",
            [
                new(code, "", head, FigureUnit.Text, IsRowHead: true),
                .. PlacementTypes.All.Select(type => new FigureColumn(type.Code().Replace('-', '_'), "", type.Label(), FigureUnit.Count)),
                new("all", "", "All", FigureUnit.Count),
            ],
            [
                .. names.Select((name, row) => (IReadOnlyList<Figure>)[Figure.Of(name), .. arcs.Cells[row].Select(Shown), Shown(arcs.Totals[row])]),
                [Figure.Of("All"), .. arcs.ColumnTotals.Select(Shown), Shown(arcs.All)],
            ],
            [note]);

        Figure Shown(int arc) => hidden[arc] ? Figure.Confidential : Figure.Of(sums[arc]);
    }

    /// <summary>The tables as data files.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(Sen2Stock stock, int threshold) =>
        [.. Of(stock, threshold).Select(table => ($"{table.Id}.csv", (byte[])[.. Csv.Encoding.GetPreamble(), .. Csv.Encoding.GetBytes(FigureCsv.Write(table))]))];

    /// <summary>Two tables of the same columns, the second turned round, in one circle: ages → placements → needs.</summary>
    internal static (SumNetwork Sums, Arcs First, Arcs Second) Sums(int[][] first, int[][] second)
    {
        var sums = new SumNetwork();
        var columns = first[0].Length;
        var (source, sink) = (sums.Node(), sums.Node());
        int[] into = [.. Enumerable.Range(0, columns).Select(_ => sums.Node())];
        int[] outOf = [.. Enumerable.Range(0, columns).Select(_ => sums.Node())];
        int[] columnTotals = [.. Enumerable.Range(0, columns).Select(c => sums.Add(into[c], outOf[c], first.Sum(row => row[c])))];
        var all = sums.Add(sink, source, first.Sum(row => row.Sum()));
        return (sums, Rows(first, source, (row, c) => (row, into[c])), Rows(second, sink, (row, c) => (outOf[c], row)));

        Arcs Rows(int[][] table, int end, Func<int, int, (int From, int To)> ends)
        {
            List<int[]> cells = [];
            List<int> totals = [];
            foreach (var counts in table)
            {
                var row = sums.Node();
                cells.Add([.. counts.Select((count, c) => sums.Add(ends(row, c).From, ends(row, c).To, count))]);
                totals.Add(end == source ? sums.Add(source, row, counts.Sum()) : sums.Add(row, sink, counts.Sum()));
            }

            return new(cells, totals, columnTotals, all);
        }
    }

    /// <summary>Which arcs are the counts of a table.</summary>
    internal sealed record Arcs(IReadOnlyList<int[]> Cells, IReadOnlyList<int> Totals, IReadOnlyList<int> ColumnTotals, int All);
}
