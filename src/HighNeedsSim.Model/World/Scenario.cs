using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Cessations;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>Everything a run needs to know of an authority, as read from a scenario's files and already found sound.</summary>
/// <param name="Id">The folder's name: <c>kent-2023-safety-valve</c>.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Authority">The authority's name and code.</param>
/// <param name="Timetable">When the stock was counted, and the financial years played out.</param>
/// <param name="Districts">At least one.</param>
/// <param name="OpeningStock">Plans in force on the census.</param>
/// <param name="Births">The change of each year's births on the year before: −0.01 for 1 % fewer.</param>
/// <param name="Requests">How requests for assessment arise.</param>
/// <param name="Assessments">What becomes of a request.</param>
/// <param name="Reviews">What an annual review changes.</param>
/// <param name="Cessations">How plans end.</param>
/// <param name="Placements">Where plan-holders are to be placed.</param>
/// <param name="Providers">Who has places.</param>
/// <param name="Funding">What places, top-ups and services cost.</param>
/// <param name="Income">The high needs block and the DSG reserve.</param>
/// <param name="Agreement">The Safety Valve agreement; null where the authority has none.</param>
/// <param name="Mitigations">The mitigations that the variants draw on.</param>
/// <param name="Variants">The policies compared; the first is the baseline that the others are paired with.</param>
public sealed record Scenario(
    string Id,
    string Title,
    AuthorityName Authority,
    Timetable Timetable,
    IReadOnlyList<District> Districts,
    OpeningStock OpeningStock,
    Uncertainty.Elicited Births,
    RequestRates Requests,
    AssessmentRules Assessments,
    ReviewRules Reviews,
    CessationRates Cessations,
    PlacementRules Placements,
    IReadOnlyList<Provider> Providers,
    FundingRates Funding,
    BlockIncome Income,
    SafetyValveAgreement? Agreement,
    IReadOnlyList<Mitigation> Mitigations,
    IReadOnlyList<Variant> Variants)
{
    /// <summary>What national rules make of a DSG deficit.</summary>
    public DeficitRules DeficitRules { get; init; } = DeficitRules.None;

    /// <summary>Children who go to school across the border; null where the scenario does not know of them.</summary>
    public CrossBorder? CrossBorder { get; init; }

    /// <summary>Published spending per head to show the run's own against; null where the scenario has none.</summary>
    public PerHeadBenchmarks? PerHead { get; init; }

    /// <summary>Reserves, financing and general-fund costs beside the block; null where the scenario does not know them.</summary>
    public CouncilFinances? Council { get; init; }

    /// <summary>
    /// The opening stock was counted in the authority's own records of children, so reports hide its counts from 1 up to one less than
    /// this and whatever would betray them; null where it is published.
    /// </summary>
    public int? SuppressBelow { get; init; }

    /// <summary>Uncertain values that are drawn jointly; all others are drawn by themselves.</summary>
    public IReadOnlyList<Uncertainty.Correlation> Correlations { get; init; } = [];

    /// <summary>How uncertain values are spread over many futures.</summary>
    public Uncertainty.ParameterDesign ParameterDesign { get; init; }

    /// <summary>Ways in which births may go on, each with its probability, in place of <see cref="Births"/>; empty where there is one way only.</summary>
    public IReadOnlyList<PopulationVariant> PopulationVariants { get; init; } = [];

    /// <summary>Net moves of residents under 18 into the authority: the change a year of those of an age, 0.01 for 1 % more.</summary>
    public Uncertainty.Elicited Migration { get; init; } = Uncertainty.Elicited.Known("migration", 0);

    /// <summary>The same without what was given of years after the census: what a forecast made on that day would have known.</summary>
    public Scenario WithoutHindsight() => this with
    {
        Requests = Requests with { Given = new Dictionary<int, int>() },
        Assessments = Assessments with { GivenRefusals = new Dictionary<int, double>(), GivenOutput = new Dictionary<int, double>() },
        Cessations = Cessations with { GivenLevels = new Dictionary<int, double>(), GivenLevelsFrom20 = new Dictionary<int, double>() },
    };
}

/// <summary>A local authority by its official code and its name.</summary>
/// <param name="Code">ONS code: <c>E10000016</c>.</param>
/// <param name="Name">As in official statistics: <c>Kent</c>.</param>
public sealed record AuthorityName(string Code, string Name)
{
    /// <summary>The region of England that it lies in, as in official statistics: <c>South East</c>; null where the scenario does not say.</summary>
    public string? Region { get; init; }
}

/// <summary>When the stock was counted and which years are played out.</summary>
/// <param name="Census">The month of the SEN2 census, always a January: the opening stock is that of its end.</param>
/// <param name="FirstYear">The first financial year whose accounts are kept; the census lies in the year before.</param>
/// <param name="Years">How many financial years are played out, 1 to 10.</param>
public sealed record Timetable(Month Census, FinancialYear FirstYear, int Years)
{
    /// <summary>
    /// The assessment pipeline alone runs for this many months before the census, so that the cases open on that day
    /// come from the same rules as all later ones: longer than any case of the source report (124 weeks) is not needed
    /// for it to fill.
    /// </summary>
    public const int WarmUpMonths = 18;

    /// <summary>The first month in which children move: the one after the census.</summary>
    public Month Start => Census + 1;

    /// <summary>The first month of the pipeline's warm-up.</summary>
    public Month WarmUpStart => Start - WarmUpMonths;

    /// <summary>The first month whose money is counted: April of the first year.</summary>
    public Month AccountsOpen => FirstYear.April;

    /// <summary>The last month: March of the last year.</summary>
    public Month End => (FirstYear + (Years - 1)).March;

    /// <summary>How many months children move in, the run-in between census and April included.</summary>
    public int Months => End - Start + 1;
}

/// <summary>One set of policies to play out.</summary>
/// <param name="Id">Used in results and on the command line: <c>unmitigated</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Mitigations">Codes of the mitigations in force.</param>
/// <param name="SafetyValve">Whether the Safety Valve agreement's payments and contributions are in force.</param>
public sealed record Variant(string Id, string Title, IReadOnlyList<string> Mitigations, bool SafetyValve)
{
    /// <summary>Whether a local reform plan is approved, on which the High Needs Stability Grant depends.</summary>
    public bool ReformPlanApproved { get; init; }
}
