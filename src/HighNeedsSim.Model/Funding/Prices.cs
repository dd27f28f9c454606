using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Funding;

/// <summary>Top-ups, fees, services and income of one replicate, by financial year, in whole pence a year.</summary>
internal sealed class Prices
{
    private readonly FinancialYear _first;
    private readonly long[][] _topUps;
    private readonly long[][] _services;
    private readonly long[] _tuition;
    private readonly long[] _block;
    private readonly (long Pence, long AboveLimit)[] _transfer;

    internal Prices(Scenario scenario, Parameters draws, Levers levers)
    {
        var funding = scenario.Funding;
        _first = scenario.Timetable.Start.FinancialYear;
        var years = Enumerable.Range(0, scenario.Timetable.End.FinancialYear - _first + 1).Select(n => _first + n).ToArray();

        var pounds = new double[PlacementTypes.Count * OpeningStock.Bands];
        foreach (var rate in funding.TopUps)
        {
            pounds[At(rate.Type, rate.Band)] = draws.Value(rate.Pounds);
        }

        var growth = new double[PlacementTypes.Count];
        foreach (var uplift in funding.Uplifts)
        {
            var drawn = draws.Value(uplift.Growth);
            foreach (var type in uplift.Types)
            {
                growth[(int)type] = drawn;
            }
        }

        _topUps = [.. years.Select(y => TopUps(pounds, growth, funding.PriceYear, y, levers))];
        if (funding.SpecialSchoolFloor is { } floor)
        {
            Guarantee(floor, funding.PlaceRates.Commissioned, years);
        }

        _services = [.. years.Select(y => funding.Services.Select(s => Service(s, draws, funding.PriceYear, y, levers)).ToArray())];
        var tuition = draws.Value(funding.InterimTuition);
        _tuition = [.. years.Select(y => Pence(tuition * Index(growth[(int)PlacementType.OtherArrangements], y - funding.PriceYear)))];

        MarketElasticity = draws.Value(funding.MarketElasticity);
        OpeningDeficit = Pence(draws.Value(scenario.Income.OpeningDeficit));
        OtherIncome = scenario.Income.OtherIncome.Pence;
        Tolerance = scenario.Agreement is { } agreement ? Pence(draws.Value(agreement.Tolerance)) : 0;
        _block = Block(scenario.Income, draws.Value(scenario.Income.Growth), years);
        _transfer = [.. years.Select(y => Transfer(scenario, draws, y, levers))];
        EligibleShare = scenario.DeficitRules.Grant is { } grant ? draws.Value(grant.EligibleShare) : 0;
        Imported = scenario.CrossBorder is { } border ? (int)Math.Round(draws.Value(border.Imported), MidpointRounding.ToEven) : 0;
        MitigationCosts =
        [
            .. scenario.Mitigations.Select(m => (m, Pence(draws.Value(m.AnnualCost)))),
        ];
    }

    /// <summary>How much the market's fee rises for each 1 % of its roll above the opening roll.</summary>
    internal double MarketElasticity { get; }

    /// <summary>Cumulative deficit before any Safety Valve money, on the eve of the first year.</summary>
    internal long OpeningDeficit { get; }

    /// <summary>Other income a year.</summary>
    internal long OtherIncome { get; }

    /// <summary>By how much the forecast may exceed the agreed path.</summary>
    internal long Tolerance { get; }

    /// <summary>How much of the deficit counts for the Stability Grant.</summary>
    internal double EligibleShare { get; }

    /// <summary>Children of other authorities who hold places of the authority's own special schools.</summary>
    internal int Imported { get; }

    /// <summary>What each mitigation costs a year at full strength.</summary>
    internal (Mitigation Mitigation, long Pence)[] MitigationCosts { get; }

    /// <summary>The top-up or fee of a type and band in a financial year.</summary>
    internal long TopUp(PlacementType type, int band, FinancialYear year) => _topUps[year - _first][At(type, band)];

    /// <summary>Whether top-ups and fees are those of another future, in every year.</summary>
    internal bool TopUpsAreThoseOf(Prices other)
    {
        for (var y = 0; y < _topUps.Length; y++)
        {
            if (!_topUps[y].AsSpan().SequenceEqual(other._topUps[y]))
            {
                return false;
            }
        }

        return MarketElasticity == other.MarketElasticity;
    }

    /// <summary>The cost of a service in a financial year, before its driver.</summary>
    internal long Service(int service, FinancialYear year) => _services[year - _first][service];

