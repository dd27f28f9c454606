namespace HighNeedsSim.Model.Sen;

/// <summary>The seven categories of DfE's high needs benchmarking, in which spending per head aged 2 to 18 is compared.</summary>
public enum SpendingCategory : byte
{
    /// <summary>Place funding: 1.0.2.</summary>
    Places,

    /// <summary>Top-up funding of state providers and direct payments: 1.2.1, 1.2.2, 1.2.4 and 1.2.11.</summary>
    TopUpState,

    /// <summary>Top-up and other funding of non-maintained and independent providers: 1.2.3.</summary>
    TopUpNonState,

    /// <summary>SEN support and inclusion services: 1.2.5, 1.2.8 and 1.2.9.</summary>
    SenSupport,

    /// <summary>Alternative provision services: 1.2.7.</summary>
    AlternativeProvision,

    /// <summary>Hospital education: 1.2.6.</summary>
    Hospital,

    /// <summary>Therapies and other health: 1.2.13.</summary>
    Therapies,
}

/// <summary>Names and lines of the categories.</summary>
public static class SpendingCategories
{
    private static readonly (string Code, string Label, Section251Line[] Lines)[] Names =
    [
        ("places", "Place funding", [Section251Line.PlaceFunding]),
        ("top-up-state", "Top-up, state providers",
            [Section251Line.TopUpMaintained, Section251Line.TopUpAcademies, Section251Line.TargetedMainstream, Section251Line.DirectPayments]),
        ("top-up-non-state", "Top-up, non-state providers", [Section251Line.TopUpIndependent]),
        ("sen-support", "SEN support and inclusion",
            [Section251Line.SenSupportServices, Section251Line.SupportForInclusion, Section251Line.FinancialDifficulty]),
        ("alternative-provision", "Alternative provision services", [Section251Line.AlternativeProvisionServices]),
        ("hospital", "Hospital education", [Section251Line.HospitalEducation]),
        ("therapies", "Therapies and other health", [Section251Line.Therapies]),
    ];

    /// <summary>All of them, in the order of the table.</summary>
    public static readonly SpendingCategory[] All = Enum.GetValues<SpendingCategory>();

    /// <summary>How it is written in files: <c>top-up-state</c>.</summary>
    public static string Code(this SpendingCategory category) => Names[(int)category].Code;

    /// <summary>The short name a reader sees.</summary>
    public static string Label(this SpendingCategory category) => Names[(int)category].Label;

    /// <summary>The category of a line; null for 1.2.10, which belongs to none.</summary>
    public static SpendingCategory? Of(Section251Line line) => Array.FindIndex(Names, n => n.Lines.Contains(line)) is var at and >= 0 ? All[at] : null;

    /// <summary>The section 251 lines that make it up. 1.2.10, buildings under private finance, belongs to none.</summary>
    public static IReadOnlyList<Section251Line> Lines(this SpendingCategory category) => Names[(int)category].Lines;
}
