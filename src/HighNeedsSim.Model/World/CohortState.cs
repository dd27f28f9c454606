using System.Runtime.InteropServices;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>
/// A cohort of a world: the plan-holders of one district born in one academic year. Each month they grow up, are reviewed,
/// leave, and ask for places, in that order.
/// </summary>
public sealed class CohortState
{
    private const int LastYearOfSixthForm = 14;
    private readonly WorldContext _world;
    private readonly AcademicYear _born;
    private readonly PlanHolders _holders;
    private readonly ReviewCalendar _reviews;
    private readonly Gathered<RollChange> _changes;
    private readonly Gathered<Applicant> _applicants;
    private readonly Gathered<int> _applicantRows;
    private readonly int[] _asking;
    private readonly List<Direction> _directions = [];
    private readonly int[] _counts;

    /// <summary>The cohort as it is on the eve of the first month.</summary>
    /// <param name="world">The world.</param>
    /// <param name="district">Position of the district.</param>
    /// <param name="birthYear">Position of the birth year.</param>
    public CohortState(WorldContext world, int district, int birthYear)
    {
        (_world, _born) = (world, world.Tables.BirthYears[birthYear]);
        (_changes, _applicants, _applicantRows) = (new(world.Pieces), new(world.Pieces), new(world.Pieces));
        var opening = world.Tables.OpeningByCohort[world.Tables.CohortOf(district, birthYear)];
        _holders = new(world, MostExpected(world.Tables, district, birthYear));
        _reviews = new(world.Count, world.Scenario.Timetable.Months);
        _asking = new int[world.Count];
        _counts = new int[world.Count * CohortCount.Length];
        for (var r = 0; r < world.Count; r++)
        {
            foreach (var plan in opening)
            {
                Add(r, Opening(r, plan), plan.Provider >= 0 ? PlanHolders.Settled(plan.Type) : PlanHolders.Applying(ApplicationPriority.Waiting), FirstReview(r, plan), now: -1);
                _asking[r] += plan.Provider >= 0 ? 0 : 1;
            }
        }
    }

    /// <summary>What it remembers from month to month, as bytes.</summary>
    public byte[] Save() => Carrier.Save(Carry);

    /// <summary>Takes the place of the state that gave these bytes.</summary>
    public void Restore(byte[] saved) => Carrier.Restore(saved, Carry);

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    private void Carry(Carrier carrier)
    {
        _holders.Carry(carrier);
        _reviews.Carry(carrier);
        _applicants.Carry(carrier);
        _applicantRows.Carry(carrier);
        carrier.Values(_asking);
        carrier.List(_directions);
    }

    /// <summary>Plays a month.</summary>
    /// <param name="month">The month.</param>
    /// <param name="orders">Outcomes of last month's applications, plans that begin, and how many reviews can be done.</param>
    public CohortReply Play(Month month, CohortOrders orders)
    {
        Array.Clear(_counts);
        TakeUpPlaces(month, orders.Outcomes.Span);
        _changes.BeginMonth();
        _applicants.BeginMonth();
        _applicantRows.BeginMonth();

        var year = NcYear.Of(_born, month.AcademicYear);
        _holders.Turn(month);
        if (year.CanHoldPlan)
        {
            foreach (ref readonly var start in orders.Starts.Span)
            {
                Begin(start, month);
            }

            // Replicate by replicate within each step, not step by step within each replicate: the children whom a step looks
            // at closely are gathered over all replicates, so that their random numbers are drawn together.
            GrowUp(year, month);
            BringForward(year, month);
            Review(year, month, orders.ReviewQuota);
            LeaveOrMove(year, month);
            Direct(year, month);
            Apply(year);
        }
        else
        {
            Retire();
        }

        Count(year, month);
        return new(_applicants.Lent, _changes.Lent, _counts, month.OfYear == 1 ? Needs() : []);
    }

    // The replicate whose children are fetched while those of another are looked at.
    private int Later(int replicate) => Math.Min(replicate + 2, _world.Count - 1);

    private Span<int> Counts(int replicate) => _counts.AsSpan(replicate * CohortCount.Length, CohortCount.Length);

    // As many as those have now who are as old as the cohort will be by then: room to grow without moving everybody.
    private static int MostExpected(WorldTables tables, int district, int birthYear)
    {
        var most = 0;
        for (var older = birthYear; older >= Math.Max(0, birthYear - tables.Scenario.Timetable.Years); older--)
        {
            most = Math.Max(most, tables.OpeningByCohort[tables.CohortOf(district, older)].Length);
        }

        return most;
    }

