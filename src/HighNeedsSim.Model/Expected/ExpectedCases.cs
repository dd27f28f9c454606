using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// Requests and assessments of the whole authority in expectation, week by week: how many cases of each birth year stand where.
/// </summary>
/// <remarks>
/// The rules and the weeks are those of <see cref="CasePipeline"/>. Districts are put together, because staff are shared out by
/// requests, so that every district's queue is as long for its staff as any other's. What is lost is chance: a queue that is
/// short on average is sometimes empty, and its staff idle.
/// </remarks>
internal sealed class ExpectedCases
{
    // Decisions come in each of the last three of the weeks allowed, or one to six weeks late; final plans in each of four.
    private const int WeeksInTime = 3;
    private const int DecisionWeeks = WeeksInTime + 6;
    private const int DraftWeeks = 4;

    // The year before Reception.
    private static readonly NcYear StartsNext = new(-1);
    private readonly WorldTables _tables;
    private readonly int _firstWeek;
    private readonly int _births;
    private readonly int _firstBorn;
    private readonly int _adviceSlots;
    private readonly double[][] _assessed;
    private readonly double[] _assessedTimed;
    private readonly double[] _refused = new double[NcYear.Count];
    private readonly double[] _notIssued = new double[NcYear.Count];
    private readonly double[] _withdrawn = new double[NcYear.Count];
    private readonly double[] _byParents = new double[NcYear.Count];
    private readonly double[] _bySchoolsInstead = new double[NcYear.Count];
    private readonly double[] _refusedOf;
    private readonly double[] _notIssuedOf;
    private readonly double[] _issuedThisMonth;
    private readonly double[] _refusedThisWeek;
    private readonly double[] _notIssuedThisWeek;
    private WorldContext _world = null!;
    private double[] _arrived = [];
    private double[] _ready = [];
    private double[] _readyTimed = [];
    private double[] _readyTotal = [];
    private double[] _appeals = [];
    private double[] _appealPlans = [];
    private double[] _plans = [];
    private double[] _timed = [];
    private double[] _inTime = [];
    private double _exceptions;
    private double _comesBack;
    private double _late;
    private double _mediation;
    private double _appealed;
    private double _appealedNotIssued;
    private double _comesBackWithPlan;
    private double _parents;
    private double _advice;
    private double _healthAdvice;
    private double _drafts;
    private double _refusedNow;
    private double _notIssuedNow;

    // Cases that wait for advice; of them, those for psychologists' and those for health's, of which some wait for both.
    private double _waiting;
    private double _forPsychologists;
    private double _forHealth;
    private double _inProgress;
    private int _oldest;
    private int _newest;

    // Birth years from the eldest who can hold a plan this month up to the youngest, who is left out.
    private int _from;
    private int _to;

    internal ExpectedCases(WorldTables tables)
    {
        _tables = tables;
        var timetable = tables.Scenario.Timetable;
        _firstWeek = timetable.WarmUpStart.Weeks.First;
        _firstBorn = timetable.WarmUpStart.AcademicYear.Starts - NcYear.Last.Value - 5;
        _births = timetable.End.AcademicYear.Starts - NcYear.First.Value - 5 - _firstBorn + 1;
        _adviceSlots = Math.Max(1, Rules.AdviceWeeks);
        _assessed = [.. Enumerable.Range(0, _adviceSlots * (DecisionWeeks + 1)).Select(_ => new double[_births])];
        _assessedTimed = new double[_assessed.Length];
        (_issuedThisMonth, _refusedOf, _notIssuedOf) = (new double[_births], new double[_births], new double[_births]);
        (_refusedThisWeek, _notIssuedThisWeek) = (new double[_births], new double[_births]);
        DistrictShares = new double[_births * tables.Districts];
    }

    /// <summary>Counts of the month, as districts count them: positions of <see cref="DistrictCount"/>.</summary>
    internal double[] Counts { get; } = new double[DistrictCount.Length];

    /// <summary>Appeals of families, those against content and placement too.</summary>
    internal ExpectedAppeals Appeals { get; } = new();

    /// <summary>Home districts of those for whom requests were made this month: [birth year × districts + district].</summary>
    internal double[] DistrictShares { get; }

    private Replicate Rates => _world.Replicates[0];

    private int WeeksToFinal => Rules.FinalWeek - Rules.DecisionWeek - Rules.AdviceWeeks;

