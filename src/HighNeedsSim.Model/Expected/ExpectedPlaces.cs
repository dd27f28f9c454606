using System.Runtime.Intrinsics;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>Who needs a place in a month and who gets one, in expectation.</summary>
/// <remarks>
/// The rounds are those of <see cref="Placements.Admissions"/>, with parts of groups instead of children. A provider's free places are its
/// places less its roll: where the roll of a school that is nearly full would sometimes reach its places by chance and sometimes not,
/// that is not seen, and is the main difference from the simulation's mean.
/// </remarks>
internal sealed class ExpectedPlaces
{
    private const int Types = ExpectedTables.Types;
    private const int Years = ExpectedTables.Years;
    private const int Bands = ExpectedTables.Bands;
    private static readonly Priority[] WithoutPlace = [Priority.Waiting, Priority.Transfer, Priority.New];
    private readonly ExpectedTables _tables;
    private readonly ExpectedStock _stock;

    // By type, its applications of each priority; and those of other types' applicants whom nobody of theirs took.
    private readonly Applications[][] _applications;
    private readonly Applications[][] _turnedAway;
    private readonly int[] _scarce;
    private double[][] _overflow = [];
    private readonly PlaceRounds[] _rounds;
    private readonly PlaceRounds[] _later;
    private readonly double[] _asked = new double[Years * Types * Types];
    private readonly double[] _holding = new double[Years * Types];
    private readonly bool[] _moving = new bool[Years];
    private readonly double[] _found = new double[Types];
    private readonly PlaceOrders _orders = new();
    private readonly double[] _held;
    private readonly double[] _gone;
    private readonly double[] _ordered;
    private readonly double[] _free;
    private readonly double[] _left;
    private readonly double[] _instead;
    private readonly double[] _shares = new double[Years * PlaceRounds.Kinds];
    private readonly double[] _ofClass = new double[Years * PlaceRounds.Kinds];
    private WorldContext _world = null!;
    private bool _anew;
    private bool _appealAnew;

    internal ExpectedPlaces(ExpectedTables tables, ExpectedStock stock)
    {
        (_tables, _stock) = (tables, stock);
        PlaceRounds[] ForEachType() => [.. tables.Groups.Select(g => new PlaceRounds(g, tables.Lanes))];
        _applications = [.. tables.Groups.Select(g => Enumerable.Range(0, PlaceRounds.Kinds).Select(_ => new Applications(g, tables.Lanes)).ToArray())];
        _turnedAway = [.. tables.Groups.Select(g => new[] { new Applications(g, tables.Lanes) })];
        (_rounds, _later) = (ForEachType(), ForEachType());
        _scarce = [.. Enumerable.Range(0, Types).Where(type => !tables.Groups[type].TakesEverybody)];
        _free = new double[tables.World.Providers];
        Places = new double[tables.World.Providers];
        (Waiting, Tutored) = (new double[tables.World.Districts], new double[tables.World.Districts]);
        _held = new double[Types * tables.Lanes];
        _ordered = new double[tables.Groups[(int)PlacementType.StateSpecial].OfClass];
        (_gone, _left, _instead) = (new double[tables.Lanes], new double[tables.Lanes], new double[tables.Lanes]);
        Transferred = new double[Types * tables.Lanes];
    }

    /// <summary>Places of each provider this month, commissioned or taken up.</summary>
    internal double[] Places { get; }

    /// <summary>Plan-holders without a place at the end of the month, by district.</summary>
    internal double[] Waiting { get; }

    /// <summary>Those of them who are of an age for interim tuition.</summary>
    internal double[] Tutored { get; }

    /// <summary>Who entered a phase this month and has a place: [type × lanes].</summary>
    internal double[] Transferred { get; }

    /// <summary>Applications that no provider of the wanted type could admit this month.</summary>
    internal double TurnedAway { get; private set; }

    /// <summary>Children admitted this month because the tribunal ordered it.</summary>
    internal double Directed { get; private set; }

