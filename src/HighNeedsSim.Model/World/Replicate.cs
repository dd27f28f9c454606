using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Cessations;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>One possible future under one variant's policies: its random numbers, and all that is drawn once and kept.</summary>
internal sealed class Replicate
{
    private readonly CessationRates _cessations;
    private readonly double _bandUp;
    private readonly double _bandDown;
    private readonly double _leavingLevel;
    private readonly double _summerFrom16;
    private readonly Month _start;
    private readonly ulong[][] _leaving;
    private readonly double _healthCapacity;
    private readonly double _healthCapacityGrowth;

    internal Replicate(WorldTables tables, Variant variant, ulong seed, int number)
        : this(tables, variant, Draws.Of(seed, number), Parameters.Drawn(tables, seed, number))
    {
    }

    /// <summary>A future whose parameters are given.</summary>
    internal Replicate(WorldTables tables, Variant variant, Draws draws, Parameters parameters)
    {
        var scenario = tables.Scenario;
        Draws = draws;
        Places = new(scenario, variant, parameters);
        Levers = new(scenario, variant, parameters, Places);
        Requests = new(tables, parameters);
        Moves = new(scenario, parameters, Levers);
        Prices = new(scenario, parameters, Levers);
        Council = scenario.Council is { } council ? new(council, parameters) : null;

        var assessments = scenario.Assessments;
        RefuseToAssess = parameters.Value(assessments.RefuseToAssess);
        RefuseToIssue = parameters.Value(assessments.RefuseToIssue);
        AdviceCapacity = parameters.Value(assessments.AdviceCapacity);
        AdviceCapacityGrowth = parameters.Value(assessments.AdviceCapacityGrowth);
        _healthCapacity = assessments.HealthCapacity is { } health ? parameters.Value(health) : 0;
        _healthCapacityGrowth = parameters.Value(assessments.HealthCapacityGrowth);
        Exceptions = Chance.Of(parameters.Value(assessments.Exceptions));
        Appeal = Chance.Of(parameters.Value(assessments.AppealShare));
        AppealNotIssued = assessments.AppealShareNotIssued is { } notIssued ? Chance.Of(parameters.Value(notIssued)) : Appeal;
        HeldUp = Chance.Of(parameters.Value(assessments.HeldUpShare));
        HeldUpWeeks = parameters.Value(assessments.HeldUpWeeks);
        ContentAppeal = Chance.Of(parameters.Value(scenario.Placements.ContentAppeals));
        Upheld = Chance.Of(parameters.Value(assessments.UpheldShare));
        var spread = parameters.Value(assessments.DelaySpread);
        AppealDelay = Delay.Around(parameters.Value(assessments.AppealWeeks), spread);
        OldestShare = parameters.Value(assessments.OldestShare);
        Backlog = parameters.Value(assessments.Backlog);
        LateDecisions = Chance.Of(parameters.Value(assessments.LateDecisions));
        Mediation = Chance.Of(parameters.Value(assessments.MediationShare));
        MediationDelay = Delay.Around(parameters.Value(assessments.MediationWeeks), spread);
        Casework = parameters.Value(assessments.Casework);

        var reviews = scenario.Reviews;
        OverdueAtOpening = Chance.Of(parameters.Value(reviews.OverdueAtOpening));
        ReviewCapacity = parameters.Value(reviews.Capacity);
        ReviewCapacityGrowth = parameters.Value(reviews.CapacityGrowth);
        TransfersFirst = parameters.Value(reviews.TransfersFirst);
        Directed = Chance.Of(parameters.Value(scenario.Placements.Directed));
        ContentAppealWon = Chance.Of(Chance.Below(ContentAppeal) * Chance.Below(Upheld));
        TurnedAwayAppeal = Upheld == 0 ? Directed : Chance.Of(Math.Min(1, Chance.Below(Directed) / Chance.Below(Upheld)));
        Overflow = [.. PlacementTypes.All.Select(wanted => Chance.Cumulative([.. PlacementTypes.All.Select(to =>
            scenario.Placements.Overflow.Where(o => o.Wanted == wanted && o.To == to).Sum(o => parameters.Value(o.Share)))]))];
        DirectionMonths = Math.Max(1, (int)Math.Round(parameters.Value(scenario.Placements.DirectionMonths)));
        (_bandUp, _bandDown) = (parameters.Value(reviews.BandUp), parameters.Value(reviews.BandDown));
        CeaseFrom16 = parameters.Value(reviews.CeaseFrom16);
        _cessations = scenario.Cessations;
        _leavingLevel = parameters.Value(scenario.Cessations.Level);
        _summerFrom16 = parameters.Value(scenario.Cessations.SummerFrom16);
        _start = scenario.Timetable.Start;
        _leaving = LeaveChances(tables);
    }

    internal Draws Draws { get; }

    internal Levers Levers { get; }

    internal RequestTrend Requests { get; }

    internal MoveChances Moves { get; }

    internal PlacePlan Places { get; }

    internal Prices Prices { get; }

    internal CouncilCosts? Council { get; }

    internal double RefuseToAssess { get; }

    internal double RefuseToIssue { get; }

    internal double AdviceCapacity { get; }

    internal double AdviceCapacityGrowth { get; }

