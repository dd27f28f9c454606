using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Cessations;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios;

/// <summary>Reads a scenario package: files in, a scenario that is sound out, or every problem there is.</summary>
public static class ScenarioReader
{
    internal const string FileName = "scenario.yaml";

    /// <summary>Reads a package. A mistake in a file is a problem in the answer, never an exception.</summary>
    public static ScenarioReading Read(ScenarioPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Check(package, new HashSet<string>(), new());
    }

    /// <param name="package">The files that could be read from disk.</param>
    /// <param name="unreadable">Those that could not, of which the problems know already.</param>
    /// <param name="problems">Found so far.</param>
    internal static ScenarioReading Check(ScenarioPackage package, IReadOnlySet<string> unreadable, ProblemList problems)
    {
        var reading = new Reading(package, unreadable, problems);
        SourceBook.Read(reading);
        var registry = MitigationRegistry.Read(reading);
        var scenario = new Parts(reading, registry).Scenario(package.ScenarioId);
        if (!problems.Any)
        {
            ScenarioChecks.Whole(reading, scenario);
        }

        reading.ReportUnused();
        return new(problems.Any ? null : scenario, problems.ToList(), reading.Assumptions);
    }

    /// <summary>The parts of <c>scenario.yaml</c>, in the order of the model's records.</summary>
    private sealed class Parts
    {
        private const double MostPounds = 10_000_000_000;

        private readonly Reading _reading;
        private readonly MitigationRegistry _registry;
        private readonly YamlMap _root;
        private readonly ScenarioTables _tables;

        internal Parts(Reading reading, MitigationRegistry registry)
        {
            (_reading, _registry) = (reading, registry);
            _root = reading.Yaml(reading.In(FileName), "it is the scenario itself; take the one of another scenario as a start.");
            _tables = new(reading);
        }

        internal Scenario Scenario(string folder)
        {
            _root.Text("schema", text => text == "1" ? null : $"found {ProblemList.Quote(text)}, wanted 1, the only form there is");
            var id = _root.Text("id", text => text == folder ? null : $"found {ProblemList.Quote(text)}, wanted '{folder}', as the folder is called");
            var title = _root.Text("title");
            _root.Text("summary");
            var authority = Authority();
            var timetable = Timetable();
            var national = NationalRules.Read(_reading, _root);
            var districts = _tables.ReadDistricts();
            var stock = _tables.ReadOpeningStock();
            var births = _root.Elicited("births", "Change of births on the year before", "growth a year", ValueKind.Real, -0.2, 0.2);
            var requests = Requests();
            var assessments = Assessments(national, timetable.Census);
            var reviews = Reviews();
            var cessations = Cessations();
            var placements = Placements();
            var mitigations = Mitigations();
            var providers = _tables.ReadProviders(districts, PlacesGrowth(), OpeningPlaces(mitigations));
            var funding = Funding(national);
            var income = Income();
            var agreement = _root.Has("agreement") || _root.IsSilent ? Agreement() : null;
            var variants = Variants(mitigations, agreement is not null);
            _root.End();
            return new(id, title, authority, timetable, districts, stock, births, requests, assessments, reviews, cessations,
                placements, providers, funding, income, agreement, mitigations, variants);
        }

        private AuthorityName Authority()
        {
            var map = _root.Map("authority");
            var authority = new AuthorityName(map.Text("code"), map.Text("name"));
            map.End();
            return authority;
        }

        private Timetable Timetable()
        {
            var map = _root.Map("timetable");
            var (census, first, years) = (map.Month("census"), map.FinancialYear("first-year"), map.Int("years", 1, 10));
            map.End();
            return new(census, first, years);
        }

