using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>What kind of thing an input of a forecast is.</summary>
public enum InputKind
{
    /// <summary>
    /// What was counted, and where the forecast starts: the census and its year, residents, plans, places and requests, the patterns
    /// over ages, the backlog, and the deficit on the eve of the first year.
    /// </summary>
    Data,

    /// <summary>What is believed and planned of the years to come: growth, rates and capacities, mitigations, openings, national rules.</summary>
    Assumptions,

    /// <summary>What things cost and what comes in: top-ups, places, services, the block, the agreement's money, what mitigations cost.</summary>
    Prices,
}

/// <summary>A scenario whose inputs of each kind come from one of two others: what the change of one kind did by itself.</summary>
/// <remarks>
/// Prices are dated, so they can be moved to another census: amounts are brought to the other's year with their own central growth,
/// and money of the agreement from before the first year stays with the opening deficit that it is, or is not, part of.
/// </remarks>
public static class MixedInputs
{
    /// <summary>The scenario with data, assumptions and prices from three scenarios of one authority.</summary>
    public static Scenario Of(Scenario data, Scenario assumptions, Scenario prices) => data with
    {
        Births = assumptions.Births,
        PopulationVariants = assumptions.PopulationVariants,
        Migration = assumptions.Migration,
        Correlations = assumptions.Correlations,
        Requests = data.Requests with
        {
            Growth = assumptions.Requests.Growth,
            YearShock = assumptions.Requests.YearShock,
            DistrictShock = assumptions.Requests.DistrictShock,
            ParentShare = assumptions.Requests.ParentShare,
            OtherShare = assumptions.Requests.OtherShare,
            CountedSources = assumptions.Requests.CountedSources,
            LaterParentShare = assumptions.Requests.LaterParentShare,
            LaterParentYears = assumptions.Requests.LaterParentYears,
            MovesIn = assumptions.Requests.MovesIn,
        },
        Assessments = assumptions.Assessments with
        {
            RefusalByAge = data.Assessments.RefusalByAge,
            NotIssuedByAge = data.Assessments.NotIssuedByAge,
            Backlog = data.Assessments.Backlog,
            GivenRefusals = data.Assessments.GivenRefusals,
            GivenOutput = data.Assessments.GivenOutput,
        },
        Reviews = assumptions.Reviews with { OverdueAtOpening = data.Reviews.OverdueAtOpening },
        Cessations = data.Cessations with { Level = assumptions.Cessations.Level, SummerFrom16 = assumptions.Cessations.SummerFrom16 },
        Placements = assumptions.Placements with { NewPlans = data.Placements.NewPlans },
        Providers = [.. data.Providers.Select(provider => Planned(provider, assumptions, data.Timetable.Census))],
        Funding = At(data.Timetable, Priced(prices.Funding, data, prices)),
        Income = Income(data, prices),
        Agreement = Agreement(data, prices),
        Mitigations = [.. assumptions.Mitigations.Select(m => m with { AnnualCost = prices.Mitigations.FirstOrDefault(p => p.Code == m.Code)?.AnnualCost ?? m.AnnualCost })],
        Variants = assumptions.Variants,
        DeficitRules = assumptions.DeficitRules,
        Council = prices.Council,
    };

    // What is to open is planned; what has opened by the census is among the places counted.
    private static Provider Planned(Provider provider, Scenario assumptions, Month census) =>
        assumptions.Providers.FirstOrDefault(p => p.Id == provider.Id) is { } planned
            ? provider with { PlacesGrowth = planned.PlacesGrowth, Openings = [.. planned.Openings.Where(opening => opening.Month > census)] }
            : provider;

    // A type or band that the prices do not know keeps its own.
    private static FundingRates Priced(FundingRates funding, Scenario data, Scenario prices) => funding with
    {
        TopUps =
        [
            .. funding.TopUps,
            .. ReferenceEquals(data, prices) ? [] : Brought(data.Funding, funding.PriceYear).TopUps
                .Where(own => !funding.TopUps.Any(rate => rate.Type == own.Type && rate.Band == own.Band)),
        ],
    };

    // The model lets prices grow from their year on and never back, so they may not be of a later year than the first.
    private static FundingRates At(Timetable timetable, FundingRates funding) =>
        funding.PriceYear > timetable.FirstYear ? Brought(funding, timetable.FirstYear) : funding;

    private static FundingRates Brought(FundingRates funding, FinancialYear year)
    {
        var years = year - funding.PriceYear;
        return funding with
        {
            PriceYear = year,
            TopUps = [.. funding.TopUps.Select(rate => rate with { Pounds = Grown(rate.Pounds, GrowthOf(rate.Type), years) })],
            Services = [.. funding.Services.Select(service => service with { Pounds = Grown(service.Pounds, service.Growth.Central, years) })],
            InterimTuition = Grown(funding.InterimTuition, GrowthOf(PlacementType.OtherArrangements), years),
        };

        double GrowthOf(PlacementType type) => funding.Uplifts.FirstOrDefault(uplift => uplift.Types.Contains(type))?.Growth.Central ?? 0;
    }

    private static BlockIncome Income(Scenario data, Scenario prices)
    {
        var (own, priced) = (data.Income, prices.Income);
        var years = data.Timetable.FirstYear - prices.Timetable.FirstYear;
        return priced with
        {
            // Years before the first that the prices know were the same for both: they are past.
            Known = [.. own.Known.Where(known => known.Year < priced.Known[0].Year), .. priced.Known],
            SchoolsBlock = priced.SchoolsBlock.Times((decimal)Math.Pow(1 + priced.SchoolsBlockGrowth.Central, years)),
            OpeningDeficit = own.OpeningDeficit,
        };
    }

    private static SafetyValveAgreement? Agreement(Scenario data, Scenario prices) => prices.Agreement is { } agreement
        ? agreement with
        {
            Schedule =
            [
                .. data.Agreement?.Schedule.Where(year => year.Year < data.Timetable.FirstYear) ?? [],
                .. agreement.Schedule.Where(year => year.Year >= data.Timetable.FirstYear),
            ],
        }
        : null;

    // What counts were fitted with is told by its three numbers from here on: a price of another year was not counted.
    private static Elicited Grown(Elicited value, double growth, int years)
    {
        var factor = Math.Pow(1 + growth, years);
        return value with { Low = value.Low * factor, Central = value.Central * factor, High = value.High * factor, Posterior = years == 0 ? value.Posterior : null };
    }
}
