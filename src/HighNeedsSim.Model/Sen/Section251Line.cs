namespace HighNeedsSim.Model.Sen;

/// <summary>The high needs lines of the section 251 return.</summary>
public enum Section251Line : byte
{
    /// <summary>1.0.2 High needs place funding within the individual schools budget, academies included.</summary>
    PlaceFunding,

    /// <summary>1.2.1 Top-up funding, maintained schools.</summary>
    TopUpMaintained,

    /// <summary>1.2.2 Top-up funding, academies, free schools and colleges.</summary>
    TopUpAcademies,

    /// <summary>1.2.3 Top-up and other funding, non-maintained and independent providers.</summary>
    TopUpIndependent,

    /// <summary>1.2.4 Additional high needs targeted funding for mainstream schools and academies.</summary>
    TargetedMainstream,

    /// <summary>1.2.5 SEN support services.</summary>
    SenSupportServices,

    /// <summary>1.2.6 Hospital education services.</summary>
    HospitalEducation,

    /// <summary>1.2.7 Other alternative provision services.</summary>
    AlternativeProvisionServices,

    /// <summary>1.2.8 Support for inclusion.</summary>
    SupportForInclusion,

    /// <summary>1.2.9 Special schools and PRUs in financial difficulty.</summary>
    FinancialDifficulty,

    /// <summary>1.2.10 PFI and BSF costs at special schools, AP and PRUs.</summary>
    PfiAndBsf,

    /// <summary>1.2.11 Direct payments (SEN and disability).</summary>
    DirectPayments,

    /// <summary>1.2.13 Therapies and other health-related services.</summary>
    Therapies,
}

/// <summary>The published numbers and names of section 251 lines.</summary>
public static class Section251Lines
{
    private static readonly (string Code, string Label)[] Names =
    [
        ("1.0.2", "Place funding"),
        ("1.2.1", "Top-up, maintained schools"),
        ("1.2.2", "Top-up, academies, free schools and colleges"),
        ("1.2.3", "Top-up, non-maintained and independent"),
        ("1.2.4", "Targeted funding, mainstream"),
        ("1.2.5", "SEN support services"),
        ("1.2.6", "Hospital education"),
        ("1.2.7", "Other alternative provision services"),
        ("1.2.8", "Support for inclusion"),
        ("1.2.9", "Special schools and PRUs in financial difficulty"),
        ("1.2.10", "PFI and BSF at special schools, AP and PRUs"),
        ("1.2.11", "Direct payments"),
        ("1.2.13", "Therapies and other health"),
    ];

    /// <summary>How many there are: 13.</summary>
    public const int Count = 13;

    /// <summary>All of them, in the order of the return.</summary>
    public static readonly Section251Line[] All = Enum.GetValues<Section251Line>();

    /// <summary>The number of the line in the return: <c>1.2.3</c>.</summary>
    public static string Code(this Section251Line line) => Names[(int)line].Code;

    /// <summary>The short name a reader sees.</summary>
    public static string Label(this Section251Line line) => Names[(int)line].Label;

    /// <summary>Reads a line number.</summary>
    public static bool TryParse(string? code, out Section251Line line)
    {
        var at = Array.FindIndex(Names, n => n.Code == code);
        line = at >= 0 ? (Section251Line)at : default;
        return at >= 0;
    }
}
