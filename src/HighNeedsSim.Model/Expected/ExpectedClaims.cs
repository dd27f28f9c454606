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
/// Top-ups follow the roll exactly as in <see cref="ProviderState"/>; fees of independent schools follow the roll of all of them together.
/// Counts are rounded with what is left over carried to the next month, so that a year's flow is right to one.
/// </remarks>
internal sealed class ExpectedClaims
{
    private const int Types = ExpectedTables.Types;
    private const int Bands = ExpectedTables.Bands;
    private readonly WorldContext _world;
    private readonly ExpectedTables _tables;
    private readonly ProviderClaim[] _claims;
    private readonly double[] _octoberRoll;
    private readonly double[] _carried = new double[DistrictCount.Length];
    private readonly double[] _byLane;
    private readonly double[] _rolls;
    private double _carriedTurnedAway;

    internal ExpectedClaims(WorldContext world, ExpectedTables tables)
    {
        (_world, _tables) = (world, tables);
        var districts = tables.World.Districts;
        _claims =
        [
            .. world.Scenario.Providers.Select(p => new ProviderClaim(
                new long[districts], p.PlaceFunding == PlaceFundingRule.None ? [] : new long[districts], new int[districts])),
        ];
        _octoberRoll = [.. tables.OpeningRolls.Select(roll => roll.Sum())];
        _byLane = new double[Types * tables.Lanes];
        _rolls = new double[_claims.Length];
        Plans = new double[districts];
    }

    /// <summary>Plans in force by district.</summary>
    internal double[] Plans { get; }

    /// <summary>The month as the authority is told of it.</summary>
    /// <param name="month">The month.</param>
    /// <param name="stock">Plan-holders with a place.</param>
    /// <param name="places">The month's admissions.</param>
    /// <param name="counts">Positions of <see cref="DistrictCount"/>: flows of the month.</param>
    /// <param name="byYear">Plans by curriculum year.</param>
    /// <param name="needs">Plans by need.</param>
    internal AuthorityMonth Of(
        Month month, ExpectedStock stock, ExpectedPlaces places, double[] counts, ReadOnlySpan<double> byYear, ExpectedNeeds needs)
    {
        Gather(stock);
        foreach (var claim in _claims)
        {
            Array.Clear(claim.TopUp);
            Array.Clear(claim.Places);
            Array.Clear(claim.Roll);
        }

        TopUps(month);
        Places(month, places);
        var districts = _tables.World.Districts;
        int[][] whole = [.. Enumerable.Range(0, districts).Select(_ => new int[DistrictCount.Length])];
        var waiting = new int[districts];
        for (var d = 0; d < districts; d++)
        {
            Children(d, places.Waiting[d], waiting, whole[d]);
        }

        // Flows have no district of their own in the results: they stand with the first.
        for (var n = 0; n < counts.Length; n++)
        {
            if (n != DistrictCount.Plans)
            {
                whole[0][n] = Carry(ref _carried[n], counts[n], IsStock(n));
            }
        }

        return new(whole, Census(month, byYear, needs), _claims, waiting, [Carry(ref _carriedTurnedAway, places.TurnedAway, isStock: false)], [0]);
    }