    /// <summary>Appeals to which refusals of special schools led this month, and those of them that will be won.</summary>
    internal (double Registered, double Won) Appeals { get; private set; }

    /// <summary>Applications of a priority for a type.</summary>
    internal Applications Of(Priority priority, int wanted) => _applications[wanted][(int)priority];

    /// <summary>The needs of those who hold one type and ask for another.</summary>
    internal double[] Mix(int held, int wanted) => _tables.HeldMix[(held * Types) + wanted];

    /// <summary>Those wait whom the census found waiting.</summary>
    internal void Open(WorldContext world)
    {
        _world = world;
        _overflow = [.. world.Replicates[0].Overflow.Select(thresholds => Chance.Shares(thresholds))];
        _orders.Open(world.Replicates[0]);
        Appeals = (0, 0);
        foreach (var applications in _applications.Concat(_turnedAway).SelectMany(ofType => ofType))
        {
            applications.Clear();
        }

        for (var age = 0; age < Years; age++)
        {
            var waiting = _tables.OpeningWaiting.AsSpan(age * _tables.Lanes, _tables.Lanes);
            if (Lanes.Sum(waiting) <= 0)
            {
                continue;
            }

            // They wait for what others of their age have.
            for (var type = 0; type < Types; type++)
            {
                Of(Priority.Waiting, type).Add(age, waiting, _tables.Waited[age][type], Mix(type, type));
            }
        }
    }

    /// <summary>How many of a year have no place.</summary>
    internal double Unplaced(int year)
    {
        var sum = 0.0;
        foreach (var priority in WithoutPlace)
        {
            foreach (var ofType in _applications)
            {
                sum += ofType[(int)priority].Total(year);
            }
        }

        return sum;
    }

    /// <summary>In September everybody is a year on.</summary>
    internal void GrowUp()
    {
        for (var type = 0; type < Types; type++)
        {
            Of(Priority.Waiting, type).GrowUp();
        }

        _orders.GrowUp();
    }

    /// <summary>Leaves a share of those of each year for whom the tribunal will order a place.</summary>
    internal void ScaleOrders(ReadOnlySpan<double> keep) => _orders.Scale(keep);

    /// <summary>Leaves a share of those of a year who have no place.</summary>
    internal void Scale(int year, double keep, double keepNew)
    {
        for (var type = 0; type < Types; type++)
        {
            Of(Priority.Transfer, type).Scale(year, keep);
            Of(Priority.Waiting, type).Scale(year, keep);
            Of(Priority.New, type).Scale(year, keepNew);
        }
    }

    /// <summary>A share of those of a year in a type asks for another type, and keeps the place until it is found.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="held">The type held.</param>
    /// <param name="wanted">The type asked for.</param>
    /// <param name="all">How many hold it.</param>
    /// <param name="share">The share of them that asks.</param>
    internal void Move(int year, int held, int wanted, double all, double share)
    {
        if (share <= 0 || held == wanted)
        {
            return;
        }

        _holding[(year * Types) + held] = all;
        _moving[year] = true;
        _asked[(((year * Types) + held) * Types) + wanted] += share;
        if (!_tables.Groups[wanted].TakesAll(year))
        {
            Of(Priority.Move, wanted).Add(year, _stock.Of(year, held), all, share, Mix(held, wanted));
        }
    }

    /// <summary>Plays the month's admissions.</summary>
    internal void Play(Month month)
    {
        (TurnedAway, Directed, Appeals) = (0, 0, (0, 0));
        Array.Clear(Transferred);
        // What becomes of those turned away is decided once an academic year: who waits then goes on waiting.
        _anew = month.OfYear == 9 || month == _world.Scenario.Timetable.Start;
        // Whether the tribunal will order a place is decided once an academic year, after the month of the refusal.
        _appealAnew = month.OfYear == 8 || month == _world.Scenario.Timetable.Start;
        Order();
        SetPlaces(month);
        foreach (var type in _scarce)
        {
            Rounds(_applications[type], _rounds[type], _tables.Groups[type]);
        }

        // After the providers of the type come those of the overflow: they find what the others left.
        foreach (var type in _scarce)
        {
            AskInstead(type);
        }

        foreach (var type in _scarce)
        {
            Rounds(_turnedAway[type], _later[type], _tables.Groups[type]);
        }

        FinishMoves();
        for (var type = 0; type < Types; type++)
        {
            if (_tables.Groups[type].Limited.Length > 0)
            {
                TakeOntoRolls(type, _rounds[type]);
                TakeOntoRolls(type, _later[type]);
            }

            Finish(type);
        }

        CountWaiting();
    }

