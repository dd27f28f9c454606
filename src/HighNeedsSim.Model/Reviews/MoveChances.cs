using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Reviews;

/// <summary>Which placements phase transfers, moves and reviews ask for in one replicate, after the mitigations have acted.</summary>
internal sealed class MoveChances
{
    private static readonly int[] Entries = [0, 7, 12, 15];
    private readonly Levers _levers;

    // Destinations and their cumulative thresholds, by entry and type held; and by curriculum year and type held.
    private readonly (PlacementType[] To, ulong[] Below)[][] _transfers = new (PlacementType[], ulong[])[4][];
    private readonly (PlacementType[] To, ulong[] Below)[][] _moves = new (PlacementType[], ulong[])[NcYear.Count][];
    private readonly byte[][] _room = new byte[NcYear.Count][];

    internal MoveChances(Scenario scenario, Parameters draws, Levers levers)
    {
        _levers = levers;
        for (var e = 0; e < Entries.Length; e++)
        {
            _transfers[e] = ByType(type => scenario.Placements.Transfers
                .Where(t => t.Entering == Entries[e] && t.From == type)
                .Select(t => (t.To, draws.Value(t.Share))));
        }

        for (var y = 0; y < NcYear.Count; y++)
        {
            var year = y + NcYear.First.Value;
            _moves[y] = ByType(type => scenario.Reviews.Moves
                .Where(m => m.From == type && year >= m.FromYear && year <= m.ToYear)
                .Select(m => (m.To, draws.Value(m.Share) / 12)));
            _room[y] = RowScan.Room([.. _moves[y].Select(m => m.Below.Length > 0 ? m.Below[^1] : 0)]);
        }
    }

    /// <summary>The phase that a curriculum year begins, as a position; −1 for years within a phase.</summary>
    internal static int Entry(NcYear year) => Array.IndexOf(Entries, year.Value);

    /// <summary>The placement asked for on entering a phase; the one held where nothing else is.</summary>
    /// <param name="year">The curriculum year entered, or any later one for a child whose provider no longer serves it.</param>
    /// <param name="held">The type held.</param>
    /// <param name="month">September.</param>
    /// <param name="words">The child's words for the transfer.</param>
    /// <param name="mayConvert">Whether mitigations may change it: not where one has changed a placement of this plan in the last year.</param>
    internal Asked AtTransfer(NcYear year, PlacementType held, Month month, Words words, bool mayConvert)
    {
        var (to, below) = _transfers[LastEntry(year)][(int)held];
        var wanted = Chance.Pick(below, words.A) is var at and >= 0 ? to[at] : held;
        return wanted == held || !mayConvert ? new(wanted, false) : AfterMitigations(held, wanted, year, month, words);
    }

    /// <summary>The chances of a move in a month from each type of placement in a curriculum year, as <see cref="RowScan"/> wants them.</summary>
    internal ReadOnlySpan<byte> Room(NcYear year) => _room[year.Position];

    /// <summary>The placement that a move within the phase asks for; null where none is asked for this month.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="held">The type held.</param>
    /// <param name="month">The month.</param>
    /// <param name="word">The child's word of the month, of which the low end decides.</param>
    /// <param name="child">The child's id.</param>
    /// <param name="draws">The replicate's random numbers.</param>
    /// <param name="mayConvert">As in <see cref="AtTransfer"/>.</param>
    /// <returns>The type held where a mitigation has kept the child there.</returns>
    internal Asked? WithinPhase(NcYear year, PlacementType held, Month month, uint word, uint child, in Draws draws, bool mayConvert)
    {
        var (to, below) = _moves[year.Position][(int)held];
        if (Chance.Pick(below, word) is not (var at and >= 0))
        {
            return null;
        }

        return mayConvert ? AfterMitigations(held, to[at], year, month, draws.At(child, Purpose.ReviewMove, month.Index)) : new(to[at], false);
    }

    /// <summary>The chance that a review leads back to mainstream, of those who may return.</summary>
    internal ulong ReturnChance(NcYear year, Month month) => Chance.Of(_levers.Share(Lever.ReturnToMainstream, month, year.Value));

    /// <summary>Whether a review may lead back from a type of placement to mainstream: from special or independent provision.</summary>
    internal static bool MayReturn(PlacementType held) => IsSpecial(held);

