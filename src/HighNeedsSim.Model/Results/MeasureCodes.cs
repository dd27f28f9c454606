using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Model.Results;

/// <summary>The stable codes of measures. A code is never renamed and never used for something else.</summary>
public static class MeasureCodes
{
    /// <summary>Plans in force at the January census.</summary>
    public const string Plans = "plans.january";

    /// <summary>Plans issued after assessment.</summary>
    public const string NewPlans = "plans.new";

    /// <summary>Plans that moved in with their holder, and late records.</summary>
    public const string MovedIn = "plans.moved-in";

    /// <summary>Plans ceased, for any reason.</summary>
    public const string Ceased = "plans.ceased";

    /// <summary>Requests for assessment received.</summary>
    public const string Requests = "requests.received";

    /// <summary>Requests that arise in the unmitigated future and are withdrawn in this one.</summary>
    public const string Withdrawn = "requests.withdrawn";

    /// <summary>Requests decided upon, refusals included.</summary>
    public const string Decided = "requests.decided";

    /// <summary>Requests refused.</summary>
    public const string RefusedToAssess = "requests.refused";

    /// <summary>Assessments that ended without a plan.</summary>
    public const string NotIssued = "assessments.not-issued";

    /// <summary>Final plans without a lawful exception: the denominator of the 20-week measure.</summary>
    public const string FinalPlansTimed = "timeliness.final-plans";

    /// <summary>Those of them issued within 20 weeks.</summary>
    public const string FinalPlansIn20Weeks = "timeliness.within-20-weeks";

    /// <summary>Cases open on 31 March: requests not yet decided and assessments not yet ended.</summary>
    public const string OpenCases = "cases.open";

    /// <summary>Age in weeks of the oldest open case on 31 March.</summary>
    public const string OldestCase = "cases.oldest-weeks";

    /// <summary>Annual reviews done.</summary>
    public const string ReviewsDone = "reviews.done";

    /// <summary>Annual reviews overdue on 31 March.</summary>
    public const string ReviewsOverdue = "reviews.overdue";

    /// <summary>Applications that no provider of the wanted type could admit.</summary>
    public const string TurnedAway = "placements.turned-away";

    /// <summary>Admissions that the tribunal ordered.</summary>
    public const string Directed = "placements.directed";

    /// <summary>Refusals to assess or to issue that are appealed.</summary>
    public const string Appeals = "appeals.refusals";

    /// <summary>Plan-holders who are to enter Reception or Year 7: their review was due by 15 February.</summary>
    public const string SchoolTransfers = "reviews.school-transfers";

    /// <summary>Those of them whose review was done in time.</summary>
    public const string SchoolTransfersInTime = "reviews.school-transfers-in-time";

    /// <summary>Plan-holders who leave Year 11: their review was due by 31 March.</summary>
    public const string Post16Transfers = "reviews.post-16-transfers";

    /// <summary>Those of them whose review was done in time.</summary>
    public const string Post16TransfersInTime = "reviews.post-16-transfers-in-time";

    /// <summary>Total high needs spending.</summary>
    public const string Spend = "spend.total";

    /// <summary>The part of place funding that is paid by DfE to academies, colleges and others: deducted from the block, outside the outturn.</summary>
    public const string RecoupedPlaces = "spend.recouped-places";

    /// <summary>The high needs block.</summary>
    public const string BlockIncome = "income.block";

    /// <summary>The part of the block that the import/export adjustment moved since the last published allocation; negative for a loss.</summary>
    public const string ImportExport = "income.import-export";

    /// <summary>Transfer from the schools block.</summary>
    public const string Transfer = "income.schools-block-transfer";

    /// <summary>The part of that transfer above the limit, which the Secretary of State agreed to.</summary>
    public const string TransferAboveLimit = "income.transfer-above-limit";

    /// <summary>Other income.</summary>
    public const string OtherIncome = "income.other";

