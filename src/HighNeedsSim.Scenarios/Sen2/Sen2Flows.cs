using System.Globalization;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Scenarios.Sen2;

/// <summary>Who asked for an assessment, as scenarios tell them apart.</summary>
public enum Sen2Asker
{
    /// <summary>A parent or the young person.</summary>
    Parent,

    /// <summary>A school or another place of education.</summary>
    School,

    /// <summary>Health, social care, or somebody else.</summary>
    Other,
}

/// <summary>
/// What came and went in a calendar year, counted in an authority's own SEN2 return: counts alone, nothing of a child. Ages are on the 31 August before what happened.
/// </summary>
/// <param name="Year">The calendar year before the census.</param>
public sealed record Sen2Flows(int Year)
{
    /// <summary>Requests received, by age: [26].</summary>
    public int[] RequestsByAge { get; } = new int[OpeningStock.Ages];

    /// <summary>Requests received, by month: [12].</summary>
    public int[] RequestsByMonth { get; } = new int[12];

    /// <summary>Requests received, by who asked: [3]. Returns before 2025 do not say it of all.</summary>
    public int[] RequestsByAsker { get; } = new int[3];

    /// <summary>Requests decided upon: those that led to an assessment.</summary>
    public int Assessed { get; internal set; }

    /// <summary>Requests decided upon: those refused.</summary>
    public int RefusedToAssess { get; internal set; }

    /// <summary>Assessments finished: those that led to a plan.</summary>
    public int Issued { get; internal set; }

    /// <summary>Assessments finished: those that did not.</summary>
    public int NotIssued { get; internal set; }

    /// <summary>New plans by age and the first placement that they name: [26][13].</summary>
    public int[][] NewPlans { get; } = [.. Enumerable.Range(0, OpeningStock.Ages).Select(_ => new int[PlacementTypes.Count])];

    /// <summary>New plans to which an exception to the 20 weeks applies.</summary>
    public int Exceptions { get; internal set; }

    /// <summary>New plans without exception that came within 20 weeks of the request.</summary>
    public int InTime { get; internal set; }

    /// <summary>Plans that ceased, by age and reason: [26][9].</summary>
    public int[][] Ceased { get; } = [.. Enumerable.Range(0, OpeningStock.Ages).Select(_ => new int[CessationReasons.Count])];

    /// <summary>Plans in force as the year began, by age: what ceased, ceased of these or of the year's new ones.</summary>
    public int[] StockBefore { get; } = new int[OpeningStock.Ages];

    /// <summary>Plans that moved in from another authority, by age when they came: [26].</summary>
    public int[] MovedInByAge { get; } = new int[OpeningStock.Ages];

    /// <summary>Plans in force on the census day and a year before it, by age on the census day, where they were placed then and where now: [26][13][13].</summary>
    public int[][][] Placed { get; } = [.. Enumerable.Range(0, OpeningStock.Ages).Select(_ => Enumerable.Range(0, PlacementTypes.Count).Select(_ => new int[PlacementTypes.Count]).ToArray())];

    /// <summary>Annual reviews whose meeting was held in the year, by month: [12]. A return holds the last one of each plan only.</summary>
    public int[] ReviewsByMonth { get; } = new int[12];

    /// <summary>Plans in force on the census day whose last review, or whose beginning, is more than twelve months before it.</summary>
    public int ReviewsOverdue { get; set; }

    /// <summary>Plans in force on the census day that were reviewed in the twelve months before it.</summary>
    public int ReviewedInTime { get; set; }

    /// <summary>Plans in force on the census day that are not a year old and have not been reviewed yet.</summary>
    public int ReviewsNotYetDue { get; set; }

    /// <summary>Plans whose review before a move to the next phase of education was due in the year.</summary>
    public int PhaseTransfersDue { get; set; }

    /// <summary>Those of them whose final plan came by the day that it was due.</summary>
    public int PhaseTransfersInTime { get; set; }

    /// <summary>All plans that moved in.</summary>
    public int MovedIn => MovedInByAge.Sum();

    /// <summary>All reviews held.</summary>
    public int Reviews => ReviewsByMonth.Sum();

    /// <summary>Plans that were placed otherwise a year before.</summary>
    public int ChangedPlacement => Enumerable.Range(0, OpeningStock.Ages).Sum(ChangedAt);

    /// <summary>All requests received.</summary>
    public int Requests => RequestsByAge.Sum();

    /// <summary>All new plans.</summary>
    public int AllNewPlans => NewPlans.Sum(row => row.Sum());

    /// <summary>All plans that ceased.</summary>
    public int AllCeased => Ceased.Sum(row => row.Sum());

