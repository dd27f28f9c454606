using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>
/// A district of a world: its requests and assessments, what it tells its cohorts each month, and what it has counted.
/// </summary>
public sealed class DistrictState
{
    private readonly WorldContext _world;
    private readonly int _district;
    private readonly CasePipeline[] _pipelines;
    private readonly Gathered<PlanStart>[] _starts;
    private readonly int[] _applicants;
    private readonly int[][] _reviewsToDo;
    private readonly int[] _plans;
    private readonly Gathered<Applicant> _gathered;
    private readonly Gathered<RollChange> _changes;
    private readonly int[] _counts;
    private readonly int[][] _quotas;
    private readonly Action<int, CasePipeline.Case, Month> _start;
    private int _warmMonths;

    /// <summary>The district as it is on the eve of the first month.</summary>
    /// <param name="world">The world.</param>
    /// <param name="district">Position of the district.</param>
    public DistrictState(WorldContext world, int district)
    {
        (_world, _district) = (world, district);
        (_gathered, _changes) = (new(world.Pieces), new(world.Pieces));
        var cohorts = world.Tables.BirthYears.Count;
        _pipelines = [.. Enumerable.Range(0, world.Count).Select(r => new CasePipeline(world, district, r))];
        _starts = [.. Enumerable.Range(0, cohorts).Select(_ => new Gathered<PlanStart>(world.Pieces))];
        _applicants = new int[cohorts];
        _reviewsToDo = [.. Enumerable.Range(0, cohorts).Select(b =>
            Enumerable.Repeat(world.Tables.OpeningByCohort[world.Tables.CohortOf(district, b)].Length, world.Count).ToArray())];
        OpeningPlans = Enumerable.Range(0, cohorts).Sum(b => world.Tables.OpeningByCohort[world.Tables.CohortOf(district, b)].Length);
        _plans = [.. Enumerable.Repeat(OpeningPlans, world.Count)];
        _counts = new int[world.Count * DistrictCount.Length];
        _start = Start;
        _quotas = [.. Enumerable.Range(0, cohorts).Select(_ => new int[world.Count])];
    }

    /// <summary>What it remembers from month to month, as bytes.</summary>
    public byte[] Save() => Carrier.Save(Carry);

    /// <summary>Takes the place of the state that gave these bytes.</summary>
    public void Restore(byte[] saved) => Carrier.Restore(saved, Carry);

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    private void Carry(Carrier carrier)
    {
        foreach (var pipeline in _pipelines)
        {
            pipeline.Carry(carrier);
        }

        carrier.Values(_applicants);
        foreach (var toDo in _reviewsToDo)
        {
            carrier.Values(toDo);
        }

        carrier.Values(_plans);
        carrier.Value(ref _warmMonths);
    }

    private int OpeningPlans { get; }

    /// <summary>
    /// Requests and assessments of the month; then what each cohort is to be told: one order by birth year, null for those who
    /// hold no plans this month.
    /// </summary>
    /// <param name="month">The month.</param>
    /// <param name="outcomes">For each applicant of last month's reply, in its order, the provider that admitted or −1.</param>
    public CohortOrders?[] Open(Month month, short[] outcomes)
    {
        while (WarmUp())
        {
        }

        Array.Clear(_counts);
        foreach (var starts in _starts)
        {
            starts.BeginMonth();
        }

        for (var r = 0; r < _world.Count; r++)
        {
            _pipelines[r].Play(month, WithoutPlan(r), Counts(r), _start);
            MoveIn(r, month);
        }

        return Orders(month, outcomes);
    }