    /// <summary>The placement that a new plan asks for, after mitigations.</summary>
    internal Asked AtFirst(NcYear year, PlacementType wanted, Month month, Words words) =>
        IsSpecial(wanted) && words.C < Chance.Of(_levers.Share(Lever.KeepNewPlansInMainstream, month, year.Value))
            ? new(PlacementType.Mainstream, true)
            : InsteadOfIndependent(wanted, year, month, words.D);

    /// <summary>The shares of those who hold a type that ask for each type on entering a phase, after mitigations.</summary>
    /// <param name="year">As for <see cref="AtTransfer"/>.</param>
    /// <param name="held">The type held.</param>
    /// <param name="acting">Mitigations in the month, and the part of these plans that they may change.</param>
    /// <param name="shares">Receives a share for each type; they sum to 1.</param>
    /// <param name="converted">Receives the part of each that a mitigation changed.</param>
    internal void ExpectedAtTransfer(NcYear year, PlacementType held, Acting acting, Span<double> shares, Span<double> converted)
    {
        shares.Clear();
        converted.Clear();
        var (to, below) = _transfers[LastEntry(year)][(int)held];
        shares[(int)held] = 1 - Spread(to, below, year, held, acting, shares, converted);
    }

    /// <summary>The shares of those who hold a type for which a move to each other type is asked for in a month, after mitigations.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="held">The type held.</param>
    /// <param name="acting">Mitigations in the month, and the part of these plans that they may change.</param>
    /// <param name="shares">Receives a share for each type; nothing for the type held.</param>
    /// <param name="converted">Receives the part of each that a mitigation changed; for the type held those whom one kept there.</param>
    /// <returns>Whether any move is asked for, mitigations left aside.</returns>
    internal bool ExpectedWithinPhase(NcYear year, PlacementType held, Acting acting, Span<double> shares, Span<double> converted)
    {
        var (to, below) = _moves[year.Position][(int)held];
        if (below.Length == 0)
        {
            return false;
        }

        shares.Clear();
        converted.Clear();
        Spread(to, below, year, held, acting, shares, converted);
        return true;
    }

    /// <summary>Whether anybody who holds a type in a curriculum year may ask for another within the phase, or be led back to mainstream.</summary>
    internal bool MayAsk(NcYear year, PlacementType held) => IsSpecial(held) || _moves[year.Position][(int)held].Below.Length > 0;

    /// <summary>The moves within a phase that are asked for in a month, mitigations left aside: by type, the cumulative thresholds of its share.</summary>
    internal (PlacementType[] To, ulong[] Below) AskedWithinPhase(NcYear year, PlacementType held) => _moves[year.Position][(int)held];

    /// <summary>The share of reviews of those in special or independent provision that lead back to mainstream.</summary>
    internal double ExpectedReturn(NcYear year, PlacementType held, Acting acting) =>
        IsSpecial(held) ? acting.MayConvert * acting.Levers.Share(Lever.ReturnToMainstream, year) : 0;

    /// <summary>Turns shares of new plans by the type first asked for into shares after mitigations.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="acting">Mitigations in the month.</param>
    /// <param name="first">The type first asked for.</param>
    /// <param name="shares">Receives the shares of those who first asked for that type; they sum to 1.</param>
    /// <param name="converted">Receives the part of each that a mitigation changed.</param>
    internal void ExpectedAtFirst(NcYear year, MonthLevers acting, PlacementType first, Span<double> shares, Span<double> converted)
    {
        shares.Clear();
        converted.Clear();
        var kept = IsSpecial(first) ? acting.Share(Lever.KeepNewPlansInMainstream, year) : 0;
        Convert(PlacementType.Mainstream, kept, shares, converted);
        AddInsteadOfIndependent(first, year, acting, 1 - kept, shares, converted);
    }

    private static int LastEntry(NcYear year)
    {
        var entry = Entries.Length - 1;
        while (entry > 0 && Entries[entry] > year.Value)
        {
            entry--;
        }

        return entry;
    }

    /// <summary>Adds where those go who ask for another type than they hold; the sum of them.</summary>
    private double Spread(
        PlacementType[] to, ulong[] below, NcYear year, PlacementType held, Acting acting, Span<double> shares, Span<double> converted)
    {
        ulong before = 0;
        for (var i = 0; i < to.Length; i++)
        {
            var share = Chance.Below(below[i] - before);
            before = below[i];
            if (to[i] != held && share > 0)
            {
                AddAfterMitigations(held, to[i], year, acting.Levers, share * acting.MayConvert, shares, converted);
                shares[(int)to[i]] += share * (1 - acting.MayConvert);
            }
        }

        // A mitigation may lead back to the type held: that is no move.
        shares[(int)held] = 0;
        var sum = 0.0;
        foreach (var share in shares)
        {
            sum += share;
        }

        return sum;
    }

