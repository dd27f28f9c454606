using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// All children of a world in expectation, month by month: requests and plans, reviews, moves and places. What they cost is worked out
/// afterwards, from what is kept of each month.
/// </summary>
/// <remarks>One of these is played out many times, one world after another: nothing is allocated for a month.</remarks>
internal sealed class ExpectedChildren
{
    private const int Types = ExpectedTables.Types;
    private const int Years = ExpectedTables.Years;
    private const int Bands = ExpectedTables.Bands;
    private readonly ExpectedTables _tables;
    private readonly ExpectedCases _cases;
    private readonly ExpectedStock _stock;
    private readonly ExpectedPlaces _places;
    private readonly ExpectedReviews _reviews;
    private readonly ExpectedNeeds _needs;
    private readonly MonthLevers _levers = new();
    private readonly Conversions _conversions = new();
    private readonly double[] _withoutPlan;
    private readonly double[] _residents;
    private readonly double[] _opening;
    private readonly double[] _plans;
    private readonly double[] _lanes;
    private readonly double[] _byYear = new double[Years];
    private readonly double[] _transfers = new double[Types * Types];
    private readonly double[] _converted = new double[Types];
    private readonly double[] _keep = new double[Years];
    private WorldContext _world = null!;

    internal ExpectedChildren(ExpectedTables tables)
    {
        _tables = tables;
        var world = tables.World;
        _cases = new(world);
        _stock = new(tables);
        _places = new(tables, _stock);
        _reviews = new(world);
        _needs = new(tables);
        _withoutPlan = new double[world.Districts];
        _residents = [.. world.Scenario.Districts.Select(d => (double)d.Population.Sum())];
        _opening = [.. Enumerable.Range(0, world.Districts).Select(d => (double)world.Opening.Count(plan => plan.District == d))];
        _plans = new double[world.Districts];
        _lanes = new double[tables.Lanes];
    }

    private Replicate Rates => _world.Replicates[0];

    /// <summary>Plays a world's children out.</summary>
    /// <param name="world">The world.</param>
    /// <param name="kept">Receives what is kept of each month.</param>
    internal void Play(WorldContext world, ExpectedMonths kept)
    {
        _world = world;
        Open();
        var timetable = world.Scenario.Timetable;
        for (var month = timetable.Start; month <= timetable.End; month += 1)
        {
            for (var d = 0; d < _withoutPlan.Length; d++)
            {
                _withoutPlan[d] = Math.Max(0, _residents[d] - _plans[d]) / Math.Max(1, _residents[d] - _opening[d]);
            }

            _levers.Turn(Rates.Levers, month);
            _conversions.Turn();
            var issued = _cases.Play(month, _withoutPlan);
            GrowUp(month);
            Begin(month, issued);
            Transfer(month);
            kept.Begin(month, _stock);
            Review(month);
            Appeal();
            _places.Play(month);
            _cases.Counts[DistrictCount.ReviewsOverdue] = _reviews.Overdue;
            kept.Keep(month, _stock, _places, _cases.Counts, _byYear, _needs, _plans);
        }
    }

    // Against content or placement: of final plans and reviews, and of those whom special schools turned away last month.
    private void Appeal()
    {
        var cases = _cases.Counts[DistrictCount.NewPlans] + _cases.Counts[DistrictCount.MovedIn] + _cases.Counts[DistrictCount.ReviewsDone];
        var (registered, won) = _places.Appeals;
        _cases.Appeals.Register(
            Assessments.AppealKind.ContentOrPlacement,
            (cases * Chance.Below(Rates.ContentAppeal)) + registered,
            (cases * Chance.Below(Rates.ContentAppealWon)) + won,
            Rates.DirectionWeeks,
            _cases.Counts);
    }

