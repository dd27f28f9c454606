namespace HighNeedsSim.Scenarios.Sen2;

/// <summary>The tables of a scenario that an authority may have counted in its own records of children.</summary>
public static class CountsOfChildren
{
    private static readonly string[] Tables =
    [
        ScenarioTables.OpeningPlacement, ScenarioTables.OpeningAgeGroup, ScenarioTables.OpeningAgePattern, ScenarioTables.OpeningNeedPattern, ScenarioTables.OpeningAgeNeedPattern,
        ScenarioTables.RequestsByAge, ScenarioTables.RequestsByMonth, ScenarioTables.RequestsNeedByAge, ScenarioTables.RefusalByAge, ScenarioTables.NotIssuedByAge,
        ScenarioTables.Cessations, ScenarioTables.CessationsByAge, ScenarioTables.NewPlans,
    ];

    /// <summary>Whether a file of a scenario package is one of them.</summary>
    /// <param name="path">Its path in the package.</param>
    public static bool AreIn(string path) => Tables.Any(table => path.EndsWith("/" + table, StringComparison.Ordinal));
}
