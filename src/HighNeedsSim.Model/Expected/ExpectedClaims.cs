using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Population;
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
    }

    /// <summary>The month as the authority is told of it.</summary>
    internal AuthorityMonth Of(Month month, ExpectedStock stock, ExpectedPlaces places, double[] counts)
    {
        Gather(stock);
        foreach (var claim in _claims)
        {
            Array.Clear(claim.TopUp);
            Array.Clear(claim.Places);
            Array.Clear(claim.Roll);
        }

        TopUps(month, stock);
        Places(month, stock, places);
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

        return new(whole, _claims, waiting, [Carry(ref _carriedTurnedAway, places.TurnedAway, isStock: false)]);
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
                    var from = stock.Of(year, type);
                    var to = _byLane.AsSpan(type * _tables.Lanes, _tables.Lanes);
                    for (var lane = 0; lane < from.Length; lane++)
                    {
                        to[lane] += from[lane];
                    }
                }
            }
        }
    }

    private void TopUps(Month month, ExpectedStock stock)
    {
        var prices = _world.Replicates[0].Prices;
        foreach (var type in PlacementTypes.All)
        {
            var lanes = _byLane.AsSpan((int)type * _tables.Lanes, _tables.Lanes);
            var market = Market(type, lanes, prices.MarketElasticity);
            var groups = _tables.Groups[(int)type];
            var limited = groups.Limited.Sum(stock.RollOf);
            var all = 0.0;
            foreach (var children in lanes)
            {
                all += children;
            }

            // Where a type has providers with and without a limit, the former have what is on their rolls.
            var ofLimited = all > 0 ? Math.Min(1, limited / all) : 0;
            for (var d = 0; d < _tables.World.Districts; d++)
            {
                var annual = 0.0;
                for (var band = 0; band < Bands; band++)
                {
                    annual += lanes[(d * Bands) + band] * Math.Round(prices.TopUp(type, band + 1, month.FinancialYear) * market, MidpointRounding.ToEven);
                }

                foreach (var p in groups.Limited)
                {
                    Claim(p, d, limited > 0 ? annual * ofLimited * stock.RollOf(p) / limited : 0, month);
                }

                foreach (var (p, share) in _tables.OpenShares[((int)type * _tables.World.Districts) + d])
                {
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

        var roll = 0.0;
        foreach (var children in lanes)
        {
            roll += children;
        }

        return 1 + (elasticity * Math.Max(0, (roll - opening) / opening));
    }

    private void Places(Month month, ExpectedStock stock, ExpectedPlaces places)
    {
        var rates = _world.Scenario.Funding.PlaceRates;
        for (var p = 0; p < _claims.Length; p++)
        {
            var provider = _world.Scenario.Providers[p];
            if (month.OfYear == 10)
            {
                _octoberRoll[p] = stock.RollOf(p);
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

        counts[DistrictCount.Plans] = (int)Math.Round(running + waits, MidpointRounding.ToEven);
        waiting[district] = counts[DistrictCount.Plans] - given;
    }
}
