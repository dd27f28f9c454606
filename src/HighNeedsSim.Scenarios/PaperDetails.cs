namespace HighNeedsSim.Scenarios;

/// <summary>What a paper says that no run knows: its meeting, its people, their comments, and the council's own thresholds.</summary>
/// <remarks>Read from a <c>paper.yaml</c>; what is left out is marked in the paper as still to be written.</remarks>
public sealed record PaperDetails
{
    /// <summary>A paper about which nothing has been said yet.</summary>
    public static PaperDetails None { get; } = new();

    /// <summary>The committee that meets.</summary>
    public string? Committee { get; init; }

    /// <summary>The day of its meeting, as the paper is to write it.</summary>
    public string? Date { get; init; }

    /// <summary>Wards or divisions affected.</summary>
    public string? Wards { get; init; }

    /// <summary>Whether the paper is open to the public.</summary>
    public string? Classification { get; init; }

    /// <summary>The officer who answers for the service.</summary>
    public string? LeadOfficer { get; init; }

    /// <summary>Who wrote the paper.</summary>
    public string? Author { get; init; }

    /// <summary>The cabinet member.</summary>
    public string? CabinetMember { get; init; }

    /// <summary>Whether the committee is to decide; else it is to note.</summary>
    public bool ForDecision { get; init; }

    /// <summary>The id of the variant that officers prefer; the one that leaves the smallest deficit if left out.</summary>
    public string? Preferred { get; init; }

    /// <summary>What the council has said of the matter before, in the officers' words: its own forecast, for instance.</summary>
    public string? Background { get; init; }

    /// <summary>Why, in the officers' words.</summary>
    public string? Reasons { get; init; }

    /// <summary>What the Section 151 officer says.</summary>
    public string? Section151 { get; init; }

    /// <summary>What the monitoring officer says.</summary>
    public string? Legal { get; init; }

    /// <summary>What the equality impact assessment found.</summary>
    public string? Equality { get; init; }

    /// <summary>Who was consulted, and what they said.</summary>
    public string? Consultation { get; init; }

    /// <summary>From what the scorecard turns amber and red.</summary>
    public RatingThresholds Thresholds { get; init; } = new();
}

/// <summary>Where ratings of the scorecard change. The defaults are proposals; a council sets its own in <c>paper.yaml</c>.</summary>
/// <param name="DeficitRedOver">Share over the target from which a deficit is red: 0.10 for 10 %.</param>
/// <param name="InYearRedShare">Share of income from which an in-year deficit is red.</param>
/// <param name="ChanceGreen">Share of futures from which a chance is green.</param>
/// <param name="ChanceAmber">Share of futures from which a chance is amber.</param>
/// <param name="TimelyGreen">Share of final plans within 20 weeks from which it is green.</param>
/// <param name="TimelyAmber">Share from which it is amber.</param>
/// <param name="OverdueGreen">Overdue reviews as a share of plans up to which it is green.</param>
/// <param name="OverdueAmber">Share up to which it is amber.</param>
/// <param name="IndependentAmber">Points by which the share in independent special schools may rise and be amber.</param>
public sealed record RatingThresholds(
    double DeficitRedOver = 0.10,
    double InYearRedShare = 0.05,
    double ChanceGreen = 0.8,
    double ChanceAmber = 0.5,
    double TimelyGreen = 0.6,
    double TimelyAmber = 0.45,
    double OverdueGreen = 0.1,
    double OverdueAmber = 0.25,
    double IndependentAmber = 0.01);
