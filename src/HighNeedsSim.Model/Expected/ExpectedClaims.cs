using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// What providers claim in expectation, as whole pence, and the month's counts as whole numbers: so that the authority of the
/// simulation posts them, checks them and keeps the results as it does for every replicate.
/// </summary>
/// <remarks>
/// Top-ups follow the roll by the day as in <see cref="ProviderState"/>, at the mean day of a month; fees of independent schools follow the roll of all of them
/// together. Providers whose claims go to the same accounts claim together, through the first of them, because the results tell accounts and types apart and not providers.
/// Counts are rounded with what is left over carried to the next month, so that a year's flow is right to one.
/// </remarks>
internal sealed class ExpectedClaims
{
    private const int Types = ExpectedTables.Types;
    private const int Bands = ExpectedTables.Bands;
    private readonly ExpectedTables _tables;
    private readonly Scenario _scenario;
    private readonly ProviderClaim[] _claims;
    private readonly double[] _octoberRoll;
    private readonly double[] _carried = new double[DistrictCount.Length];
    private readonly double[] _rolls;
    private readonly double[] _paid;
    private readonly double[] _topUps;
    private readonly double[] _places;
    private readonly int[] _topUpsWith;
    private readonly int[] _placesWith;
    private readonly AuthorityMonth _month;
    private readonly int[][] _census;
    private readonly int[][] _noCensus;
    private WorldContext _world = null!;
    private double _carriedTurnedAway;
    private double _carriedDirected;

    internal ExpectedClaims(ExpectedTables tables)
    {
        (_tables, _scenario) = (tables, tables.World.Scenario);
        var districts = tables.World.Districts;
        var providers = _scenario.Providers;
        _claims =
        [
            .. providers.Select(p => new ProviderClaim(
                new long[districts], p.PlaceFunding == PlaceFundingRule.None ? [] : new long[districts], new int[districts])),
        ];
        _octoberRoll = new double[_claims.Length];
        _rolls = new double[_claims.Length];
        _paid = new double[tables.Lanes];
        _topUps = new double[_claims.Length * districts];
        _places = new double[_claims.Length * districts];
        _topUpsWith = [.. providers.Select(p => First(providers, other => other.TopUpLine == p.TopUpLine && other.Type == p.Type))];
        // Place funding is told apart by whether DfE pays it: that is what the line of the top-ups says.
        _placesWith =
        [
            .. providers.Select(p => First(providers, other => other.PlaceFunding != PlaceFundingRule.None && other.Type == p.Type
                && (other.TopUpLine == Section251Line.TopUpMaintained) == (p.TopUpLine == Section251Line.TopUpMaintained))),
        ];
        (_census, _noCensus) = (Empty(CensusCount.Length), Empty(0));
        _month = new(Empty(DistrictCount.Length), _noCensus, _claims, new int[districts], new int[districts], [0], [0], [0]);

        int[][] Empty(int length) => [.. Enumerable.Range(0, districts).Select(_ => new int[length])];
        static int First(IReadOnlyList<Provider> providers, Func<Provider, bool> like) => Enumerable.Range(0, providers.Count).FirstOrDefault(p => like(providers[p]), -1);
    }

    /// <summary>Posts every month to authorities that differ by nothing that providers claim.</summary>
    /// <param name="world">The world of one of them.</param>
    /// <param name="months">What happened.</param>
    /// <param name="authorities">On the eve of the first month.</param>
    internal void Post(WorldContext world, ExpectedMonths months, ReadOnlySpan<AuthorityState> authorities)
    {
        _world = world;
        for (var p = 0; p < _octoberRoll.Length; p++)
        {
            _octoberRoll[p] = _tables.OpeningRollOf(p);
        }

        Array.Clear(_carried);
        (_carriedTurnedAway, _carriedDirected) = (0, 0);
        var start = _scenario.Timetable.Start;
        for (var month = start; month < start + months.Count; month += 1)
        {
            var posted = Of(month, months);
            foreach (var authority in authorities)
            {
                authority.Post(month, posted);
            }
        }
    }