    /// <summary>Gathers what the cohorts answered, and checks that no child was lost or found twice.</summary>
    /// <param name="month">The month.</param>
    /// <param name="replies">By birth year; null where there was no order.</param>
    public DistrictReply Close(Month month, CohortReply?[] replies)
    {
        _gathered.BeginMonth();
        _changes.BeginMonth();
        var census = month.OfYear == 1 ? new int[_world.Count * CensusCount.Length] : [];
        for (var b = 0; b < replies.Length; b++)
        {
            _applicants[b] = replies[b]?.Applicants.Length ?? 0;
            if (replies[b] is not { } reply)
            {
                Array.Clear(_reviewsToDo[b]);
                continue;
            }

            var post16 = CohortState.TransferDeadline(NcYear.Of(_world.Tables.BirthYears[b], month.AcademicYear)) == 3;
            _gathered.AddAll(reply.Applicants.Span);
            _changes.AddAll(reply.RollChanges.Span);
            for (var r = 0; r < _world.Count; r++)
            {
                var from = reply.Counts.AsSpan(r * CohortCount.Length, CohortCount.Length);
                var to = Counts(r);
                to[DistrictCount.Plans] += from[CohortCount.Plans];
                to[DistrictCount.ReviewsDone] += from[CohortCount.ReviewsDone];
                to[DistrictCount.ReviewsOverdue] += from[CohortCount.ReviewsOverdue];
                _reviewsToDo[b][r] = from[CohortCount.ReviewsToDo];
                to[post16 ? DistrictCount.Post16Transfers : DistrictCount.SchoolTransfers] += from[CohortCount.Transfers];
                to[post16 ? DistrictCount.Post16TransfersInTime : DistrictCount.SchoolTransfersInTime] += from[CohortCount.TransfersInTime];
                if (from[CohortCount.ContentAppeals] > 0)
                {
                    _pipelines[r].Appeals.Register(
                        AppealKind.ContentOrPlacement, from[CohortCount.ContentAppeals], from[CohortCount.ContentAppealsWon], _world.Replicates[r].DirectionWeeks, to);
                }

                for (var reason = 0; reason < CessationReasons.Count; reason++)
                {
                    to[DistrictCount.Ceased + reason] += from[CohortCount.Ceased + reason];
                }
            }

            CountCensus(reply, NcYear.Of(_world.Tables.BirthYears[b], month.AcademicYear), census);
        }

        for (var r = 0; r < _world.Count; r++)
        {
            CheckCensus(r, month, census);
            var counts = Counts(r);
            var ceased = 0;
            foreach (var count in counts.Slice(DistrictCount.Ceased, CessationReasons.Count))
            {
                ceased += count;
            }

            var expected = _plans[r] + counts[DistrictCount.NewPlans] + counts[DistrictCount.MovedIn] - ceased;
            if (counts[DistrictCount.Plans] != expected)
            {
                throw Invariant.Broken(_world, r, month,
                    $"District {_world.Scenario.Districts[_district].Code} counts {counts[DistrictCount.Plans]} plans, but {_plans[r]} "
                    + $"+ {counts[DistrictCount.NewPlans]} issued + {counts[DistrictCount.MovedIn]} moved in − {ceased} ceased = {expected}.");
            }

            _plans[r] = expected;
        }

        return new(_gathered.Lent, _changes.Lent, _counts, census);
    }

    private Span<int> Counts(int replicate) => _counts.AsSpan(replicate * DistrictCount.Length, DistrictCount.Length);

    // A cohort is of one age, so its plans are those of an age group.
    private void CountCensus(CohortReply reply, NcYear year, int[] census)
    {
        for (var r = 0; census.Length > 0 && r < _world.Count; r++)
        {
            var to = census.AsSpan(r * CensusCount.Length, CensusCount.Length);
            to[CensusCount.Ages + (int)AgeGroups.OfAge(year.Age)] += reply.Counts[(r * CohortCount.Length) + CohortCount.Plans];
            for (var need = 0; need < PrimaryNeeds.Count; need++)
            {
                to[CensusCount.Needs + need] += reply.Needs[(r * PrimaryNeeds.Count) + need];
            }
        }
    }

    // Whoever holds a plan on census day is of one age and has one primary need.
    private void CheckCensus(int r, Month month, int[] census)
    {
        if (census.Length == 0)
        {
            return;
        }

        var (ages, needs, plans) = (0, 0, Counts(r)[DistrictCount.Plans]);
        foreach (var count in census.AsSpan((r * CensusCount.Length) + CensusCount.Ages, AgeGroups.Count))
        {
            ages += count;
        }

        foreach (var count in census.AsSpan((r * CensusCount.Length) + CensusCount.Needs, PrimaryNeeds.Count))
        {
            needs += count;
        }

        if (ages != plans || needs != plans)
        {
            throw Invariant.Broken(_world, r, month,
                $"District {_world.Scenario.Districts[_district].Code} counts {plans} plans, {ages} by age group and {needs} by primary need.");
        }
    }

