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
    private const byte TransferPriority = 0;
    private const byte WaitingPriority = 1;
    private const byte NewPriority = 2;
    private const byte MovePriority = 3;

    private readonly WorldContext _world;
    private readonly AcademicYear _born;
    private readonly PlanHolders _holders;
    private readonly ReviewCalendar _reviews;
    private readonly List<RollChange> _changes = [];
    private readonly List<Applicant> _applicants = [];
    private readonly List<int> _applicantRows = [];
    private readonly int[] _asking;
    private int[] _counts = [];

    /// <summary>The cohort as it is on the eve of the first month.</summary>
    /// <param name="world">The world.</param>
    /// <param name="district">Position of the district.</param>
    /// <param name="birthYear">Position of the birth year.</param>
    public CohortState(WorldContext world, int district, int birthYear)
    {
        (_world, _born) = (world, world.Tables.BirthYears[birthYear]);
        var opening = world.Tables.OpeningByCohort[world.Tables.CohortOf(district, birthYear)];
        _holders = new(world, opening.Length);
        _reviews = new(world.Count, world.Scenario.Timetable.Months);
        _asking = new int[world.Count];
        for (var r = 0; r < world.Count; r++)
        {
            foreach (var plan in opening)
            {
                Add(r, Opening(plan), FirstReview(r, plan), now: -1);
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
        carrier.List(_applicants);
        carrier.List(_applicantRows);
        carrier.Values(_asking);
    }

    /// <summary>Plays a month.</summary>
    /// <param name="month">The month.</param>
    /// <param name="orders">Outcomes of last month's applications, plans that begin, and how many reviews can be done.</param>
    public CohortReply Play(Month month, CohortOrders orders)
    {
        TakeUpPlaces(orders.Outcomes);
        _counts = new int[_world.Count * CohortCount.Length];
        _changes.Clear();
        _applicants.Clear();
        _applicantRows.Clear();

        var year = NcYear.Of(_born, month.AcademicYear);
        _holders.Turn(month);
        var next = 0;
        for (var r = 0; r < _world.Count; r++)
        {
            if (year.CanHoldPlan)
            {
                for (; next < orders.Starts.Length && orders.Starts[next].Replicate == r; next++)
                {
                    Begin(r, orders.Starts[next], month);
                }

                GrowUp(r, year, month);
                Review(r, year, month, orders.ReviewQuota[r]);
                LeaveOrMove(r, year, month);
                Apply(r, year);
            }
            else
            {
                Retire(r);
            }

            Count(r, month);
        }

        return new([.. _applicants], [.. _changes], _counts, month.OfYear == 1 ? Needs() : []);
    }

    private Span<int> Counts(int replicate) => _counts.AsSpan(replicate * CohortCount.Length, CohortCount.Length);

    private void Add(int r, PlanHolder holder, int reviewDue, int now)
    {
        _holders.Add(r, holder, reviewDue);
        _reviews.Add(r, reviewDue, now);
    }

    private static PlanHolder Opening(OpeningPlan plan) => new()
    {
        Child = plan.Child,
        Provider = (short)plan.Provider,
        Need = (byte)plan.Need,
        Band = (byte)plan.Band,
        // Whose placement is not recorded is taken to wait for a mainstream place.
        Wanted = (byte)(plan.Provider >= 0 ? plan.Type : PlacementType.Mainstream),
        Priority = plan.Provider >= 0 ? PlanHolders.NoApplication : WaitingPriority,
    };

    // Overdue reviews fell due some time in the year before the run; all others fall due over the year to come.
    private int FirstReview(int r, OpeningPlan plan)
    {
        var replicate = _world.Replicates[r];
        var words = replicate.Draws.At(plan.Child, Purpose.FirstReview, 0);
        var month = (int)(words.B % 12);
        return words.A < replicate.OverdueAtOpening ? -1 - month : month;
    }

    private void TakeUpPlaces(short[] outcomes)
    {
        if (outcomes.Length > 0)
        {
            Array.Clear(_asking);
        }

        for (var i = 0; i < outcomes.Length; i++)
        {
            var applicant = _applicants[i];
            ref var holder = ref _holders.Of(applicant.Replicate)[_applicantRows[i]];
            if (outcomes[i] >= 0)
            {
                holder.Provider = outcomes[i];
                holder.Wanted = (byte)_world.Tables.TypeOf(outcomes[i]);
                holder.Priority = PlanHolders.NoApplication;
            }
            else if (holder.Provider >= 0)
            {
                // A move that could not be made lapses until the next review asks again.
                holder.Wanted = (byte)_world.Tables.TypeOf(holder.Provider);
                holder.Priority = PlanHolders.NoApplication;
            }
            else
            {
                Ask(applicant.Replicate, ref holder, (PlacementType)holder.Wanted, WaitingPriority);
            }
        }
    }

    private void Ask(int r, ref PlanHolder holder, PlacementType wanted, byte priority)
    {
        (holder.Wanted, holder.Priority) = ((byte)wanted, priority);
        _asking[r]++;
    }

    private void Begin(int r, PlanStart start, Month month)
    {
        _asking[r]++;
        var now = month - _world.Scenario.Timetable.Start;
        var holder = new PlanHolder
        {
            Child = start.Child,
            Provider = -1,
            Need = start.Need,
            Band = start.Band,
            Wanted = start.Wanted,
            Priority = NewPriority,
        };
        Add(r, holder, now + 12, now);
    }

    // In September those who enter a new phase, or whose provider does not serve the new year, leave their place for another.
    private void GrowUp(int r, NcYear year, Month month)
    {
        if (month.OfYear != 9)
        {
            return;
        }

        var entering = MoveChances.Entry(year) >= 0;
        var (moves, draws) = (_world.Replicates[r].Moves, _world.Replicates[r].Draws);
        foreach (ref var holder in _holders.Of(r))
        {
            var served = holder.Provider >= 0 && Serves(holder.Provider, year);
            if (!entering && (served || holder.Provider < 0))
            {
                continue;
            }

            var held = (PlacementType)holder.Wanted;
            var wanted = moves.AtTransfer(year, held, month, draws.At(holder.Child, Purpose.PhaseTransfer, month.Index));
            if (wanted == held && (served || holder.Provider < 0))
            {
                continue;
            }

            Leave(r, ref holder);
            Ask(r, ref holder, wanted, TransferPriority);
        }
    }

    private bool Serves(short provider, NcYear year)
    {
        var p = _world.Scenario.Providers[provider];
        return year.Value >= p.FromYear && year.Value <= p.ToYear;
    }

    private void Leave(int r, ref PlanHolder holder)
    {
        if (holder.Provider >= 0)
        {
            _changes.Add(new(holder.Provider, (ushort)r, holder.Band, 0));
            holder.Provider = -1;
        }
    }

    // The longest overdue first. Those due in the same month are taken in no order that matters.
    private void Review(int r, NcYear year, Month month, int quota)
    {
        var now = month - _world.Scenario.Timetable.Start;
        _reviews.Turn(r, now);
        if (_reviews.Reach(r, now, quota) is not var (reach, left))
        {
            return;
        }

        var done = 0;
        var due = _holders.ReviewsDue(r);
        // From the last row down, so that the row that takes a leaver's place has been looked at already.
        for (var row = Next(due, reach); row >= 0; row = Next(due[..row], reach))
        {
            if (due[row] == reach && left-- <= 0)
            {
                continue;
            }

            done++;
            _reviews.Remove(r, due[row], now);
            due[row] = (short)(now + 12);
            _reviews.Add(r, now + 12, now);
            if (Changes(r, year, month, ref _holders.Of(r)[row]))
            {
                // A review that ends a plan finds its outcomes met.
                Remove(r, row, now, CessationReason.NeedsMet);
            }
        }

        Counts(r)[CohortCount.ReviewsDone] = done;

        static int Next(ReadOnlySpan<short> due, int reach) => due.LastIndexOfAnyInRange(short.MinValue, (short)reach);
    }

    /// <summary>What the review changes; true where it ends the plan.</summary>
    private bool Changes(int r, NcYear year, Month month, ref PlanHolder holder)
    {
        var replicate = _world.Replicates[r];
        var words = replicate.Draws.At(holder.Child, Purpose.Review, month.Index);
        if (year.Value >= 12
            && words.A < Chance.Of(replicate.CeaseFrom16 + replicate.Levers.Share(Lever.CeaseAtReview, month, year.Value)))
        {
            return true;
        }

        var band = holder.Band;
        if (words.B < replicate.BandUp)
        {
            band = (byte)Math.Min(OpeningStock.Bands, band + 1);
        }
        else if (uint.MaxValue - words.B < replicate.BandDown)
        {
            band = (byte)Math.Max(1, band - 1);
        }

        if (band != holder.Band && holder.Provider >= 0)
        {
            _changes.Add(new(holder.Provider, (ushort)r, holder.Band, band));
        }

        holder.Band = band;
        if (holder.Provider >= 0 && holder.Priority == PlanHolders.NoApplication
            && replicate.Moves.ReturnsAtReview(year, (PlacementType)holder.Wanted, month, words.C))
        {
            Ask(r, ref holder, PlacementType.Mainstream, MovePriority);
        }

        return false;
    }

    /// <summary>Plans that end between reviews, and moves that are asked for when a placement fails or a family asks.</summary>
    /// <remarks>
    /// Two-sided: leaving takes the bottom of the range of the month's word, moving its top, so that a lever on one does not
    /// disturb the other. The word's first sixteen bits screen everyone at once; the rest is drawn only for those who pass.
    /// </remarks>
    private void LeaveOrMove(int r, NcYear year, Month month)
    {
        var replicate = _world.Replicates[r];
        var leave = Chance.Of(_world.Tables.Leaving.Monthly[year.Age] * replicate.LeavingLevel);
        var move = replicate.Moves.HighestChance(year);
        var screens = _holders.Screens(r, month);
        var low = (int)Math.Min(ushort.MaxValue, leave >> 16);
        var high = Math.Max(low, ushort.MaxValue - (int)(move >> 16) - 1);
        // From the last row down, so that the row that takes a leaver's place has been looked at already.
        for (var row = Next(screens, low, high); row >= 0; row = Next(screens[..row], low, high))
        {
            ref var holder = ref _holders.Of(r)[row];
            var refine = replicate.Draws.At(holder.Child, Purpose.LeaveRefine, month.Index);
            var word = ((uint)screens[row] << 16) | (refine.A & 0xFFFF);
            if (word < leave)
            {
                Remove(r, row, month - _world.Scenario.Timetable.Start, (CessationReason)Math.Max(0, Chance.Pick(_world.Tables.Leaving.Reasons[year.Age], refine.B)));
            }
            else if (holder.Provider >= 0 && holder.Priority == PlanHolders.NoApplication)
            {
                var held = (PlacementType)holder.Wanted;
                var words = replicate.Draws.At(holder.Child, Purpose.ReviewMove, month.Index);
                var wanted = replicate.Moves.WithinPhase(year, held, month, uint.MaxValue - word, words);
                if (wanted != held)
                {
                    Ask(r, ref holder, wanted, MovePriority);
                }
            }
        }

        static int Next(ReadOnlySpan<ushort> screens, int low, int high) =>
            high > low ? screens.LastIndexOfAnyExceptInRange((ushort)(low + 1), (ushort)high) : screens.Length - 1;
    }

    private void Remove(int r, int row, int now, CessationReason reason)
    {
        Leave(r, ref _holders.Of(r)[row]);
        _reviews.Remove(r, _holders.ReviewsDue(r)[row], now);
        _holders.RemoveAt(r, row);
        Counts(r)[CohortCount.Ceased + (int)reason]++;
    }

    // Past the year of the 25th birthday every plan ends.
    private void Retire(int r)
    {
        foreach (ref var holder in _holders.Of(r))
        {
            Leave(r, ref holder);
        }

        Counts(r)[CohortCount.Ceased + (int)CessationReason.MaximumAge] += _holders.Count(r);
        _holders.Clear(r);
    }

    private void Apply(int r, NcYear year)
    {
        if (_asking[r] == 0)
        {
            return;
        }

        var holders = _holders.Of(r);
        for (var row = 0; row < holders.Length; row++)
        {
            ref readonly var holder = ref holders[row];
            if (holder.Priority != PlanHolders.NoApplication)
            {
                _applicants.Add(new((ushort)r, holder.Child, holder.Need, holder.Band, holder.Wanted, holder.Provider, holder.Priority, (sbyte)year.Value));
                _applicantRows.Add(row);
            }
        }
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

    private void Count(int r, Month month)
    {
        var counts = Counts(r);
        var now = month - _world.Scenario.Timetable.Start;
        counts[CohortCount.Plans] = _holders.Count(r);
        counts[CohortCount.ReviewsOverdue] = _holders.Count(r) > 0 ? _reviews.ToDo(r) : 0;
        counts[CohortCount.ReviewsToDo] = _holders.Count(r) > 0 ? _reviews.ToDo(r) + _reviews.DueIn(r, now + 1) : 0;
    }
}