    /// <summary>Interim tuition of one who awaits a place.</summary>
    internal long Tuition(FinancialYear year) => _tuition[year - _first];

    /// <summary>The high needs block of a financial year.</summary>
    internal long Block(FinancialYear year) => _block[year - _first];

    /// <summary>The schools block transfer of a financial year.</summary>
    internal long Transfer(FinancialYear year) => _transfer[year - _first].Pence;

    /// <summary>The part of it above what the schools forum alone may agree to.</summary>
    internal long TransferAboveLimit(FinancialYear year) => _transfer[year - _first].AboveLimit;

    private static int At(PlacementType type, int band) => ((int)type * OpeningStock.Bands) + band - 1;

    private static long Pence(double pounds) => (long)Math.Round(pounds * 100, MidpointRounding.ToEven);

    private static long[] TopUps(double[] pounds, double[] growth, FinancialYear priceYear, FinancialYear year, Levers levers)
    {
        var pence = new long[pounds.Length];
        foreach (var type in PlacementTypes.All)
        {
            var index = 1.0;
            for (var y = priceYear + 1; y <= year; y += 1)
            {
                var lever = type is PlacementType.IndependentSpecial or PlacementType.SpecialistPost16 or PlacementType.IndependentMainstream
                    ? Lever.LessIndependentUplift
                    : Lever.LessTopUpUplift;
                index *= 1 + growth[(int)type] - levers.Sum(lever, y.April);
            }

            for (var band = 1; band <= OpeningStock.Bands; band++)
            {
                pence[At(type, band)] = Math.Max(0, Pence(pounds[At(type, band)] * index));
            }
        }

        return pence;
    }

    // What the guarantee lifts in a year later years grow from; where it never binds, no penny changes.
    private void Guarantee(DatedShares floor, DatedAmounts places, FinancialYear[] years)
    {
        for (var band = 1; band <= OpeningStock.Bands; band++)
        {
            var at = At(PlacementType.StateSpecial, band);
            var lift = 1.0;
            for (var y = 1; y < years.Length; y++)
            {
                var drawn = (long)Math.Round(_topUps[y][at] * lift, MidpointRounding.ToEven);
                var before = places.In(years[y - 1].April) + new Money(_topUps[y - 1][at]);
                var least = (before.Times(1 + floor.In(years[y].April)) - places.In(years[y].April)).Pence;
                if (least > drawn && drawn > 0)
                {
                    lift *= least / (double)drawn;
                }

                _topUps[y][at] = Math.Max(drawn, least);
            }
        }
    }

    private static long Service(ServiceCost service, Parameters draws, FinancialYear priceYear, FinancialYear year, Levers levers)
    {
        var pounds = draws.Value(service.Pounds) * Index(draws.Value(service.Growth), year - priceYear);
        return Pence(pounds * (1 - Math.Min(1, levers.Sum(Lever.LessServiceCost, year.April))));
    }

    private static double Index(double growth, int years)
    {
        var index = 1.0;
        for (var y = 0; y < years; y++)
        {
            index *= 1 + growth;
        }

        return index;
    }

    private static long[] Block(BlockIncome income, double growth, FinancialYear[] years)
    {
        var last = income.Known[^1];
        return
        [
            .. years.Select(y => income.Known.FirstOrDefault(k => k.Year == y) is { Amount: var known } && known != default
                ? known.Pence
                : last.Amount.Times(Index(growth, y - last.Year)).Pence),
        ];
    }

    // Up to the limit with the schools forum; beyond it the Secretary of State decides anew each year, the same in every variant.
    private static (long Pence, long AboveLimit) Transfer(Scenario scenario, Parameters draws, FinancialYear year, Levers levers)
    {
        var income = scenario.Income;
        var block = income.SchoolsBlock.Times(Index(draws.Value(income.SchoolsBlockGrowth), year - scenario.Timetable.FirstYear));
        var asked = block.Times(levers.Sum(Lever.SchoolsBlockTransfer, year.April));
        if (scenario.DeficitRules.TransferLimit is not { } limit || block.Times(limit.In(year.April)) is var most && asked <= most)
        {
            return (asked.Pence, 0);
        }

        var above = (asked - most).Times(draws.Happens(income.AboveLimit, Purpose.TransferAboveLimit, year.Starts));
        return ((most + above).Pence, above.Pence);
    }
}
