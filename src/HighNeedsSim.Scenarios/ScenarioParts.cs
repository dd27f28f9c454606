using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Cessations;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios;

/// <summary>The parts of <c>scenario.yaml</c>, in the order of the model's records.</summary>
internal sealed class ScenarioParts
{
    private readonly Reading _reading;
    private readonly MitigationRegistry _registry;
    // A greater threshold would hide most of what a paper is about.
    private const int MostSuppressed = 100;

    private readonly YamlMap _root;
    private readonly ScenarioTables _tables;

    internal ScenarioParts(Reading reading, MitigationRegistry registry)
    {
        (_reading, _registry) = (reading, registry);
        _root = reading.Yaml(reading.In(ScenarioReader.FileName), "it is the scenario itself; take the one of another scenario as a start.");
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
        var asKnown = _root.Has("as-known") ? _root.Month("as-known") : timetable.AccountsOpen - 1;
        var national = NationalRules.Read(_reading, _root);
        if (!_root.IsSilent)
        {
            national.Check(_root, timetable.Start, asKnown);
        }

        var districts = _tables.ReadDistricts();
        var stock = _tables.ReadOpeningStock();
        var joint = new JointParts(_root, _reading);
        var populations = joint.PopulationVariants();
        var births = populations is [var first, ..] ? first.Births : _root.Births("births");
        var migration = _root.Has("migration")
            ? _root.Elicited("migration", "Net moves in of residents under 18", "growth a year", ValueKind.Real, -0.1, 0.1)
            : Elicited.Known("migration", 0);
        var given = new GivenParts(_root);
        var requests = Requests() with { Given = given.Requests };
        var assessments = Assessments(national, timetable.Census) with { GivenRefusals = given.Refusals, GivenOutput = given.Output };
        var reviews = Reviews();
        var cessations = Cessations() with { GivenLevels = given.CessationLevels, GivenLevelsFrom20 = given.CessationLevelsFrom20 };
        var placements = Placements();
        var plans = new MitigationParts(_root, _registry);
        var mitigations = plans.Mitigations();
        var providers = new ProviderTables(_reading).Read(districts, PlacesGrowth(), OpeningPlaces(mitigations));
        plans.CheckNeeds(mitigations, providers);
        var money = new FundingParts(_root, _tables);
        var funding = money.Rates(national);
        var income = money.Income();
        var agreement = _root.Has("agreement") || _root.IsSilent ? money.Agreement() : null;
        var council = _root.Has("council") ? money.Council(timetable.FirstYear) : null;
        var deficit = money.DeficitRules(national, asKnown);
        var border = _root.Has("cross-border") ? money.CrossBorder(national, providers) : null;
        var variants = plans.Variants(mitigations, agreement is not null, deficit.Grant is not null);
        var correlations = joint.Correlations(requests);
        var design = _root.Has("parameter-design")
            ? _root.Choice("parameter-design", ["independent", "latin-hypercube"], at => (ParameterDesign)at)
            : ParameterDesign.Independent;
        int? suppressBelow = _root.Has("suppress-below") ? _root.Int("suppress-below", 2, MostSuppressed) : null;
        _root.End();
        return new(id, title, authority, timetable, districts, stock, births, requests, assessments, reviews, cessations,
            placements, providers, funding, income, agreement, mitigations, variants)
        {
            DeficitRules = deficit,
            PopulationVariants = populations,
            Migration = migration,
            Correlations = correlations,
            ParameterDesign = design,
            Council = council,
            CrossBorder = border,
            PerHead = _tables.ReadPerHead(),
            SuppressBelow = suppressBelow,
        };
    }

    private AuthorityName Authority()
    {
        var map = _root.Map("authority");
        var authority = new AuthorityName(map.Text("code"), map.Text("name")) { Region = map.OptionalText("region") };
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
            (int)map.Known("in-base-year", "Requests in the calendar year before the census", "requests a year", 1, 10_000_000),
            _tables.ReadRequestsByAge(),
            _tables.ReadSeason(),
            map.Elicited("growth", "Growth of requests a head", "growth a year", ValueKind.Real, -0.5, 0.5),
            map.Elicited("year-shock", "A year's own departure from the trend of requests", "factor", ValueKind.Positive, 0.2, 5),
            map.Elicited("district-shock", "A district's own departure in a year", "factor", ValueKind.Positive, 0.2, 5),
            map.Elicited("parent-share", "Requests by parents or the young person", "share", ValueKind.Share, 0, 1),
            map.Elicited("other-share", "Requests by health, social care and others", "share", ValueKind.Share, 0, 1),
            _tables.ReadNeedByAge(),
            map.Elicited("moves-in", "Plans that move in, and late records", "plans a year", ValueKind.Positive, 0, 100_000));
        if (map.Has("sources"))
        {
            rates = rates with
            {
                CountedSources = map.CountedShares("sources", "Requests by source", [.. Enumerable.Range(0, RequestSources.Count).Select(s => ((RequestSource)s).Code())]),
            };
        }

