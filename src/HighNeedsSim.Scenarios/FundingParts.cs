using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Scenarios;

/// <summary>Reads the money of <c>scenario.yaml</c>: prices, the block, the agreement.</summary>
internal sealed class FundingParts(YamlMap root, ScenarioTables tables)
{
    private const double MostPounds = 100_000_000_000;

    internal FundingRates Rates(NationalRules national)
    {
        var map = root.Map("funding");
        var rates = new FundingRates(
            map.FinancialYear("price-year"),
            new(
                national.Amounts(NationalRules.PlaceCommissioned),
                national.Amounts(NationalRules.PlaceUnitFilled),
                national.Amounts(NationalRules.PlaceUnitEmpty),
                national.Amounts(NationalRules.Element2)),
            tables.ReadTopUps(),
            Uplifts(map),
            map.Elicited(
                "market-elasticity", "Rise of an independent fee, in %, for each 1 % of the market's growth", "elasticity", ValueKind.Positive, 0, 5),
            Services(map),
            map.Elicited("interim-tuition", "Cost of a plan-holder who awaits a place", "GBP a year", ValueKind.Positive, 0, 1_000_000))
        {
            SpecialSchoolFloor = national.Shares(NationalRules.SpecialSchoolFloor),
        };
        map.End();
        return rates;
    }

    private static List<Uplift> Uplifts(YamlMap funding)
    {
        var map = funding.Map("uplifts");
        var uplifts = new List<Uplift>();
        foreach (var (name, _) in map.Keys())
        {
            var group = map.Map(name);
            var types = new List<PlacementType>();
            foreach (var (text, line) in group.Texts("types"))
            {
                if (!PlacementTypes.TryParse(text, out var type))
                {
                    group.Add(line, "types",
                        $"{ProblemList.Quote(text)} is not known: allowed are {string.Join(", ", PlacementTypes.All.Select(t => t.Code()))}");
                }
                else if (uplifts.Find(u => u.Types.Contains(type)) is { } other)
                {
                    group.Add(line, "types",
                        $"{text} is already in the group {other.Group}: each type is in exactly one");
                }
                else
                {
                    types.Add(type);
                }
            }

            uplifts.Add(new(name, types, group.Elicited("growth", $"Growth of top-ups and fees: {name}", "growth a year", ValueKind.Real, -0.5, 0.5)));
            group.End();
        }

        var without = PlacementTypes.All.Where(t => !uplifts.Exists(u => u.Types.Contains(t))).Select(t => t.Code()).ToArray();
        if (without.Length > 0 && !map.IsSilent)
        {
            funding.Add(map.Line, "uplifts", $"no group has {string.Join(", ", without)}: each type is in exactly one");
        }

        return uplifts;
    }

    private static List<ServiceCost> Services(YamlMap funding)
    {
        var map = funding.Map("services");
        var services = new List<ServiceCost>();
        foreach (var (name, _) in map.Keys())
        {
            var service = map.Map(name);
            var line = service.Text("line", text => Section251Lines.TryParse(text, out _)
                ? null
                : $"{ProblemList.Quote(text)} is no high needs line: allowed are {string.Join(", ", Section251Lines.All.Select(l => l.Code()))}");
            var label = service.Text("label");
            services.Add(new(
                Section251Lines.TryParse(line, out var parsed) ? parsed : Section251Line.SenSupportServices,
                label,
                service.Elicited("pounds", label, "GBP a year", ValueKind.Positive, 0, MostPounds),
                service.Choice("driver", ["none", "population", "plans"], at => (ServiceDriver)at),
                service.Elicited("growth", $"Growth of the price: {label}", "growth a year", ValueKind.Real, -0.5, 0.5)));
            service.End();
        }

        return services;
    }