        private RequestRates Requests()
        {
            var map = _root.Map("requests");
            var rates = new RequestRates(
                (int)map.Known("in-base-year", "Requests in the calendar year before the census", "requests a year", 1, 1_000_000),
                _tables.ReadRequestsByAge(),
                _tables.ReadSeason(),
                map.Elicited("growth", "Growth of requests a head", "growth a year", ValueKind.Real, -0.5, 0.5),
                map.Elicited("year-shock", "A year's own departure from the trend of requests", "factor", ValueKind.Positive, 0.2, 5),
                map.Elicited("district-shock", "A district's own departure in a year", "factor", ValueKind.Positive, 0.2, 5),
                map.Elicited("parent-share", "Requests by parents or the young person", "share", ValueKind.Share, 0, 1),
                map.Elicited("other-share", "Requests by health, social care and others", "share", ValueKind.Share, 0, 1),
                _tables.ReadNeedByAge(),
                map.Elicited("moves-in", "Plans that move in, and late records", "plans a year", ValueKind.Positive, 0, 100_000));
            map.End();
            return rates;
        }

        private AssessmentRules Assessments(NationalRules national, Month census)
        {
            var map = _root.Map("assessments");
            var rules = new AssessmentRules(
                national.In(NationalRules.WeeksDecision, census, 6),
                national.In(NationalRules.WeeksAdvice, census, 6),
                national.In(NationalRules.WeeksPlan, census, 20),
                map.Elicited("refuse-to-assess", "Requests refused", "share", ValueKind.Share, 0, 1),
                _tables.ReadRefusalByAge(),
                map.Elicited("refuse-to-issue", "Assessments that end without a plan", "share", ValueKind.Share, 0, 1),
                map.Elicited("advice-capacity", "Assessments whose advice can be finished", "assessments a week", ValueKind.Positive, 0, 100_000),
                map.Elicited("advice-capacity-growth", "Growth of that capacity", "growth a year", ValueKind.Real, -0.5, 0.5),
                map.Choice("order", ["oldest-first", "newest-first", "split"], at => (WorkingOrder)at),
                map.Elicited("exceptions", "Cases with a lawful exception to 20 weeks", "share", ValueKind.Share, 0, 1),
                map.Elicited("appeal-share", "Refusals that are appealed", "share", ValueKind.Share, 0, 1),
                map.Elicited("upheld-share", "Appeals that the family wins or the authority concedes", "share", ValueKind.Share, 0, 1),
                map.Elicited("appeal-weeks", "Weeks from refusal until an upheld case comes back", "weeks", ValueKind.Positive, 1, 200));
            map.End();
            return rules;
        }

        private ReviewRules Reviews()
        {
            var map = _root.Map("reviews");
            var rules = new ReviewRules(
                map.Elicited("overdue-at-opening", "Plans whose review is overdue on census day", "share", ValueKind.Share, 0, 1),
                map.Elicited("capacity", "Reviews that can be completed", "reviews a month", ValueKind.Positive, 0, 1_000_000),
                map.Elicited("capacity-growth", "Growth of that capacity", "growth a year", ValueKind.Real, -0.5, 0.5),
                map.Elicited("band-up", "Reviews that move a plan one band up", "share", ValueKind.Share, 0, 1),
                map.Elicited("band-down", "Reviews that move a plan one band down", "share", ValueKind.Share, 0, 1),
                map.Elicited("cease-from-16", "Reviews from age 16 that cease the plan, beside the rates by age", "share", ValueKind.Share, 0, 1),
                _tables.ReadReviewMoves());
            map.End();
            return rules;
        }

        private CessationRates Cessations()
        {
            var map = _root.Map("cessations");
            var (pattern, stock) = _tables.ReadCessationsByAge();
            var rates = new CessationRates(
                _tables.ReadCessations(),
                pattern,
                stock,
                map.Elicited("level", "Cessation rates against those of the base year", "factor", ValueKind.Positive, 0, 10));
            map.End();
            return rates;
        }

        private PlacementRules Placements()
        {
            var map = _root.Map("placements");
            var rules = new PlacementRules(_tables.ReadNewPlans(), _tables.ReadTransfers(), _tables.ReadOverflow(), map.Int("preferences", 1, 8));
            map.End();
            return rules;
        }

