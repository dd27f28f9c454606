namespace HighNeedsSim.Model.Results;

/// <summary>The stable codes of measures kept month by month, for the authority as a whole. A code is never renamed.</summary>
/// <remarks>
/// What an authority reports monthly about its assessments and reviews, and no more: results by year, district and placement
/// are in <see cref="MeasureCodes"/>. Calendar years, in which SEN2 counts flows, are sums of these months.
/// </remarks>
public static class MonthCodes
{
    /// <summary>Plans in force at the end of the month.</summary>
    public const string Plans = "month.plans";

    /// <summary>Requests for assessment received.</summary>
    public const string Requests = "month.requests";

    /// <summary>Requests by parents and young people, those left out that a mitigation withdrew.</summary>
    public const string RequestsByParents = "month.requests.parent";

    /// <summary>Requests by schools, colleges and early-years settings, likewise.</summary>
    public const string RequestsBySchools = "month.requests.school";

    /// <summary>Requests by health, social care and anyone else, likewise.</summary>
    public const string RequestsByOthers = "month.requests.other";

    /// <summary>Requests decided upon, refusals included.</summary>
    public const string Decided = "month.decided";

    /// <summary>Requests refused.</summary>
    public const string RefusedToAssess = "month.refused";

    /// <summary>Assessments that ended without a plan.</summary>
    public const string NotIssued = "month.not-issued";

    /// <summary>Plans issued after assessment.</summary>
    public const string NewPlans = "month.new-plans";

    /// <summary>Final plans without a lawful exception.</summary>
    public const string FinalPlansTimed = "month.final-plans";

    /// <summary>Those of them issued within 20 weeks.</summary>
    public const string FinalPlansIn20Weeks = "month.within-20-weeks";

    /// <summary>Cases open at the end of the month.</summary>
    public const string OpenCases = "month.open-cases";

    /// <summary>Those of them open for more than 20 weeks, exceptions left out.</summary>
    public const string OpenOver20Weeks = "month.open-over-20-weeks";

    /// <summary>Age in weeks of the oldest open case at the end of the month.</summary>
    public const string OldestCase = "month.oldest-weeks";

    /// <summary>Open cases whose psychologist's advice has fallen due and is missing, at the end of the month.</summary>
    public const string AwaitPsychologist = "month.await-psychologist";

    /// <summary>The same of health's advice; a case may wait for both.</summary>
    public const string AwaitHealth = "month.await-health";

    /// <summary>Plans that moved in with their holder, and late records.</summary>
    public const string MovedIn = "month.moved-in";

    /// <summary>Plans ceased, for any reason.</summary>
    public const string Ceased = "month.ceased";

    /// <summary>Annual reviews done.</summary>
    public const string ReviewsDone = "month.reviews-done";

    /// <summary>Annual reviews overdue at the end of the month.</summary>
    public const string ReviewsOverdue = "month.reviews-overdue";

    /// <summary>Plan-holders without a place at the end of the month.</summary>
    public const string Waiting = "month.waiting";

    /// <summary>Appeals registered against refusals to assess; what mediation settles is not among them.</summary>
    public const string AppealsToAssess = "month.appeals.refusal-to-assess";

    /// <summary>Appeals registered against refusals to issue a plan.</summary>
    public const string AppealsToIssue = "month.appeals.refusal-to-issue";

    /// <summary>Appeals registered against the content of a plan or the placement it names.</summary>
    public const string AppealsOfContent = "month.appeals.content-placement";

    /// <summary>Appeals decided or conceded.</summary>
    public const string AppealsDecided = "month.appeals-decided";

    /// <summary>Those of them that the family won.</summary>
    public const string AppealsUpheld = "month.appeals-upheld";

    /// <summary>Weeks from each appeal decided in the month to its end, summed: divided by their number, the delay.</summary>
    public const string AppealWeeks = "month.appeals-weeks";
}
