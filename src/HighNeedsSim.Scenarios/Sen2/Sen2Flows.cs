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

        tables.Add(("figures.csv", Table("figure,counted,of",
        [
            $"requests.in-base-year,{Text(Requests)},",
            .. Enum.GetValues<Sen2Asker>().Select(asker => $"requests.sources.{asker.ToString().ToLowerInvariant()},{Text(RequestsByAsker[(int)asker])},{Text(RequestsByAsker.Sum())}"),
            $"assessments.refuse-to-assess,{Text(RefusedToAssess)},{Text(RefusedToAssess + Assessed)}",
            $"assessments.refuse-to-issue,{Text(NotIssued)},{Text(NotIssued + Issued)}",
            $"assessments.exceptions,{Text(Exceptions)},{Text(AllNewPlans)}",
            $"within-20-weeks,{Text(InTime)},{Text(AllNewPlans - Exceptions)}",
        ])));
        return tables;
    }

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