    private AssessmentRules Rules => _tables.Scenario.Assessments;

    /// <summary>Position among birth years of those in a curriculum year (by position) in a month.</summary>
    internal int BirthOf(int year, Month month) => month.AcademicYear.Starts - (year + NcYear.First.Value) - 5 - _firstBorn;

    /// <summary>Runs the pipeline alone up to census day: the plans it issues then are in the opening stock.</summary>
    internal void Open(WorldContext world)
    {
        _world = world;
        Empty();
        Appeals.Open();
        _exceptions = Chance.Below(Rates.Exceptions);
        _appealed = Chance.Below(Rates.Appeal);
        _comesBack = _appealed * Chance.Below(Rates.Upheld);
        _appealedNotIssued = Chance.Below(Rates.AppealNotIssued);
        _comesBackWithPlan = _appealedNotIssued * Chance.Below(Rates.Upheld);
        _late = Chance.Below(Rates.LateDecisions);
        _mediation = Chance.Below(Rates.Mediation);
        var timetable = _tables.Scenario.Timetable;
        Span<double> withoutPlan = stackalloc double[_tables.Districts];
        withoutPlan.Fill(1);
        for (var month = timetable.WarmUpStart; month < timetable.Start; month += 1)
        {
            Play(month, withoutPlan, warmUp: true);
        }
    }

    /// <summary>Plays a month.</summary>
    /// <param name="month">The month.</param>
    /// <param name="withoutPlan">By district: residents without a plan, against those of census day.</param>
    /// <param name="warmUp">Whether the month lies before the census: then so much is finished as leaves the given backlog.</param>
    /// <returns>Plans issued, by birth year.</returns>
    internal ReadOnlySpan<double> Play(Month month, ReadOnlySpan<double> withoutPlan, bool warmUp = false)
    {
        Array.Clear(Counts);
        Array.Clear(_issuedThisMonth);
        (_refusedNow, _notIssuedNow) = (0, 0);
        Appeals.Turn(Counts);
        SetChances(month);
        var (first, weeks) = month.Weeks;
        Arrive(month, first, weeks, withoutPlan);
        for (var week = first; week < first + weeks; week++)
        {
            HoldDrafts(week, month, warmUp);
            Issue(week);
            Decide(week);
            AddCapacity(month, warmUp);
            FinishAdvice(week, month);
        }

        Register(AppealKind.RefusalToAssess, _refusedNow * _appealed);
        Register(AppealKind.RefusalToIssue, _notIssuedNow * _appealedNotIssued);
        Counts[DistrictCount.OpenCases] = _inProgress;
        Counts[DistrictCount.AwaitPsychologist] = _forPsychologists;
        Counts[DistrictCount.AwaitHealth] = _forHealth;
        Counts[DistrictCount.OldestCase] = OldestWeeks(first + weeks - 1);
        return _issuedThisMonth;
    }

    // What mediation settles never comes before the tribunal.
    private void Register(AppealKind kind, double appealed)
    {
        var (upheld, delay) = (Chance.Below(Rates.Upheld), Rates.AppealDelay);
        var each = appealed / delay.Count;
        for (var weeks = delay.Fewest; weeks <= delay.Most; weeks++)
        {
            Appeals.Register(kind, each * (1 - (upheld * _mediation)), each * upheld * (1 - _mediation), weeks, Counts);
        }
    }

    // No case anywhere. How long an appeal takes differs from future to future, and with it for how many weeks there must be room.
    private void Empty()
    {
        var (last, count) = _tables.Scenario.Timetable.End.Weeks;
        var weeks = last + count - _firstWeek + Rules.FinalWeek + Math.Max(Rates.AppealDelay.Most, Rates.MediationDelay.Most) + 4;
        if (_timed.Length < weeks)
        {
            (_arrived, _ready, _appeals, _appealPlans, _plans) = (OfBirths(), OfBirths(), OfBirths(), OfBirths(), OfBirths());
            (_readyTimed, _readyTotal, _timed, _inTime) = (new double[weeks], new double[weeks], new double[weeks], new double[weeks]);
        }

        foreach (var table in new[] { _arrived, _ready, _appeals, _appealPlans, _plans, _readyTimed, _readyTotal, _timed, _inTime, _assessedTimed })
        {
            Array.Clear(table);
        }

        foreach (var table in _assessed)
        {
            Array.Clear(table);
        }

        (_advice, _healthAdvice, _drafts, _inProgress, _oldest, _newest) = (0, 0, 0, 0, 0, -1);
        (_waiting, _forPsychologists, _forHealth) = (0, 0, 0);

        double[] OfBirths() => new double[weeks * _births];
    }