    /// <summary>
    /// The tables of a scenario that these counts fill, by file name, and <c>figures.csv</c> with what is to be written in <c>scenario.yaml</c> by its name there: exact, for the
    /// authority's own use. A table of which nothing was counted is left out.
    /// </summary>
    public IReadOnlyList<(string Name, string Text)> Tables()
    {
        var ages = Enumerable.Range(0, OpeningStock.Ages).Select(Text).ToArray();
        List<(string Name, string Text)> tables = [];
        if (Requests > 0)
        {
            tables.Add((ScenarioTables.RequestsByAge, Table("age,requests", ages.Select((age, at) => $"{age},{Text(RequestsByAge[at])}"))));
            tables.Add((ScenarioTables.RequestsByMonth, Table("month,share", Shares(RequestsByMonth).Select((share, at) => $"{Text(at + 1)},{share}"))));
        }

        if (AllNewPlans > 0)
        {
            tables.Add((ScenarioTables.NewPlans, Table(
                $"age,{string.Join(',', PlacementTypes.All.Select(type => type.Code()))}", ages.Select((age, at) => $"{age},{string.Join(',', NewPlans[NearestWithPlans(at)].Select(Text))}"))));
        }

        if (AllCeased > 0)
        {
            var reasons = CessationReasons.All;
            tables.Add((ScenarioTables.Cessations, Table("reason,plans", reasons.Select(reason => $"{reason.Code()},{Text(Ceased.Sum(row => row[(int)reason]))}"))));
            tables.Add((ScenarioTables.CessationsByAge, Table(
                $"age,{string.Join(',', reasons.Select(reason => reason.Code()))},stock",
                ages.Select((age, at) => $"{age},{string.Join(',', Ceased[at].Select(Text))},{Text(Math.Max(StockBefore[at], Ceased[at].Sum()))}"))));
        }

        if (ChangedPlacement > 0)
        {
            tables.Add(("placement-changes.csv", Table("age,from,to,plans,of",
                from age in Enumerable.Range(0, OpeningStock.Ages)
                from was in PlacementTypes.All
                from now in PlacementTypes.All
                where was != now && Placed[age][(int)was][(int)now] > 0
                select $"{Text(age)},{was.Code()},{now.Code()},{Text(Placed[age][(int)was][(int)now])},{Text(Placed[age][(int)was].Sum())}")));
        }

        tables.Add(("figures.csv", Table("figure,counted,of",
        [
            $"requests.in-base-year,{Text(Requests)},",
            .. Enum.GetValues<Sen2Asker>().Select(asker => $"requests.sources.{asker.ToString().ToLowerInvariant()},{Text(RequestsByAsker[(int)asker])},{Text(RequestsByAsker.Sum())}"),
            $"assessments.refuse-to-assess,{Text(RefusedToAssess)},{Text(RefusedToAssess + Assessed)}",
            $"assessments.refuse-to-issue,{Text(NotIssued)},{Text(NotIssued + Issued)}",
            $"assessments.exceptions,{Text(Exceptions)},{Text(AllNewPlans)}",
            $"within-20-weeks,{Text(InTime)},{Text(AllNewPlans - Exceptions)}",
            $"requests.moves-in,{Text(MovedIn)},",
            $"reviews-held,{Text(Reviews)},",
            $"reviews.overdue-at-opening,{Text(ReviewsOverdue)},{Text(ReviewsOverdue + ReviewedInTime + ReviewsNotYetDue)}",
            $"phase-transfers-in-time,{Text(PhaseTransfersInTime)},{Text(PhaseTransfersDue)}",
        ])));
        return tables;
    }

    /// <summary>Plans of an age that were placed otherwise a year before.</summary>
    public int ChangedAt(int age) => PlacementTypes.All.Sum(was => PlacementTypes.All.Where(now => now != was).Sum(now => Placed[age][(int)was][(int)now]));

    // A scenario wants to know of every age where a first plan places; an age without new plans goes by the nearest one that has some.
    private int NearestWithPlans(int age) => Enumerable.Range(0, OpeningStock.Ages).Where(other => NewPlans[other].Sum() > 0).MinBy(other => (Math.Abs(other - age), other));

    // Millionths that add up to one: what rounding leaves over goes to the largest.
    private static IEnumerable<string> Shares(int[] counts)
    {
        long[] millionths = [.. counts.Select(count => (long)count * 1_000_000 / counts.Sum())];
        millionths[Array.IndexOf(counts, counts.Max())] += 1_000_000 - millionths.Sum();
        return millionths.Select(share => (share / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture));
    }

    private static string Table(string head, IEnumerable<string> rows) => $"{head}\n{string.Concat(rows.Select(row => row + "\n"))}";

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
