namespace HighNeedsSim.Model.BackTests;

/// <summary>What a back-test forecasts and scores: plans in force on census day, in whole and by group of placements.</summary>
/// <remarks>
/// Coarser than <see cref="Sen.PlacementType"/>: only what SEN2 has published for every authority in every year since 2019
/// under names that have kept their meaning. Plans whose placement is not recorded, and those awaiting one until 2022, are in
/// the total only.
/// </remarks>
public enum CensusMeasure : byte
{
    /// <summary>All plans in force.</summary>
    Total,

    /// <summary>Mainstream schools, resourced provision and SEN units included, state-funded and independent.</summary>
    Mainstream,

    /// <summary>Maintained special schools, special academies and free schools.</summary>
    StateSpecial,

    /// <summary>Independent and non-maintained special schools.</summary>
    IndependentSpecial,

    /// <summary>Alternative provision and pupil referral units.</summary>
    AlternativeProvision,

    /// <summary>Colleges, other post-16 providers and specialist post-16 institutions.</summary>
    FurtherEducation,

    /// <summary>Educated elsewhere: at home, by other arrangements; not in education, employment or training.</summary>
    Elsewhere,

    /// <summary>Non-maintained early-years settings.</summary>
    EarlyYears,
}

/// <summary>Names of census measures.</summary>
public static class CensusMeasures
{
    private static readonly (string Code, string Label)[] Names =
    [
        ("total", "All plans"),
        ("mainstream", "Mainstream schools"),
        ("state-special", "State special schools"),
        ("independent-special", "Independent and non-maintained special schools"),
        ("alternative-provision", "Alternative provision"),
        ("further-education", "Further education"),
        ("elsewhere", "Educated elsewhere"),
        ("early-years", "Early-years settings"),
    ];

    /// <summary>All of them, the total first.</summary>
    public static IReadOnlyList<CensusMeasure> All { get; } = Enum.GetValues<CensusMeasure>();

    /// <summary>The groups of placements.</summary>
    public static IReadOnlyList<CensusMeasure> Groups { get; } = [.. All.Skip(1)];

    /// <summary>The name in files, which never changes.</summary>
    public static string Code(this CensusMeasure measure) => Names[(int)measure].Code;

    /// <summary>The name for people.</summary>
    public static string Label(this CensusMeasure measure) => Names[(int)measure].Label;
}