    private Span<double> Week(double[] table, int week) => table.AsSpan((week - _firstWeek) * _births, _births);

    private bool IsInRange(int birth) => birth >= _from && birth < _to;

    private void SetChances(Month month)
    {
        var levers = Rates.Levers;
        _parents = Chance.Below(Rates.Requests.Sources(month)[(int)RequestSource.Parent]);
        var share = Rules.GivenRefusals.TryGetValue(month.CalendarYear, out var given) ? given : Rates.RefuseToAssess;
        for (var y = 0; y < NcYear.Count; y++)
        {
            var year = y + NcYear.First.Value;
            var refuse = Math.Min(0.97, share * Rules.RefusalByAge[y]);
            var none = Math.Min(0.97, Rates.RefuseToIssue * Rules.NotIssuedByAge[y]);
            _refused[y] = 1 - ((1 - refuse) * (1 - levers.Share(Lever.RefuseMoreToAssess, month, year)));
            _notIssued[y] = 1 - ((1 - none) * (1 - levers.Share(Lever.IssueFewer, month, year)));
            _withdrawn[y] = 1 - ((1 - levers.Share(Lever.FewerRequests, month, year))
                * (1 - (_parents * levers.Share(Lever.FewerParentalRequests, month, year))));
            // Of those left: mitigations that parents alone answer to leave fewer of theirs.
            var fewer = levers.Share(Lever.FewerParentalRequests, month, year);
            _byParents[y] = _parents * fewer < 1 ? _parents * (1 - fewer) / (1 - (_parents * fewer)) : 0;
            _bySchoolsInstead[y] = _byParents[y] * levers.Share(Lever.SchoolsAskFirst, month, year);
        }

        // The same by birth year.
        (_from, _to) = (Math.Max(0, BirthOf(NcYear.Count - 1, month)), Math.Min(_births, BirthOf(0, month) + 1));
        for (var b = _from; b < _to; b++)
        {
            var y = BirthOf(0, month) - b;
            (_refusedOf[b], _notIssuedOf[b]) = (_refused[y], _notIssued[y]);
        }
    }

    private void Arrive(Month month, int first, int weeks, ReadOnlySpan<double> withoutPlan)
    {
        var districts = _tables.Districts;
        Array.Clear(DistrictShares);
        var arrived = Week(_arrived, first);
        var others = 0.0;
        for (var d = 0; d < districts; d++)
        {
            var expected = Rates.Requests.Expected(d, month, withoutPlan[d]);
            Counts[DistrictCount.Requests] += expected;
            var thresholds = Rates.Requests.Ages(d, month);
            ulong below = 0;
            for (var age = 0; age < thresholds.Length; age++)
            {
                var requests = expected * Chance.Below(thresholds[age] - below);
                below = thresholds[age];
                var year = Math.Min(age, NcYear.Count - 1);
                var left = requests * (1 - _withdrawn[year]);
                Counts[DistrictCount.Withdrawn] += requests - left;
                Counts[DistrictCount.RequestsBySource + (int)RequestSource.Parent] += left * (_byParents[year] - _bySchoolsInstead[year]);
                Counts[DistrictCount.RequestsBySource + (int)RequestSource.School] += left * _bySchoolsInstead[year];
                others += left * (1 - _byParents[year]);
                var birth = BirthOf(year, month);
                arrived[birth] += left / weeks;
                DistrictShares[(birth * districts) + d] += left;
            }
        }

        var sources = Rates.Requests.Sources(month);
        var schools = _parents < 1 ? (Chance.Below(sources[(int)RequestSource.School]) - _parents) / (1 - _parents) : 0;
        Counts[DistrictCount.RequestsBySource + (int)RequestSource.School] += others * schools;
        Counts[DistrictCount.RequestsBySource + (int)RequestSource.Other] += others * (1 - schools);
        for (var b = 0; b < _births; b++)
        {
            _inProgress += arrived[b] * weeks;
            Normalise(DistrictShares.AsSpan(b * districts, districts));
        }

        for (var week = 1; week < weeks; week++)
        {
            arrived.CopyTo(Week(_arrived, first + week));
        }
    }