        Needs(map, "later-parent-years", "later-parent-share");
        rates = rates with
        {
            LaterParentShare = map.OptionalElicited("later-parent-share", "Requests by parents or the young person once that has settled", "share", ValueKind.Share, 0, 1),
            LaterParentYears = map.OptionalElicited("later-parent-years", "Years from census day until then", "years", ValueKind.Positive, 0, 20)
                ?? rates.LaterParentYears,
        };
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
        rules = rules with
        {
            NotIssuedByAge = _tables.ReadNotIssuedByAge() ?? rules.NotIssuedByAge,
            OldestShare = map.OptionalElicited("oldest-share", "Advice finished that goes to the oldest cases", "share", ValueKind.Share, 0, 1)
                ?? rules.OldestShare,
            StartersFirst = map.Has("starters-first") && map.Flag("starters-first"),
            Backlog = map.OptionalElicited("backlog", "Cases whose advice is overdue on census day", "cases", ValueKind.Positive, 0, 100_000)
                ?? rules.Backlog,
            LateDecisions = map.OptionalElicited("late-decisions", "Decisions to assess after their week", "share", ValueKind.Share, 0, 1)
                ?? rules.LateDecisions,
            HeldUpShare = map.OptionalElicited("held-up-share", "Cases whose advice lies for reasons of its own", "share", ValueKind.Share, 0, 1)
                ?? rules.HeldUpShare,
            HeldUpWeeks = map.OptionalElicited("held-up-weeks", "Weeks for which such a case lies, in the mean", "weeks", ValueKind.Positive, 1, 200)
                ?? rules.HeldUpWeeks,
            AppealShareNotIssued = map.OptionalElicited("appeal-share-not-issued", "Assessments without a plan that are appealed", "share", ValueKind.Share, 0, 1),
            MediationShare = map.OptionalElicited("mediation-share", "Disputes won that mediation settles", "share", ValueKind.Share, 0, 1)
                ?? rules.MediationShare,
            MediationWeeks = map.OptionalElicited("mediation-weeks", "Weeks from refusal until a case settled by mediation comes back", "weeks", ValueKind.Positive, 1, 200)
                ?? rules.MediationWeeks,
            DelaySpread = map.OptionalElicited("delay-spread", "How far a case's weeks of appeal or mediation lie from their mean at most", "share", ValueKind.Share, 0, 1)
                ?? rules.DelaySpread,
            Casework = map.OptionalElicited("casework", "Casework of an assessment, in annual reviews", "reviews an assessment", ValueKind.Positive, 0, 100)
                ?? rules.Casework,
        };
        Needs(map, "health-capacity-growth", "health-capacity");
        rules = rules with
        {
            HealthCapacity = map.OptionalElicited("health-capacity", "Assessments whose health advice can be finished", "assessments a week", ValueKind.Positive, 0, 100_000),
            HealthCapacityGrowth = map.OptionalElicited("health-capacity-growth", "Growth of health's capacity", "growth a year", ValueKind.Real, -0.5, 0.5)
                ?? rules.HealthCapacityGrowth,
        };
        map.End();
        return rules;
    }

    // A key that says more of another one would silently do nothing without it.
    private static void Needs(YamlMap map, string key, string other)
    {
        if (map.Has(key) && !map.Has(other))
        {
            map.Add(map.LineOf(key), key, $"is given, and {other} is not: give both or neither");
        }
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
        rules = rules with
        {
            TransfersFirst = map.OptionalElicited("transfers-first", "Review capacity that goes first to phase transfers, from September to the deadline", "share", ValueKind.Share, 0, 1)
                ?? rules.TransfersFirst,
        };
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
        rates = rates with
        {
            SummerFrom16 = map.OptionalElicited("summer-from-16", "Endings from age 16 that fall in July to September", "share", ValueKind.Share, 0, 1)
                ?? rates.SummerFrom16,
        };
        map.End();
        return rates;
    }

    private PlacementRules Placements()
    {
        var map = _root.Map("placements");
        var rules = new PlacementRules(_tables.ReadNewPlans(), _tables.ReadTransfers(), _tables.ReadOverflow(), map.Int("preferences", 1, 8));
        rules = rules with
        {
            Directed = map.OptionalElicited("directed-share", "Those turned away from full special schools for whom the tribunal orders a place", "share", ValueKind.Share, 0, 1)
                ?? rules.Directed,
            ContentAppeals = map.OptionalElicited("content-appeals", "Final plans and reviews appealed against for content or placement", "share", ValueKind.Share, 0, 1)
                ?? rules.ContentAppeals,
            DirectionMonths = map.OptionalElicited("direction-months", "Months from being turned away until the order", "months", ValueKind.Positive, 1, 60)
                ?? rules.DirectionMonths,
        };
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
                map.Add(line, name,
                    "cannot be a name of a growth: use small letters, digits and hyphens, and not 'none', which stands for no growth");
            }

            growth[name] = map.Elicited(name, $"Growth of commissioned places: {name}", "growth a year", ValueKind.Real, -0.5, 0.5);
        }

        providers.End();
        return map.IsSilent ? null : growth;
    }
}