    private void Open()
    {
        _cases.Open(_world);
        _stock.Open();
        _places.Open(_world);
        _needs.Open();
        _conversions.Open();
        _opening.CopyTo(_plans, 0);
        for (var year = 0; year < Years; year++)
        {
            _byYear[year] = _places.Unplaced(year);
            for (var type = 0; type < Types; type++)
            {
                _byYear[year] += _stock.IsLive(year, type) ? _stock.Total(year, type) : 0;
            }
        }

        _reviews.Open(_world, _byYear);
    }

    private void GrowUp(Month month)
    {
        if (month.OfYear == 9)
        {
            _cases.Counts[DistrictCount.Ceased + (int)CessationReason.MaximumAge] += _byYear[^1];
            Array.Copy(_byYear, 0, _byYear, 1, Years - 1);
            _byYear[0] = 0;
            _needs.GrowUp();
            _stock.GrowUp();
            _places.GrowUp();
            _reviews.GrowUp();
            _reviews.BringForward(month);
            _conversions.GrowUp();
        }
    }

    private void Begin(Month month, ReadOnlySpan<double> issued)
    {
        var shares = _world.Tables.RequestWeights.Shares;
        var movesIn = Rates.Requests.MovesIn / 12;
        _cases.Counts[DistrictCount.MovedIn] += movesIn;
        Span<double> first = stackalloc double[Types];
        Span<double> wanted = stackalloc double[Types * Bands];
        // Needs are those of the age at which the request was made, which may be the curriculum year before.
        var asked = month.AcademicYear - (month - ExpectedTables.MonthsToPlan).AcademicYear;
        for (var year = 0; year < Years; year++)
        {
            var plans = issued[_cases.BirthOf(year, month)];
            var moved = movesIn * _tables.MoveInAges[year];
            if (plans + moved <= 0)
            {
                continue;
            }

            for (var type = 0; type < Types; type++)
            {
                first[type] = ((plans * _tables.FirstTypes[asked][year][type]) + (moved * _tables.MoveInTypes[year][type])) / (plans + moved);
            }

            Wanted(year, plans + moved, first, wanted);
            var home = _cases.DistrictShares.AsSpan(_cases.BirthOf(year, month) * shares.Length, shares.Length);
            Begin(year, asked, plans, moved, home, wanted);
            _reviews.Begin(year, plans + moved, month);
            _needs.Begin(year, asked, plans, moved);
            _byYear[year] += plans + moved;
        }
    }

    private void Begin(int year, int asked, double plans, double moved, ReadOnlySpan<double> home, ReadOnlySpan<double> wanted)
    {
        var lanes = Lanes.Districts(_lanes.AsSpan());
        var shares = _world.Tables.RequestWeights.Shares;
        for (var type = 0; type < Types; type++)
        {
            var bands = Lanes.Districts(wanted)[type];
            if (Lanes.Sum(bands) <= 0)
            {
                continue;
            }

            for (var d = 0; d < shares.Length; d++)
            {
                lanes[d] = bands * ((plans * home[d]) + (moved * shares[d]));
            }

            _places.Of(Priority.New, type).Add(year, _lanes, 1, _tables.NewMix[asked][(year * Types) + type]);
        }
    }

    // Complexity goes with the type first asked for, the placement with the type after mitigations.
    private void Wanted(int year, double plans, ReadOnlySpan<double> first, Span<double> wanted)
    {
        Span<double> after = stackalloc double[Types];
        Span<double> converted = stackalloc double[Types];
        wanted.Clear();
        for (var type = 0; type < Types; type++)
        {
            if (first[type] <= 0)
            {
                continue;
            }

            Rates.Moves.ExpectedAtFirst(Of(year), _levers, (PlacementType)type, after, converted);
            _conversions.Add(year, converted, plans * first[type]);
            for (var to = 0; to < Types; to++)
            {
                for (var band = 0; band < Bands && after[to] > 0; band++)
                {
                    wanted[(to * Bands) + band] += first[type] * after[to] * _tables.FirstBands[type][band];
                }
            }
        }
    }

