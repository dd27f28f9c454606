using HighNeedsSim.Model.Sen;
using Orleans;

namespace HighNeedsSim.Model.World;

// What districts, cohorts, providers and the authority tell each other in a month. Every message carries a whole batch of
// replicates; "replicate" in them counts within the batch. What a message holds is lent: it stays as it is until its sender is
// called again in the month after (a provider: in the next round), and whoever wants to keep it longer copies it.

/// <summary>A plan that begins: issued after assessment, or moved in.</summary>
/// <param name="Replicate">Within the batch.</param>
/// <param name="Child">The child's id.</param>
/// <param name="Need">Primary need.</param>
/// <param name="Band">Complexity band 1 to 4.</param>
/// <param name="Wanted">The placement type asked for.</param>
/// <param name="Converted">Whether a mitigation changed it from what would have been asked for without.</param>
[GenerateSerializer, Immutable, Alias("PlanStart")]
public readonly record struct PlanStart(
    ushort Replicate,
    uint Child,
    byte Need,
    byte Band,
    byte Wanted,
    bool Converted);

/// <summary>What a district tells a cohort at the start of a month.</summary>
/// <param name="Outcomes">
/// For each applicant of the cohort's last reply, in its order: the position of the provider that admitted, or −1.
/// </param>
/// <param name="Starts">Plans that begin this month, by replicate.</param>
/// <param name="ReviewQuota">How many reviews the cohort may do, by replicate.</param>
[GenerateSerializer, Immutable, Alias("CohortOrders")]
public sealed record CohortOrders(
    ReadOnlyMemory<short> Outcomes,
    ReadOnlyMemory<PlanStart> Starts,
    int[] ReviewQuota);

/// <summary>A plan-holder who needs a place, or asks for another.</summary>
/// <param name="Replicate">Within the batch.</param>
/// <param name="Child">The child's id.</param>
/// <param name="Need">Primary need.</param>
/// <param name="Band">Complexity band 1 to 4.</param>
/// <param name="Wanted">The placement type asked for.</param>
/// <param name="From">The provider whose place is kept until another is found; −1 for those without a place.</param>
/// <param name="Priority">Statutory priority, 0 first.</param>
/// <param name="Year">Curriculum year, −4 to 20.</param>
[GenerateSerializer, Immutable, Alias("Applicant")]
public readonly record struct Applicant(
    ushort Replicate,
    uint Child,
    byte Need,
    byte Band,
    byte Wanted,
    short From,
    byte Priority,
    sbyte Year);

/// <summary>A plan-holder on roll whose complexity band changed, or who left.</summary>
/// <param name="Provider">Position of the provider.</param>
/// <param name="Replicate">Within the batch.</param>
/// <param name="Band">The band so far, 1 to 4.</param>
/// <param name="NewBand">The band from now on; 0 for those who left.</param>
/// <param name="Days">Days of the month before the change, as <see cref="ChangeDay"/> has it.</param>
[GenerateSerializer, Immutable, Alias("RollChange")]
public readonly record struct RollChange(
    short Provider,
    ushort Replicate,
    byte Band,
    byte NewBand,
    byte Days);

/// <summary>What a cohort tells its district at the end of its month.</summary>
/// <param name="Applicants">Those who need a place, by replicate.</param>
/// <param name="RollChanges">Those who left or changed band.</param>
/// <param name="Counts">[replicate × <see cref="CohortCount.Length"/>]: see <see cref="CohortCount"/>.</param>
/// <param name="Needs">
/// Plans in force at the end of a January by <see cref="PrimaryNeed"/>: [replicate × <see cref="PrimaryNeeds.Count"/>]; empty in
/// other months, because the census asks but once a year.
/// </param>
[GenerateSerializer, Immutable, Alias("CohortReply")]
public sealed record CohortReply(
    ReadOnlyMemory<Applicant> Applicants,
    ReadOnlyMemory<RollChange> RollChanges,
    int[] Counts,
    int[] Needs);

/// <summary>What a cohort counts each month, by replicate.</summary>
public static class CohortCount
{
    /// <summary>Plans in force at the end of the month.</summary>
    public const int Plans = 0;

    /// <summary>Reviews done.</summary>
    public const int ReviewsDone = 1;