    // Orders of the tribunal come before everybody else, and need no free place.
    private void Order()
    {
        if (!_orders.Any)
        {
            return;
        }

        _orders.Turn();
        for (var year = 0; year <= NcYear.LastOfSchool.Position; year++)
        {
            var any = false;
            for (var held = 0; held < Types; held++)
            {
                var children = _orders.Due[(held * Years) + year];
                if (children > 1e-9 && held != (int)PlacementType.StateSpecial)
                {
                    Order(year, held, children);
                    any = true;
                }
            }

            if (any)
            {
                TakeOrdered(year);
            }
        }
    }

    // Those ordered who are with providers of one type, or wait, go; the schools that take them hear of all of them at once.
    private void Order(int year, int held, double children)
    {
        var groups = _tables.Groups[(int)PlacementType.StateSpecial];
        var waiting = Of(Priority.Waiting, (int)PlacementType.StateSpecial);
        var waits = held == (int)PlacementType.Awaiting;
        var from = waits ? waiting.Of(year) : _stock.Of(year, held);
        Span<double> needs = stackalloc double[groups.NeedGroups];
        if (!waits)
        {
            Mix(held, (int)PlacementType.StateSpecial).CopyTo(needs);
        }

        var all = Lanes.Sum(from);
        if (all <= 1e-9 || (waits && !waiting.Shares(groups.YearClass(year), needs, 1)))
        {
            return;
        }

        var part = Math.Min(1, children / all);
        var nearest = groups.Nearest(groups.YearClass(year));
        for (var d = 0; d < from.Length / Bands; d++)
        {
            for (var band = 0; band < Bands; band++)
            {
                var ordered = from[(d * Bands) + band] * part;
                var first = ((d * groups.BandGroups) + groups.BandGroup(band)) * needs.Length;
                var taken = 0.0;
                for (var need = 0; need < needs.Length; need++)
                {
                    // Where no school takes them, nothing can be ordered.
                    var reached = nearest[first + need] >= 0 ? ordered * needs[need] : 0;
                    _ordered[first + need] += reached;
                    taken += reached;
                }

                _gone[(d * Bands) + band] = taken;
            }
        }

        var gone = Lanes.Sum(_gone);
        Directed += gone;
        Lanes.Add(_gone, _stock.To(year, (int)PlacementType.StateSpecial));
        Lanes.Add(_gone, -1, from);
        if (!waits)
        {
            _stock.LeaveRolls(_tables.Groups[held].Limited, year, gone / all);
        }
    }

    // Whoever is ordered a place is on the roll of the nearest school that takes them, full or not.
    private void TakeOrdered(int year)
    {
        var groups = _tables.Groups[(int)PlacementType.StateSpecial];
        var nearest = groups.Nearest(groups.YearClass(year));
        for (var group = 0; group < nearest.Length; group++)
        {
            if (nearest[group] >= 0)
            {
                _stock.RollByYear(nearest[group])[year] += _ordered[group];
            }
        }

        Array.Clear(_ordered);
    }

    private void SetPlaces(Month month)
    {
        var providers = _world.Scenario.Providers;
        for (var p = 0; p < Places.Length; p++)
        {
            var planned = _world.Replicates[0].Places.In(p, month);
            var roll = providers[p].HasLimit ? _stock.RollOf(p) : 0;
            Places[p] = Math.Max(planned, roll);
            _free[p] = providers[p].HasLimit ? Places[p] - roll : 0;
        }
    }