    internal ulong Exceptions { get; }

    internal ulong Appeal { get; }

    internal ulong AppealNotIssued { get; }

    internal ulong HeldUp { get; }

    internal double HeldUpWeeks { get; }

    /// <summary>The chance that a final plan or a review leads to an appeal against content or placement.</summary>
    internal ulong ContentAppeal { get; }

    /// <summary>The same where the family wins it: the lower part of that chance.</summary>
    internal ulong ContentAppealWon { get; }

    /// <summary>The chance that a child turned away from a full special school appeals, of whom <see cref="Directed"/> win.</summary>
    internal ulong TurnedAwayAppeal { get; }

    internal ulong Upheld { get; }

    /// <summary>Weeks from a refusal until a case that was won at the tribunal comes back.</summary>
    internal Delay AppealDelay { get; }

    internal double OldestShare { get; }

    internal double Backlog { get; }

    internal ulong LateDecisions { get; }

    internal ulong Mediation { get; }

    /// <summary>Weeks from a refusal until a case that mediation settled comes back.</summary>
    internal Delay MediationDelay { get; }

    internal double Casework { get; }

    internal ulong OverdueAtOpening { get; }

    internal double ReviewCapacity { get; }

    internal double ReviewCapacityGrowth { get; }

    internal double TransfersFirst { get; }

    /// <summary>Where those go whom no provider of a type can admit: cumulative thresholds over the types, by the type wanted.</summary>
    internal ulong[][] Overflow { get; }

    internal ulong Directed { get; }

    internal int DirectionMonths { get; }

    /// <summary>The same in weeks, for the count of delays.</summary>
    internal int DirectionWeeks => (int)Math.Round(DirectionMonths * 52 / 12.0, MidpointRounding.ToEven);

    /// <summary>The chances that a review in a month finds a plan a band higher or lower.</summary>
    /// <remarks>
    /// They are shares of reviews at the base year's pace. A child's need does not change more often because reviews are caught up
    /// with: where more are done, each finds less that is new.
    /// </remarks>
    internal (ulong Up, ulong Down) BandChances(Month month)
    {
        var pace = 1 + Levers.Sum(Lever.MoreReviews, month);
        return (Chance.Of(_bandUp / pace), Chance.Of(_bandDown / pace));
    }

    /// <summary>Annual reviews that can be done in a month, authority-wide, if caseworkers assess as many as in the base year.</summary>
    internal double Reviews(Scenario scenario, Month month) => ReviewCapacity
        * (1 + (ReviewCapacityGrowth * ((month - scenario.Timetable.Census) / 12.0))) * (1 + Levers.Sum(Lever.MoreReviews, month));

    /// <summary>
    /// Assessments that caseworkers can end in a week, authority-wide: those of the base year, and what fits in place of all reviews but the ones
    /// that come first because a phase transfer is ahead.
    /// </summary>
    internal double MostAssessments(Scenario scenario, Month month) =>
        scenario.Assessments.AdviceCapacity.Central + (Reviews(scenario, month) * (1 - TransfersFirst) * 12 / 52 / Casework);

    /// <summary>Assessments for which health can finish its advice in a week of a month, authority-wide; 0 where it has no capacity of its own.</summary>
    internal double HealthAdvice(Scenario scenario, Month month) => Math.Max(0, _healthCapacity
        * (1 + (_healthCapacityGrowth * ((month - scenario.Timetable.Census) / 12.0))) * (1 + Levers.Sum(Lever.MoreHealthAdvice, month)));

    internal double CeaseFrom16 { get; }

    /// <summary>The chance that a plan ends in a month between reviews.</summary>
    internal ulong LeaveChance(Month month, NcYear year) => _leaving[month - _start][year.Position];

    /// <summary>Chances of leaving in a month against those of an even month of the base year.</summary>
    /// <param name="month">The month.</param>
    /// <param name="age">On 31 August before it. Those of 16 and over mostly leave when courses end.</param>
    internal double LeavingLevel(Month month, int age)
    {
        var level = age >= CessationRates.AgeOfOwnLevel && _cessations.GivenLevelsFrom20.TryGetValue(month.CalendarYear, out var from20) ? from20
            : _cessations.GivenLevels.TryGetValue(month.CalendarYear, out var given) ? given : _leavingLevel;
        var season = age < 16 ? 1 : month.OfYear is 7 or 8 or 9 ? 4 * _summerFrom16 : (1 - _summerFrom16) * 4 / 3;
        return level * season;
    }

    private ulong[][] LeaveChances(WorldTables tables)
    {
        var chances = new ulong[tables.Scenario.Timetable.Months][];
        for (var m = 0; m < chances.Length; m++)
        {
            // Only from 16 on does the month of the year matter, so most months are like the one before.
            var (month, last) = (_start + m, NcYear.Last.Age);
            var isLikeLast = m > 0 && LeavingLevel(month, 0) == LeavingLevel(month - 1, 0) && LeavingLevel(month, last) == LeavingLevel(month - 1, last);
            chances[m] = isLikeLast
                ? chances[m - 1]
                : [.. Enumerable.Range(0, NcYear.Count).Select(age => Chance.Of(tables.Leaving.Monthly[age] * LeavingLevel(month, age)))];
        }

        return chances;
    }
}