    private void Add(int r, PlanHolder holder, byte standing, int reviewDue, int now)
    {
        _holders.Add(r, holder, standing, reviewDue);
        _reviews.Add(r, reviewDue, now);
    }

    private PlanHolder Opening(int r, in OpeningPlan plan) => new()
    {
        Child = plan.Child,
        Provider = (short)plan.Provider,
        Need = (byte)plan.Need,
        Band = (byte)plan.Band,
        Wanted = (byte)(plan.Provider >= 0 ? plan.Type : WaitsFor(r, plan)),
    };

    private PlacementType WaitsFor(int r, in OpeningPlan plan)
    {
        var word = _world.Replicates[r].Draws.At(plan.Child, Purpose.FirstPlacement, 0).A;
        return Chance.Pick(_world.Tables.Waiting[plan.Age], word) is var type and >= 0 ? (PlacementType)type : PlacementType.Mainstream;
    }

    // Overdue reviews fell due some time in the year before the run; all others fall due over the year to come.
    private int FirstReview(int r, OpeningPlan plan)
    {
        var replicate = _world.Replicates[r];
        var words = replicate.Draws.At(plan.Child, Purpose.FirstReview, 0);
        var month = (int)(words.B % 12);
        return words.A < replicate.OverdueAtOpening ? -1 - month : month;
    }

    private void TakeUpPlaces(Month month, ReadOnlySpan<short> outcomes)
    {
        if (outcomes.Length > 0)
        {
            Array.Clear(_asking);
        }

        // What an application says is known without looking the child up again: nothing has changed since it was made.
        var applicants = _applicants.Rows;
        var rows = _applicantRows.Rows;
        for (var i = 0; i < outcomes.Length; i++)
        {
            ref readonly var applicant = ref applicants[i];
            AppealPlacement(month, applicant, outcomes[i]);
            if (outcomes[i] >= 0 || applicant.From >= 0)
            {
                // A move that could not be made lapses until the next review asks again.
                Settle(applicant.Replicate, rows[i], outcomes[i] >= 0 ? outcomes[i] : applicant.From);
            }
            else
            {
                _holders.Standing(applicant.Replicate)[rows[i]] = PlanHolders.Applying(ApplicationPriority.Waiting);
                _asking[applicant.Replicate]++;
            }
        }
    }

    private void Settle(int r, int row, short provider)
    {
        ref var holder = ref _holders.Of(r)[row];
        var type = _world.Tables.TypeOf(provider);
        (holder.Provider, holder.Wanted) = (provider, (byte)type);
        _holders.Standing(r)[row] = PlanHolders.Settled(type);
    }

    private void Ask(int r, int row, PlacementType wanted, byte priority)
    {
        _holders.Of(r)[row].Wanted = (byte)wanted;
        _holders.Standing(r)[row] = PlanHolders.Applying(priority);
        _asking[r]++;
    }

    // Those turned away from a full special school may appeal; where the tribunal names it, it must admit them.
    private void AppealPlacement(Month month, in Applicant applicant, short outcome)
    {
        var replicate = _world.Replicates[applicant.Replicate];
        if (replicate.Directed == 0 || applicant.Wanted != (byte)PlacementType.StateSpecial || applicant.Priority == ApplicationPriority.Directed
            || (outcome >= 0 && _world.Tables.TypeOf(outcome) == PlacementType.StateSpecial))
        {
            return;
        }

        var words = replicate.Draws.At(applicant.Child, Purpose.Direction, month.AcademicYear.Starts);
        var isDirected = words.A < replicate.Directed;
        if (isDirected ? IsToBeOrdered(applicant) : words.A >= replicate.TurnedAwayAppeal || applicant.Priority == ApplicationPriority.Waiting)
        {
            // No appeal; or it was registered when the child was first turned away.
            return;
        }

        CountContentAppeal(applicant.Replicate, isDirected);
        if (isDirected)
        {
            _directions.Add(new(
                applicant.Replicate, applicant.Child, (short)(month - _world.Scenario.Timetable.Start + replicate.DirectionMonths)));
        }
    }

    private void CountContentAppeal(int r, bool isWon)
    {
        Counts(r)[CohortCount.ContentAppeals]++;
        Counts(r)[CohortCount.ContentAppealsWon] += isWon ? 1 : 0;
    }