    /// <summary>
    /// Plays one more month of those before census day, in which the pipeline runs alone; the plans it issues then are already in
    /// the opening stock. Whoever does not call it finds it done by the first <see cref="Open"/>.
    /// </summary>
    /// <returns>Whether there was such a month left.</returns>
    public bool WarmUp()
    {
        var month = _world.Scenario.Timetable.WarmUpStart + _warmMonths;
        if (month >= _world.Scenario.Timetable.Start)
        {
            return false;
        }

        var counts = Counts(0);
        foreach (var pipeline in _pipelines)
        {
            pipeline.Play(month, 1, counts, static (_, _, _) => { }, warmUp: true);
        }

        counts.Clear();
        _warmMonths++;
        return true;
    }

    // Only those without a plan can be asked for: as plans grow, fewer are left.
    private double WithoutPlan(int replicate)
    {
        var residents = (double)_world.Scenario.Districts[_district].Population.Sum();
        return Math.Max(0, residents - _plans[replicate]) / Math.Max(1, residents - OpeningPlans);
    }

    private void Start(int r, CasePipeline.Case c, Month month)
    {
        var year = NcYear.Of(new(c.Born), month.AcademicYear);
        if (!year.CanHoldPlan)
        {
            // Turned 25 between draft and final plan: the cohort no longer holds plans.
            Counts(r)[DistrictCount.NewPlans]--;
            return;
        }

        _starts[_world.Tables.BirthYearOf(year, month)].Add(FirstPlan(r, c.Child, year, c.Need, month));
    }

    private PlanStart FirstPlan(int r, uint child, NcYear year, int need, Month month)
    {
        var (replicate, tables) = (_world.Replicates[r], _world.Tables);
        var words = replicate.Draws.At(child, Purpose.FirstPlacement, 0);
        var type = tables.FirstPlacements.Type(year.Age, need, words.A);
        // Complexity is the child's own: a mitigation that changes the placement leaves it.
        var band = tables.FirstPlacements.Band(type, words.B);
        var wanted = replicate.Moves.AtFirst(year, type, month, words);
        return new((ushort)r, child, (byte)need, (byte)band, (byte)wanted.Type, wanted.Converted);
    }

    private void MoveIn(int r, Month month)
    {
        var (replicate, tables) = (_world.Replicates[r], _world.Tables);
        var perMonth = replicate.Requests.MovesIn / 12 * tables.RequestWeights.Shares[_district];
        var slots = Math.Min(ChildIds.MoveInSlots, 8 + (4 * (int)Math.Ceiling(perMonth)));
        var chance = Chance.Of(perMonth / slots);
        var draws = Scratch.OfThisThread.Words;
        draws.Clear();
        for (var slot = 0; slot < slots; slot++)
        {
            draws.Add(replicate.Draws, ChildIds.OfMoveIn(_district, month, slot));
        }

        draws.Draw(Purpose.MoveIn, 0);
        for (var slot = 0; slot < slots; slot++)
        {
            var (child, words) = (draws.Subject(slot), draws[slot]);
            if (words.A >= chance)
            {
                continue;
            }

            // Those who move in are like those who live here: an opening plan's age and need, but not beyond Year 11,
            // because families with children of school age are those who move.
            var like = tables.MoversPool[(int)(words.B % (uint)tables.MoversPool.Length)];
            var year = NcYear.OfAge(like.Age);
            Counts(r)[DistrictCount.MovedIn]++;
            _starts[tables.BirthYearOf(year, month)].Add(FirstPlan(r, child, year, (int)like.Need, month));
        }
    }

