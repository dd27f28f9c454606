using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Cessations;

/// <summary>How plans end between reviews, by age and reason.</summary>
/// <param name="InBaseYear">
/// Plans ceased in the authority during the calendar year before the census, by <see cref="Sen.CessationReason"/> (9 numbers).
/// </param>
/// <param name="AgePattern">
/// Plans ceased by age 0 to 25 and reason, anywhere (26 rows of 9 weights): only each reason's pattern over ages is used.
/// </param>
/// <param name="AgePatternStock">Plans in force by age 0 to 25 where that pattern was observed: turns counts into rates.</param>
/// <param name="Level">All cessation rates against those of the base year, as a factor.</param>
public sealed record CessationRates(
    IReadOnlyList<int> InBaseYear,
    double[][] AgePattern,
    IReadOnlyList<double> AgePatternStock,
    Elicited Level)
{
    /// <summary>
    /// Share of a year's endings from age 16 that fall in July, August and September, when courses end; a quarter where nothing
    /// is given, which is an even year.
    /// </summary>
    public Elicited SummerFrom16 { get; init; } = Elicited.Known("cessations.summer-from-16", 0.25);

    /// <summary>Levels of calendar years of which they are given, as factors; only to check the mechanics in hindsight.</summary>
    public IReadOnlyDictionary<int, double> GivenLevels { get; init; } = new Dictionary<int, double>();

    /// <summary>
    /// The same for those aged 20 and over, of whom SEN2 tells endings apart since 2023; where a year is missing,
    /// <see cref="GivenLevels"/> holds for them too.
    /// </summary>
    public IReadOnlyDictionary<int, double> GivenLevelsFrom20 { get; init; } = new Dictionary<int, double>();

    /// <summary>The age from which <see cref="GivenLevelsFrom20"/> holds.</summary>
    internal const int AgeOfOwnLevel = 20;
}
