using HighNeedsSim.Model.Sen;
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
    private readonly WorldContext _world;
    private readonly ExpectedTables _tables;
    private readonly ExpectedStock _stock;
    private readonly Applications[][] _applications;
    private readonly PlaceRounds[] _rounds;
    private readonly List<Move> _moves = [];
    private readonly double[] _free;
    private readonly double[] _left;
    private readonly double[] _holding = new double[Years * Types];
    private double[] _moving = new double[4096];
    private int _movingCount;

    internal ExpectedPlaces(WorldContext world, ExpectedTables tables, ExpectedStock stock)
    {
        (_world, _tables, _stock) = (world, tables, stock);
        _applications = [.. Enumerable.Range(0, (int)Priority.Move).Select(_ => tables.Groups.Select(g => new Applications(g, tables.Lanes)).ToArray())];
        _rounds = [.. tables.Groups.Select(g => new PlaceRounds(g, tables.World.Providers))];
        _free = new double[tables.World.Providers];
        Places = new double[tables.World.Providers];
        Waiting = new double[tables.World.Districts];
        _left = new double[Years * tables.Lanes];
        for (var age = 0; age < Years; age++)
        {
            for (var lane = 0; lane < tables.Lanes; lane++)
            {
                var children = tables.OpeningWaiting[(age * tables.Lanes) + lane];
                if (children > 0)
                {
                    Of(Priority.Waiting, (int)PlacementType.Mainstream).Add(age, lane, children, Mix(PlacementType.Mainstream, PlacementType.Mainstream));
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
    internal double[] Mix(PlacementType held, PlacementType wanted) => _tables.HeldMix[((int)held * Types) + (int)wanted];

    /// <summary>How many of a year have no place.</summary>
    internal double Unplaced(int year)
    {
        var sum = 0.0;
        foreach (var ofPriority in _applications)
        {
            foreach (var applications in ofPriority)
            {
                sum += applications.Total(year);
            }
        }

        return sum;
    }

    /// <summary>In September everybody is a year on; how many of those without a place hold no plan any more.</summary>
    internal double GrowUp()
    {
        var ended = 0.0;
        foreach (var waiting in _applications[(int)Priority.Waiting])
        {
            ended += waiting.GrowUp();
        }

        return ended;
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

        var from = _stock.Of(year, held);
        var moving = _moving.AsSpan(_movingCount, _tables.Lanes);
        for (var lane = 0; lane < from.Length; lane++)
        {
            moving[lane] = from[lane] * share;
        }

        _holding[(year * Types) + held] = _stock.Total(year, held);
        _moves.Add(new(year, held, wanted, _movingCount));
        _movingCount += _tables.Lanes;
    }

    /// <summary>Plays the month's admissions.</summary>
    internal void Play(Month month)
    {
        TurnedAway = 0;
        SetPlaces(month);
        foreach (var rounds in _rounds)
        {
            if (rounds.HasLimit)
            {
                rounds.Clear();
            }
        }

        for (var type = 0; type < Types; type++)
        {
            Ask(type);
        }

        AskForMoves();
        foreach (var rounds in _rounds)
        {
            if (rounds.HasLimit)
            {
                rounds.Play(_free);
            }
        }

        // After the providers of the type come those of the overflow: they find what the others left.
        AskInstead();
        foreach (var rounds in _rounds)
        {
            if (rounds.HasLimit)
            {
                rounds.Play(_free);
            }
        }

        FinishMoves();
        TakeOntoRolls();
        Finish();
        CountWaiting();
    }

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

    private void Ask(int type)
    {
        if (!_rounds[type].HasLimit)
        {
            return;
        }

        for (var priority = 0; priority < _applications.Length; priority++)
        {
            var applications = _applications[priority][type];
            for (var year = 0; year < Years; year++)
            {
                for (var n = 0; n < _tables.Groups[type].NeedGroups && applications.IsLive(year); n++)
                {
                    _rounds[type].Ask(_tables.Groups[type].Of(year, n), year, priority, applications.Of(year, n), 1);
                }
            }
        }
    }

    private void AskForMoves()
    {
        foreach (var move in _moves)
        {
            var mix = _tables.HeldMix[(move.Held * Types) + move.Wanted];
            for (var n = 0; n < mix.Length && _rounds[move.Wanted].HasLimit; n++)
            {
                _rounds[move.Wanted].Ask(
                    _tables.Groups[move.Wanted].Of(move.Year, n), move.Year, (int)Priority.Move, Moving(move), mix[n]);
            }
        }
    }

    private Span<double> Moving(Move move) => _moving.AsSpan(move.At, _tables.Lanes);

    /// <summary>Those turned away who go on to another type with a limit apply there.</summary>
    private void AskInstead()
    {
        for (var wanted = 0; wanted < Types; wanted++)
        {
            if (!_rounds[wanted].HasLimit || !_tables.OverflowsToLimited[wanted])
            {
                continue;
            }

            GatherLeft(wanted);
            for (var other = 0; other < Types; other++)
            {
                var (share, mix) = (_tables.Overflow[wanted][other], _tables.HeldMix[(wanted * Types) + other]);
                for (var year = 0; year < Years && share > 0 && _rounds[other].HasLimit; year++)
                {
                    for (var n = 0; n < mix.Length; n++)
                    {
                        _rounds[other].Ask(
                            _tables.Groups[other].Of(year, n), year, PlaceRounds.TurnedAway, _left.AsSpan(year * _tables.Lanes, _tables.Lanes), share * mix[n]);
                    }
                }
            }
        }
    }

    // Whom no provider of the wanted type takes, of all priorities.
    private void GatherLeft(int wanted)
    {
        Array.Clear(_left);
        var groups = _tables.Groups[wanted];
        for (var priority = 0; priority < _applications.Length; priority++)
        {
            var applications = _applications[priority][wanted];
            for (var year = 0; year < Years; year++)
            {
                for (var n = 0; n < groups.NeedGroups && applications.IsLive(year) && !groups.TakesAll(year); n++)
                {
                    AddLeft(wanted, groups.Of(year, n), priority, applications.Of(year, n), 1, _left.AsSpan(year * _tables.Lanes, _tables.Lanes));
                }
            }
        }

        foreach (var move in _moves)
        {
            if (move.Wanted == wanted)
            {
                LeftOf(move, _left.AsSpan(move.Year * _tables.Lanes, _tables.Lanes));
            }
        }
    }

    private void AddLeft(int wanted, ReadOnlySpan<int> groups, int kind, ReadOnlySpan<double> children, double share, Span<double> left)
    {
        var parts = _rounds[wanted].Left;
        for (var lane = 0; lane < left.Length; lane++)
        {
            left[lane] += children[lane] * share * parts[(groups[lane] * PlaceRounds.Kinds) + kind];
        }
    }

    private void LeftOf(Move move, Span<double> left)
    {
        var (groups, mix) = (_tables.Groups[move.Wanted], _tables.HeldMix[(move.Held * Types) + move.Wanted]);
        for (var n = 0; n < mix.Length && !groups.TakesAll(move.Year); n++)
        {
            AddLeft(move.Wanted, groups.Of(move.Year, n), (int)Priority.Move, Moving(move), mix[n], left);
        }
    }

    /// <summary>The part of those who go on to another type that it takes.</summary>
    private double Instead(int wanted, int other, int year, int lane)
    {
        var groups = _tables.Groups[other];
        if (groups.TakesAll(year))
        {
            return 1;
        }

        var mix = _tables.HeldMix[(wanted * Types) + other];
        var taken = 0.0;
        for (var n = 0; n < mix.Length; n++)
        {
            taken += mix[n] * (1 - _rounds[other].Left[(groups.Of(year, n)[lane] * PlaceRounds.Kinds) + PlaceRounds.TurnedAway]);
        }

        return taken;
    }

    private void FinishMoves()
    {
        var left = _left.AsSpan(0, _tables.Lanes);
        foreach (var move in _moves)
        {
            var moving = Moving(move);
            var to = _stock.To(move.Year, move.Wanted);
            var gone = 0.0;
            if (_tables.Groups[move.Wanted].TakesAll(move.Year))
            {
                for (var lane = 0; lane < to.Length; lane++)
                {
                    to[lane] += moving[lane];
                    gone += moving[lane];
                }

                Leave(move, gone);
                continue;
            }

            left.Clear();
            LeftOf(move, left);
            for (var lane = 0; lane < left.Length; lane++)
            {
                moving[lane] -= left[lane];
                to[lane] += moving[lane];
                gone += moving[lane];
                if (left[lane] > 0)
                {
                    TurnedAway += left[lane];
                    var instead = Instead(move, lane, left[lane]);
                    moving[lane] += instead;
                    gone += instead;
                }
            }

            Leave(move, gone);
        }

        _moves.Clear();
        _movingCount = 0;
    }

    // Those who are turned away and led back to the type they hold stay where they are.
    private double Instead(Move move, int lane, double turnedAway)
    {
        var all = 0.0;
        for (var other = 0; other < Types; other++)
        {
            var share = other == move.Held ? 0 : _tables.Overflow[move.Wanted][other];
            if (share > 0)
            {
                var instead = turnedAway * share * Instead(move.Wanted, other, move.Year, lane);
                _stock.To(move.Year, other)[lane] += instead;
                all += instead;
            }
        }

        return all;
    }

    private void Leave(Move move, double children)
    {
        ref var holding = ref _holding[(move.Year * Types) + move.Held];
        var held = _stock.Of(move.Year, move.Held);
        var moving = Moving(move);
        for (var lane = 0; lane < held.Length; lane++)
        {
            held[lane] -= moving[lane];
        }

        if (holding > 0)
        {
            foreach (var p in _tables.Groups[move.Held].Limited)
            {
                _stock.Rolls[p][move.Year] *= 1 - (children / holding);
            }

            holding -= children;
        }
    }

    /// <summary>Those whom providers admitted are on their rolls, spread over the years of their class as applicants were.</summary>
    private void TakeOntoRolls()
    {
        Span<double> years = stackalloc double[Years * PlaceRounds.Kinds];
        for (var type = 0; type < Types; type++)
        {
            if (!_rounds[type].HasLimit)
            {
                continue;
            }

            AskedByYear(type, years);
            var groups = _tables.Groups[type];
            foreach (var p in groups.Limited)
            {
                for (var year = 0; year < Years; year++)
                {
                    var admitted = _rounds[type].Admitted.AsSpan(((p * groups.YearClasses) + groups.YearClass(year)) * PlaceRounds.Kinds, PlaceRounds.Kinds);
                    for (var kind = 0; kind < PlaceRounds.Kinds; kind++)
                    {
                        _stock.Rolls[p][year] += admitted[kind] * years[(year * PlaceRounds.Kinds) + kind];
                    }
                }
            }
        }
    }

    // Shares of each year among the applicants of its class.
    private void AskedByYear(int type, Span<double> years)
    {
        var groups = _tables.Groups[type];
        _rounds[type].AskedByYear.CopyTo(years);

        Span<double> classes = stackalloc double[groups.YearClasses * PlaceRounds.Kinds];
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
    }

    /// <summary>Those without a place take the one they found, or wait.</summary>
    private void Finish()
    {
        for (var wanted = 0; wanted < Types; wanted++)
        {
            // Those who have waited first, because the others may join them.
            var waiting = Of(Priority.Waiting, wanted);
            foreach (var priority in new[] { (int)Priority.Waiting, (int)Priority.Transfer, (int)Priority.New })
            {
                var applications = _applications[priority][wanted];
                for (var year = 0; year < Years; year++)
                {
                    if (applications.IsLive(year))
                    {
                        Finish(applications, waiting, wanted, priority, year);
                    }
                }

                if (priority != (int)Priority.Waiting)
                {
                    applications.Clear();
                }
            }
        }
    }

    private void Finish(Applications applications, Applications waiting, int wanted, int priority, int year)
    {
        var groups = _tables.Groups[wanted];
        var to = _stock.To(year, wanted);
        if (groups.TakesAll(year))
        {
            applications.MoveTo(year, to);
            return;
        }

        var left = _left.AsSpan(0, _tables.Lanes);
        var parts = _rounds[wanted].Left;
        left.Clear();
        for (var n = 0; n < groups.NeedGroups; n++)
        {
            var children = applications.Of(year, n);
            var of = groups.Of(year, n);
            for (var lane = 0; lane < left.Length; lane++)
            {
                var stay = children[lane] * parts[(of[lane] * PlaceRounds.Kinds) + priority];
                to[lane] += children[lane] - stay;
                children[lane] = stay;
                left[lane] += stay;
            }
        }

        for (var lane = 0; lane < left.Length; lane++)
        {
            if (left[lane] <= 0)
            {
                continue;
            }

            TurnedAway += left[lane];
            var stay = 1.0;
            for (var other = 0; other < Types; other++)
            {
                var share = _tables.Overflow[wanted][other];
                if (share > 0)
                {
                    share *= Instead(wanted, other, year, lane);
                    stay -= share;
                    _stock.To(year, other)[lane] += left[lane] * share;
                }
            }

            left[lane] = stay;
        }

        for (var n = 0; n < groups.NeedGroups; n++)
        {
            var children = applications.Of(year, n);
            for (var lane = 0; lane < left.Length; lane++)
            {
                if (priority == (int)Priority.Waiting)
                {
                    children[lane] *= left[lane];
                }
                else if (children[lane] > 0)
                {
                    waiting.Join(year, n, lane, children[lane] * left[lane]);
                }
            }
        }
    }

    private void CountWaiting()
    {
        Array.Clear(Waiting);
        for (var type = 0; type < Types; type++)
        {
            var waiting = Of(Priority.Waiting, type);
            for (var year = 0; year < Years; year++)
            {
                for (var n = 0; n < _tables.Groups[type].NeedGroups && waiting.IsLive(year); n++)
                {
                    var children = waiting.Of(year, n);
                    for (var lane = 0; lane < children.Length; lane++)
                    {
                        Waiting[lane / Bands] += children[lane];
                    }
                }
            }
        }
    }
}