        // Null where the file says nothing that could be compared with, because it cannot be read.
        private string[]? OpeningPlaces(List<Mitigation> mitigations) => _root.IsSilent
            ? null
            : [.. mitigations.Where(m => m.Effects.Any(e => e.Lever == Lever.NewPlaces)).Select(m => m.Code)];

        private Dictionary<string, Elicited>? PlacesGrowth()
        {
            var providers = _root.Map("providers");
            var map = providers.Map("places-growth");
            var growth = new Dictionary<string, Elicited>(StringComparer.Ordinal);
            foreach (var (name, line) in map.Keys())
            {
                if (name == "none" || !Numbers.IsSlug(name))
                {
                    map.Add(line, name, "cannot be a name of a growth: use small letters, digits and hyphens, and not 'none', which stands for no growth");
                }

                growth[name] = map.Elicited(name, $"Growth of commissioned places: {name}", "growth a year", ValueKind.Real, -0.5, 0.5);
            }

            providers.End();
            return map.IsSilent ? null : growth;
        }

        private FundingRates Funding(NationalRules national)
        {
            var map = _root.Map("funding");
            var rates = new FundingRates(
                map.FinancialYear("price-year"),
                new(
                    national.Amounts(NationalRules.PlaceCommissioned),
                    national.Amounts(NationalRules.PlaceUnitFilled),
                    national.Amounts(NationalRules.PlaceUnitEmpty),
                    national.Amounts(NationalRules.Element2)),
                _tables.ReadTopUps(),
                Uplifts(map),
                map.Elicited("market-elasticity", "Rise of an independent fee, in %, for each 1 % of the market's growth", "elasticity", ValueKind.Positive, 0, 5),
                Services(map),
                map.Elicited("interim-tuition", "Cost of a plan-holder who awaits a place", "GBP a year", ValueKind.Positive, 0, 1_000_000));
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
                        group.Add(line, "types", $"{ProblemList.Quote(text)} is not known: allowed are {string.Join(", ", PlacementTypes.All.Select(t => t.Code()))}");
                    }
                    else if (uplifts.Find(u => u.Types.Contains(type)) is { } other)
                    {
                        group.Add(line, "types", $"{text} is already in the group {other.Group}: each type is in exactly one");
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

        private BlockIncome Income()
        {
            var map = _root.Map("income");
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
            map.End();
            return income;
        }

        private SafetyValveAgreement Agreement()
        {
            var map = _root.Map("agreement");
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
                _tables.ReadSchedule(),
                map.FinancialYear("balanced"),
                map.KnownMoney("agreed-deficit", "Cumulative deficit with planned actions, before contributions", "GBP", 0, MostPounds),
                months,
                map.Elicited("tolerance", "By how much the forecast may exceed the agreed path", "GBP", ValueKind.Positive, 0, MostPounds));
            map.End();
            return agreement;
        }

        private List<Mitigation> Mitigations()
        {
            var map = _root.Map("mitigations");
            var mitigations = new List<Mitigation>();
            foreach (var (code, line) in map.Keys())
            {
                var entry = _registry.Find(code);
                if (entry is null)
                {
                    map.Add(line, code, $"the code is not in {ScenarioPackage.Registry} ({string.Join(", ", _registry.Codes)}): register it there, or remove it");
                }

                var one = map.Map(code);
                mitigations.Add(new(
                    code,
                    entry?.Title ?? code,
                    one.Month("start"),
                    one.Int("ramp-months", 0, 120),
                    one.Elicited("annual-cost", $"Cost of running {code} at full strength", "GBP a year", ValueKind.Positive, 0, 1_000_000_000),
                    Effects(one, code, entry)));
                one.End();
            }

            return mitigations;
        }

