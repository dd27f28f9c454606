namespace HighNeedsSim.Model.Sen;

/// <summary>The type of placement of a plan-holder, as SEN2 groups them.</summary>
public enum PlacementType : byte
{
    /// <summary>State-funded mainstream school, outside a SEN unit or resourced provision.</summary>
    Mainstream,

    /// <summary>SEN unit or resourced provision in a state-funded mainstream school.</summary>
    ResourcedProvision,

    /// <summary>Independent mainstream school.</summary>
    IndependentMainstream,

    /// <summary>State-funded special school: maintained, academy or free school.</summary>
    StateSpecial,

    /// <summary>Independent or non-maintained special school (INMSS).</summary>
    IndependentSpecial,

    /// <summary>Alternative provision or pupil referral unit.</summary>
    AlternativeProvision,

    /// <summary>General further education, tertiary and sixth-form colleges, and other post-16 providers.</summary>
    FurtherEducation,

    /// <summary>Specialist post-16 institution.</summary>
    SpecialistPost16,

    /// <summary>Non-maintained early-years setting.</summary>
    EarlyYears,

    /// <summary>Elective home education.</summary>
    HomeEducation,

    /// <summary>Other arrangements by the authority or the parents (EOTAS), and other placement settings.</summary>
    OtherArrangements,

    /// <summary>Not in education, employment or training, or not in education.</summary>
    Neet,

    /// <summary>Awaiting provision, or placement not recorded: no place at a provider.</summary>
    Awaiting,
}

/// <summary>The codes and names of placement types.</summary>
public static class PlacementTypes
{
    private static readonly (string Code, string Label)[] Names =
    [
        ("mainstream", "Mainstream school"),
        ("resourced-provision", "SEN unit or resourced provision"),
        ("independent-mainstream", "Independent mainstream school"),
        ("state-special", "State special school"),
        ("independent-special", "Independent or non-maintained special school"),
        ("alternative-provision", "Alternative provision or PRU"),
        ("further-education", "Further education"),
        ("specialist-post-16", "Specialist post-16 institution"),
        ("early-years", "Early-years setting"),
        ("home-education", "Elective home education"),
        ("other-arrangements", "Other arrangements (EOTAS)"),
        ("neet", "Not in education, employment or training"),
        ("awaiting", "Awaiting provision"),
    ];

    /// <summary>How many there are, "awaiting" included: 13.</summary>
    public const int Count = 13;

    /// <summary>All of them, in the order of the enumeration.</summary>
    public static readonly PlacementType[] All = Enum.GetValues<PlacementType>();

    /// <summary>The code used in files and results: <c>state-special</c>.</summary>
    public static string Code(this PlacementType type) => Names[(int)type].Code;

    /// <summary>The name a reader sees.</summary>
    public static string Label(this PlacementType type) => Names[(int)type].Label;

    /// <summary>Reads a code.</summary>
    public static bool TryParse(string? code, out PlacementType type)
    {
        var at = Array.FindIndex(Names, n => n.Code == code);
        type = at >= 0 ? (PlacementType)at : default;
        return at >= 0;
    }
}