    private bool IsToBeOrdered(in Applicant applicant)
    {
        foreach (ref readonly var direction in CollectionsMarshal.AsSpan(_directions))
        {
            if (direction.Replicate == applicant.Replicate && direction.Child == applicant.Child)
            {
                return true;
            }
        }

        return false;
    }

    private void Direct(NcYear year, Month month)
    {
        var now = month - _world.Scenario.Timetable.Start;
        for (var i = _directions.Count - 1; i >= 0; i--)
        {
            var (r, child, due) = _directions[i];
            if (due > now)
            {
                continue;
            }

            _directions.RemoveAt(i);
            var holders = _holders.Of(r);
            for (var row = 0; row < holders.Length; row++)
            {
                // A plan that has ended, or a child in a special school by now, needs no order any more.
                ref readonly var holder = ref holders[row];
                if (holder.Child == child && year <= NcYear.LastOfSchool
                    && (holder.Provider < 0 || _world.Tables.TypeOf(holder.Provider) != PlacementType.StateSpecial))
                {
                    Ask(r, row, PlacementType.StateSpecial, ApplicationPriority.Directed);
                }
            }
        }
    }

    private void Begin(in PlanStart start, Month month)
    {
        _asking[start.Replicate]++;
        var now = month - _world.Scenario.Timetable.Start;
        var holder = new PlanHolder
        {
            Child = start.Child,
            Provider = -1,
            Need = start.Need,
            Band = start.Band,
            Wanted = start.Wanted,
            Converted = start.Converted ? (byte)(now + 1) : (byte)0,
        };
        Add(start.Replicate, holder, PlanHolders.Applying(ApplicationPriority.New), now + 12, now);
        var replicate = _world.Replicates[start.Replicate];
        if (replicate.ContentAppeal > 0 && replicate.Draws.At(start.Child, Purpose.ContentAppeal, 0).A is var word && word < replicate.ContentAppeal)
        {
            CountContentAppeal(start.Replicate, word < replicate.ContentAppealWon);
        }
    }

    // In September those who enter a new phase, or whose provider does not serve the new year, leave their place for another.
    private void GrowUp(NcYear year, Month month)
    {
        if (month.OfYear != 9)
        {
            return;
        }

        var (entering, now) = (MoveChances.Entry(year) >= 0, month - _world.Scenario.Timetable.Start);
        var words = Scratch.OfThisThread.Words;
        for (var r = 0; r < _world.Count; r++)
        {
            var (moves, draws) = (_world.Replicates[r].Moves, _world.Replicates[r].Draws);
            var holders = _holders.Of(r);
            if (entering)
            {
                words.DrawFor(draws, holders, Purpose.PhaseTransfer, month.Index);
            }

            for (var row = 0; row < holders.Length; row++)
            {
                ref var holder = ref holders[row];
                var served = holder.Provider >= 0 && _world.Tables.Serves(holder.Provider, year);
                if (!entering && (served || holder.Provider < 0))
                {
                    continue;
                }

                var held = (PlacementType)holder.Wanted;
                var luck = entering ? words[row] : draws.At(holder.Child, Purpose.PhaseTransfer, month.Index);
                var wanted = moves.AtTransfer(year, held, month, luck, holder.MayConvert(now));
                Note(ref holder, wanted, now);
                if (wanted.Type == held && (served || holder.Provider < 0))
                {
                    continue;
                }

                Leave(r, ref holder, ChangeDay.First);
                Ask(r, row, wanted.Type, ApplicationPriority.Transfer);
            }
        }
    }

    private static void Note(ref PlanHolder holder, Asked asked, int now) => holder.Converted = asked.Converted ? (byte)(now + 1) : holder.Converted;

    // In September: whoever is to leave the phase a year later is reviewed in time for it, by February or (Years 11 and 14) March.
    private void BringForward(NcYear year, Month month)
    {
        if (month.OfYear != 9 || TransferDeadline(year) is not { } deadline)
        {
            return;
        }

        var now = month - _world.Scenario.Timetable.Start;
        var months = (uint)((deadline + 12 - month.OfYear) % 12);
        var words = Scratch.OfThisThread.Words;
        for (var r = 0; r < _world.Count; r++)
        {
            if (_world.Replicates[r].TransfersFirst <= 0)
            {
                continue;
            }

            words.DrawFor(_world.Replicates[r].Draws, _holders.Of(r), Purpose.TransferReview, month.AcademicYear.Starts);
            var due = _holders.ReviewsDue(r);
            for (var row = 0; row < due.Length; row++)
            {
                var by = now + 1 + (int)(words.A[row] % months);
                if (due[row] > by)
                {
                    _reviews.Remove(r, due[row], now);
                    due[row] = (short)by;
                    _reviews.Add(r, by, now);
                }
            }
        }
    }