        private static List<Effect> Effects(YamlMap mitigation, string code, MitigationRegistry.Entry? entry)
        {
            var map = mitigation.Map("effects");
            var effects = new List<Effect>();
            foreach (var (name, line) in map.Keys())
            {
                var one = map.Map(name);
                var lever = one.Choice("lever", MitigationRegistry.LeverNames, at => (Lever)at);
                var (from, to) = (one.Int("from-year", -4, 20), one.Int("to-year", -4, 20));
                if (from > to)
                {
                    map.Add(line, name, $"to-year {to} is before from-year {from}: put the lower curriculum year first");
                }

                if (entry is not null && MitigationRegistry.LeverNames.Contains(one.OptionalText("lever")))
                {
                    Registered(map, line, name, code, entry, lever, from, to);
                }

                var unit = lever is Lever.LessTopUpUplift or Lever.LessIndependentUplift ? "points a year" : "share";
                effects.Add(new(
                    lever,
                    one.Elicited("strength", $"{entry?.Title ?? code}: {MitigationRegistry.NameOf(lever)}", unit, KindOf(lever), 0, MostOf(lever)),
                    from,
                    to));
                one.End();
            }

            if (effects.Count == 0 && !map.IsSilent)
            {
                mitigation.Add(map.Line, "effects", "there is no effect: give at least one");
            }

            return effects;
        }

        // A share more (of reviews, of advice) can pass 1; whatever takes a share away cannot.
        private static ValueKind KindOf(Lever lever) =>
            lever is Lever.MoreReviews or Lever.MoreAdvice ? ValueKind.Positive : ValueKind.Share;

        private static double MostOf(Lever lever) => lever switch
        {
            Lever.MoreReviews or Lever.MoreAdvice => 10,
            Lever.LessTopUpUplift or Lever.LessIndependentUplift => 0.2,
            Lever.SchoolsBlockTransfer => 0.05,
            _ => 1,
        };

        private static void Registered(
            YamlMap map, int line, string name, string code, MitigationRegistry.Entry entry, Lever lever, int from, int to)
        {
            if (!entry.Touches.TryGetValue(lever, out var years))
            {
                map.Add(line, name, $"{code} does not touch {MitigationRegistry.NameOf(lever)} in {ScenarioPackage.Registry}, only "
                    + $"{string.Join(", ", entry.Touches.Keys.Select(MitigationRegistry.NameOf))}: register the lever there first");
            }
            else if (from < years.From || to > years.To)
            {
                map.Add(line, name, $"curriculum years {from} to {to} go beyond those that {code} touches in {ScenarioPackage.Registry}, {years.From} to {years.To}");
            }
        }

        private List<Variant> Variants(List<Mitigation> mitigations, bool hasAgreement)
        {
            var variants = new List<Variant>();
            foreach (var map in _root.Maps("variants"))
            {
                var id = map.Slug("id");
                if (variants.Exists(v => v.Id == id))
                {
                    map.Add(map.LineOf("id"), "id", $"{ProblemList.Quote(id)} is there twice: names of variants are unique");
                }

                var codes = map.Texts("mitigations");
                foreach (var (code, line) in codes.Where(c => !mitigations.Exists(m => m.Code == c.Text)))
                {
                    map.Add(line, "mitigations", $"{ProblemList.Quote(code)} is not under mitigations in this file: add it there, or remove it here");
                }

                var safetyValve = map.Flag("safety-valve");
                if (safetyValve && !hasAgreement)
                {
                    map.Add(map.LineOf("safety-valve"), "safety-valve", "is true, but the scenario has no agreement: add one, or write false");
                }

                variants.Add(new(id, map.Text("title"), [.. codes.Select(c => c.Text)], safetyValve));
                map.End();
            }

            if (!_root.IsSilent && _root.Has("variants"))
            {
                Baseline(variants);
            }

            return variants;
        }

        private void Baseline(List<Variant> variants)
        {
            var line = _root.LineOf("variants");
            if (variants.Count is < 1 or > 12)
            {
                _root.Add(line, "variants", $"there are {variants.Count}: give 1 to 12");
            }
            else if (variants[0].Mitigations.Count > 0 || variants[0].SafetyValve)
            {
                _root.Add(line, "variants", $"the first, {ProblemList.Quote(variants[0].Id)}, is the baseline: it has no mitigations and no agreement. Put such a one first");
            }
        }
    }
}