    private void Transfer(Month month)
    {
        if (month.OfYear != 9)
        {
            return;
        }

        for (var year = 0; year < Years; year++)
        {
            var entering = Reviews.MoveChances.Entry(Of(year)) >= 0;
            if (entering)
            {
                Reconsider(year);
            }

            Array.Clear(_converted);
            Array.Clear(_transfers);
            for (var type = 0; type < Types; type++)
            {
                if (_stock.IsLive(year, type))
                {
                    Transfer(year, type, entering);
                }
            }

            if (entering)
            {
                _conversions.Transfer(year, _transfers);
                _conversions.Add(year, _converted, 1);
            }
        }
    }

    private void Transfer(int year, int held, bool entering)
    {
        var unserved = _stock.Unserved(year, held);
        if (!entering && unserved <= 0)
        {
            // Nobody is there to leave, but a remainder of rounding must not stay on a roll that the year is not on.
            _stock.LeaveRolls(year, held, 0);
            return;
        }

        Span<double> to = stackalloc double[Types];
        Span<double> converted = stackalloc double[Types];
        var holding = _stock.Total(year, held);
        Rates.Moves.ExpectedAtTransfer(Of(year), (PlacementType)held, new(_levers, _conversions.MayConvert(year, held, holding)), to, converted);
        to.CopyTo(_transfers.AsSpan(held * Types));
        for (var type = 0; type < Types && entering; type++)
        {
            _converted[type] += converted[type] * holding;
        }

        var stays = to[held];
        var lanes = _stock.Of(year, held);
        for (var wanted = 0; wanted < Types; wanted++)
        {
            var share = wanted == held ? stays * unserved : to[wanted] * (entering ? 1 : unserved);
            if (share <= 0)
            {
                continue;
            }

            _places.Of(Priority.Transfer, wanted).Add(year, lanes, share, _places.Mix(held, wanted));
        }

        Lanes.Scale(lanes, entering ? stays * (1 - unserved) : 1 - unserved);
        _stock.LeaveRolls(year, held, entering ? 1 - stays : 0);
    }

    // Those who have no place and enter a phase may want another type in it.
    private void Reconsider(int year)
    {
        Span<double> to = stackalloc double[Types];
        Span<double> converted = stackalloc double[Types];
        foreach (var priority in (ReadOnlySpan<Priority>)[Priority.Waiting, Priority.New])
        {
            for (var held = 0; held < Types; held++)
            {
                var applications = _places.Of(priority, held);
                if (!applications.IsLive(year))
                {
                    continue;
                }

                Rates.Moves.ExpectedAtTransfer(Of(year), (PlacementType)held, new(_levers, MayConvert: 1), to, converted);
                for (var wanted = 0; wanted < Types; wanted++)
                {
                    if (wanted != held)
                    {
                        _places.Of(Priority.Transfer, wanted).Add(year, applications.Of(year), to[wanted], _places.Mix(held, wanted));
                    }
                }

                applications.Scale(year, to[held]);
            }
        }
    }

    private void Review(Month month)
    {
        _reviews.Play(month, _cases.Counts[DistrictCount.NewPlans] + _cases.Counts[DistrictCount.NotIssued]);
        var bands = Rates.BandChances(month);
        var (up, down) = (Chance.Below(bands.Up), Chance.Below(bands.Down));
        Array.Fill(_keep, 1);
        for (var y = 0; y < Years; y++)
        {
            var plans = _byYear[y];
            if (plans <= 0)
            {
                continue;
            }

            var year = Of(y);
            var reviewed = Math.Min(1, _reviews.Done[y] / plans);
            var cease = year.Value >= 12 ? Math.Min(1, Rates.CeaseFrom16 + _levers.Share(Lever.CeaseAtReview, year)) : 0;
            var leave = Math.Min(1, _world.Tables.Leaving.Monthly[year.Age] * Rates.LeavingLevel(month, year.Age));
            var keep = (1 - (reviewed * cease)) * (1 - leave);
            _cases.Counts[DistrictCount.ReviewsDone] += _reviews.Done[y];
            _cases.Counts[DistrictCount.Ceased + (int)CessationReason.NeedsMet] += plans * reviewed * cease;
            Leave(year, plans * (1 - (reviewed * cease)) * leave);
            _places.Scale(y, keep, 1 - leave);
            _keep[y] = keep;
            _needs.Scale(y, keep);
            _byYear[y] *= keep;
            _reviews.End(y, _reviews.Done[y] * cease, leave, month);
            for (var held = 0; held < Types; held++)
            {
                if (_stock.IsLive(y, held))
                {
                    _stock.ReviewBands(y, held, reviewed * up, reviewed * down, keep);
                    Ask(y, held, reviewed, leave);
                }
            }
        }

        _stock.ScaleRolls(_keep);
        _places.ScaleOrders(_keep);
        _conversions.Scale(_keep);
        CountTransfers(month);
    }