    private void Normalise(Span<double> shares)
    {
        var sum = 0.0;
        foreach (var share in shares)
        {
            sum += share;
        }

        for (var d = 0; d < shares.Length; d++)
        {
            shares[d] = sum > 0 ? shares[d] / sum : _tables.RequestWeights.Shares[d];
        }
    }

    // Plans that caseworkers do not get to become final a week later, or later still.
    private void HoldDrafts(int week, Month month, bool warmUp)
    {
        if (warmUp || Rates.Casework <= 0 || Rules.GivenOutput.ContainsKey(month.CalendarYear))
        {
            _drafts = 0;
            return;
        }

        var weekly = Rates.MostAssessments(_tables.Scenario, month);
        _drafts = Math.Min(_drafts + weekly, 2 * weekly);
        var plans = Week(_plans, week);
        var ordered = Week(_appealPlans, week);
        var all = 0.0;
        for (var b = 0; b < plans.Length; b++)
        {
            all += plans[b] + ordered[b];
        }

        var held = all > _drafts ? (all - Math.Max(0, _drafts)) / all : 0;
        _drafts -= all * (1 - held);
        if (held <= 0)
        {
            return;
        }

        Hold(plans, Week(_plans, week + 1), held);
        Hold(ordered, Week(_appealPlans, week + 1), held);
        var at = week - _firstWeek;
        _timed[at + 1] += _timed[at] * held;
        _timed[at] *= 1 - held;
        // Plans take one to so many weeks: of those that are in time, the ones that took all of them are late a week later.
        _inTime[at + 1] += _inTime[at] * held * (DraftWeeks - 1) / DraftWeeks;
        _inTime[at] *= 1 - held;

        static void Hold(Span<double> now, Span<double> later, double held)
        {
            for (var b = 0; b < now.Length; b++)
            {
                later[b] += now[b] * held;
                now[b] *= 1 - held;
            }
        }
    }

    private void Issue(int week)
    {
        var plans = Week(_plans, week);
        var ordered = Week(_appealPlans, week);
        var at = week - _firstWeek;
        Counts[DistrictCount.FinalPlansTimed] += _timed[at];
        Counts[DistrictCount.FinalPlansIn20Weeks] += _inTime[at];
        var (issued, final) = (0.0, 0.0);
        for (var b = 0; b < plans.Length; b++)
        {
            final += plans[b];
        }

        for (var b = _from; b < _to; b++)
        {
            issued += plans[b] + ordered[b];
            _issuedThisMonth[b] += plans[b] + ordered[b];
        }

        Counts[DistrictCount.NewPlans] += issued;
        _inProgress -= final;
    }

    private void Decide(int week)
    {
        Array.Clear(_refusedThisWeek);
        var slot = week % _adviceSlots * (DecisionWeeks + 1);
        // What was taken up as many weeks ago as advice takes is ready now: its place is free.
        Ready(slot, week);
        for (var k = 0; k < DecisionWeeks; k++)
        {
            var arrivedIn = week - WeeksTo(k);
            var assessed = _assessed[slot + k];
            Array.Clear(assessed);
            _assessedTimed[slot + k] = 1 - _exceptions;
            if (arrivedIn < _firstWeek)
            {
                continue;
            }

            var arrived = Week(_arrived, arrivedIn);
            var part = k < WeeksInTime ? (1 - _late) / WeeksInTime : _late / (DecisionWeeks - WeeksInTime);
            var (decided, allRefused, elsewhere) = (0.0, 0.0, 0.0);
            for (var b = _from; b < _to; b++)
            {
                var cases = arrived[b] * part;
                var refused = cases * _refusedOf[b];
                decided += cases;
                allRefused += refused;
                assessed[b] = cases - refused;
                _refusedThisWeek[b] += refused;
            }

            for (var b = 0; b < arrived.Length; b++)
            {
                elsewhere += IsInRange(b) ? 0 : arrived[b] * part;
            }

            Counts[DistrictCount.Decided] += decided;
            Counts[DistrictCount.RefusedToAssess] += allRefused;
            Counts[DistrictCount.Appeals] += allRefused * _appealed;
            _inProgress -= allRefused + elsewhere;
            _refusedNow += allRefused;
        }

        ComeBack(_appeals, week, _refusedThisWeek, _comesBack);
        // Those ordered to be assessed come back as old as they are, and out of the 20 weeks.
        var back = _assessed[slot + DecisionWeeks];
        Week(_appeals, week).CopyTo(back);
        _assessedTimed[slot + DecisionWeeks] = 0;
        foreach (var cases in back)
        {
            _inProgress += cases;
        }
    }