    /// <summary>Spending less income, before payments and contributions; positive for a deficit.</summary>
    public const string InYear = "deficit.in-year";

    /// <summary>Safety Valve payments from DfE.</summary>
    public const string Payment = "safety-valve.payments";

    /// <summary>Contributions of the council's general fund.</summary>
    public const string Contribution = "safety-valve.contributions";

    /// <summary>Payments due so far and withheld.</summary>
    public const string Withheld = "safety-valve.withheld";

    /// <summary>High Needs Stability Grant received.</summary>
    public const string StabilityGrant = "stability-grant.received";

    /// <summary>Residents aged 2 to 18 in the year of the January census: what spending a head is divided by.</summary>
    public const string Heads2To18 = "residents.2-18";

    /// <summary>Cumulative DSG deficit on a 31 March after which the statutory override no longer keeps it apart; 0 while it does.</summary>
    public const string BeyondOverride = "deficit.beyond-override";

    /// <summary>Usable reserves of the council, before any DSG deficit is met from them.</summary>
    public const string UsableReserves = "council.usable-reserves";

    /// <summary>DSG deficit against usable reserves: the deficit less the reserves; positive where they do not cover it.</summary>
    public const string AgainstReserves = "deficit.against-reserves";

    /// <summary>What carrying the deficit costs the general fund.</summary>
    public const string Financing = "general-fund.financing";

    /// <summary>Cumulative DSG deficit on 31 March, after payments, contributions and grant; positive for a deficit.</summary>
    public const string Deficit = "deficit.cumulative";

    /// <summary>Plans ceased for a reason.</summary>
    public static string CeasedBecause(CessationReason reason) => Ceased + "." + reason.Code();

    /// <summary>Plans in force by age group at the January census.</summary>
    public static string PlansOfAge(AgeGroup group) => Plans + ".age." + group.Code();

    /// <summary>Plans in force by primary need at the January census.</summary>
    public static string PlansOfNeed(PrimaryNeed need) => Plans + ".need." + need.Code();

    /// <summary>Plans in force by type of placement at the January census.</summary>
    public static string Placement(PlacementType type) => "placements." + type.Code();

    /// <summary>Spending on a section 251 line.</summary>
    public static string Line(Section251Line line) => "spend." + line.Code();

    /// <summary>Place funding of the providers of a type.</summary>
    public static string PlacesOf(PlacementType type) => "cost.places." + type.Code();

    /// <summary>Top-ups or fees of the providers of a type.</summary>
    public static string TopUpsOf(PlacementType type) => "cost.top-up." + type.Code();

    /// <summary>A cost of special needs that the general fund bears.</summary>
    public static string GeneralFund(Funding.GeneralFundLine line) => "general-fund." + Funding.GeneralFundLines.Name(line);

    /// <summary>Plans in force of a district's residents at the January census.</summary>
    public static string DistrictPlans(District district) => "district." + district.Code + ".plans";

    /// <summary>High needs spending on a district's residents.</summary>
    public static string DistrictSpend(District district) => "district." + district.Code + ".spend";

    /// <summary>The part of it in a category of DfE's benchmarking.</summary>
    public static string DistrictSpend(District district, SpendingCategory category) => DistrictSpend(district) + "." + category.Code();

    /// <summary>A district's share of the authority's income, by residents aged 2 to 18 in the base year.</summary>
    public static string DistrictIncome(District district) => "district." + district.Code + ".income";

    /// <summary>What a district adds to the in-year deficit: its spending less its share of income.</summary>
    public static string DistrictInYear(District district) => "district." + district.Code + ".in-year";

    /// <summary>
    /// A district's part of the cumulative deficit: its share of the opening one, of payments, contributions and grant by residents
    /// aged 2 to 18, and what it added itself each year.
    /// </summary>
    public static string DistrictDeficit(District district) => "district." + district.Code + ".deficit";
}