    private void Ask(int y, int held, double reviewed, double leave)
    {
        Span<double> to = stackalloc double[Types];
        Span<double> converted = stackalloc double[Types];
        if (!Rates.Moves.MayAsk(Of(y), (PlacementType)held))
        {
            return;
        }

        var holding = _stock.Total(y, held);
        var acting = new Acting(_levers, _conversions.MayConvert(y, held, holding));
        var returns = reviewed * Rates.Moves.ExpectedReturn(Of(y), (PlacementType)held, acting);
        if (returns > 0)
        {
            _places.Move(y, held, (int)PlacementType.Mainstream, holding, returns);
            converted[(int)PlacementType.Mainstream] = returns;
            _conversions.Add(y, converted, holding);
        }

        if (!Rates.Moves.ExpectedWithinPhase(Of(y), (PlacementType)held, acting, to, converted))
        {
            return;
        }

        // Who asks for a move does not leave in the same month: leaving is the bottom of the month's chance, moving its top.
        var asks = (1 - returns) / Math.Max(0.05, 1 - leave);
        MoveConverted(y, held, asks);
        _conversions.Add(y, converted, holding * asks);
        for (var wanted = 0; wanted < Types; wanted++)
        {
            _places.Move(y, held, wanted, holding, to[wanted] * asks);
        }
    }

    // Whose plan was changed within the year asks as often as the others, and gets what is asked for.
    private void MoveConverted(int y, int held, double asks)
    {
        if (!_conversions.Any)
        {
            return;
        }

        var (to, below) = Rates.Moves.AskedWithinPhase(Of(y), (PlacementType)held);
        ulong before = 0;
        for (var n = 0; n < to.Length; n++)
        {
            _conversions.Move(y, held, (int)to[n], asks * Chance.Below(below[n] - before));
            before = below[n];
        }
    }

    // At the deadlines: who is to leave the phase, and whose review was in time for it.
    private void CountTransfers(Month month)
    {
        for (var y = 0; y < Years; y++)
        {
            if (CohortState.TransferDeadline(Of(y)) is { } deadline && deadline == month.OfYear && CohortState.CountsAsTransfer(Of(y)))
            {
                var (all, inTime) = deadline == 2
                    ? (DistrictCount.SchoolTransfers, DistrictCount.SchoolTransfersInTime)
                    : (DistrictCount.Post16Transfers, DistrictCount.Post16TransfersInTime);
                _cases.Counts[all] += _byYear[y];
                _cases.Counts[inTime] += Math.Min(_byYear[y], _reviews.SinceSeptember(y, month));
            }
        }
    }

    private void Leave(NcYear year, double plans)
    {
        ulong before = 0;
        for (var reason = 0; reason < CessationReasons.Count; reason++)
        {
            var below = _world.Tables.Leaving.Reasons[year.Age][reason];
            _cases.Counts[DistrictCount.Ceased + reason] += plans * Chance.Below(below - before);
            before = below;
        }
    }

    private static NcYear Of(int position) => new(position + NcYear.First.Value);
}
