using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Assessments;

/// <summary>In which order the authority takes up open cases.</summary>
public enum WorkingOrder : byte
{
    /// <summary>The longest-waiting case first.</summary>
    OldestFirst,

    /// <summary>The newest case that is ready first: keeps new cases in time and lets old ones age.</summary>
    NewestFirst,

    /// <summary>Turn and turn about: one oldest, one newest.</summary>
    Split,
}

/// <summary>What becomes of a request: the statutory steps, the capacity behind them and the chances at each decision.</summary>
/// <param name="DecisionWeek">Week by which the authority decides whether to assess: 6 (SEND Regulations 2014).</param>
/// <param name="AdviceWeeks">Weeks within which advice is due once asked for: 6.</param>
/// <param name="FinalWeek">Week by which the final plan is due: 20.</param>
/// <param name="RefuseToAssess">Share of requests refused, over all ages.</param>
/// <param name="RefusalByAge">Its pattern by age 0 to 25 (26 weights around 1 for the average).</param>
/// <param name="RefuseToIssue">Share of assessments that end without a plan.</param>
/// <param name="AdviceCapacity">Assessments for which all advice can be finished in a week, authority-wide, in the base year.</param>
/// <param name="AdviceCapacityGrowth">Growth of that capacity a year.</param>
/// <param name="Order">Which cases are taken up first.</param>
/// <param name="Exceptions">Share of cases with a lawful exception to the 20 weeks; they are left out of the timeliness measure.</param>
/// <param name="AppealShare">Share of refusals (to assess or to issue) that are appealed.</param>
/// <param name="UpheldShare">Share of those appeals that the family wins or the authority concedes.</param>
/// <param name="AppealWeeks">Weeks from refusal until an upheld case comes back.</param>
public sealed record AssessmentRules(
    int DecisionWeek,
    int AdviceWeeks,
    int FinalWeek,
    Elicited RefuseToAssess,
    IReadOnlyList<double> RefusalByAge,
    Elicited RefuseToIssue,
    Elicited AdviceCapacity,
    Elicited AdviceCapacityGrowth,
    WorkingOrder Order,
    Elicited Exceptions,
    Elicited AppealShare,
    Elicited UpheldShare,
    Elicited AppealWeeks);
