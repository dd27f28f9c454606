using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using static HighNeedsSim.Model.World.DistrictCount;

namespace HighNeedsSim.Model.Assessments;

/// <summary>A district's requests and assessments in one replicate, week by week, from the request to the final plan.</summary>
internal sealed class CasePipeline(WorldContext world, int district, int replicate)
{
    private const long OneCase = 1_000_000;
    private readonly List<Case> _cases = [];
    private readonly List<Case> _arrivals = [];
    private long _advice;
    private bool _newestNext;

    internal enum Stage : byte
    {
        /// <summary>Waits for the decision whether to assess.</summary>
        Requested,

        /// <summary>Advice is being gathered; done when the weeks have passed and there is capacity.</summary>
        Advice,

        /// <summary>The plan is drafted, consulted on and made final.</summary>
        Drafting,

        /// <summary>Refused, appealed and won: comes back to be assessed.</summary>
        AppealToAssess,

        /// <summary>Not issued, appealed and won: comes back with a plan.</summary>
        AppealToIssue,
    }

    private Replicate Rates => world.Replicates[replicate];

    private AssessmentRules Rules => world.Scenario.Assessments;

    /// <summary>Cases that the authority has still to decide: appeals lie with the tribunal.</summary>
    internal int Open { get; private set; }

    /// <summary>Plays a month: requests arrive, every week's steps are taken, plans are issued.</summary>
    /// <param name="month">The month.</param>
    /// <param name="withoutPlan">Residents without a plan, against those of census day.</param>
    /// <param name="counts">The district's counts of the month, added to.</param>
    /// <param name="issue">Called for every plan issued: the case, and the week.</param>
    internal void Play(Month month, double withoutPlan, Span<int> counts, Action<Case> issue)
    {
        var (firstWeek, weeks) = month.Weeks;
        Arrive(month, firstWeek, weeks, withoutPlan, counts);
        for (var week = firstWeek; week < firstWeek + weeks; week++)
        {
            foreach (var arrival in _arrivals)
            {
                if (arrival.Arrived == week)
                {
                    _cases.Add(arrival);
                }
            }

            Decide(week, month, counts);
            FinishAdvice(week, month, counts);
            Issue(week, counts, issue);
        }

        Count(firstWeek + weeks - 1, counts);
    }

    private void Arrive(Month month, int firstWeek, int weeks, double withoutPlan, Span<int> counts)
    {
        _arrivals.Clear();
        var (draws, trend, tables) = (Rates.Draws, Rates.Requests, world.Tables);
        var chance = trend.Slot(district, month, withoutPlan);
        var ages = trend.Ages(district, month);
        var slots = tables.RequestWeights.Slots[district];
        for (var four = 0; four < slots; four += 4)
        {
            // One address serves four slots: most slots of a month stay empty.
            var words = draws.At((uint)district, Purpose.RequestSlot, month.Index, (uint)four);
            for (var n = 0; n < 4; n++)
            {
                if (words[n] < chance)
                {
                    Arrive(month, firstWeek, weeks, four + n, ages, counts);
                }
            }
        }
    }

    private void Arrive(Month month, int firstWeek, int weeks, int slot, ulong[] ages, Span<int> counts)
    {
        var child = ChildIds.OfRequest(district, month, slot);
        var (draws, trend) = (Rates.Draws, Rates.Requests);
        var words = draws.At(child, Purpose.RequestChild, 0);
        var year = NcYear.OfAge(Math.Min(Chance.Pick(ages, words.A), NcYear.Last.Age));
        counts[DistrictCount.Requests]++;
        if (Withdrawn(child, year, month, Chance.Pick(trend.Sources, words.C) == (int)Sen.RequestSource.Parent))
        {
            counts[DistrictCount.Withdrawn]++;
            return;
        }

        var need = Chance.Pick(world.Tables.NeedByAge[year.Age], words.B);
        var steps = draws.At(child, Purpose.StepWeeks, 0);
        var week = firstWeek + (int)(words.D % (uint)weeks);
        // Decisions come in the last three of the weeks allowed.
        var decision = Rules.DecisionWeek - (int)(steps.A % 3);
        _arrivals.Add(new(child, week, week + decision, (short)(month.AcademicYear.Starts - year.Value - 5), (byte)Math.Max(0, need), Stage.Requested, steps.C < Rates.Exceptions));
    }

    // A mitigation that lowers demand withdraws requests that also arise without it: the same child, in both futures.
    private bool Withdrawn(uint child, NcYear year, Month month, bool byParent)
    {
        var levers = Rates.Levers;
        if (!levers.Any(Lever.FewerRequests) && !levers.Any(Lever.FewerParentalRequests))
        {
            return false;
        }

        var words = Rates.Draws.At(child, Purpose.RequestThinning, 0);
        return words.A < Chance.Of(levers.Share(Lever.FewerRequests, month, year.Value))
            || (byParent && words.B < Chance.Of(levers.Share(Lever.FewerParentalRequests, month, year.Value)));
    }

    private void Decide(int week, Month month, Span<int> counts)
    {
        for (var i = 0; i < _cases.Count; i++)
        {
            var c = _cases[i];
            if (c.Ready > week || c.Stage is Stage.Advice or Stage.Drafting)
            {
                continue;
            }

            var year = YearOf(c, month);
            if (!year.CanHoldPlan)
            {
                // Past the year of the 25th birthday while the case was open.
                Close(i--);
                continue;
            }

            if (c.Stage == Stage.Requested && IsRefused(c, year, month))
            {
                counts[RefusedToAssess]++;
                AppealOrClose(ref i, Stage.AppealToAssess, week, 0);
                continue;
            }

            _cases[i] = c.Stage == Stage.AppealToIssue
                ? c with { Stage = Stage.Drafting, Ready = week, Exception = true }
                : c with { Stage = Stage.Advice, Ready = week + Rules.AdviceWeeks, Exception = c.Exception || c.Stage == Stage.AppealToAssess };
        }
    }