    // The authority's ages and needs stand with the first district: the results know no other.
    private int[][] Census(Month month, ReadOnlySpan<double> byYear, ExpectedNeeds needs)
    {
        int[][] census = [.. Enumerable.Range(0, _tables.World.Districts).Select(_ => new int[month.OfYear == 1 ? CensusCount.Length : 0])];
        if (month.OfYear != 1)
        {
            return census;
        }

        Span<double> groups = stackalloc double[AgeGroups.Count];
        groups.Clear();
        for (var year = 0; year < byYear.Length; year++)
        {
            groups[(int)AgeGroups.OfAge(year)] += byYear[year];
        }

        Span<double> ofNeeds = stackalloc double[PrimaryNeeds.Count];
        needs.Count(ofNeeds);
        Whole(groups, census[0].AsSpan(CensusCount.Ages, groups.Length));
        Whole(ofNeeds, census[0].AsSpan(CensusCount.Needs, ofNeeds.Length));
        return census;

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

    private void Gather(ExpectedStock stock)
    {
        Array.Clear(_byLane);
        for (var year = 0; year < ExpectedTables.Years; year++)
        {
            for (var type = 0; type < Types; type++)
            {
                if (stock.IsLive(year, type))
                {
                    Lanes.Add(stock.Of(year, type), _byLane.AsSpan(type * _tables.Lanes, _tables.Lanes));
                }
            }
        }

        for (var p = 0; p < _rolls.Length; p++)
        {
            _rolls[p] = _world.Scenario.Providers[p].HasLimit ? stock.RollOf(p) : 0;
        }
    }

    private void TopUps(Month month)
    {
        var prices = _world.Replicates[0].Prices;
        foreach (var type in PlacementTypes.All)
        {
            var lanes = _byLane.AsSpan((int)type * _tables.Lanes, _tables.Lanes);
            var market = Market(type, lanes, prices.MarketElasticity);
            var groups = _tables.Groups[(int)type];
            var all = Lanes.Sum(lanes);
            if (all <= 0)
            {
                continue;
            }

            var limited = 0.0;
            foreach (var p in groups.Limited)
            {
                limited += _rolls[p];
            }

            // Where a type has providers with and without a limit, the former have what is on their rolls.
            var ofLimited = Math.Min(1, limited / all);
            for (var d = 0; d < _tables.World.Districts; d++)
            {
                var (annual, open) = (0.0, 0.0);
                for (var band = 0; band < Bands; band++)
                {
                    open += lanes[(d * Bands) + band] * (1 - ofLimited);
                    annual += lanes[(d * Bands) + band] * Math.Round(prices.TopUp(type, band + 1, month.FinancialYear) * market, MidpointRounding.ToEven);
                }

                foreach (var p in groups.Limited)
                {
                    Claim(p, d, limited > 0 ? annual * ofLimited * _rolls[p] / limited : 0, month);
                }

                foreach (var (p, share) in _tables.OpenShares[((int)type * _tables.World.Districts) + d])
                {
                    _rolls[p] += open * share;
                    Claim(p, d, annual * (1 - ofLimited) * share, month);
                }
            }
        }
    }

    private void Claim(int provider, int district, double annual, Month month) =>
        _claims[provider].TopUp[district] = Monthly.Part((long)Math.Round(annual), month);

    private double Market(PlacementType type, ReadOnlySpan<double> lanes, double elasticity)
    {
        var opening = _tables.OpeningMarket[(int)type];
        if (type != PlacementType.IndependentSpecial || opening <= 0)
        {
            return 1;
        }

        return 1 + (elasticity * Math.Max(0, (Lanes.Sum(lanes) - opening) / opening));
    }

    private void Places(Month month, ExpectedPlaces places)
    {
        var rates = _world.Scenario.Funding.PlaceRates;
        for (var p = 0; p < _claims.Length; p++)
        {
            var provider = _world.Scenario.Providers[p];
            if (month.OfYear == 10)
            {
                _octoberRoll[p] = _rolls[p];
            }

            if (provider.PlaceFunding == PlaceFundingRule.None)
            {
                continue;
            }

            var filled = Math.Min(_octoberRoll[p], places.Places[p]);
            var annual = provider.PlaceFunding switch
            {
                PlaceFundingRule.Unit => (rates.UnitFilled.In(month).Pence * filled) + (rates.UnitEmpty.In(month).Pence * (places.Places[p] - filled)),
                PlaceFundingRule.Element2 => rates.Element2.In(month).Pence * places.Places[p],
                _ => rates.Commissioned.In(month).Pence * places.Places[p],
            };
            var pence = Monthly.Part((long)Math.Round(annual), month);
            var (given, running) = (0L, 0.0);
            for (var d = 0; d < _tables.HomeShares[p].Length; d++)
            {
                running += _tables.HomeShares[p][d];
                var upTo = d == _tables.HomeShares[p].Length - 1 ? pence : (long)Math.Floor(pence * running);
                _claims[p].Places[d] = upTo - given;
                given = upTo;
            }
        }
    }

    /// <summary>A district's plan-holders as whole children, on the rolls of their types or waiting.</summary>
    private void Children(int district, double waits, int[] waiting, int[] counts)
    {
        var (running, given) = (0.0, 0);
        for (var type = 0; type < Types; type++)
        {
            for (var band = 0; band < Bands; band++)
            {
                running += _byLane[(type * _tables.Lanes) + (district * Bands) + band];
            }

            var upTo = (int)Math.Round(running, MidpointRounding.ToEven);
            if (_tables.Representatives[type] >= 0)
            {
                _claims[_tables.Representatives[type]].Roll[district] += upTo - given;
                given = upTo;
            }
        }

        Plans[district] = running + waits;
        counts[DistrictCount.Plans] = (int)Math.Round(running + waits, MidpointRounding.ToEven);
        waiting[district] = counts[DistrictCount.Plans] - given;
    }
}
