using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Model.Population;

/// <summary>
/// Plans in force on census day, as published: margins that must be met exactly, and the tables whose inner pattern
/// fills them.
/// </summary>
/// <param name="ByPlacement">Plans by <see cref="PlacementType"/> (13 numbers).</param>
/// <param name="ByAgeGroup">Plans by <see cref="AgeGroup"/> (5 numbers); the same total.</param>
/// <param name="AgePattern">
/// Plans by age 0 to 25 and placement type, of any census: only its pattern is used, scaled to both margins.
/// </param>
/// <param name="NeedPattern">Plans by placement type and <see cref="PrimaryNeed"/>, of any census: only its shares are used.</param>
/// <param name="AgeNeedPattern">Plans by age 0 to 25 and primary need, of any census: only its pattern is used.</param>
/// <param name="BandShares">Share of each complexity band 1 to 4 (4 numbers that sum to 1) by placement type.</param>
public sealed record OpeningStock(
    IReadOnlyList<int> ByPlacement,
    IReadOnlyList<int> ByAgeGroup,
    double[][] AgePattern,
    double[][] NeedPattern,
    double[][] AgeNeedPattern,
    double[][] BandShares)
{
    /// <summary>Ages 0 to 25.</summary>
    public const int Ages = 26;

    /// <summary>Complexity bands 1 (least) to 4.</summary>
    public const int Bands = 4;

    /// <summary>Plans in force on census day.</summary>
    public int Total => ByPlacement.Sum();
}