    private static void AddAfterMitigations(
        PlacementType held, PlacementType wanted, NcYear year, MonthLevers acting, double share, Span<double> shares, Span<double> converted)
    {
        if (IsSpecial(wanted) && !IsSpecial(held))
        {
            var fewer = share * acting.Share(Lever.FewerMovesToSpecial, year);
            Convert(year.Value >= 12 ? PlacementType.FurtherEducation : year.Value >= 0 ? PlacementType.Mainstream : held, fewer, shares, converted);
            share -= fewer;
        }

        if (year.Value >= 12 && (IsSpecial(wanted) || wanted == PlacementType.SpecialistPost16))
        {
            var mainstream = share * acting.Share(Lever.MainstreamPost16, year);
            Convert(PlacementType.FurtherEducation, mainstream, shares, converted);
            share -= mainstream;
        }

        AddInsteadOfIndependent(wanted, year, acting, share, shares, converted);
    }

    private static void AddInsteadOfIndependent(
        PlacementType wanted, NcYear year, MonthLevers acting, double share, Span<double> shares, Span<double> converted)
    {
        var state = wanted == PlacementType.IndependentSpecial ? share * acting.Share(Lever.StateInsteadOfIndependent, year) : 0;
        Convert(PlacementType.StateSpecial, state, shares, converted);
        shares[(int)wanted] += share - state;
    }

    private static void Convert(PlacementType to, double share, Span<double> shares, Span<double> converted)
    {
        shares[(int)to] += share;
        converted[(int)to] += share;
    }

    // One mitigation at most changes a placement, and the first that does.
    private Asked AfterMitigations(PlacementType held, PlacementType wanted, NcYear year, Month month, Words words)
    {
        if (IsSpecial(wanted) && !IsSpecial(held) && words.B < Chance.Of(_levers.Share(Lever.FewerMovesToSpecial, month, year.Value)))
        {
            return new(year.Value >= 12 ? PlacementType.FurtherEducation : year.Value >= 0 ? PlacementType.Mainstream : held, true);
        }

        if (year.Value >= 12 && (IsSpecial(wanted) || wanted == PlacementType.SpecialistPost16)
            && words.C < Chance.Of(_levers.Share(Lever.MainstreamPost16, month, year.Value)))
        {
            return new(PlacementType.FurtherEducation, true);
        }

        return InsteadOfIndependent(wanted, year, month, words.D);
    }

    private Asked InsteadOfIndependent(PlacementType wanted, NcYear year, Month month, uint word) =>
        wanted == PlacementType.IndependentSpecial
        && word < Chance.Of(_levers.Share(Lever.StateInsteadOfIndependent, month, year.Value))
            ? new(PlacementType.StateSpecial, true)
            : new(wanted, false);

    private static bool IsSpecial(PlacementType type) => type is PlacementType.StateSpecial or PlacementType.IndependentSpecial;

    // The same luck leads to the dearest type first, whatever a child holds: so a place more seldom makes the later luck of the child
    // who takes it worse, and the order of rows in a table does not matter.
    private static (PlacementType[] To, ulong[] Below)[] ByType(Func<PlacementType, IEnumerable<(PlacementType To, double Share)>> rows) =>
        [.. PlacementTypes.All.Select(type => WithRest([.. rows(type).OrderBy(row => Precedence(row.To))]))];

    private static int Precedence(PlacementType type) => type switch
    {
        PlacementType.IndependentSpecial => -4,
        PlacementType.SpecialistPost16 => -3,
        PlacementType.OtherArrangements => -2,
        PlacementType.StateSpecial => -1,
        _ => (int)type,
    };

    // Drawn shares may sum to a little more than 1: then they are scaled; else the rest stays where it is.
    private static (PlacementType[] To, ulong[] Below) WithRest((PlacementType To, double Share)[] rows)
    {
        var total = Math.Max(1, rows.Sum(r => r.Share));
        var below = new ulong[rows.Length];
        var running = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            running += rows[i].Share / total;
            below[i] = Chance.Of(running);
        }

        return ([.. rows.Select(r => r.To)], below);
    }
}

/// <summary>The placement that is asked for.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Converted">Whether a mitigation changed it from what would have been asked for without.</param>
internal readonly record struct Asked(PlacementType Type, bool Converted);