    private void Rounds(Applications[] kinds, PlaceRounds rounds, AdmissionGroups groups)
    {
        if (groups.IsPlain)
        {
            foreach (var applications in kinds)
            {
                applications.Hear();
            }

            return;
        }

        // Of most types nobody is sent on to another's providers, and nobody has to be asked again.
        if (rounds.Ask(kinds))
        {
            rounds.Play(_free);
            rounds.Hear(kinds);
        }
    }

    /// <summary>Those turned away who go on to another type apply there.</summary>
    private void AskInstead(int wanted)
    {
        for (var year = 0; year < Years; year++)
        {
            if (_tables.Groups[wanted].TakesAll(year) || !GatherLeft(wanted, year))
            {
                continue;
            }

            var all = Lanes.Sum(_left);
            foreach (var other in _scarce)
            {
                if (!_tables.Groups[other].TakesAll(year))
                {
                    _turnedAway[other][0].Add(year, _left, all, _overflow[wanted][other], Mix(wanted, other));
                }
            }
        }
    }

    // Whom no provider of the wanted type takes, of all priorities; false where there is nobody.
    private bool GatherLeft(int wanted, int year)
    {
        var any = false;
        Array.Clear(_left);
        foreach (var applications in _applications[wanted])
        {
            if (applications.IsLive(year) && (_anew || applications != Of(Priority.Waiting, wanted)))
            {
                any = true;
                Lanes.AddParts(applications.Of(year), applications.LeftOf(year), _left);
            }
        }

        return any;
    }

    /// <summary>Adds those of some turned away who find a place of another type, by district and band, and leaves the others.</summary>
    /// <param name="wanted">The type that turned them away.</param>
    /// <param name="held">The type they hold and keep, or −1.</param>
    /// <param name="year">Curriculum year.</param>
    /// <param name="left">Whom; receives those who find nothing.</param>
    /// <param name="isTransfer">Whether they enter a phase.</param>
    private void Instead(int wanted, int held, int year, Span<double> left, bool isTransfer = false)
    {
        left.CopyTo(_instead);
        Array.Clear(_found);
        var appeals = _orders.Any && wanted == (int)PlacementType.StateSpecial;
        var still = Lanes.Districts(left);
        var transferred = Lanes.Districts(Transferred.AsSpan());
        var from = Lanes.Districts(_instead.AsSpan());
        for (var other = 0; other < Types; other++)
        {
            var share = other == held ? 0 : _overflow[wanted][other];
            if (share <= 0)
            {
                continue;
            }

            var all = _tables.Groups[other].TakesAll(year);
            var to = Lanes.Districts(_stock.To(year, other));
            var parts = Lanes.Districts(_turnedAway[other][0].LeftOf(year));
            var sum = Vector256<double>.Zero;
            for (var d = 0; d < to.Length; d++)
            {
                var found = from[d] * share;
                found = all ? found : found * (Vector256<double>.One - parts[d]);
                to[d] += found;
                still[d] -= found;
                sum += found;
                if (isTransfer)
                {
                    transferred[(other * to.Length) + d] += found;
                }
            }

            _found[other] = appeals ? Lanes.Sum(sum) : 0;
        }
    }

    private void FinishMoves()
    {
        for (var year = 0; year < Years; year++)
        {
            if (!_moving[year])
            {
                continue;
            }

            // Who moves is a part of those who held a place before anybody moved.
            _moving[year] = false;
            for (var held = 0; held < Types; held++)
            {
                if (_holding[(year * Types) + held] != 0)
                {
                    _stock.Of(year, held).CopyTo(_held.AsSpan(held * _tables.Lanes));
                }
            }

            for (var held = 0; held < Types; held++)
            {
                ref var holding = ref _holding[(year * Types) + held];
                if (holding != 0)
                {
                    FinishMoves(year, held, holding);
                    holding = 0;
                }
            }

            Array.Clear(_asked, year * Types * Types, Types * Types);
        }
    }

