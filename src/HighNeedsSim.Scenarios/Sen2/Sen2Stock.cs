using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Scenarios.Sen2;

/// <summary>Plans in force on a census day, counted in an authority's own SEN2 return: counts alone, nothing of a child.</summary>
/// <param name="ByAge">By age on 31 August before the census, 0 to 25, and placement type: [26][13].</param>
/// <param name="ByNeed">By placement type and primary need: [13][13].</param>
/// <param name="NeedByAge">By age and primary need: [26][13].</param>
public sealed record Sen2Stock(int[][] ByAge, int[][] ByNeed, int[][] NeedByAge)
{
    /// <summary>No plan.</summary>
    internal static Sen2Stock None() => new(Table(OpeningStock.Ages, PlacementTypes.Count), Table(PlacementTypes.Count, PrimaryNeeds.Count), Table(OpeningStock.Ages, PrimaryNeeds.Count));

    /// <summary>All plans.</summary>
    public int Total => ByAge.Sum(row => row.Sum());

    /// <summary>Counts a plan.</summary>
    internal void Count(int age, PlacementType type, PrimaryNeed need)
    {
        ByAge[age][(int)type]++;
        ByNeed[(int)type][(int)need]++;
        NeedByAge[age][(int)need]++;
    }

    /// <summary>The tables of a scenario's opening stock, by file name: exact, for the authority's own use.</summary>
    public IReadOnlyList<(string Name, string Text)> Tables()
    {
        string[] types = [.. PlacementTypes.All.Select(type => type.Code())];
        string[] needs = [.. PrimaryNeeds.All.Select(need => need.Code())];
        string[] ages = [.. Enumerable.Range(0, OpeningStock.Ages).Select(age => FormattableString.Invariant($"{age}"))];
        return
        [
            (ScenarioTables.OpeningPlacement, Write("type", ["plans"], types, row => [ByNeed[row].Sum()])),
            (ScenarioTables.OpeningAgeGroup, Write("age-group", ["plans"], [.. AgeGroups.All.Select(group => group.Code())],
                row => [Enumerable.Range(0, OpeningStock.Ages).Where(age => (int)AgeGroups.OfAge(age) == row).Sum(age => ByAge[age].Sum())])),
            (ScenarioTables.OpeningAgePattern, Write("age", types, ages, row => ByAge[row])),
            (ScenarioTables.OpeningNeedPattern, Write("type", needs, types, row => ByNeed[row])),
            (ScenarioTables.OpeningAgeNeedPattern, Write("age", needs, ages, row => NeedByAge[row])),
        ];
    }

    private static string Write(string head, string[] columns, string[] rows, Func<int, int[]> counts) => string.Concat(
    [
        $"{head},{string.Join(',', columns)}\n",
        .. rows.Select((row, at) => $"{row},{string.Join(',', counts(at).Select(count => FormattableString.Invariant($"{count}")))}\n"),
    ]);

    private static int[][] Table(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new int[columns])];
}
