namespace HighNeedsSim.Model.Sen;

/// <summary>The primary type of special educational need, as SEN2 and the school census record it.</summary>
public enum PrimaryNeed : byte
{
    /// <summary>Autistic spectrum disorder.</summary>
    Asd,

    /// <summary>Hearing impairment.</summary>
    Hi,

    /// <summary>Moderate learning difficulty.</summary>
    Mld,

    /// <summary>Multi-sensory impairment.</summary>
    Msi,

    /// <summary>Other difficulty or disability.</summary>
    Oth,

    /// <summary>Physical disability.</summary>
    Pd,

    /// <summary>Profound and multiple learning difficulty.</summary>
    Pmld,

    /// <summary>Social, emotional and mental health.</summary>
    Semh,

    /// <summary>Speech, language and communication needs.</summary>
    Slcn,

    /// <summary>Severe learning difficulty.</summary>
    Sld,

    /// <summary>Specific learning difficulty.</summary>
    SpLd,

    /// <summary>Vision impairment.</summary>
    Vi,

    /// <summary>Primary need not recorded in the return.</summary>
    NotRecorded,
}

/// <summary>The published codes and names of primary needs.</summary>
public static class PrimaryNeeds
{
    private static readonly string[] Codes =
        ["asd", "hi", "mld", "msi", "oth", "pd", "pmld", "semh", "slcn", "sld", "spld", "vi", "not-recorded"];

    private static readonly string[] Labels =
    [
        "Autistic spectrum disorder", "Hearing impairment", "Moderate learning difficulty", "Multi-sensory impairment",
        "Other difficulty or disability", "Physical disability", "Profound and multiple learning difficulty",
        "Social, emotional and mental health", "Speech, language and communication needs", "Severe learning difficulty",
        "Specific learning difficulty", "Vision impairment", "Primary need not recorded",
    ];

    /// <summary>How many there are, "not recorded" included: 13.</summary>
    public const int Count = 13;

    /// <summary>All of them, in the order of the enumeration.</summary>
    public static readonly PrimaryNeed[] All = Enum.GetValues<PrimaryNeed>();

    /// <summary>The code used in files and results: <c>slcn</c>.</summary>
    public static string Code(this PrimaryNeed need) => Codes[(int)need];

    /// <summary>The name a reader sees.</summary>
    public static string Label(this PrimaryNeed need) => Labels[(int)need];

    /// <summary>Reads a code.</summary>
    public static bool TryParse(string? code, out PrimaryNeed need)
    {
        var at = Array.IndexOf(Codes, code);
        need = at >= 0 ? (PrimaryNeed)at : default;
        return at >= 0;
    }
}
