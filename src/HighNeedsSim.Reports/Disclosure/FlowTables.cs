using System.Globalization;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Reports.Disclosure;

/// <summary>
/// An authority's own counts of a year's requests, new and ceased plans, moves, changes of placement and reviews as tables that may leave the house, each told in several ways that have one total:
/// small counts hidden, and with them whatever would betray them.
/// </summary>
public static class FlowTables
{
    /// <summary>The tables; one of which nothing was counted is left out.</summary>
    /// <param name="flows">The counts.</param>
    /// <param name="threshold">Counts from 1 up to one less than this are hidden.</param>
    public static IReadOnlyList<FigureTable> Of(Sen2Flows flows, int threshold)
    {
        var year = flows.Year.ToString(CultureInfo.InvariantCulture);
        var unknown = flows.Requests - flows.RequestsByAsker.Sum();
        FigureTable?[] tables =
        [
            Table("requests", $"Requests for assessment received in {year}", flows.Requests,
                Ages(group => ByGroup(flows.RequestsByAge, group)),
                ("Month", [.. flows.RequestsByMonth.Select((count, at) => (CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(at + 1), count))]),
                ("Who asked", [("Parents or the young person", flows.RequestsByAsker[0]), ("Schools", flows.RequestsByAsker[1]), ("Others", flows.RequestsByAsker[2]), ("Not recorded", unknown)])),
            Table("decisions", $"Requests decided upon in {year}", flows.Assessed + flows.RefusedToAssess,
                ("Decision", [("To assess", flows.Assessed), ("Not to assess", flows.RefusedToAssess)])),
            Table("assessments", $"Assessments finished in {year}", flows.Issued + flows.NotIssued,
                ("Outcome", [("Plan to be issued", flows.Issued), ("No plan", flows.NotIssued)])),
            Table("new-plans", $"New plans in {year}", flows.AllNewPlans,
                Ages(group => ByGroup([.. flows.NewPlans.Select(row => row.Sum())], group)),
                ("First placement", [.. PlacementTypes.All.Select(type => (type.Label(), flows.NewPlans.Sum(row => row[(int)type])))]),
                ("Time", [("Within 20 weeks", flows.InTime), ("Later", flows.AllNewPlans - flows.Exceptions - flows.InTime), ("With an exception", flows.Exceptions)])),
            Table("ceased-plans", $"Plans that ceased in {year}", flows.AllCeased,
                Ages(group => ByGroup([.. flows.Ceased.Select(row => row.Sum())], group)),
                ("Reason", [.. CessationReasons.All.Select(reason => (VariantNames.Capital(reason.Label()), flows.Ceased.Sum(row => row[(int)reason])))])),
            Table("moves-in", $"Plans that moved in from other authorities in {year}", flows.MovedIn,
                Ages(group => ByGroup(flows.MovedInByAge, group))),
            Table("placement-changes", $"Plans placed otherwise than a year before, census of January {(flows.Year + 1).ToString(CultureInfo.InvariantCulture)}", flows.ChangedPlacement,
                Ages(group => ByGroup([.. flows.Placed.Select((_, age) => flows.ChangedAt(age))], group)),
                ("From", [.. PlacementTypes.All.Select(was => (was.Label(), flows.Placed.Sum(age => PlacementTypes.All.Where(now => now != was).Sum(now => age[(int)was][(int)now]))))]),
                ("To", [.. PlacementTypes.All.Select(now => (now.Label(), flows.Placed.Sum(age => PlacementTypes.All.Where(was => was != now).Sum(was => age[(int)was][(int)now]))))])),
            Table("reviews-held", $"Annual reviews held in {year}, the last one of each plan", flows.Reviews,
                ("Month", [.. flows.ReviewsByMonth.Select((count, at) => (CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(at + 1), count))])),
            Table("reviews-due", "Annual reviews of plans in force on the census day", flows.ReviewedInTime + flows.ReviewsNotYetDue + flows.ReviewsOverdue,
                ("State", [("Reviewed in the twelve months before", flows.ReviewedInTime), ("Not a year old", flows.ReviewsNotYetDue), ("Overdue", flows.ReviewsOverdue)])),
            Table("phase-transfers", $"Reviews before a move to the next phase, due in {year}", flows.PhaseTransfersDue,
                ("Time", [("Final plan by the day it was due", flows.PhaseTransfersInTime), ("Later, or not at all", flows.PhaseTransfersDue - flows.PhaseTransfersInTime)])),
        ];
        return [.. tables.OfType<FigureTable>()];

        (string By, (string Name, int Count)[] Parts) Ages(Func<AgeGroup, int> count) => ("Age", [.. AgeGroups.All.Select(group => (VariantNames.Capital(group.Label()), count(group)))]);

        FigureTable? Table(string id, string title, int total, params (string By, (string Name, int Count)[] Parts)[] ways) => total == 0 ? null : Hidden(id, title, total, threshold, ways);
    }

    /// <summary>The tables as data files.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(Sen2Flows flows, int threshold) =>
        [.. Of(flows, threshold).Select(table => ($"{table.Id}.csv", (byte[])[.. Csv.Encoding.GetPreamble(), .. Csv.Encoding.GetBytes(FigureCsv.Write(table))]))];

    // Each way of telling one total goes from node to node, and the total closes the circle: each helps to work out the others.
    private static FigureTable Hidden(string id, string title, int total, int threshold, (string By, (string Name, int Count)[] Parts)[] ways)
    {
        var sums = new SumNetwork();
        int[] nodes = [.. ways.Select(_ => sums.Node()), sums.Node()];
        List<(string By, string Name, int Arc)> rows = [];
        for (var way = 0; way < ways.Length; way++)
        {
            rows.AddRange(ways[way].Parts.Select(part => (ways[way].By, part.Name, sums.Add(nodes[way], nodes[way + 1], part.Count))));
        }

        var all = sums.Add(nodes[^1], nodes[0], total);
        var hidden = Suppression.Hide(sums, threshold, arc => arc == all);
        return new(
            id, title, "Counted in the authority's SEN2 return.",
            [
                new("by", "", "By", FigureUnit.Text, IsRowHead: true),
                new("what", "", "What", FigureUnit.Text),
                new("count", "", "Count", FigureUnit.Count),
            ],
            [.. rows.Append(("All", "All", all)).Select(row => (IReadOnlyList<Figure>)[Figure.Of(row.Item1), Figure.Of(row.Item2), hidden[row.Item3] ? Figure.Confidential : Figure.Of(sums[row.Item3])])],
            [FormattableString.Invariant($"[c] = suppressed: counts below {threshold}, and others so that none can be worked out from the total or from another way of telling it.")]);
    }

    private static int ByGroup(int[] byAge, AgeGroup group) => byAge.Where((_, age) => AgeGroups.OfAge(age) == group).Sum();
}
