using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using static HighNeedsSim.Model.World.DistrictCount;

namespace HighNeedsSim.Model.Assessments;

/// <summary>A district's requests and assessments in one replicate, week by week, from the request to the final plan.</summary>
/// <remarks>
/// Cases stand in order of arrival. The week in which each next needs a look stands apart, so that a week's scan passes over
/// those whose time has not come; cases that only wait for advice are kept as a queue, and not looked at until it is their turn.
/// A case that has ended keeps its row until a third of all rows have ended, and what is counted each month is kept as cases go from stage to stage: a
/// month touches the cases to which something happens, and no others.
/// </remarks>
internal sealed class CasePipeline(WorldContext world, int district, int replicate)
{
    private const long OneCase = AdviceQueue.OneCase;
    private const int InQueue = int.MaxValue;
    private const long AnyNumber = long.MaxValue;
    private const int MostWeeks = 5;
    private const uint MostWeeksLate = 6;
    private const int MostWeeksHeldUp = 200;
    private static readonly ulong SlotChance = Chance.Of(RequestTrend.SlotChance);
    private readonly Gathered<Case> _cases = new(world.Pieces);
    private readonly Gathered<int> _next = new(world.Pieces);

    // 1 for an open case that the 20 weeks bind, else 0.
    private readonly Gathered<byte> _timed = new(world.Pieces);

    // The cases that wait for psychologists' advice; and those that wait for health's, where it has a capacity of its own.
    private readonly AdviceQueue _psychologists = new();
    private readonly AdviceQueue? _health = world.Scenario.Assessments.HealthCapacity is null ? null : new();
    private long _drafts;
    private int _open;
    private int _closed;

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

        /// <summary>Ended; its row is taken out later.</summary>
        Closed,

        /// <summary>The psychologist's advice is there, and health's is missing.</summary>
        HealthAdvice,

