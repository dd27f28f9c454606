namespace HighNeedsSim.Scenarios;

/// <summary>A line of the assumptions log: one figure or table of a scenario, and where it comes from.</summary>
/// <param name="Id">The name by which it is addressed: <c>requests.growth</c>, <c>data/population.csv</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="Unit">What it is measured in.</param>
/// <param name="Value"><c>0.07 (0.03 to 0.11)</c> for an elicited value, else the value, or the size of the table.</param>
/// <param name="Source">The publication, or why the estimate is what it is.</param>
/// <param name="Year">The year or years that the figure is of.</param>
/// <param name="Confidence"><c>high</c>, <c>medium</c> or <c>low</c>.</param>
/// <param name="File">Relative to the scenarios' root.</param>
/// <param name="Line">1-based; null for a whole table.</param>
public sealed record Assumption(
    string Id,
    string Label,
    string Unit,
    string Value,
    string Source,
    string Year,
    string Confidence,
    string File,
    int? Line);
