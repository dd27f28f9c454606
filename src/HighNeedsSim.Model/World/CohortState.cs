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
    private const int Never = int.MinValue;
    private const byte TransferPriority = 0;
    private const byte WaitingPriority = 1;
    private const byte NewPriority = 2;
    private const byte MovePriority = 3;

    private readonly WorldContext _world;
    private readonly AcademicYear _born;
    private readonly PlanHolders _holders;
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
        _asking = new int[world.Count];
        for (var r = 0; r < world.Count; r++)
        {
            foreach (var plan in opening)
            {
                _holders.Add(r, Opening(r, plan));
                _asking[r] += plan.Provider >= 0 ? 0 : 1;
            }
        }
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

            Counts(r)[CohortCount.Plans] = _holders.Count(r);
        }

        return new([.. _applicants], [.. _changes], _counts);
    }

    private Span<int> Counts(int replicate) => _counts.AsSpan(replicate * CohortCount.Length, CohortCount.Length);

    private PlanHolder Opening(int r, OpeningPlan plan)
    {
        var replicate = _world.Replicates[r];
        var words = replicate.Draws.At(plan.Child, Purpose.FirstReview, 0);
        // Overdue reviews fell due some time in the year before; all others fall due over the year to come.
        var due = words.A < replicate.OverdueAtOpening ? -1 - (int)(words.B % 12) : (int)(words.B % 12);
        return new()
        {
            Child = plan.Child,
            Provider = (short)plan.Provider,
            ReviewDue = (short)due,
            Need = (byte)plan.Need,
            Band = (byte)plan.Band,
            // Whose placement is not recorded is taken to wait for a mainstream place.
            Wanted = (byte)(plan.Provider >= 0 ? plan.Type : PlacementType.Mainstream),
            Priority = plan.Provider >= 0 ? PlanHolders.NoApplication : WaitingPriority,
        };
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
        _holders.Add(r, new()
        {
            Child = start.Child,
            Provider = -1,
            ReviewDue = (short)(month - _world.Scenario.Timetable.Start + 12),
            Need = start.Need,
            Band = start.Band,
            Wanted = start.Wanted,
            Priority = NewPriority,
        });
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
        var before = LatestDueDone(r, now, quota, out var left);
        var done = 0;
        var holders = _holders.Of(r);
        for (var row = before > Never ? holders.Length - 1 : -1; row >= 0; row--)
        {
            ref var holder = ref holders[row];
            if (holder.ReviewDue > now || holder.ReviewDue > before || (holder.ReviewDue == before && left-- <= 0))
            {
                continue;
            }

            done++;
            NoLongerDue(r, holder.ReviewDue, now);
            holder.ReviewDue = (short)(now + 12);
            if (Changes(r, year, month, ref holder))
            {
                // A review that ends a plan finds its outcomes met.
                Remove(r, row, month, CessationReason.NeedsMet);
            }
        }

        Counts(r)[CohortCount.ReviewsDone] = done;
    }

    /// <summary>The due month up to which the quota reaches, and how many of that very month.</summary>
    private int LatestDueDone(int r, int now, int quota, out int left)
    {
        // Reviews fall due at most eleven months before the run and never after its end.
        const int Before = 12;
        Span<int> due = stackalloc int[Before + 1 + 12 * 11];
        due.Clear();
        var toDo = 0;
        var next = 0;
        foreach (ref readonly var holder in _holders.Of(r))
        {
            if (holder.ReviewDue <= now)
            {
                due[holder.ReviewDue + Before]++;
                toDo++;
            }

            next += holder.ReviewDue == now + 1 ? 1 : 0;
        }

        Counts(r)[CohortCount.ReviewsOverdue] = toDo;
        Counts(r)[CohortCount.ReviewsToDo] = toDo + next;
        left = int.MaxValue;
        if (toDo == 0 || quota == 0)
        {
            return Never;
        }

        if (toDo <= quota)
        {
            return now;
        }

        left = quota;
        var at = 0;
        while (left > due[at])
        {
            left -= due[at++];
        }

        return at - Before;
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
                Remove(r, row, month, (CessationReason)Math.Max(0, Chance.Pick(_world.Tables.Leaving.Reasons[year.Age], refine.B)));
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

    private void NoLongerDue(int r, int due, int now)
    {
        Counts(r)[CohortCount.ReviewsOverdue] -= due <= now ? 1 : 0;
        Counts(r)[CohortCount.ReviewsToDo] -= due <= now + 1 ? 1 : 0;
    }

    private void Remove(int r, int row, Month month, CessationReason reason)
    {
        ref var holder = ref _holders.Of(r)[row];
        Leave(r, ref holder);
        NoLongerDue(r, holder.ReviewDue, month - _world.Scenario.Timetable.Start);
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
}