    // The month as the authority is told of it.
    private AuthorityMonth Of(Month month, ExpectedMonths months)
    {
        var byLane = months.ByLane(month);
        months.Rolls(month).CopyTo(_rolls);
        foreach (var claim in _claims)
        {
            Array.Clear(claim.TopUp);
            Array.Clear(claim.Places);
            Array.Clear(claim.Roll);
        }

        TopUps(month, byLane, months.OnTheFirst(month));
        Places(month, months.Places(month));
        var whole = _month.DistrictCounts;
        foreach (var counts in whole)
        {
            Array.Clear(counts);
        }

        for (var d = 0; d < whole.Length; d++)
        {
            Children(d, byLane, months.Waiting(month)[d], _month.Waiting, whole[d]);
        }

        Tutored(months.Tutored(month), _month.Tutored);

        // Flows have no district of their own in the results: they stand with the first.
        var flows = months.Counts(month);
        for (var n = 0; n < flows.Length; n++)
        {
            if (n != DistrictCount.Plans)
            {
                whole[0][n] = Carry(ref _carried[n], flows[n], IsStock(n));
            }
        }

        _month.Exported[0] = Exported();
        _month.TurnedAway[0] = Carry(ref _carriedTurnedAway, months.TurnedAway(month), isStock: false);
        _month.Directed[0] = Carry(ref _carriedDirected, months.Directed(month), isStock: false);
        return month.OfYear == 1 ? _month with { DistrictCensus = Census(months.ByYear(month), months.Needs(month)) } : _month;
    }

    // Few wait in each district, so that what is left over is carried from one to the next.
    private static void Tutored(ReadOnlySpan<double> exact, int[] whole)
    {
        var (running, given) = (0.0, 0);
        for (var d = 0; d < whole.Length; d++)
        {
            running += exact[d];
            whole[d] = (int)Math.Round(running, MidpointRounding.ToEven) - given;
            given += whole[d];
        }
    }

    private int Exported() => (int)Math.Round((_scenario.CrossBorder?.Outside ?? []).Sum(p => _rolls[p]), MidpointRounding.ToEven);

    // The authority's ages and needs stand with the first district: the results know no other.
    private int[][] Census(ReadOnlySpan<double> byYear, ReadOnlySpan<double> needs)
    {
        Span<double> groups = stackalloc double[AgeGroups.Count];
        groups.Clear();
        for (var year = 0; year < byYear.Length; year++)
        {
            groups[(int)AgeGroups.OfAge(year)] += byYear[year];
        }

        Whole(groups, _census[0].AsSpan(CensusCount.Ages, groups.Length));
        Whole(needs, _census[0].AsSpan(CensusCount.Needs, needs.Length));
        return _census;

        static void Whole(ReadOnlySpan<double> exact, Span<int> whole)
        {
            var (running, given) = (0.0, 0);
            for (var n = 0; n < exact.Length; n++)
            {
                running += exact[n];
                whole[n] = (int)Math.Round(running, MidpointRounding.ToEven) - given;
                given += whole[n];
            }
        }
    }

    private static bool IsStock(int count) => count is DistrictCount.OpenCases or DistrictCount.OldestCase or DistrictCount.ReviewsOverdue;

    private static int Carry(ref double carried, double count, bool isStock)
    {
        carried = isStock ? count : carried + count;
        var whole = (int)Math.Round(carried, MidpointRounding.ToEven);
        carried -= whole;
        return whole;
    }

    private void TopUps(Month month, ReadOnlySpan<double> byLane, ReadOnlySpan<double> onTheFirst)
    {
        Array.Clear(_topUps);
        var part = ChangeDay.MeanPart(month);
        for (var type = 0; type < Types; type++)
        {
            // Whoever came within the month is there for part of it, and so was whoever left.
            _paid.AsSpan().Clear();
            Lanes.Add(byLane.Slice(type * _tables.Lanes, _tables.Lanes), 1 - part, _paid);
            Lanes.Add(onTheFirst.Slice(type * _tables.Lanes, _tables.Lanes), part, _paid);
            TopUps((PlacementType)type, byLane.Slice(type * _tables.Lanes, _tables.Lanes), month.FinancialYear);
        }

        Claim(_topUps, month, claim => claim.TopUp);
    }