    // Of those refused in a week, the ones who win come back when mediation or the tribunal is done with them.
    private void ComeBack(double[] table, int week, double[] refused, double share)
    {
        Spread(Rates.AppealDelay, share * (1 - _mediation));
        Spread(Rates.MediationDelay, share * _mediation);

        void Spread(Delay delay, double part)
        {
            if (part <= 0)
            {
                return;
            }

            for (var weeks = delay.Fewest; weeks <= delay.Most; weeks++)
            {
                var back = Week(table, week + weeks);
                for (var b = _from; b < _to; b++)
                {
                    back[b] += refused[b] * part / delay.Count;
                }
            }
        }
    }

    private void Ready(int slot, int week)
    {
        var decided = week - _adviceSlots;
        for (var k = 0; k <= DecisionWeeks; k++)
        {
            var arrivedIn = decided - (k < DecisionWeeks ? WeeksTo(k) : Rules.DecisionWeek - 1 + Rates.AppealDelay.Mean);
            var at = Math.Max(0, arrivedIn - _firstWeek);
            var cases = _assessed[slot + k];
            var ready = _ready.AsSpan(at * _births, _births);
            var total = 0.0;
            for (var b = 0; b < _births; b++)
            {
                ready[b] += cases[b];
                total += cases[b];
            }

            if (total <= 0)
            {
                continue;
            }

            _readyTotal[at] += total;
            _waiting += total;
            _forPsychologists += total;
            _forHealth += total;
            _readyTimed[at] += total * _assessedTimed[slot + k];
            _oldest = Math.Min(_oldest, at);
            _newest = Math.Max(_newest, at);
        }
    }

    // From the request to the decision: in time from the last week allowed down, then late ones.
    private int WeeksTo(int k) => k < WeeksInTime ? Rules.DecisionWeek - k : Rules.DecisionWeek + k - WeeksInTime + 1;

    private void AddCapacity(Month month, bool warmUp)
    {
        if (warmUp && Rates.Backlog > 0)
        {
            (_advice, _healthAdvice) = (Math.Max(0, _forPsychologists - Rates.Backlog), _forHealth);
            return;
        }

        _advice = Kept(_advice, WeeklyAdvice(month));
        _healthAdvice = Rules.HealthCapacity is null || Rules.GivenOutput.ContainsKey(month.CalendarYear)
            ? _forHealth
            : Kept(_healthAdvice, Rates.HealthAdvice(_tables.Scenario, month));
    }

    // With what was not used before; of that no district keeps more than a week's.
    private double Kept(double left, double weekly)
    {
        var most = 0.0;
        foreach (var share in _tables.RequestWeights.Shares)
        {
            most += 2 * Math.Max(1, weekly * share);
        }

        return Math.Min(left + weekly, most);
    }

    // Both take cases up in the same order, so the longer of the two queues holds all who wait.
    private double TakeUp()
    {
        var byPsychologists = Math.Min(_advice, Math.Max(0, _forPsychologists));
        var byHealth = Math.Min(_healthAdvice, Math.Max(0, _forHealth));
        (_advice, _forPsychologists) = (_advice - byPsychologists, _forPsychologists - byPsychologists);
        (_healthAdvice, _forHealth) = (_healthAdvice - byHealth, _forHealth - byHealth);
        return Math.Max(0, _waiting - Math.Max(_forPsychologists, _forHealth));
    }

    private void FinishAdvice(int week, Month month)
    {
        Array.Clear(_notIssuedThisWeek);
        var work = TakeUp();
        _waiting -= work;
        if (Rules.StartersFirst)
        {
            work = FinishStarters(work, week, month);
        }

        var half = Rules.Order == WorkingOrder.Split ? 1 - Rates.OldestShare : Rules.Order == WorkingOrder.NewestFirst ? 1 : 0;
        for (var left = work * half; left > 1e-9 && _newest >= _oldest;)
        {
            left -= Take(_newest, left, week);
            _newest -= _readyTotal[_newest] <= 1e-9 ? 1 : 0;
        }

        for (var left = work * (1 - half); left > 1e-9 && _newest >= _oldest;)
        {
            left -= Take(_oldest, left, week);
            _oldest += _readyTotal[_oldest] <= 1e-9 ? 1 : 0;
        }

        while (_oldest < _newest && _readyTotal[_oldest] <= 1e-9)
        {
            _oldest++;
        }

        ComeBack(_appealPlans, week + 1, _notIssuedThisWeek, _comesBackWithPlan);
    }

