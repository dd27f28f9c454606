namespace HighNeedsSim.Model.Sen;

/// <summary>Why a plan ceased, as SEN2 records it. Reaching the end of the year of the 25th birthday is the model's own.</summary>
public enum CessationReason : byte
{
    /// <summary>Reached the maximum age the plan was kept to.</summary>
    MaximumAge,

    /// <summary>Needs met without a plan.</summary>
    NeedsMet,

    /// <summary>Went to higher education.</summary>
    HigherEducation,

    /// <summary>Took up paid employment.</summary>
    Employment,

    /// <summary>Moved: the plan was transferred to another authority.</summary>
    Transferred,

    /// <summary>No longer wishes to engage in education or training.</summary>
    NoLongerEngages,

    /// <summary>Moved outside England.</summary>
    LeftEngland,

    /// <summary>Died.</summary>
    Died,

    /// <summary>Another reason.</summary>
    Other,
}

/// <summary>The codes of cessation reasons.</summary>
public static class CessationReasons
{
    private static readonly string[] Codes =
    [
        "maximum-age", "needs-met", "higher-education", "employment", "transferred", "no-longer-engages", "left-england",
        "died", "other",
    ];

    /// <summary>How many there are: 9.</summary>
    public const int Count = 9;

    /// <summary>All of them.</summary>
    public static readonly CessationReason[] All = Enum.GetValues<CessationReason>();

    /// <summary>The code used in files and results: <c>needs-met</c>.</summary>
    public static string Code(this CessationReason reason) => Codes[(int)reason];

    /// <summary>The reason within a sentence: <c>left England</c>.</summary>
    public static string Label(this CessationReason reason) =>
        reason == CessationReason.LeftEngland ? "left England" : reason.Code().Replace('-', ' ');

    /// <summary>Reads a code.</summary>
    public static bool TryParse(string? code, out CessationReason reason)
    {
        var at = Array.IndexOf(Codes, code);
        reason = at >= 0 ? (CessationReason)at : default;
        return at >= 0;
    }
}