    private void TopUps(PlacementType type, ReadOnlySpan<double> lanes, FinancialYear year)
    {
        var all = Lanes.Sum(lanes);
        if (all <= 0)
        {
            return;
        }

        var prices = _world.Replicates[0].Prices;
        var market = Market(type, all, prices.MarketElasticity);
        Span<double> fees = stackalloc double[Bands];
        for (var band = 0; band < Bands; band++)
        {
            fees[band] = Math.Round(prices.TopUp(type, band + 1, year) * market, MidpointRounding.ToEven);
        }

        var (districts, groups, limited) = (_tables.World.Districts, _tables.Groups[(int)type], 0.0);
        foreach (var p in groups.Limited)
        {
            limited += _rolls[p];
        }

        // Where a type has providers with and without a limit, the former have what is on their rolls.
        var ofLimited = Math.Min(1, limited / all);
        Span<double> annual = stackalloc double[districts];
        for (var d = 0; d < districts; d++)
        {
            var open = 0.0;
            annual[d] = 0;
            for (var band = 0; band < Bands; band++)
            {
                open += lanes[(d * Bands) + band] * (1 - ofLimited);
                annual[d] += _paid[(d * Bands) + band] * fees[band];
            }

            foreach (var (p, share) in _tables.OpenShares[((int)type * districts) + d])
            {
                _rolls[p] += open * share;
                _topUps[(_topUpsWith[p] * districts) + d] += annual[d] * (1 - ofLimited) * share;
            }
        }

        foreach (var p in groups.Limited)
        {
            var share = limited > 0 ? ofLimited * _rolls[p] / limited : 0;
            for (var d = 0; d < districts; d++)
            {
                _topUps[(_topUpsWith[p] * districts) + d] += annual[d] * share;
            }
        }
    }

    // The whole pence of a month, where anybody claims.
    private void Claim(double[] annual, Month month, Func<ProviderClaim, long[]> to)
    {
        var districts = _tables.World.Districts;
        for (var p = 0; p < _claims.Length; p++)
        {
            var ofProvider = annual.AsSpan(p * districts, districts);
            if (ofProvider.IndexOfAnyExcept(0) < 0)
            {
                continue;
            }

            var claim = to(_claims[p]);
            for (var d = 0; d < districts; d++)
            {
                claim[d] = Monthly.Part((long)Math.Round(ofProvider[d]), month);
            }
        }
    }

    private double Market(PlacementType type, double roll, double elasticity)
    {
        var opening = _tables.OpeningMarket[(int)type];
        return type != PlacementType.IndependentSpecial || opening <= 0 ? 1 : 1 + (elasticity * Math.Max(0, (roll - opening) / opening));
    }

    private void Places(Month month, ReadOnlySpan<double> places)
    {
        var (rates, districts) = (_scenario.Funding.PlaceRates, _tables.World.Districts);
        var (unitFilled, unitEmpty, element2, commissioned) = (rates.UnitFilled.In(month).Pence, rates.UnitEmpty.In(month).Pence, rates.Element2.In(month).Pence, rates.Commissioned.In(month).Pence);
        Array.Clear(_places);
        for (var p = 0; p < _claims.Length; p++)
        {
            if (month.OfYear == 10)
            {
                _octoberRoll[p] = _rolls[p];
            }

            var rule = _scenario.Providers[p].PlaceFunding;
            if (rule == PlaceFundingRule.None)
            {
                continue;
            }

            var filled = Math.Min(_octoberRoll[p], places[p]);
            var annual = rule switch
            {
                PlaceFundingRule.Unit => (unitFilled * filled) + (unitEmpty * (places[p] - filled)),
                PlaceFundingRule.Element2 => element2 * places[p],
                _ => commissioned * places[p],
            };
            for (var d = 0; d < districts; d++)
            {
                _places[(_placesWith[p] * districts) + d] += annual * _tables.HomeShares[p][d];
            }
        }

        Claim(_places, month, claim => claim.Places);
    }

    /// <summary>A district's plan-holders as whole children, on the rolls of their types or waiting.</summary>
    private void Children(int district, ReadOnlySpan<double> byLane, double waits, int[] waiting, int[] counts)
    {
        var (running, given) = (0.0, 0);
        for (var type = 0; type < Types; type++)
        {
            for (var band = 0; band < Bands; band++)
            {
                running += byLane[(type * _tables.Lanes) + (district * Bands) + band];
            }

            var upTo = (int)Math.Round(running, MidpointRounding.ToEven);
            if (_tables.Representatives[type] >= 0)
            {
                _claims[_tables.Representatives[type]].Roll[district] += upTo - given;
                given = upTo;
            }
        }

        counts[DistrictCount.Plans] = (int)Math.Round(running + waits, MidpointRounding.ToEven);
        waiting[district] = counts[DistrictCount.Plans] - given;
    }
}
