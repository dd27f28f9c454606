using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>What stands beside the high needs block in the council's own accounts: shown with it, never inside it.</summary>
/// <param name="UsableReserves">Usable reserves of the council, in pounds: what a deficit would have to be met from.</param>
/// <param name="FinancingRates">
/// What a pound of deficit costs the council a year in interest paid or forgone, by the financial year from which it holds; at least one.
/// </param>
/// <param name="PriceYear">The financial year at whose prices the costs are given.</param>
/// <param name="Costs">What special needs cost the general fund; at most one of each line.</param>
public sealed record CouncilFinances(
    Elicited UsableReserves,
    IReadOnlyList<(FinancialYear From, Elicited Rate)> FinancingRates,
    FinancialYear PriceYear,
    IReadOnlyList<GeneralFundCost> Costs);

/// <summary>A cost of special needs that the general fund bears.</summary>
/// <param name="Line">Its section 251 line.</param>
/// <param name="Pounds">Pounds in <see cref="CouncilFinances.PriceYear"/>.</param>
/// <param name="Driver">What it grows with, beside its price.</param>
/// <param name="Growth">Growth of its price a year.</param>
public sealed record GeneralFundCost(GeneralFundLine Line, Elicited Pounds, ServiceDriver Driver, Elicited Growth);

/// <summary>The section 251 lines of special needs outside the high needs block.</summary>
public enum GeneralFundLine : byte
{
    /// <summary>2.1.1 Educational psychology service.</summary>
    EducationalPsychology,

    /// <summary>2.1.2 SEN administration, assessment, co-ordination and monitoring: the casework.</summary>
    Casework,

    /// <summary>2.1.4 Home to school transport, SEN.</summary>
    Transport,
}

/// <summary>Names and numbers of those lines.</summary>
public static class GeneralFundLines
{
    private static readonly (string Code, string Name, string Label)[] Names =
    [
        ("2.1.1", "educational-psychology", "Educational psychology service"),
        ("2.1.2", "casework", "SEN administration and casework"),
        ("2.1.4", "transport", "SEN home to school transport"),
    ];

    /// <summary>All of them.</summary>
    public static readonly GeneralFundLine[] All = Enum.GetValues<GeneralFundLine>();

    /// <summary>The number of the line in the return: <c>2.1.1</c>.</summary>
    public static string Code(this GeneralFundLine line) => Names[(int)line].Code;

    /// <summary>How it is written in files: <c>educational-psychology</c>.</summary>
    public static string Name(this GeneralFundLine line) => Names[(int)line].Name;

    /// <summary>The short name a reader sees.</summary>
    public static string Label(this GeneralFundLine line) => Names[(int)line].Label;
}
