namespace HighNeedsSim.Model.Population;

/// <summary>A district of the authority: who lives there and how much its families ask for.</summary>
/// <param name="Code">ONS code: <c>E07000105</c>.</param>
/// <param name="Name">As in official statistics.</param>
/// <param name="Population">Residents by single year of age, 0 to 25 (26 numbers), in the mid-year of the base.</param>
/// <param name="PopulationYear">The calendar year of that mid-year estimate.</param>
/// <param name="DemandIndex">Its requests and plans per head against the authority's average, 1 for the average.</param>
/// <param name="EastKm">Where its centre lies, kilometres east of the national grid's origin; for distance to providers.</param>
/// <param name="NorthKm">Kilometres north.</param>
public sealed record District(
    string Code,
    string Name,
    IReadOnlyList<int> Population,
    int PopulationYear,
    double DemandIndex,
    double EastKm,
    double NorthKm)
{
    /// <summary>Most districts of a scenario: the id of a child who comes later has eight bits for its district.</summary>
    public const int Most = 256;
}