    /// <summary>Reviews overdue at the end of the month.</summary>
    public const int ReviewsOverdue = 2;

    /// <summary>Reviews overdue, or due next month.</summary>
    public const int ReviewsToDo = 3;

    /// <summary>Those who are to enter a new phase, in the month of the deadline of their review; else 0.</summary>
    public const int Transfers = 4;

    /// <summary>Those of them whose review was done in time.</summary>
    public const int TransfersInTime = 5;

    /// <summary>Appeals against the content of a plan or its placement.</summary>
    public const int ContentAppeals = 6;

    /// <summary>Those of them that the family will win.</summary>
    public const int ContentAppealsWon = 7;

    /// <summary>Plans ceased in the month for the first <see cref="CessationReason"/>; the other reasons follow.</summary>
    public const int Ceased = 8;

    /// <summary>How many counts there are.</summary>
    public const int Length = Ceased + CessationReasons.Count;
}

/// <summary>What a district tells the world at the end of its month.</summary>
/// <param name="Applicants">Of all its cohorts, cohort by cohort.</param>
/// <param name="RollChanges">Of all its cohorts.</param>
/// <param name="Counts">[replicate × <see cref="DistrictCount.Length"/>]: see <see cref="DistrictCount"/>.</param>
/// <param name="Census">[replicate × <see cref="CensusCount.Length"/>] in a January, empty in other months: see <see cref="CensusCount"/>.</param>
[GenerateSerializer, Immutable, Alias("DistrictReply")]
public sealed record DistrictReply(
    ReadOnlyMemory<Applicant> Applicants,
    ReadOnlyMemory<RollChange> RollChanges,
    int[] Counts,
    int[] Census);

/// <summary>What a district counts for the January census beside its plans, by replicate.</summary>
public static class CensusCount
{
    /// <summary>Plans in force by <see cref="AgeGroup"/>.</summary>
    public const int Ages = 0;

    /// <summary>Plans in force by <see cref="PrimaryNeed"/>.</summary>
    public const int Needs = Ages + AgeGroups.Count;

    /// <summary>How many counts there are.</summary>
    public const int Length = Needs + PrimaryNeeds.Count;
}

/// <summary>What a district counts each month, by replicate.</summary>
public static class DistrictCount
{
    /// <summary>Plans in force at the end of the month.</summary>
    public const int Plans = 0;

    /// <summary>Plans issued after assessment.</summary>
    public const int NewPlans = 1;

    /// <summary>Plans moved in.</summary>
    public const int MovedIn = 2;

    /// <summary>Requests received.</summary>
    public const int Requests = 3;

    /// <summary>Requests decided upon: refused, or taken up for assessment.</summary>
    public const int Decided = 4;

    /// <summary>Requests withdrawn because of mitigations.</summary>
    public const int Withdrawn = 5;

    /// <summary>Requests refused.</summary>
    public const int RefusedToAssess = 6;

    /// <summary>Assessments that ended without a plan.</summary>
    public const int NotIssued = 7;

    /// <summary>Final plans without exception.</summary>
    public const int FinalPlansTimed = 8;

    /// <summary>Those of them within 20 weeks.</summary>
    public const int FinalPlansIn20Weeks = 9;

    /// <summary>Open cases at the end of the month.</summary>
    public const int OpenCases = 10;

    /// <summary>Age of the oldest open case in weeks, at the end of the month.</summary>
    public const int OldestCase = 11;

    /// <summary>Reviews done.</summary>
    public const int ReviewsDone = 12;

    /// <summary>Reviews overdue at the end of the month.</summary>
    public const int ReviewsOverdue = 13;

    /// <summary>Open cases of more than 20 weeks at the end of the month, exceptions left out.</summary>
    public const int OpenOver20Weeks = 14;

    /// <summary>Refusals to assess or to issue that are appealed.</summary>
    public const int Appeals = 15;

    /// <summary>Those who are to enter Reception or Year 7, in February: their review was due by the 15th.</summary>
    public const int SchoolTransfers = 16;

    /// <summary>Those of them whose review was done in time.</summary>
    public const int SchoolTransfersInTime = 17;

    /// <summary>Those who leave Year 11, in March: their review was due by the 31st.</summary>
    public const int Post16Transfers = 18;

