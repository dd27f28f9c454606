using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>Reserves, financing rates and general-fund costs of one replicate.</summary>
internal sealed class CouncilCosts
{
    private readonly CouncilFinances _council;
    private readonly double[] _rates;
    private readonly double[] _pounds;
    private readonly double[] _growth;

    internal CouncilCosts(CouncilFinances council, Parameters draws)
    {
        _council = council;
        Reserves = Money.FromPounds((decimal)draws.Value(council.UsableReserves));
        _rates = [.. council.FinancingRates.Select(r => draws.Value(r.Rate))];
        _pounds = [.. council.Costs.Select(c => draws.Value(c.Pounds))];
        _growth = [.. council.Costs.Select(c => draws.Value(c.Growth))];
    }

    /// <summary>The costs that the scenario knows, in its order.</summary>
    internal IReadOnlyList<GeneralFundCost> Costs => _council.Costs;

    /// <summary>Usable reserves, the same every year.</summary>
    internal Money Reserves { get; }

    /// <summary>The cost of a service in a financial year, before its driver, in pence.</summary>
    internal long Annual(int cost, FinancialYear year)
    {
        var pounds = _pounds[cost];
        for (var y = _council.PriceYear; y < year; y += 1)
        {
            pounds *= 1 + _growth[cost];
        }

        return (long)Math.Round(pounds * 100, MidpointRounding.ToEven);
    }

    /// <summary>
    /// What carrying the deficit through a year costs: its rate on the mean of the deficits at both ends; a surplus earns nothing.
    /// </summary>
    internal Money Financing(FinancialYear year, Money opening, Money closing)
    {
        var rate = _rates[0];
        for (var i = 0; i < _rates.Length; i++)
        {
            if (_council.FinancingRates[i].From <= year)
            {
                rate = _rates[i];
            }
        }

        var carried = (Math.Max(0, opening.Pence) + Math.Max(0, closing.Pence)) / 2;
        return new Money(carried).Times(rate);
    }
}