    internal BlockIncome Income()
    {
        var map = root.Map("income");
        var known = map.Map("known");
        var amounts = new List<(FinancialYear Year, Money Amount)>();
        foreach (var (key, line) in known.Keys())
        {
            if (!FinancialYear.TryParse(key, out var year) || !Years.InRange(year))
            {
                known.Add(line, key, Years.Fault(key)!);
                continue;
            }

            if (amounts.Count > 0 && year - amounts[^1].Year != 1)
            {
                known.Add(line, key, $"does not follow {amounts[^1].Year}: give the years one after the other");
            }

            amounts.Add((year, known.KnownMoney(key, $"High needs block before deductions, {key}", "GBP", 1, MostPounds)));
        }

        if (amounts.Count == 0 && !known.IsSilent)
        {
            map.Add(known.Line, "known", "there is no year: give at least one published allocation");
        }

        var income = new BlockIncome(
            amounts,
            map.Elicited("growth", "Growth of the high needs block after the last published year", "growth a year", ValueKind.Real, -0.5, 0.5),
            map.KnownMoney("schools-block", "Schools block of the first year", "GBP", 0, MostPounds),
            map.Elicited("schools-block-growth", "Growth of the schools block", "growth a year", ValueKind.Real, -0.5, 0.5),
            map.KnownMoney("other-income", "Other income of the high needs account", "GBP a year", 0, MostPounds),
            map.Elicited("opening-deficit", "Cumulative deficit before the first year, before Safety Valve money", "GBP", ValueKind.Real, -MostPounds, MostPounds));
        if (map.Has("transfer-above-limit"))
        {
            income = income with
            {
                AboveLimit = map.Elicited(
                    "transfer-above-limit", "Chance that the Secretary of State lets more be transferred than the limit", "share", ValueKind.Share, 0, 1),
            };
        }

        map.End();
        return income;
    }

    /// <summary>Children who go to school across the border.</summary>
    internal CrossBorder CrossBorder(NationalRules national, IReadOnlyList<Provider> providers)
    {
        var map = root.Map("cross-border");
        var outside = new List<int>();
        foreach (var (id, line) in map.Texts("outside"))
        {
            var at = providers.ToList().FindIndex(p => p.Id == id);
            if (at < 0 || outside.Contains(at))
            {
                map.Add(line, "outside", at < 0
                    ? $"{ProblemList.Quote(id)} is not in {ScenarioTables.Providers}: name providers that lie in other authorities"
                    : $"{id} is there twice: keep one of them");
            }
            else if (providers[at].PlaceFunding != PlaceFundingRule.None)
            {
                map.Add(line, "outside", $"the places of {id} are funded here, but a provider outside has its places funded where it lies: give it place-funding none");
            }
            else
            {
                outside.Add(at);
            }
        }

        var imported = map.Elicited(
            "imported", "Children of other authorities in places of own special schools", "children", ValueKind.Positive, 0, 100_000);
        map.End();
        if (!national.IsNamed(NationalRules.ImportExport))
        {
            map.Add(map.Line, "outside", $"the rule '{NationalRules.ImportExport}' is not in the list national: add it, the adjustment needs its rate");
        }

        return new(outside, imported, national.Amounts(NationalRules.ImportExport));
    }

    /// <summary>What national rules make of a deficit, as known in a month.</summary>
    internal DeficitRules DeficitRules(NationalRules national, Month asKnown)
    {
        StabilityGrant? grant = null;
        if (root.Has("stability-grant"))
        {
            var map = root.Map("stability-grant");
            var eligible = map.Elicited(
                "eligible-share", "How much of the DSG deficit counts for the Stability Grant", "share", ValueKind.Share, 0, 1);
            map.End();
            if (national.ShareKnown(NationalRules.GrantShare, asKnown) is { } share
                && national.MonthKnown(NationalRules.GrantDeficitOf, asKnown) is { } deficitOf
                && national.MonthKnown(NationalRules.GrantPaid, asKnown) is { } paid)
            {
                grant = new(share, deficitOf, paid, eligible);
            }
        }

        return new(
            national.MonthKnown(NationalRules.OverrideEnds, asKnown),
            national.MonthKnown(NationalRules.SafetyValveCloses, asKnown),
            national.Shares(NationalRules.TransferLimit),
            grant);
    }