    // Children about to start school, so that their plans are there when school begins: those who have waited longest first.
    private double FinishStarters(double work, int week, Month month)
    {
        var birth = BirthOf(StartsNext.Position, month);
        for (var at = _oldest; at <= _newest && work > 1e-9; at++)
        {
            ref var ready = ref _ready[(at * _births) + birth];
            var cases = Math.Min(Math.Max(0, ready), work);
            if (cases <= 0)
            {
                continue;
            }

            ready -= cases;
            work -= cases;
            var share = Math.Min(1, cases / _readyTotal[at]);
            Time(at, Finish(birth, cases, week), week);
            _readyTimed[at] -= _readyTimed[at] * share;
            _readyTotal[at] = Math.Max(0, _readyTotal[at] - cases);
        }

        return work;
    }

    /// <summary>Finishes the advice of so many cases that arrived in a week.</summary>
    private double Take(int at, double most, int week)
    {
        var total = _readyTotal[at];
        if (total <= 1e-9)
        {
            return 0;
        }

        var share = Math.Min(1, most / total);
        var ready = _ready.AsSpan(at * _births, _births);
        var issued = 0.0;
        for (var b = 0; b < ready.Length; b++)
        {
            // Most weeks of arrival hold few birth years.
            if (ready[b] != 0)
            {
                var cases = ready[b] * share;
                ready[b] -= cases;
                issued += Finish(b, cases, week);
            }
        }

        Time(at, issued, week);
        _readyTimed[at] -= _readyTimed[at] * share;
        _readyTotal[at] -= total * share;
        return total * share;
    }

    // Advice is there: whether a plan is issued is decided, and it is made final some weeks later. How many are issued.
    private double Finish(int birth, double cases, int week)
    {
        if (!IsInRange(birth))
        {
            _inProgress -= cases;
            return 0;
        }

        var none = cases * _notIssuedOf[birth];
        Counts[DistrictCount.NotIssued] += none;
        Counts[DistrictCount.Appeals] += none * _appealedNotIssued;
        _notIssuedThisWeek[birth] += none;
        _inProgress -= none;
        _drafts -= none;
        _notIssuedNow += none;
        var (each, toFinal) = ((cases - none) / DraftWeeks, WeeksToFinal);
        for (var k = 0; k < DraftWeeks; k++)
        {
            _plans[((week + Math.Max(1, toFinal - k) - _firstWeek) * _births) + birth] += each;
        }

        return cases - none;
    }

    // Of plans issued, those without exception, and those of them that come within the weeks allowed.
    private void Time(int at, double issued, int week)
    {
        var timed = issued * _readyTimed[at] / _readyTotal[at] / DraftWeeks;
        for (var k = 0; k < DraftWeeks; k++)
        {
            var final = week + Math.Max(1, WeeksToFinal - k) - _firstWeek;
            _timed[final] += timed;
            _inTime[final] += final - at <= Rules.FinalWeek ? timed : 0;
        }
    }

    private double WeeklyAdvice(Month month)
    {
        var years = (month - _world.Scenario.Timetable.Census) / 12.0;
        return Rules.GivenOutput.TryGetValue(month.CalendarYear, out var given) ? given : Math.Max(0, Rates.AdviceCapacity * (1 + (Rates.AdviceCapacityGrowth * years)) * (1 + Rates.Levers.Sum(Lever.MoreAdvice, month)));
    }

    // The oldest week of arrival from which half a case or more still waits for advice; without any, the weeks that all must take.
    private double OldestWeeks(int week)
    {
        for (var at = _oldest; at <= _newest; at++)
        {
            if (_readyTimed[at] >= 0.5)
            {
                return Math.Max(week - _firstWeek - at, Rules.FinalWeek);
            }
        }

        return Rules.FinalWeek;
    }
}