    private CohortOrders?[] Orders(Month month, short[] outcomes)
    {
        var quotas = ReviewQuotas(month);
        var orders = new CohortOrders?[_starts.Length];
        var at = 0;
        for (var b = 0; b < orders.Length; b++)
        {
            var own = outcomes.AsMemory(at, _applicants[b]);
            at += _applicants[b];
            var year = NcYear.Of(_world.Tables.BirthYears[b], month.AcademicYear);
            // In the September after the last year the cohort is called once more, to end its plans.
            var last = year.Value == NcYear.Last.Value + 1 && month.OfYear == 9;
            if (year.CanHoldPlan || last)
            {
                SortByChild(_starts[b].Rows);
                orders[b] = new(own, _starts[b].Lent, quotas[b]);
            }
        }

        return orders;
    }

    // They stand replicate by replicate already, few of each, and those almost in order: nothing is shorter than putting each in its place.
    private static void SortByChild(Span<PlanStart> starts)
    {
        for (var n = 1; n < starts.Length; n++)
        {
            var (start, at) = (starts[n], n);
            for (; at > 0 && starts[at - 1].Replicate == start.Replicate && starts[at - 1].Child > start.Child; at--)
            {
                starts[at] = starts[at - 1];
            }

            starts[at] = start;
        }
    }

    // Capacity for reviews goes where reviews are overdue or due; part of it first to those before a phase transfer.
    private int[][] ReviewQuotas(Month month)
    {
        var quotas = _quotas;
        foreach (var quota in quotas)
        {
            Array.Clear(quota);
        }

        Span<int> before = stackalloc int[quotas.Length];
        for (var b = 0; b < before.Length; b++)
        {
            before[b] = CohortState.TransferWeight(NcYear.Of(_world.Tables.BirthYears[b], month.AcademicYear), month);
        }

        Span<int> weights = stackalloc int[quotas.Length];
        Span<long> parts = stackalloc long[quotas.Length];
        for (var r = 0; r < _world.Count; r++)
        {
            var capacity = ReviewCapacity(r, month);
            var first = (int)Math.Round(capacity * _world.Replicates[r].TransfersFirst, MidpointRounding.ToEven);
            if (first > 0 && Weigh(r, weights, before))
            {
                Money.SharePence(first, weights, parts);
                for (var b = 0; b < quotas.Length; b++)
                {
                    // What a cohort has no use for goes with the rest.
                    quotas[b][r] = (int)Math.Min(parts[b], _reviewsToDo[b][r]);
                    capacity -= quotas[b][r];
                }
            }

            if (Weigh(r, weights, default))
            {
                for (var b = 0; b < quotas.Length; b++)
                {
                    weights[b] -= quotas[b][r];
                }

                if (weights.IndexOfAnyExcept(0) >= 0)
                {
                    Money.SharePence(capacity, weights, parts);
                    for (var b = 0; b < quotas.Length; b++)
                    {
                        quotas[b][r] += (int)parts[b];
                    }
                }
            }
        }

        return quotas;

        bool Weigh(int r, Span<int> weights, ReadOnlySpan<int> by)
        {
            for (var b = 0; b < weights.Length; b++)
            {
                weights[b] = by.IsEmpty ? _reviewsToDo[b][r] : by[b] == 0 ? 0 : _reviewsToDo[b][r] * by[b];
            }

            return weights.IndexOfAnyExcept(0) >= 0;
        }
    }

    private int ReviewCapacity(int r, Month month)
    {
        var replicate = _world.Replicates[r];
        var share = (double)OpeningPlans / _world.Tables.Opening.Length;
        var capacity = replicate.Reviews(_world.Scenario, month) * share;
        if (replicate.Casework > 0)
        {
            // The same caseworkers: what is assessed beyond the base year's output is missing at reviews, and the other way round.
            var counts = Counts(r);
            var usual = _world.Scenario.Assessments.AdviceCapacity.Central * month.Weeks.Count * _world.Tables.RequestWeights.Shares[_district];
            capacity -= replicate.Casework * (counts[DistrictCount.NewPlans] + counts[DistrictCount.NotIssued] - usual);
        }

        return (int)Math.Round(Math.Max(0, capacity), MidpointRounding.ToEven);
    }
}