    /// <summary>The council beside the block.</summary>
    internal CouncilFinances Council(FinancialYear firstYear)
    {
        var map = root.Map("council");
        var priceYear = map.FinancialYear("price-year");
        if (firstYear < priceYear)
        {
            map.Add(map.LineOf("price-year"), "price-year", $"{priceYear} is after the first year, {firstYear}: give the costs at prices of that year or an earlier one");
        }

        var council = new CouncilFinances(
            map.Elicited("usable-reserves", "Usable reserves of the council", "GBP", ValueKind.Positive, 0, MostPounds),
            FinancingRates(map),
            priceYear,
            GeneralFund(map));
        map.End();
        return council;
    }

    private static List<(FinancialYear From, Elicited Rate)> FinancingRates(YamlMap council)
    {
        var map = council.Map("financing-rates");
        var rates = new List<(FinancialYear From, Elicited Rate)>();
        foreach (var (key, line) in map.Keys())
        {
            if (!FinancialYear.TryParse(key, out var year) || !Years.InRange(year))
            {
                map.Add(line, key, Years.Fault(key)!);
                continue;
            }

            if (rates.Count > 0 && year <= rates[^1].From)
            {
                map.Add(line, key, $"does not follow {rates[^1].From}: years rise, each once");
            }

            rates.Add((year, map.Elicited(key, $"Interest on the deficit from {key}", "share a year", ValueKind.Positive, 0, 0.5)));
        }

        if (rates.Count == 0 && !map.IsSilent)
        {
            council.Add(map.Line, "financing-rates", "there is no year: give at least one, from which its rate holds");
        }

        return rates;
    }

    private static List<GeneralFundCost> GeneralFund(YamlMap council)
    {
        var map = council.Map("general-fund");
        var costs = new List<GeneralFundCost>();
        foreach (var (name, line) in map.Keys())
        {
            var found = GeneralFundLines.All.Where(l => l.Name() == name).ToArray();
            if (found.Length == 0)
            {
                map.Add(line, name, $"is not known: allowed are {string.Join(", ", GeneralFundLines.All.Select(l => l.Name()))}");
                continue;
            }

            var cost = map.Map(name);
            costs.Add(new(
                found[0],
                cost.Elicited("pounds", found[0].Label(), "GBP a year", ValueKind.Positive, 0, MostPounds),
                cost.Choice("driver", ["none", "population", "plans"], at => (ServiceDriver)at),
                cost.Elicited("growth", $"Growth of the price: {found[0].Label()}", "growth a year", ValueKind.Real, -0.5, 0.5)));
            cost.End();
        }

        return costs;
    }

    internal SafetyValveAgreement Agreement()
    {
        var map = root.Map("agreement");
        var months = new List<int>();
        foreach (var (text, line) in map.Texts("monitoring-months"))
        {
            if (Numbers.TryParseInt(text, out var month) && month is >= 1 and <= 12)
            {
                months.Add(month);
            }
            else
            {
                map.Add(line, "monitoring-months", $"{ProblemList.Quote(text)} is no calendar month: write 1 to 12");
            }
        }

        if (months.Count == 0 && !map.IsSilent)
        {
            map.Add(map.LineOf("monitoring-months"), "monitoring-months", "the list is empty: a payment follows a report, so give at least one month");
        }

        var agreement = new SafetyValveAgreement(
            tables.ReadSchedule(),
            map.FinancialYear("balanced"),
            map.KnownMoney("agreed-deficit", "Cumulative deficit with planned actions, before contributions", "GBP", 0, MostPounds),
            months,
            map.Elicited("tolerance", "By how much the forecast may exceed the agreed path", "GBP", ValueKind.Positive, 0, MostPounds));
        map.End();
        return agreement;
    }
}
