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
    private readonly WorldContext _world;
    private readonly ExpectedTables _tables;
    private readonly ExpectedStock _stock;
    private readonly Applications[][] _applications;
    private readonly Applications[] _turnedAway;
    private readonly int[] _scarce;
    private readonly PlaceRounds[] _rounds;
    private readonly PlaceRounds[] _later;
    private readonly List<Move> _moves = [];
    private readonly double[] _free;
    private readonly double[] _left;
    private readonly double[] _instead;
    private readonly double[] _holding = new double[Years * Types];
    private double[] _moving = new double[4096];
    private int _movingCount;
    private bool _anew;

    internal ExpectedPlaces(WorldContext world, ExpectedTables tables, ExpectedStock stock)
    {
        (_world, _tables, _stock) = (world, tables, stock);
        Applications[] OfEachType() => [.. tables.Groups.Select(g => new Applications(g, tables.Lanes))];
        PlaceRounds[] ForEachType() => [.. tables.Groups.Select(g => new PlaceRounds(g, tables.World.Providers))];
        _applications = [.. Enumerable.Range(0, PlaceRounds.Kinds).Select(_ => OfEachType())];
        (_turnedAway, _rounds, _later) = (OfEachType(), ForEachType(), ForEachType());
        _scarce = [.. Enumerable.Range(0, Types).Where(type => !tables.Groups[type].TakesEverybody)];
        _free = new double[tables.World.Providers];
        Places = new double[tables.World.Providers];
        Waiting = new double[tables.World.Districts];
        _left = new double[tables.Lanes];
        _instead = new double[tables.Lanes];
        for (var age = 0; age < Years; age++)
        {
            var waiting = tables.OpeningWaiting.AsSpan(age * tables.Lanes, tables.Lanes);
            if (Lanes.Sum(waiting) <= 0)
            {
                continue;
            }

            // They wait for what others of their age have.
            var wanted = Chance.Shares(world.Tables.Waiting[age]);
            for (var type = 0; type < Types; type++)
            {
                if (wanted[type] > 0)
                {
                    Of(Priority.Waiting, type).Add(age, waiting, wanted[type], Mix(type, type));
                }
            }
        }
    }

    /// <summary>Places of each provider this month, commissioned or taken up.</summary>
    internal double[] Places { get; }

    /// <summary>Plan-holders without a place at the end of the month, by district.</summary>
    internal double[] Waiting { get; }

    /// <summary>Applications that no provider of the wanted type could admit this month.</summary>
    internal double TurnedAway { get; private set; }

    /// <summary>Applications of a priority for a type.</summary>
    internal Applications Of(Priority priority, int wanted) => _applications[(int)priority][wanted];

    /// <summary>The needs of those who hold one type and ask for another.</summary>
    internal double[] Mix(int held, int wanted) => _tables.HeldMix[(held * Types) + wanted];

    /// <summary>How many of a year have no place.</summary>
    internal double Unplaced(int year)
    {
        var sum = 0.0;
        foreach (var priority in WithoutPlace)
        {
            foreach (var applications in _applications[(int)priority])
            {
                sum += applications.Total(year);
            }
        }

        return sum;
    }

    /// <summary>In September everybody is a year on.</summary>
    internal void GrowUp()
    {
        foreach (var waiting in _applications[(int)Priority.Waiting])
        {
            waiting.GrowUp();
        }
    }

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
    internal void Move(int year, int held, int wanted, double share)
    {
        if (share <= 0 || held == wanted)
        {
            return;
        }

        if (_moving.Length < _movingCount + _tables.Lanes)
        {
            Array.Resize(ref _moving, 2 * _moving.Length);
        }

        var move = new Move(year, held, wanted, _movingCount);
        _movingCount += _tables.Lanes;
        var moving = Moving(move);
        moving.Clear();
        Lanes.Add(_stock.Of(year, held), share, moving);
        _holding[(year * Types) + held] = _stock.Total(year, held);
        _moves.Add(move);
        if (!_tables.Groups[wanted].TakesAll(year))
        {
            Of(Priority.Move, wanted).Add(year, moving, 1, Mix(held, wanted));
        }
    }

    /// <summary>Plays the month's admissions.</summary>
    internal void Play(Month month)
    {
        TurnedAway = 0;
        // What becomes of those turned away is decided once an academic year: who waits then goes on waiting.
        _anew = month.OfYear == 9 || month == _world.Scenario.Timetable.Start;
        SetPlaces(month);
        foreach (var type in _scarce)
        {
            Rounds(type);
        }

        // After the providers of the type come those of the overflow: they find what the others left.
        foreach (var type in _scarce)
        {
            AskInstead(type);
        }

        foreach (var type in _scarce)
        {
            Later(type);
        }

        FinishMoves();
        for (var type = 0; type < Types; type++)
        {
            if (_rounds[type].HasLimit)
            {
                TakeOntoRolls(type, _rounds[type]);
                TakeOntoRolls(type, _later[type]);
            }

            Finish(type);
        }

        CountWaiting();
    }

    private Span<double> Moving(Move move) => _moving.AsSpan(move.At, _tables.Lanes);

    private void SetPlaces(Month month)
    {
        var providers = _world.Scenario.Providers;
        for (var p = 0; p < providers.Count; p++)
        {
            var planned = _world.Replicates[0].Places.In(p, month);
            var roll = providers[p].HasLimit ? _stock.RollOf(p) : 0;
            Places[p] = Math.Max(planned, roll);
            _free[p] = providers[p].HasLimit ? Places[p] - roll : 0;
        }
    }

    private void Rounds(int type)
    {
        _rounds[type].Clear();
        for (var kind = 0; kind < PlaceRounds.Kinds; kind++)
        {
            _applications[kind][type].Ask(_rounds[type], kind);
        }

        _rounds[type].Play(_free);
        for (var kind = 0; kind < PlaceRounds.Kinds; kind++)
        {
            _applications[kind][type].Hear(_rounds[type], kind);
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

            foreach (var other in _scarce)
            {
                if (!_tables.Groups[other].TakesAll(year))
                {
                    _turnedAway[other].Add(year, _left, _tables.Overflow[wanted][other], Mix(wanted, other));
                }
            }
        }
    }

    // Whom no provider of the wanted type takes, of all priorities; false where there is nobody.
    private bool GatherLeft(int wanted, int year)
    {
        var any = false;
        Array.Clear(_left);
        foreach (var ofPriority in _applications)
        {
            var applications = ofPriority[wanted];
            if (applications.IsLive(year) && (_anew || applications != Of(Priority.Waiting, wanted)))
            {
                any = true;
                AddProduct(applications.Of(year), applications.LeftOf(year), _left);
            }
        }

        return any;
    }

    private static void AddProduct(ReadOnlySpan<double> children, ReadOnlySpan<double> parts, Span<double> to)
    {
        for (var lane = 0; lane < to.Length; lane++)
        {
            to[lane] += children[lane] * parts[lane];
        }
    }

    private void Later(int type)
    {
        _later[type].Clear();
        _turnedAway[type].Ask(_later[type], 0);
        _later[type].Play(_free);
        _turnedAway[type].Hear(_later[type], 0);
    }

    /// <summary>Adds those of some turned away who find a place of another type, by district and band, and leaves the others.</summary>
    /// <param name="wanted">The type that turned them away.</param>
    /// <param name="held">The type they hold and keep, or −1.</param>
    /// <param name="year">Curriculum year.</param>
    /// <param name="left">Whom; receives those who find nothing.</param>
    private void Instead(int wanted, int held, int year, Span<double> left)
    {
        var from = _instead.AsSpan();
        left.CopyTo(from);
        for (var other = 0; other < Types; other++)
        {
            var share = other == held ? 0 : _tables.Overflow[wanted][other];
            if (share <= 0)
            {
                continue;
            }

            var to = _stock.To(year, other);
            var all = _tables.Groups[other].TakesAll(year);
            var parts = _turnedAway[other].LeftOf(year);
            for (var lane = 0; lane < left.Length; lane++)
            {
                var found = from[lane] * share * (all ? 1 : 1 - parts[lane]);
                to[lane] += found;
                left[lane] -= found;
            }
        }
    }

    private void FinishMoves()
    {
        foreach (var move in _moves)
        {
            var moving = Moving(move);
            var to = _stock.To(move.Year, move.Wanted);
            if (_tables.Groups[move.Wanted].TakesAll(move.Year))
            {
                Lanes.Add(moving, to);
                Leave(move, moving);
                continue;
            }

            var left = _left.AsSpan();
            left.Clear();
            AddProduct(moving, Of(Priority.Move, move.Wanted).LeftOf(move.Year), left);
            Lanes.Add(moving, to);
            Lanes.Add(left, -1, to);
            TurnedAway += Lanes.Sum(left);
            Instead(move.Wanted, move.Held, move.Year, left);
            Lanes.Add(left, -1, moving);
            Leave(move, moving);
        }

        _moves.Clear();
        _movingCount = 0;
    }

    private void Leave(Move move, ReadOnlySpan<double> gone)
    {
        Lanes.Add(gone, -1, _stock.Of(move.Year, move.Held));
        ref var holding = ref _holding[(move.Year * Types) + move.Held];
        if (holding > 0)
        {
            var children = Lanes.Sum(gone);
            foreach (var p in _tables.Groups[move.Held].Limited)
            {
                _stock.Rolls[p][move.Year] *= 1 - (children / holding);
            }

            holding -= children;
        }
    }

    /// <summary>Those whom providers admitted are on their rolls, spread over the years of their class as applicants were.</summary>
    private void TakeOntoRolls(int type, PlaceRounds rounds)
    {
        var groups = _tables.Groups[type];
        Span<double> classes = stackalloc double[groups.YearClasses * PlaceRounds.Kinds];
        Span<double> years = stackalloc double[Years * PlaceRounds.Kinds];
        rounds.AskedByYear.CopyTo(years);
        classes.Clear();
        for (var at = 0; at < years.Length; at++)
        {
            classes[(groups.YearClass(at / PlaceRounds.Kinds) * PlaceRounds.Kinds) + (at % PlaceRounds.Kinds)] += years[at];
        }

        for (var at = 0; at < years.Length; at++)
        {
            var all = classes[(groups.YearClass(at / PlaceRounds.Kinds) * PlaceRounds.Kinds) + (at % PlaceRounds.Kinds)];
            years[at] = all > 0 ? years[at] / all : 0;
        }

        foreach (var p in groups.Limited)
        {
            for (var year = 0; year < Years; year++)
            {
                var admitted = rounds.Admitted(p, groups.YearClass(year));
                for (var kind = 0; kind < PlaceRounds.Kinds; kind++)
                {
                    _stock.Rolls[p][year] += admitted[kind] * years[(year * PlaceRounds.Kinds) + kind];
                }
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
        _turnedAway[wanted].Clear();
    }

    private void Finish(Applications applications, Applications waiting, int wanted, int year)
    {
        Lanes.Add(applications.Of(year), _stock.To(year, wanted));
        if (_tables.Groups[wanted].TakesAll(year))
        {
            applications.Of(year).Clear();
            return;
        }

        var left = _left.AsSpan();
        left.Clear();
        AddProduct(applications.Of(year), applications.LeftOf(year), left);
        Lanes.Add(left, -1, _stock.To(year, wanted));
        TurnedAway += Lanes.Sum(left);
        if (_anew || applications != waiting)
        {
            Instead(wanted, -1, year, left);
        }

        applications.Of(year).Clear();
        if (applications == waiting)
        {
            left.CopyTo(waiting.Of(year));
        }
        else
        {
            waiting.Join(year, left, applications);
        }
    }

    private void CountWaiting()
    {
        Array.Clear(Waiting);
        foreach (var waiting in _applications[(int)Priority.Waiting])
        {
            for (var year = 0; year < Years; year++)
            {
                if (waiting.IsLive(year))
                {
                    var children = waiting.Of(year);
                    for (var lane = 0; lane < children.Length; lane++)
                    {
                        Waiting[lane / Bands] += children[lane];
                    }
                }
            }
        }
    }
}
