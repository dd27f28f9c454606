using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>What places, top-ups and services cost.</summary>
/// <param name="PriceYear">The financial year at whose prices the top-ups and services are given.</param>
/// <param name="PlaceRates">National place funding rates by date.</param>
/// <param name="TopUps">Top-up or fee a year by placement type and complexity band; one row for every type and band that costs.</param>
/// <param name="Uplifts">Growth of top-ups and fees a year, by group of placement types.</param>
/// <param name="MarketElasticity">
/// How much the fee of an independent special place rises for each 1 % that the market's roll grows above its opening roll: 0.1 for 0.1 %.
/// </param>
/// <param name="Services">Spending that does not follow a placement.</param>
/// <param name="InterimTuition">Cost a year of a plan-holder of compulsory school age or above who awaits a place.</param>
public sealed record FundingRates(
    FinancialYear PriceYear,
    PlaceRates PlaceRates,
    IReadOnlyList<TopUpRate> TopUps,
    IReadOnlyList<Uplift> Uplifts,
    Elicited MarketElasticity,
    IReadOnlyList<ServiceCost> Services,
    Elicited InterimTuition)
{
    /// <summary>
    /// The minimum funding guarantee of special schools: by how much, at least, a place and its top-up together must grow a year at
    /// constant need, by date. Null where the scenario names no such rule.
    /// </summary>
    public DatedShares? SpecialSchoolFloor { get; init; }
}

/// <summary>National place funding rates in pounds a year, each by the date from which it holds.</summary>
/// <param name="Commissioned">Special schools and alternative provision, a place.</param>
/// <param name="UnitFilled">SEN unit or resourced provision, a place filled at the October census.</param>
/// <param name="UnitEmpty">SEN unit or resourced provision, a place not filled.</param>
/// <param name="Element2">Post-16, a place.</param>
public sealed record PlaceRates(DatedAmounts Commissioned, DatedAmounts UnitFilled, DatedAmounts UnitEmpty, DatedAmounts Element2);

/// <summary>An amount by the month from which it holds, earliest first; at least one.</summary>
/// <param name="Values">Months and amounts, in rising order of months.</param>
public sealed record DatedAmounts(IReadOnlyList<(Month From, Money Amount)> Values)
{
    /// <summary>The amount in force in a month; the first one also before its date.</summary>
    public Money In(Month month)
    {
        var amount = Values[0].Amount;
        // By position: an enumerator of a list that is known by its interface is allocated, each month of every school.
        for (var n = 0; n < Values.Count; n++)
        {
            amount = Values[n].From <= month ? Values[n].Amount : amount;
        }

        return amount;
    }
}

/// <summary>A top-up (element 3) or fee.</summary>
/// <param name="Type">The type of placement.</param>
/// <param name="Band">Complexity band 1 to 4.</param>
/// <param name="Pounds">Pounds a year for one plan-holder, at the prices of <see cref="FundingRates.PriceYear"/>.</param>
public sealed record TopUpRate(PlacementType Type, int Band, Elicited Pounds);

/// <summary>Growth of prices in a group of placement types.</summary>
/// <param name="Group">A name: <c>state-top-up</c>.</param>
/// <param name="Types">The types it applies to; each type is in exactly one group.</param>
/// <param name="Growth">A year: 0.03 for 3 %.</param>
public sealed record Uplift(string Group, IReadOnlyList<PlacementType> Types, Elicited Growth);

/// <summary>What a service's cost grows with, beside its price.</summary>
public enum ServiceDriver : byte
{
    /// <summary>Nothing: a budget.</summary>
    None,

    /// <summary>Residents aged 2 to 18.</summary>
    Population,

    /// <summary>Plans in force.</summary>
    Plans,
}

/// <summary>Spending on a section 251 line that does not follow a placement.</summary>
/// <param name="Line">The line.</param>
/// <param name="Label">What it buys.</param>
/// <param name="Pounds">Pounds in <see cref="FundingRates.PriceYear"/>.</param>
/// <param name="Driver">What it grows with.</param>
/// <param name="Growth">Growth of its price a year.</param>
public sealed record ServiceCost(Section251Line Line, string Label, Elicited Pounds, ServiceDriver Driver, Elicited Growth);