    private void FinishMoves(int year, int held, double holding)
    {
        var from = _held.AsSpan(held * _tables.Lanes, _tables.Lanes);
        Array.Clear(_gone);
        for (var wanted = 0; wanted < Types; wanted++)
        {
            var share = _asked[(((year * Types) + held) * Types) + wanted];
            if (share > 0)
            {
                Move(year, held, wanted, from, share);
            }
        }

        Lanes.Add(_gone, -1, _stock.Of(year, held));
        if (holding > 0)
        {
            _stock.LeaveRolls(_tables.Groups[held].Limited, year, Lanes.Sum(_gone) / holding);
        }
    }

    private void Move(int year, int held, int wanted, ReadOnlySpan<double> from, double share)
    {
        var to = _stock.To(year, wanted);
        if (_tables.Groups[wanted].TakesAll(year))
        {
            Lanes.Add(from, share, to);
            Lanes.Add(from, share, _gone);
            return;
        }

        var asking = Lanes.Districts(from);
        var sum = Vector256<double>.Zero;
        var all = Lanes.Districts(to);
        var left = Lanes.Districts(_left.AsSpan());
        var gone = Lanes.Districts(_gone.AsSpan());
        var parts = Lanes.Districts(Of(Priority.Move, wanted).LeftOf(year));
        for (var d = 0; d < left.Length; d++)
        {
            var children = asking[d] * share;
            left[d] = children * parts[d];
            sum += left[d];
            all[d] += children - left[d];
            gone[d] += children;
        }

        TurnedAway += Lanes.Sum(sum);
        Instead(wanted, held, year, _left);
        Lanes.Add(_left, -1, _gone);
        Appeal(wanted, (PlacementType)held, year, fresh: 1, isFirst: true);
    }

    /// <summary>Those whom providers admitted are on their rolls, spread over the years of their class as applicants were.</summary>
    private void TakeOntoRolls(int type, PlaceRounds rounds)
    {
        var groups = _tables.Groups[type];
        var asked = Lanes.Districts(rounds.AskedByYear.AsSpan());
        var classes = Lanes.Districts(_ofClass.AsSpan());
        var shares = Lanes.Districts(_shares.AsSpan());
        classes.Clear();
        for (var year = 0; year < Years; year++)
        {
            classes[groups.YearClass(year)] += asked[year];
        }

        for (var year = 0; year < Years; year++)
        {
            var all = classes[groups.YearClass(year)];
            var some = Vector256.GreaterThan(all, Vector256<double>.Zero);
            shares[year] = Vector256.ConditionalSelect(some, asked[year] / Vector256.ConditionalSelect(some, all, Vector256<double>.One), Vector256<double>.Zero);
        }

        for (var n = 0; n < groups.Limited.Length; n++)
        {
            if (!rounds.HasAdmitted(n))
            {
                continue;
            }

            var roll = _stock.RollByYear(groups.Limited[n]);
            for (var year = 0; year < Years; year++)
            {
                roll[year] += Lanes.Sum(rounds.Admitted(n, groups.YearClass(year)) * shares[year]);
            }
        }
    }

    /// <summary>Those without a place take the one they found, or wait.</summary>
    private void Finish(int wanted)
    {
        // Those who have waited first, because the others may join them.
        var waiting = Of(Priority.Waiting, wanted);
        foreach (var priority in WithoutPlace)
        {
            var applications = Of(priority, wanted);
            for (var year = 0; year < Years; year++)
            {
                if (applications.IsLive(year))
                {
                    Finish(applications, waiting, wanted, year);
                }
            }
        }

        waiting.Settle();
        Of(Priority.Transfer, wanted).Clear();
        Of(Priority.New, wanted).Clear();
        Of(Priority.Move, wanted).Clear();
        _turnedAway[wanted][0].Clear();
    }

