using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Requests;

/// <summary>How requests for an EHC needs assessment arise.</summary>
/// <param name="InBaseYear">Requests received in the authority during the calendar year before the census.</param>
/// <param name="ByAge">Their pattern by age on 31 August, 0 to 25 (26 weights, any scale).</param>
/// <param name="Season">Share of the year's requests in each calendar month, January first (12 numbers that sum to 1).</param>
/// <param name="Growth">Growth of the request rate a year, per head: 0.07 for 7 %.</param>
/// <param name="YearShock">A year's own departure from the trend, as a factor around 1; drawn for each year.</param>
/// <param name="DistrictShock">A district's own departure in a year, as a factor around 1; drawn for each district and year.</param>
/// <param name="ParentShare">Share of requests made by parents or the young person, up to census day.</param>
/// <param name="OtherShare">Share made by health, social care and others; schools make the rest.</param>
/// <param name="NeedByAge">Primary need of those assessed, by age 0 to 25 (26 rows of 13 weights, any scale).</param>
/// <param name="MovesIn">Plans that move in with their holder from another authority, and late records, a year.</param>
public sealed record RequestRates(
    int InBaseYear,
    IReadOnlyList<double> ByAge,
    IReadOnlyList<double> Season,
    Elicited Growth,
    Elicited YearShock,
    Elicited DistrictShock,
    Elicited ParentShare,
    Elicited OtherShare,
    double[][] NeedByAge,
    Elicited MovesIn)
{
    /// <summary>Requests counted by source (parents, schools, others), in place of the two shares; null where nobody counted them.</summary>
    public CountedShares? CountedSources { get; init; }

    /// <summary>Share of requests made by parents or the young person once who asks has settled; null where it stays as it is on census day.</summary>
    /// <remarks>Schools make what parents no longer make, and the other way round; how many requests there are does not depend on it.</remarks>
    public Elicited? LaterParentShare { get; init; }

    /// <summary>Years from census day until then, in a straight line; 0 for at once.</summary>
    public Elicited LaterParentYears { get; init; } = Elicited.Known("requests.later-parent-years", 0);

    /// <summary>Requests in calendar years of which they are given; only to check the mechanics in hindsight.</summary>
    public IReadOnlyDictionary<int, int> Given { get; init; } = new Dictionary<int, int>();
}