        /// <summary>Health's advice is there, and the psychologist's is missing.</summary>
        PsychologistAdvice,
    }

    private Replicate Rates => world.Replicates[replicate];

    private AssessmentRules Rules => world.Scenario.Assessments;

    /// <summary>Appeals of the district's families, those against content and placement too.</summary>
    internal AppealDocket Appeals { get; } = new();

    /// <summary>Cases that the authority has still to decide: appeals lie with the tribunal.</summary>
    internal int Open => _open;

    /// <summary>All cases in order of arrival, some that have ended among them.</summary>
    internal ReadOnlySpan<Case> Cases => _cases.Rows;

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    internal void Carry(Carrier carrier)
    {
        TakeOutClosed();
        _cases.Carry(carrier);
        _next.Carry(carrier);
        _timed.Carry(carrier);
        _psychologists.Carry(carrier);
        _health?.Carry(carrier);
        carrier.Value(ref _drafts);
        carrier.Value(ref _open);
        Appeals.Carry(carrier);
    }

    /// <summary>Plays a month: requests arrive, every week's steps are taken, plans are issued.</summary>
    /// <param name="month">The month.</param>
    /// <param name="withoutPlan">Residents without a plan, against those of census day.</param>
    /// <param name="counts">The district's counts of the month, added to.</param>
    /// <param name="issue">Called for every plan issued: the replicate, the case, and the month.</param>
    /// <param name="warmUp">Whether the month lies before the census: then so much is finished as leaves the given backlog.</param>
    internal void Play(Month month, double withoutPlan, Span<int> counts, Action<int, Case, Month> issue, bool warmUp = false)
    {
        var (firstWeek, weeks) = month.Weeks;
        Appeals.Turn(counts);
        var (arrivals, decisions) = (Scratch.OfThisThread.Arrivals, Scratch.OfThisThread.Decisions);
        Arrive(month, firstWeek, weeks, withoutPlan, counts, arrivals, decisions);
        AddArrivals(firstWeek, arrivals.Rows, decisions.Rows);
        var (weekly, weeklyHealth) = (WeeklyAdvice(month), WeeklyHealthAdvice(month));
        var drafts = warmUp ? AnyNumber : WeeklyDrafts(month);
        for (var week = firstWeek; week < firstWeek + weeks; week++)
        {
            AddDrafts(drafts);
            TakeSteps(week, month, counts, issue);
            AddCapacity(weekly, weeklyHealth, warmUp);
            FinishAdvice(week, month, counts);
        }

        if (3 * _closed > _cases.Count)
        {
            CheckOpen(month, TakeOutClosed());
        }

        Count(month, firstWeek + weeks - 1, counts);
    }

    private void Arrive(
        Month month, int firstWeek, int weeks, double withoutPlan, Span<int> counts, Gathered<Case> arrivals, Gathered<int> decisions)
    {
        arrivals.Clear();
        var (draws, trend, tables) = (Rates.Draws, Rates.Requests, world.Tables);
        var (whole, last) = trend.Slots(district, month, withoutPlan);
        var (ages, sources) = (trend.Ages(district, month), trend.Sources(month));
        // One address serves four slots: most slots of a month stay empty.
        var (slots, filled, children) = (Scratch.OfThisThread.Words, Scratch.OfThisThread.Filled, Scratch.OfThisThread.Children);
        slots.Clear();
        slots.AddEveryFourth(draws, (uint)district, whole + 1);
        slots.Draw(Purpose.RequestSlot, month.Index);
        slots.FindBelow(SlotChance, filled);
        children.Clear();
        foreach (var slot in filled.Rows)
        {
            // Behind the last slot an address has words to spare.
            if (slot < whole || (slot == whole && slots.Word(slot) < last))
            {
                children.Add(draws, ChildIds.OfRequest(district, month, slot));
            }
        }

        counts[DistrictCount.Requests] += children.Count;
        children.Draw(Purpose.RequestChild, 0);
        for (var n = 0; n < children.Count; n++)
        {
            var words = children[n];
            var year = NcYear.OfAge(Math.Min(Chance.Pick(ages, words.A), NcYear.Last.Age));
            arrivals.Add(new()
            {
                Child = children.Subject(n),
                Arrived = firstWeek + (int)(words.D % (uint)weeks),
                Born = BornFor(year, month),
                Need = (byte)Math.Max(0, Chance.Pick(tables.NeedByAge[year.Age], words.B)),
                Source = (byte)Math.Max(0, Chance.Pick(sources, words.C)),
            });
        }

        DrawSteps(children, arrivals.Rows, decisions);
        Withdraw(children, month, counts, arrivals, decisions);
        foreach (ref readonly var c in arrivals.Rows)
        {
            counts[RequestsBySource + c.Source]++;
        }
    }

    // What the case will turn on is drawn when it arrives, for all arrivals together: the child's words are the same whenever they are asked for.
    private void DrawSteps(ManyDraws children, Span<Case> arrivals, Gathered<int> decisions)
    {
        children.Draw(Purpose.StepWeeks, 0);
        decisions.Clear();
        for (var n = 0; n < arrivals.Length; n++)
        {
            ref var c = ref arrivals[n];
            var steps = children[n];
            // Decisions come in the last three of the weeks allowed, or one to six weeks late.
            decisions.Add(c.Arrived + (steps.D < Rates.LateDecisions
                ? Rules.DecisionWeek + 1 + (int)(steps.A % MostWeeksLate)
                : Math.Max(0, Rules.DecisionWeek - (int)(steps.A % 3))));
            c.Exception = steps.C < Rates.Exceptions;
            c.WeeksSaved = (byte)(steps.B % 4);
        }

        HoldUp(children, arrivals);
        children.Draw(Purpose.DecisionToAssess, 0);
        for (var n = 0; n < arrivals.Length; n++)
        {
            (arrivals[n].ToAssess, arrivals[n].ToAssessUnderMitigations) = (children.A[n], children.B[n]);
        }

        children.Draw(Purpose.DecisionToIssue, 0);
        for (var n = 0; n < arrivals.Length; n++)
        {
            (arrivals[n].ToIssue, arrivals[n].ToIssueUnderMitigations) = (children.A[n], children.B[n]);
        }
    }

    // Some cases lie for reasons of their own, whoever has time for them: a family moves, a report is missing, consent is not given.
    private void HoldUp(ManyDraws children, Span<Case> arrivals)
    {
        if (Rates.HeldUp == 0)
        {
            return;
        }

        children.Draw(Purpose.HeldUp, 0);
        for (var n = 0; n < arrivals.Length; n++)
        {
            if (children.A[n] < Rates.HeldUp)
            {
                // As likely to be let go in any week as in any other.
                var weeks = -Rates.HeldUpWeeks * Math.Log((children.B[n] + 0.5) / (1UL << 32));
                arrivals[n].HeldUpWeeks = (byte)Math.Min(MostWeeksHeldUp, 1 + (int)weeks);
            }
        }
    }

    // A mitigation that lowers demand withdraws requests that also arise without it, and one by which schools ask in place of parents changes who asks: the
    // same child, in both futures.
    private void Withdraw(ManyDraws children, Month month, Span<int> counts, Gathered<Case> arrivals, Gathered<int> decisions)
    {
        var levers = Rates.Levers;
        if (!levers.Any(Lever.FewerRequests) && !levers.Any(Lever.FewerParentalRequests) && !levers.Any(Lever.SchoolsAskFirst))
        {
            return;
        }

        children.Draw(Purpose.RequestThinning, 0);
        var kept = 0;
        for (var n = 0; n < children.Count; n++)
        {
            var c = arrivals[n];
            var year = YearOf(c, month).Value;
            if (children.A[n] < Chance.Of(levers.Share(Lever.FewerRequests, month, year))
                || (c.Source == (byte)Sen.RequestSource.Parent && children.B[n] < Chance.Of(levers.Share(Lever.FewerParentalRequests, month, year))))
            {
                counts[DistrictCount.Withdrawn]++;
            }
            else
            {
                if (c.Source == (byte)Sen.RequestSource.Parent && children.C[n] < Chance.Of(levers.Share(Lever.SchoolsAskFirst, month, year)))
                {
                    c.Source = (byte)Sen.RequestSource.School;
                }

                (arrivals[kept], decisions[kept]) = (c, decisions[n]);
                kept++;
            }
        }

        arrivals.Shorten(kept);
        decisions.Shorten(kept);
    }

    // All of the month's together, week by week: nothing looks at a case before the week of its decision, which is not before its arrival.
    private void AddArrivals(int firstWeek, ReadOnlySpan<Case> arrivals, ReadOnlySpan<int> decisions)
    {
        Span<int> at = stackalloc int[MostWeeks + 1];
        foreach (ref readonly var arrival in arrivals)
        {
            at[arrival.Arrived - firstWeek + 1]++;
        }

        at[0] = _cases.Count;
        for (var week = 1; week < at.Length; week++)
        {
            at[week] += at[week - 1];
        }

        _open += arrivals.Length;
        _cases.Lengthen(_cases.Count + arrivals.Length);
        _next.Lengthen(_cases.Count);
        _timed.Lengthen(_cases.Count);
        var cases = _cases.Rows;
        var next = _next.Rows;
        var timed = _timed.Rows;
        for (var n = 0; n < arrivals.Length; n++)
        {
            ref readonly var arrival = ref arrivals[n];
            var i = at[arrival.Arrived - firstWeek]++;
            (cases[i], next[i], timed[i]) = (arrival, decisions[n], arrival.Exception ? (byte)0 : (byte)1);
        }
    }

    // One look a week at every case whose time has come: decisions fall due, drafts become final, others join the queue for advice.
    private void TakeSteps(int week, Month month, Span<int> counts, Action<int, Case, Month> issue)
    {
        var cases = _cases.Rows;
        var next = _next.Rows;
        var due = Scratch.OfThisThread.Rows(next.Length);
        due = due[..RowScan.AtMost(next, week, due)];
        Ahead.Fetch(cases, due);
        for (var n = due.Length - 1; n >= 0; n--)
        {
            var i = due[n];
            ref var c = ref cases[i];
            var before = c.Stage;
            switch (before)
            {
                case Stage.Advice:
                    _psychologists.Join(i, c.Born);
                    _health?.Join(i, c.Born);
                    next[i] = InQueue;
                    continue;
                case Stage.Drafting:
                    continue;
                case Stage.Requested or Stage.AppealToAssess or Stage.AppealToIssue:
                    next[i] = Decide(ref c, week, month, counts);
                    break;
            }

            Follow(i, c, before);
        }

        // Plans become final oldest first, as far as caseworkers get: the others are looked at again a week later.
        foreach (var i in due)
        {
            ref var c = ref cases[i];
            if (c.Stage != Stage.Drafting || next[i] > week)
            {
                continue;
            }

            if (_drafts < OneCase)
            {
                next[i] = week + 1;
                continue;
            }

            TakeCasework();
            Issue(ref c, week, month, counts, issue);
            Follow(i, c, Stage.Drafting);
        }
    }

    // What caseworkers do of final plans in a week; what is not used is kept as that of advice is.
    private void AddDrafts(long weekly) =>
        _drafts = weekly == AnyNumber ? AnyNumber : Math.Min((_drafts == AnyNumber ? 0 : _drafts) + weekly, 2 * Math.Max(OneCase, weekly));

    private void TakeCasework() => _drafts -= _drafts == AnyNumber ? 0 : OneCase;

    // Keeps the counts of open cases when one goes on to another stage.
    private void Follow(int i, in Case c, Stage before)
    {
        _open += (IsOpen(c.Stage) ? 1 : 0) - (IsOpen(before) ? 1 : 0);
        _timed[i] = IsOpen(c.Stage) && !c.Exception ? (byte)1 : (byte)0;
        if (c.Stage == Stage.Closed)
        {
            _next[i] = InQueue;
            _closed++;
        }
    }

    // An appeal lies with the tribunal.
    private static bool IsOpen(Stage stage) => stage is Stage.Requested or Stage.Advice or Stage.HealthAdvice or Stage.PsychologistAdvice or Stage.Drafting;

    /// <returns>The week in which the case next needs a look.</returns>
    private int Decide(ref Case c, int week, Month month, Span<int> counts)
    {
        var year = YearOf(c, month);
        if (!year.CanHoldPlan)
        {
            // Past the year of the 25th birthday while the case was open.
            c.Stage = Stage.Closed;
            return week;
        }

        if (c.Stage == Stage.Requested && IsRefused(c, year, month))
        {
            counts[Decided]++;
            counts[RefusedToAssess]++;
            return AppealOrClose(ref c, Stage.AppealToAssess, week, 0, counts);
        }

        if (c.Stage == Stage.AppealToIssue)
        {
            // Ordered by the tribunal: issued the week after.
            (c.Stage, c.Exception) = (Stage.Drafting, true);
            return week + 1;
        }

        counts[Decided] += c.Stage == Stage.Requested ? 1 : 0;
        c.Exception |= c.Stage == Stage.AppealToAssess;
        c.Stage = Stage.Advice;
        return week + Rules.AdviceWeeks + c.HeldUpWeeks;
    }

    private bool IsRefused(in Case c, NcYear year, Month month)
    {
        var refused = Rules.GivenRefusals.TryGetValue(month.CalendarYear, out var given) ? given : Rates.RefuseToAssess;
        return c.ToAssess < Chance.Of(Math.Min(0.97, refused * Rules.RefusalByAge[year.Age]))
            || c.ToAssessUnderMitigations < Chance.Of(Rates.Levers.Share(Lever.RefuseMoreToAssess, month, year.Value));
    }

    private void FinishAdvice(int week, Month month, Span<int> counts)
    {
        FinishAdvice(_psychologists, Stage.PsychologistAdvice, Stage.HealthAdvice, week, month, counts);
        if (_health is { } health)
        {
            FinishAdvice(health, Stage.HealthAdvice, Stage.PsychologistAdvice, week, month, counts);
        }
    }

    // A case goes on when no other advice is missing.
    private void FinishAdvice(AdviceQueue queue, Stage last, Stage other, int week, Month month, Span<int> counts)
    {
        var taken = Scratch.OfThisThread.Taken;
        queue.TakeUp(Rules, Rates.OldestShare, BornFor(new(-1), month), taken);
        foreach (var i in taken.Rows)
        {
            ref var c = ref _cases.Rows[i];
            if (_health is null || c.Stage == last)
            {
                Finish(i, week, month, counts);
            }
            else
            {
                c.Stage = other;
            }
        }
    }

    private void Finish(int i, int week, Month month, Span<int> counts)
    {
        ref var c = ref _cases.Rows[i];
        var before = c.Stage;
        _next[i] = FinishAdvice(ref c, week, month, counts);
        Follow(i, c, before);
    }

    private void AddCapacity(long weekly, long weeklyHealth, bool warmUp)
    {
        if (warmUp && Rates.Backlog > 0)
        {
            // Psychologists' is what is known of the backlog of census day: nobody waits for health then.
            _psychologists.LeaveWaiting((int)Math.Round(Rates.Backlog * world.Tables.RequestWeights.Shares[district], MidpointRounding.ToEven));
            _health?.LeaveWaiting(0);
            return;
        }

        _psychologists.AddCapacity(weekly);
        if (weeklyHealth == AnyNumber)
        {
            _health?.LeaveWaiting(0);
        }
        else
        {
            _health?.AddCapacity(weeklyHealth);
        }
    }

    /// <returns>The week in which the case next needs a look.</returns>
    private int FinishAdvice(ref Case c, int week, Month month, Span<int> counts)
    {
        var year = YearOf(c, month);
        if (!year.CanHoldPlan)
        {
            c.Stage = Stage.Closed;
            return week;
        }

        if (c.ToIssue < Chance.Of(Math.Min(0.97, Rates.RefuseToIssue * Rules.NotIssuedByAge[year.Age]))
            || c.ToIssueUnderMitigations < Chance.Of(Rates.Levers.Share(Lever.IssueFewer, month, year.Value)))
        {
            counts[NotIssued]++;
            TakeCasework();
            return AppealOrClose(ref c, Stage.AppealToIssue, week, 1, counts);
        }

        // What is left of the 20 weeks after decision and advice goes to draft, consultation and final plan.
        var longest = Rules.FinalWeek - Rules.DecisionWeek - Rules.AdviceWeeks;
        var weeks = longest - c.WeeksSaved;
        c.Stage = Stage.Drafting;
        return week + Math.Max(1, weeks);
    }

    private long WeeklyAdvice(Month month)
    {
        var share = world.Tables.RequestWeights.Shares[district];
        var years = (month - world.Scenario.Timetable.Census) / 12.0;
        var capacity = Rules.GivenOutput.TryGetValue(month.CalendarYear, out var given)
            ? given
            : Rates.AdviceCapacity * (1 + (Rates.AdviceCapacityGrowth * years)) * (1 + Rates.Levers.Sum(Lever.MoreAdvice, month));
        return (long)(Math.Max(0, capacity) * share * OneCase);
    }

    private long WeeklyHealthAdvice(Month month) => Rules.GivenOutput.ContainsKey(month.CalendarYear)
        ? AnyNumber
        : (long)(Rates.HealthAdvice(world.Scenario, month) * world.Tables.RequestWeights.Shares[district] * OneCase);

    private long WeeklyDrafts(Month month) =>
        Rates.Casework <= 0 || Rules.GivenOutput.ContainsKey(month.CalendarYear)
            ? AnyNumber
            : (long)(Rates.MostAssessments(world.Scenario, month) * world.Tables.RequestWeights.Shares[district] * OneCase);

    private void Issue(ref Case c, int week, Month month, Span<int> counts, Action<int, Case, Month> issue)
    {
        counts[NewPlans]++;
        if (!c.Exception)
        {
            counts[FinalPlansTimed]++;
            counts[FinalPlansIn20Weeks] += week - c.Arrived <= Rules.FinalWeek ? 1 : 0;
        }

        issue(replicate, c, month);
        c.Stage = Stage.Closed;
    }

    /// <returns>The week in which the case next needs a look.</returns>
    private int AppealOrClose(ref Case c, Stage stage, int week, uint index, Span<int> counts)
    {
        var words = Rates.Draws.At(c.Child, Purpose.Appeal, 0, index);
        var isIssue = stage == Stage.AppealToIssue;
        var isAppealed = words.A < (isIssue ? Rates.AppealNotIssued : Rates.Appeal);
        var (isUpheld, isMediated) = (words.B < Rates.Upheld, words.C < Rates.Mediation);
        var weeks = (isMediated ? Rates.MediationDelay : Rates.AppealDelay).Of(words.D);
        counts[DistrictCount.Appeals] += isAppealed ? 1 : 0;
        if (isAppealed && !(isUpheld && isMediated))
        {
            // What mediation settles never comes before the tribunal.
            Appeals.Register(isIssue ? AppealKind.RefusalToIssue : AppealKind.RefusalToAssess, 1, isUpheld ? 1 : 0, isMediated ? Rates.AppealDelay.Of(words.D) : weeks, counts);
        }

        c.Stage = isAppealed && isUpheld ? stage : Stage.Closed;
        return week + weeks;
    }

    /// <returns>How many of those left are open.</returns>
    private int TakeOutClosed()
    {
        var cases = _cases.Rows;
        var next = _next.Rows;
        var timed = _timed.Rows;
        var (kept, psychologists, health, open) = (0, 0, 0, 0);
        for (var i = 0; i < cases.Length; i++)
        {
            if (cases[i].Stage == Stage.Closed)
            {
                continue;
            }

            _psychologists.Renumber(ref psychologists, i, kept);
            _health?.Renumber(ref health, i, kept);
            if (kept < i)
            {
                (cases[kept], next[kept], timed[kept]) = (cases[i], next[i], timed[i]);
            }

            open += IsOpen(cases[kept].Stage) ? 1 : 0;
            kept++;
        }

        _cases.Shorten(kept);
        _next.Shorten(kept);
        _timed.Shorten(kept);
        _closed = 0;
        return open;
    }

    private void CheckOpen(Month month, int open)
    {
        if (open != _open)
        {
            throw Invariant.Broken(world, replicate, month, $"{_open} cases were counted as open, and {open} are.");
        }
    }

    // An appeal that was won is a new order of the tribunal: its age is not the authority's delay, so those cases are not timed.
    private void Count(Month month, int week, Span<int> counts)
    {
        var cases = _cases.Rows;
        var timed = _timed.Rows;
        if (cases.Length > 0 && week < cases[^1].Arrived)
        {
            throw Invariant.Broken(world, replicate, month, $"Case of child {cases[^1].Child:x8} is older than its arrival.");
        }

        // They stand in order of arrival: the oldest comes first, and whatever is late before whatever is not.
        counts[OpenCases] = _open;
        counts[AwaitPsychologist] = _psychologists.Count;
        counts[AwaitHealth] = _health?.Count ?? 0;
        counts[OpenOver20Weeks] = timed[..ArrivedBefore(cases, week - Rules.FinalWeek)].Count((byte)1);
        counts[OldestCase] = timed.IndexOf((byte)1) is var oldest and >= 0 ? week - cases[oldest].Arrived : 0;
    }

    private static int ArrivedBefore(ReadOnlySpan<Case> cases, int week)
    {
        var (from, to) = (0, cases.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = cases[middle].Arrived < week ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    private static short BornFor(NcYear year, Month month) => (short)(month.AcademicYear.Starts - year.Value - 5);

    private static NcYear YearOf(in Case c, Month month) => NcYear.Of(new(c.Born), month.AcademicYear);

    /// <summary>An open case.</summary>
    internal struct Case
    {
        /// <summary>The child's id.</summary>
        internal uint Child;

        /// <summary>Week of the request.</summary>
        internal int Arrived;

        /// <summary>The academic year of birth.</summary>
        internal short Born;

        /// <summary>Primary need.</summary>
        internal byte Need;

        /// <summary>Where it stands.</summary>
        internal Stage Stage;

        /// <summary>Whether the 20 weeks do not bind.</summary>
        internal bool Exception;

        /// <summary>Who asked: a <see cref="Sen.RequestSource"/>.</summary>
        internal byte Source;

        /// <summary>Weeks less than the rules allow between advice and the final plan.</summary>
        internal byte WeeksSaved;

        /// <summary>Weeks for which its advice lies for reasons of its own, beyond those allowed.</summary>
        internal byte HeldUpWeeks;

        /// <summary>The word that decides whether the child is assessed, below the chance of a refusal.</summary>
        internal uint ToAssess;

        /// <summary>The word that decides whether a mitigation has the request refused.</summary>
        internal uint ToAssessUnderMitigations;

        /// <summary>The word that decides whether a plan is issued, below the chance that it is not.</summary>
        internal uint ToIssue;

        /// <summary>The word that decides whether a mitigation has no plan issued.</summary>
        internal uint ToIssueUnderMitigations;
    }
}