    private bool IsRefused(Case c, NcYear year, Month month)
    {
        var words = Rates.Draws.At(c.Child, Purpose.DecisionToAssess, 0);
        return words.A < Chance.Of(Math.Min(0.97, Rates.RefuseToAssess * Rules.RefusalByAge[year.Age]))
            || words.B < Chance.Of(Rates.Levers.Share(Lever.RefuseMoreToAssess, month, year.Value));
    }

    private void FinishAdvice(int week, Month month, Span<int> counts)
    {
        _advice = Math.Min(_advice + WeeklyAdvice(month), 2 * Math.Max(OneCase, WeeklyAdvice(month)));
        while (_advice >= OneCase && NextReady(week) is var i and >= 0)
        {
            _advice -= OneCase;
            var c = _cases[i];
            var year = YearOf(c, month);
            var words = Rates.Draws.At(c.Child, Purpose.DecisionToIssue, 0);
            var refused = words.A < Chance.Of(Rates.RefuseToIssue)
                || words.B < Chance.Of(Rates.Levers.Share(Lever.IssueFewer, month, year.Value));
            if (!year.CanHoldPlan)
            {
                Close(i);
            }
            else if (refused && c.Stage == Stage.Advice)
            {
                counts[NotIssued]++;
                AppealOrClose(ref i, Stage.AppealToIssue, week, 1);
            }
            else
            {
                // What is left of the 20 weeks after decision and advice goes to draft, consultation and final plan.
                var longest = Rules.FinalWeek - Rules.DecisionWeek - Rules.AdviceWeeks;
                var weeks = longest - (int)(Rates.Draws.At(c.Child, Purpose.StepWeeks, 0).B % 4);
                _cases[i] = c with { Stage = Stage.Drafting, Ready = week + Math.Max(1, weeks) };
            }
        }
    }

    // Cases stand in order of arrival, so the first that is ready is the oldest and the last the newest.
    private int NextReady(int week)
    {
        var newest = Rules.Order == WorkingOrder.NewestFirst || (Rules.Order == WorkingOrder.Split && _newestNext);
        _newestNext = !_newestNext;
        return newest
            ? _cases.FindLastIndex(c => c.Stage == Stage.Advice && c.Ready <= week)
            : _cases.FindIndex(c => c.Stage == Stage.Advice && c.Ready <= week);
    }

    private long WeeklyAdvice(Month month)
    {
        var share = world.Tables.RequestWeights.BaseByDistrict[district] / world.Tables.RequestWeights.BaseByDistrict.Sum();
        var years = (month - world.Scenario.Timetable.Census) / 12.0;
        var capacity = Rates.AdviceCapacity * (1 + (Rates.AdviceCapacityGrowth * years)) * (1 + Rates.Levers.Sum(Lever.MoreAdvice, month));
        return (long)(Math.Max(0, capacity) * share * OneCase);
    }

    private void Issue(int week, Span<int> counts, Action<Case> issue)
    {
        for (var i = 0; i < _cases.Count; i++)
        {
            var c = _cases[i];
            if (c.Stage != Stage.Drafting || c.Ready > week)
            {
                continue;
            }

            counts[NewPlans]++;
            if (!c.Exception)
            {
                counts[FinalPlansTimed]++;
                counts[FinalPlansIn20Weeks] += week - c.Arrived <= Rules.FinalWeek ? 1 : 0;
            }

            issue(c);
            Close(i--);
        }
    }

    private void AppealOrClose(ref int i, Stage stage, int week, uint index)
    {
        var c = _cases[i];
        var words = Rates.Draws.At(c.Child, Purpose.Appeal, 0, index);
        if (words.A < Rates.Appeal && words.B < Rates.Upheld)
        {
            _cases[i] = c with { Stage = stage, Ready = week + Rates.AppealWeeks };
        }
        else
        {
            Close(i--);
        }
    }

    private void Close(int i) => _cases.RemoveAt(i);

    private void Count(int week, Span<int> counts)
    {
        Open = 0;
        var oldest = 0;
        foreach (var c in _cases)
        {
            if (c.Stage is Stage.AppealToAssess or Stage.AppealToIssue)
            {
                continue;
            }

            Open++;
            if (week < c.Arrived)
            {
                throw Invariant.Broken(world, replicate, world.Scenario.Timetable.Start, $"Case of child {c.Child:x8} is older than its arrival.");
            }

            // An appeal that was won is a new order of the tribunal: its age is not the authority's delay.
            oldest = c.Exception ? oldest : Math.Max(oldest, week - c.Arrived);
        }

        counts[OpenCases] = Open;
        counts[OldestCase] = oldest;
    }

    private static NcYear YearOf(Case c, Month month) => NcYear.Of(new(c.Born), month.AcademicYear);

    /// <summary>An open case.</summary>
    /// <param name="Child">The child's id.</param>
    /// <param name="Arrived">Week of the request.</param>
    /// <param name="Ready">Week from which the next step can be taken.</param>
    /// <param name="Born">The academic year of birth.</param>
    /// <param name="Need">Primary need.</param>
    /// <param name="Stage">Where it stands.</param>
    /// <param name="Exception">Whether the 20 weeks do not bind.</param>
    internal readonly record struct Case(uint Child, int Arrived, int Ready, short Born, byte Need, Stage Stage, bool Exception);
}