    /// <summary>The month of the year by which those of a curriculum year are reviewed before a phase transfer; null where none comes.</summary>
    /// <remarks>
    /// 15 February before a school, 31 March before what follows Year 11; five months before September, so by the end of March too, where a move from
    /// one post-16 institution to another is ahead, which in the model is the end of Year 14.
    /// </remarks>
    internal static int? TransferDeadline(NcYear year) => year.Value switch
    {
        -1 or 6 => 2,
        11 or LastYearOfSixthForm => 3,
        _ => null,
    };

    /// <summary>Whether those who leave a curriculum year are among the phase transfers that are counted: between post-16 institutions none is.</summary>
    internal static bool CountsAsTransfer(NcYear year) => TransferDeadline(year) is not null && year.Value < LastYearOfSixthForm;

    /// <summary>
    /// How reviews before a phase transfer share what is done of them first, from September to the deadline: those who leave for a school come
    /// well before those who leave Year 11 or 14.
    /// </summary>
    internal static int TransferWeight(NcYear year, Month month) =>
        TransferDeadline(year) is { } deadline && (month.OfYear >= 9 || month.OfYear <= deadline) ? deadline == 2 ? 6 : 1 : 0;

    private void CountTransfers(int r, NcYear year, Month month, Span<int> counts)
    {
        if (TransferDeadline(year) != month.OfYear || !CountsAsTransfer(year))
        {
            return;
        }

        // A review done since September is due again a year after it; so is the first of a plan that began since.
        var september = Month.Of(month.CalendarYear - 1, 9) - _world.Scenario.Timetable.Start;
        counts[CohortCount.Transfers] = _holders.Count(r);
        foreach (var due in _holders.ReviewsDue(r))
        {
            counts[CohortCount.TransfersInTime] += due >= september + 12 ? 1 : 0;
        }
    }

    private void Leave(int r, ref PlanHolder holder, byte days)
    {
        if (holder.Provider >= 0)
        {
            _changes.Add(new(holder.Provider, (ushort)r, holder.Band, 0, days));
            holder.Provider = -1;
        }
    }

    // The longest overdue first. Those due in the same month are taken in no order that matters.
    private void Review(NcYear year, Month month, int[] quota)
    {
        var now = month - _world.Scenario.Timetable.Start;
        var scratch = Scratch.OfThisThread;
        var (words, candidates) = (scratch.Words, scratch.Candidates);
        var ends = scratch.Ends(_world.Count);
        words.Clear();
        candidates.Clear();
        for (var r = 0; r < _world.Count; r++)
        {
            Ahead.Fetch(_holders.ReviewsDue(Later(r)));
            _reviews.Turn(r, now);
            if (_reviews.Reach(r, now, quota[r]) is var (reach, left))
            {
                var due = _holders.ReviewsDue(r);
                var rows = scratch.Rows(due.Length);
                rows = rows[..RowScan.AtMost(due, (short)reach, rows)];
                rows = left < rows.Length ? rows[..LeaveOut(rows, due, reach, left)] : rows;
                candidates.AddAll(rows);
                Ahead.Fetch(_holders.Of(r), rows);
            }

            ends[r] = candidates.Count;
        }

        var found = candidates.Rows;
        AddAll(words, found, ends);
        words.Draw(Purpose.Review, month.Index);
        var i = 0;
        for (var r = 0; r < _world.Count; r++)
        {
            if (ends[r] == i)
            {
                continue;
            }

            var first = i;
            var (ceases, returns) = (CeasesAtReview(r, year, month), _world.Replicates[r].Moves.ReturnChance(year, month));
            var bands = _world.Replicates[r].BandChances(month);
            var due = _holders.ReviewsDue(r);
            for (; i < ends[r]; i++)
            {
                var row = found[i];
                _reviews.Remove(r, due[row], now);
                due[row] = (short)(now + 12);
                if (words[i].D < _world.Replicates[r].ContentAppeal)
                {
                    CountContentAppeal(r, words[i].D < _world.Replicates[r].ContentAppealWon);
                }

                if (Changes(r, row, month, ceases, returns, bands, words[i]))
                {
                    // A review that ends a plan finds its outcomes met.
                    Remove(r, row, month, CessationReason.NeedsMet);
                }
            }

            _reviews.Add(r, now + 12, now, i - first);
            Counts(r)[CohortCount.ReviewsDone] += i - first;
        }
    }

