using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Assessments;

/// <summary>In which order the authority takes up open cases.</summary>
public enum WorkingOrder : byte
{
    /// <summary>The longest-waiting case first.</summary>
    OldestFirst,

    /// <summary>The newest case that is ready first: keeps new cases in time and lets old ones age.</summary>
    NewestFirst,

    /// <summary>A share goes to the oldest cases, the rest to the newest (<see cref="AssessmentRules.OldestShare"/>).</summary>
    Split,
}

/// <summary>What becomes of a request: the statutory steps, the capacity behind them and the chances at each decision.</summary>
/// <param name="DecisionWeek">Week by which the authority decides whether to assess: 6 (SEND Regulations 2014).</param>
/// <param name="AdviceWeeks">Weeks within which advice is due once asked for: 6.</param>
/// <param name="FinalWeek">Week by which the final plan is due: 20.</param>
/// <param name="RefuseToAssess">Share of requests refused, over all ages.</param>
/// <param name="RefusalByAge">Its pattern by age 0 to 25 (26 weights around 1 for the average).</param>
/// <param name="RefuseToIssue">Share of assessments that end without a plan.</param>
/// <param name="AdviceCapacity">Assessments for which psychologists can finish their advice in a week, authority-wide, in the base year; all advice, where health's has no capacity of its own.</param>
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
    Elicited AppealWeeks)
{
    /// <summary>Pattern by age 0 to 25 of assessments that end without a plan (26 weights around 1); all alike if not given.</summary>
    public IReadOnlyList<double> NotIssuedByAge { get; init; } = [.. Enumerable.Repeat(1.0, OpeningStock.Ages)];

    /// <summary>Share of the advice finished that goes to the oldest cases, where the order is <see cref="WorkingOrder.Split"/>.</summary>
    public Elicited OldestShare { get; init; } = Elicited.Known("assessments.oldest-share", 0.5);

    /// <summary>Whether those who start school in the next September go before all others.</summary>
    public bool StartersFirst { get; init; }

    /// <summary>
    /// Cases whose advice is overdue on census day, authority-wide. The warm-up keeps that many waiting; with 0 the backlog is
    /// what its capacity leaves.
    /// </summary>
    public Elicited Backlog { get; init; } = Elicited.Known("assessments.backlog", 0);

    /// <summary>Share of decisions to assess that come later than the week by which they are due, by one to six weeks.</summary>
    public Elicited LateDecisions { get; init; } = Elicited.Known("assessments.late-decisions", 0);

    /// <summary>Share of cases whose advice lies for reasons of its own, however many staff there are.</summary>
    public Elicited HeldUpShare { get; init; } = Elicited.Known("assessments.held-up-share", 0);

    /// <summary>Weeks for which such a case lies, in the mean, beyond those allowed; each week it may come free.</summary>
    public Elicited HeldUpWeeks { get; init; } = Elicited.Known("assessments.held-up-weeks", 26);

    /// <summary>
    /// Assessments for which health can finish its advice in a week, authority-wide, in the base year; null where it is always there
    /// in the weeks allowed, or inside <see cref="AdviceCapacity"/>.
    /// </summary>
    public Elicited? HealthCapacity { get; init; }

    /// <summary>Growth of that capacity a year.</summary>
    public Elicited HealthCapacityGrowth { get; init; } = Elicited.Known("assessments.health-capacity-growth", 0);

    /// <summary>Share of assessments ended without a plan that are appealed; that of <see cref="AppealShare"/> where it is not given.</summary>
    public Elicited? AppealShareNotIssued { get; init; }

    /// <summary>Share of the disputes that the family wins which mediation settles; the others go to the tribunal.</summary>
    public Elicited MediationShare { get; init; } = Elicited.Known("assessments.mediation-share", 0);

    /// <summary>Weeks from refusal until a case that mediation settled comes back.</summary>
    public Elicited MediationWeeks { get; init; } = Elicited.Known("assessments.mediation-weeks", 8);

    /// <summary>
    /// How far a single case's weeks until it comes back lie from the mean of its future at most, as a share of it; any week between is as likely.
    /// With 0 all take the same.
    /// </summary>
    public Elicited DelaySpread { get; init; } = Elicited.Known("assessments.delay-spread", 0);

    /// <summary>
    /// Casework that an assessment takes from the decision to the final plan, in annual reviews: what is assessed beyond the
    /// base year's output is missing at reviews.
    /// </summary>
    public Elicited Casework { get; init; } = Elicited.Known("assessments.casework", 0);

    /// <summary>Shares of requests refused in calendar years of which they are given; only to check the mechanics in hindsight.</summary>
    public IReadOnlyDictionary<int, double> GivenRefusals { get; init; } = new Dictionary<int, double>();

    /// <summary>Assessments finished a week in calendar years of which they are given; only to check the mechanics in hindsight.</summary>
    public IReadOnlyDictionary<int, double> GivenOutput { get; init; } = new Dictionary<int, double>();
}