    /// <summary>Those of them whose review was done in time.</summary>
    public const int Post16TransfersInTime = 19;

    /// <summary>Appeals registered with the tribunal against refusals to assess; those against refusals to issue, and against content or placement, follow.</summary>
    public const int AppealsRegistered = 20;

    /// <summary>Appeals decided or conceded, of all kinds.</summary>
    public const int AppealsDecided = 23;

    /// <summary>Those of them that the family won.</summary>
    public const int AppealsUpheld = 24;

    /// <summary>Weeks from each of them to its end, summed.</summary>
    public const int AppealWeeks = 25;

    /// <summary>Requests by parents and young people that no mitigation withdrew; those by schools and settings, and by others, follow.</summary>
    public const int RequestsBySource = 26;

    /// <summary>Cases at the end of the month whose psychologist's advice has fallen due and is missing.</summary>
    public const int AwaitPsychologist = RequestsBySource + RequestSources.Count;

    /// <summary>The same of health's advice; a case may wait for both.</summary>
    public const int AwaitHealth = AwaitPsychologist + 1;

    /// <summary>Plans ceased for the first <see cref="CessationReason"/>; the other reasons follow.</summary>
    public const int Ceased = AwaitHealth + 1;

    /// <summary>How many counts there are.</summary>
    public const int Length = Ceased + CessationReasons.Count;
}

/// <summary>An application to one provider.</summary>
/// <param name="Replicate">Within the batch.</param>
/// <param name="District">Position of the home district.</param>
/// <param name="Band">Complexity band 1 to 4.</param>
/// <param name="Priority">Statutory priority, 0 first.</param>
/// <param name="Child">The child's id.</param>
[GenerateSerializer, Immutable, Alias("SeatRequest")]
public readonly record struct SeatRequest(
    ushort Replicate,
    byte District,
    byte Band,
    byte Priority,
    uint Child);

/// <summary>A change of a provider's roll that does not come from an admission.</summary>
/// <param name="Replicate">Within the batch.</param>
/// <param name="District">Position of the home district.</param>
/// <param name="Band">The band so far, 1 to 4.</param>
/// <param name="NewBand">The band from now on; 0 for those who left.</param>
/// <param name="Days">Days of the month before the change, as <see cref="ChangeDay"/> has it.</param>
[GenerateSerializer, Immutable, Alias("SeatChange")]
public readonly record struct SeatChange(
    ushort Replicate,
    byte District,
    byte Band,
    byte NewBand,
    byte Days);

/// <summary>What a provider claims for a month, in pence, and whom it has on roll at its end.</summary>
/// <param name="TopUp">Top-ups or fees: [replicate × districts].</param>
/// <param name="Places">Place funding: [replicate × districts]; empty where its places are not funded.</param>
/// <param name="Roll">Plan-holders on roll: [replicate × districts].</param>
[GenerateSerializer, Immutable, Alias("ProviderClaim")]
public sealed record ProviderClaim(
    long[] TopUp,
    long[] Places,
    int[] Roll);

/// <summary>What the authority is told of a month.</summary>
/// <param name="DistrictCounts">Of every district: see <see cref="DistrictCount"/>.</param>
/// <param name="DistrictCensus">Of every district: see <see cref="CensusCount"/>; each empty but in a January.</param>
/// <param name="Claims">Of every provider.</param>
/// <param name="Waiting">Plan-holders without a place at the end of the month: [replicate × districts].</param>
/// <param name="Tutored">Those of them who are of an age for interim tuition: [replicate × districts].</param>
/// <param name="TurnedAway">Applications that no provider of the wanted type could admit, by replicate.</param>
/// <param name="Directed">Admissions that the tribunal ordered, by replicate.</param>
/// <param name="Exported">Plan-holders at providers of other authorities at the end of the month, by replicate.</param>
[GenerateSerializer, Immutable, Alias("AuthorityMonth")]
public sealed record AuthorityMonth(
    int[][] DistrictCounts,
    int[][] DistrictCensus,
    ProviderClaim[] Claims,
    int[] Waiting,
    int[] Tutored,
    int[] TurnedAway,
    int[] Directed,
    int[] Exported);