    private void Finish(Applications applications, Applications waiting, int wanted, int year)
    {
        var to = _stock.To(year, wanted);
        var isTransfer = applications == Of(Priority.Transfer, wanted);
        var transferred = Transferred.AsSpan(wanted * _tables.Lanes, _tables.Lanes);
        if (isTransfer)
        {
            Lanes.Add(applications.Of(year), transferred);
        }

        if (_tables.Groups[wanted].TakesAll(year))
        {
            Lanes.Add(applications.Of(year), to);
            applications.Of(year).Clear();
            return;
        }

        var applied = TakeFound(applications, year, to);
        if (isTransfer)
        {
            Lanes.Add(_left, -1, transferred);
        }

        Array.Clear(_found);
        if (_anew || applications != waiting)
        {
            Instead(wanted, -1, year, _left, isTransfer);
        }

        if (applications != waiting)
        {
            Appeal(wanted, PlacementType.Awaiting, year, fresh: 1, isFirst: true);
        }
        else if (wanted == (int)PlacementType.StateSpecial && applied > 1e-9)
        {
            AppealAgain(year, applied);
        }

        applications.Of(year).Clear();
        if (applications == waiting)
        {
            waiting.Keep(year, _left);
        }
        else
        {
            waiting.Join(year, _left, applications);
        }
    }

    // Those turned away from special schools, wherever they are now; a part of them may have an order coming already.
    private void Appeal(int wanted, PlacementType remain, int year, double fresh, bool isFirst)
    {
        if (!_orders.Any || wanted != (int)PlacementType.StateSpecial)
        {
            return;
        }

        var refused = Lanes.Sum(_left) * fresh;
        _orders.Refuse(year, remain, refused);
        for (var other = 0; other < Types; other++)
        {
            if (_found[other] > 0)
            {
                _orders.Refuse(year, (PlacementType)other, _found[other] * fresh);
                refused += _found[other] * fresh;
            }
        }

        // Whoever waits has appealed already, but for those who win in a later academic year.
        var rates = _world.Replicates[0];
        Appeals = (Appeals.Registered + (refused * Chance.Below(isFirst ? rates.TurnedAwayAppeal : rates.Directed)), Appeals.Won + (refused * Chance.Below(rates.Directed)));
    }

    private void AppealAgain(int year, double applied)
    {
        Span<double> elsewhere = stackalloc double[Types];
        for (var other = 0; other < Types; other++)
        {
            elsewhere[other] = Math.Clamp(_found[other] / applied, 0, 1);
        }

        _orders.Find(year, Math.Clamp(Lanes.Sum(_left) / applied, 0, 1), elsewhere);
        if (_appealAnew)
        {
            var left = Lanes.Sum(_left);
            Appeal((int)PlacementType.StateSpecial, PlacementType.Awaiting, year, left > 1e-9 ? 1 - Math.Clamp(_orders.Waiting(year) / left, 0, 1) : 0, isFirst: false);
        }
    }

    // Those taken hold their place; whom nobody took stand by themselves. How many applied.
    private double TakeFound(Applications applications, int year, Span<double> to)
    {
        var all = Lanes.Districts(to);
        var left = Lanes.Districts(_left.AsSpan());
        var asking = Lanes.Districts(applications.Of(year));
        var parts = Lanes.Districts(applications.LeftOf(year));
        var (applied, turnedAway) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var d = 0; d < left.Length; d++)
        {
            applied += asking[d];
            left[d] = asking[d] * parts[d];
            turnedAway += left[d];
            all[d] += asking[d] - left[d];
        }

        TurnedAway += Lanes.Sum(turnedAway);
        return Lanes.Sum(applied);
    }

    private void CountWaiting()
    {
        Array.Clear(Waiting);
        Array.Clear(Tutored);
        for (var type = 0; type < Types; type++)
        {
            var waiting = Of(Priority.Waiting, type);
            for (var year = 0; year < Years; year++)
            {
                if (waiting.IsLive(year))
                {
                    var bands = Lanes.Districts(waiting.Of(year));
                    var isTutored = Funding.InterimTuition.IsDueIn(new(year + NcYear.First.Value));
                    for (var d = 0; d < bands.Length; d++)
                    {
                        var children = Lanes.Sum(bands[d]);
                        Waiting[d] += children;
                        Tutored[d] += isTutored ? children : 0;
                    }
                }
            }
        }
    }
}