    // All but the first few of those due in the last month that the quota reaches.
    private static int LeaveOut(Span<int> rows, ReadOnlySpan<short> due, int reach, int left)
    {
        var kept = 0;
        foreach (var row in rows)
        {
            if (due[row] != reach || left-- > 0)
            {
                rows[kept++] = row;
            }
        }

        return kept;
    }

    // The children of all replicates whom a step has found: their numbers are drawn together.
    private void AddAll(ManyDraws words, ReadOnlySpan<int> found, ReadOnlySpan<int> ends)
    {
        var first = 0;
        var draws = _world.Cohorts.Draws;
        for (var r = 0; r < ends.Length; first = ends[r++])
        {
            words.AddAll(draws[r], _holders.Of(r), found[first..ends[r]]);
        }
    }

    private ulong CeasesAtReview(int r, NcYear year, Month month)
    {
        var replicate = _world.Replicates[r];
        return year.Value >= 12 ? Chance.Of(replicate.CeaseFrom16 + replicate.Levers.Share(Lever.CeaseAtReview, month, year.Value)) : 0;
    }

    /// <summary>What the review changes; true where it ends the plan.</summary>
    private bool Changes(int r, int row, Month month, ulong ceases, ulong returns, (ulong Up, ulong Down) bands, Words words)
    {
        var (replicate, now) = (_world.Replicates[r], month - _world.Scenario.Timetable.Start);
        ref var holder = ref _holders.Of(r)[row];
        if (words.A < ceases)
        {
            return true;
        }

        var band = holder.Band;
        if (words.B < bands.Up)
        {
            band = (byte)Math.Min(OpeningStock.Bands, band + 1);
        }
        else if (uint.MaxValue - words.B < bands.Down)
        {
            band = (byte)Math.Max(1, band - 1);
        }

        if (band != holder.Band && holder.Provider >= 0)
        {
            _changes.Add(new(holder.Provider, (ushort)r, holder.Band, band, ChangeDay.Of(replicate.Draws, holder.Child, month)));
        }

        holder.Band = band;
        if (words.C < returns && PlanHolders.IsSettled(_holders.Standing(r)[row]) && holder.MayConvert(now)
            && MoveChances.MayReturn((PlacementType)holder.Wanted))
        {
            Note(ref holder, new(PlacementType.Mainstream, true), now);
            Ask(r, row, PlacementType.Mainstream, ApplicationPriority.Move);
        }

        return false;
    }

    /// <summary>Plans that end between reviews, and moves that are asked for when a placement fails or a family asks.</summary>
    /// <remarks>
    /// Two-sided: leaving takes the bottom of the range of the month's word, moving its top, so that a lever on one does not
    /// disturb the other. The word's first sixteen bits screen everyone at once; the rest is drawn only for those who pass.
    /// </remarks>
    private void LeaveOrMove(NcYear year, Month month)
    {
        var (scratch, rates) = (Scratch.OfThisThread, _world.Cohorts);
        var (words, candidates) = (scratch.Words, scratch.Candidates);
        var ends = scratch.Ends(_world.Count);
        var leaving = rates.LeaveChances(month, year);
        var rooms = rates.Rooms(year);
        words.Clear();
        candidates.Clear();
        for (var r = 0; r < _world.Count; r++)
        {
            Ahead.Fetch(_holders.Screens(Later(r), month));
            Ahead.Fetch(_holders.Standing(Later(r)));
            // Those whose first sixteen bits leave it open whether they leave or move.
            var screens = _holders.Screens(r, month);
            var leave = (ushort)Math.Min(ushort.MaxValue, leaving[r] >> 16);
            var rows = scratch.Rows(screens.Length);
            rows = rows[..RowScan.Screened(screens, _holders.Standing(r), leave, rooms.Slice(r * RowScan.RoomLength, RowScan.RoomLength), rows)];
            candidates.AddAll(rows);
            Ahead.Fetch(_holders.Of(r), rows);
            ends[r] = candidates.Count;
        }

        var found = candidates.Rows;
        AddAll(words, found, ends);
        words.Draw(Purpose.LeaveRefine, month.Index);
        var i = 0;
        for (var r = 0; r < _world.Count; r++)
        {
            var screens = _holders.Screens(r, month);
            for (; i < ends[r]; i++)
            {
                var row = found[i];
                LeaveOrMove(r, row, leaving[r], ((uint)screens[row] << 16) | (words.A[i] & 0xFFFF), words.B[i], year, month);
            }
        }
    }

    private void LeaveOrMove(int r, int row, ulong leaves, uint word, uint reason, NcYear year, Month month)
    {
        var (replicate, now) = (_world.Replicates[r], month - _world.Scenario.Timetable.Start);
        ref var holder = ref _holders.Of(r)[row];
        if (word < leaves)
        {
            var reasons = _world.Tables.Leaving.Reasons[year.Age];
            Remove(r, row, month, (CessationReason)Math.Max(0, Chance.Pick(reasons, reason)));
        }
        else if (PlanHolders.IsSettled(_holders.Standing(r)[row])
            && replicate.Moves.WithinPhase(
                year, (PlacementType)holder.Wanted, month, uint.MaxValue - word, holder.Child, replicate.Draws, holder.MayConvert(now)) is { } wanted)
        {
            Note(ref holder, wanted, now);
            if (wanted.Type != (PlacementType)holder.Wanted)
            {
                Ask(r, row, wanted.Type, ApplicationPriority.Move);
            }
        }
    }

    private void Remove(int r, int row, Month month, CessationReason reason)
    {
        ref var holder = ref _holders.Of(r)[row];
        Leave(r, ref holder, ChangeDay.Of(_world.Replicates[r].Draws, holder.Child, month));
        _reviews.Remove(r, _holders.ReviewsDue(r)[row], month - _world.Scenario.Timetable.Start);
        _holders.RemoveAt(r, row);
        Counts(r)[CohortCount.Ceased + (int)reason]++;
    }

    // Past the year of the 25th birthday every plan ends.
    private void Retire()
    {
        for (var r = 0; r < _world.Count; r++)
        {
            foreach (ref var holder in _holders.Of(r))
            {
                Leave(r, ref holder, ChangeDay.First);
            }

            Counts(r)[CohortCount.Ceased + (int)CessationReason.MaximumAge] += _holders.Count(r);
        }

        _holders.End();
    }

    private void Apply(NcYear year)
    {
        for (var r = 0; r < _world.Count; r++)
        {
            if (_asking[r] == 0)
            {
                continue;
            }

            var holders = _holders.Of(r);
            var standing = _holders.Standing(r);
            for (var row = Next(standing, 0); row < standing.Length; row = Next(standing, row + 1))
            {
                ref readonly var holder = ref holders[row];
                var priority = PlanHolders.PriorityOf(standing[row]);
                _applicants.Add(new((ushort)r, holder.Child, holder.Need, holder.Band, holder.Wanted, holder.Provider, priority, (sbyte)year.Value));
                _applicantRows.Add(row);
            }
        }

        static int Next(ReadOnlySpan<byte> standing, int from) =>
            PlanHolders.FirstApplying(standing[from..]) is var found and >= 0 ? from + found : standing.Length;
    }

    private int[] Needs()
    {
        var needs = new int[_world.Count * PrimaryNeeds.Count];
        for (var r = 0; r < _world.Count; r++)
        {
            foreach (ref readonly var holder in _holders.Of(r))
            {
                needs[(r * PrimaryNeeds.Count) + holder.Need]++;
            }
        }

        return needs;
    }

    private void Count(NcYear year, Month month)
    {
        var now = month - _world.Scenario.Timetable.Start;
        for (var r = 0; r < _world.Count; r++)
        {
            var counts = Counts(r);
            counts[CohortCount.Plans] = _holders.Count(r);
            counts[CohortCount.ReviewsOverdue] = _holders.Count(r) > 0 ? _reviews.ToDo(r) : 0;
            CountTransfers(r, year, month, counts);
            counts[CohortCount.ReviewsToDo] = _holders.Count(r) > 0 ? _reviews.ToDo(r) + _reviews.DueIn(r, now + 1) : 0;
        }
    }

    /// <summary>A place that the tribunal will order.</summary>
    private readonly record struct Direction(ushort Replicate, uint Child, short Due);
}
