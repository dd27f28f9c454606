using System.Globalization;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios;

/// <summary>What must fit between the parts of a scenario, each of which is sound by itself.</summary>
internal static class ScenarioChecks
{
    private const double Rounding = 0.0015;

    internal static void SumsToOne(Reading reading, string table, string what, IEnumerable<double> shares)
    {
        var sum = shares.Sum();
        if (Math.Abs(sum - 1) > Rounding && !reading.Problems.Has(reading.In(table)))
        {
            reading.Problems.Add(reading.In(table), null,
                $"{what} sum to {Numbers.Text(Math.Round(sum, 6))}, not to 1: correct one of them.");
        }
    }

    /// <summary>The margins agree, and the patterns can fill them.</summary>
    internal static void OpeningStock(Reading reading, OpeningStock stock)
    {
        foreach (var type in PlacementTypes.All)
        {
            SumsToOne(reading, ScenarioTables.OpeningBands, $"the bands of {type.Code()}", stock.BandShares[(int)type]);
        }

        string[] tables =
        [
            ScenarioTables.OpeningPlacement, ScenarioTables.OpeningAgeGroup, ScenarioTables.OpeningAgePattern,
            ScenarioTables.OpeningAgeNeedPattern, ScenarioTables.OpeningNeedPattern,
        ];
        if (tables.Any(t => reading.Problems.Has(reading.In(t))))
        {
            return;
        }

        void Add(string table, string message) => reading.Problems.Add(reading.In(table), null, message);
        var (byPlacement, byGroup) = (stock.ByPlacement.Sum(), stock.ByAgeGroup.Sum());
        if (byPlacement != byGroup)
        {
            Add(ScenarioTables.OpeningAgeGroup,
                $"plans sum to {byGroup}, but to {byPlacement} in {ScenarioTables.OpeningPlacement}: they are the same plans, "
                    + "so correct one of the two tables.");
        }
        else if (byPlacement == 0)
        {
            Add(ScenarioTables.OpeningPlacement,
                "there are no plans at all: fill in the plans in force on census day.");
        }
        else
        {
            Patterns(stock, Add);
        }
    }

    private static void Patterns(OpeningStock stock, Action<string, string> add)
    {
        if (stock.AgeNeedPattern.Sum(row => row.Sum()) <= 0 || stock.NeedPattern.Sum(row => row.Sum()) <= 0)
        {
            var empty = stock.NeedPattern.Sum(row => row.Sum()) <= 0 ? ScenarioTables.OpeningNeedPattern : ScenarioTables.OpeningAgeNeedPattern;
            add(empty, "the pattern holds only 0: fill it in.");
            return;
        }

        var ages = new int[PlacementTypes.Count];
        foreach (var type in PlacementTypes.All)
        {
            foreach (var age in Enumerable.Range(0, Model.Population.OpeningStock.Ages).Where(a => stock.AgePattern[a][(int)type] > 0))
            {
                ages[(int)type] |= 1 << (int)AgeGroups.OfAge(age);
            }

            if (stock.ByPlacement[(int)type] > 0 && ages[(int)type] == 0)
            {
                add(ScenarioTables.OpeningAgePattern,
                    $"{type.Code()}: the column holds only 0, but {stock.ByPlacement[(int)type]} plans are placed there: "
                        + "give its pattern over ages.");
                return;
            }
        }

        // Types whose pattern lies within some age groups must fit into them; and the other way round.
        for (var groups = 1; groups < 1 << AgeGroups.Count; groups++)
        {
            var within = PlacementTypes.All.Where(t => ages[(int)t] != 0 && (ages[(int)t] & ~groups) == 0).ToArray();
            var plans = within.Sum(t => stock.ByPlacement[(int)t]);
            var room = AgeGroups.All.Where(g => (groups & (1 << (int)g)) != 0).Sum(g => stock.ByAgeGroup[(int)g]);
            if (plans > room)
            {
                add(ScenarioTables.OpeningAgePattern,
                    $"{string.Join(", ", within.Select(t => t.Code()))} are held only at ages "
                    + $"{string.Join(", ", AgeGroups.All.Where(g => (groups & (1 << (int)g)) != 0).Select(g => g.Code()))}: "
                    + $"{plans} plans by placement, but {room} by age group. Correct the pattern or the margins.");
                return;
            }
        }
    }

    /// <summary>The moves of one type and curriculum year are shares of the same plans.</summary>
    internal static void ReviewMoves(Reading reading, List<ReviewMove> moves)
    {
        foreach (var from in moves.GroupBy(m => m.From))
        {
            var years = Enumerable.Range(NcYear.First.Value, NcYear.Count);
            var most = years
                .Select(y => (Year: y, Sum: from.Where(m => y >= m.FromYear && y <= m.ToYear).Sum(m => m.Share.Central)))
                .MaxBy(y => y.Sum);
            if (most.Sum > 1 + Rounding)
            {
                reading.Problems.Add(reading.In(ScenarioTables.ReviewMoves), null,
                    $"the rows from {from.Key.Code()} that hold in year {most.Year} sum to {Numbers.Text(Math.Round(most.Sum, 6))} at p50: "
                        + "more than all plans. Lower them.");
            }
        }
    }

    /// <summary>What can be judged only when every part is sound.</summary>
    internal static void Whole(Reading reading, Scenario scenario)
    {
        var yaml = reading.In(ScenarioReader.FileName);
        Timetable(scenario, message => reading.Problems.Add(yaml, null, message));
        Agreement(scenario, message => reading.Problems.Add(yaml, null, message));
        HealthAdvice(scenario, message => reading.Problems.Add(yaml, null, message));
        Places(scenario, message => reading.Problems.Add(reading.In(ScenarioTables.Providers), null, message));
        Guidance(scenario, message => reading.Problems.Add(reading.In(ScenarioTables.Providers), null, message));
        Transfers(scenario, message => reading.Problems.Add(reading.In(ScenarioTables.Transfers), null, message));
        TopUps(scenario, message => reading.Problems.Add(reading.In(ScenarioTables.TopUps), null, message));
        foreach (var tooLarge in RequestLimits.TooLarge(scenario))
        {
            reading.Problems.Add(reading.In(ScenarioTables.Districts), null, tooLarge);
        }
    }

    private static void Timetable(Scenario scenario, Action<string> add)
    {
        var (census, first) = (scenario.Timetable.Census, scenario.Timetable.FirstYear);
        if (census.OfYear != 1)
        {
            add($"timetable.census: {census} is no January: SEN2 counts plans in January.");
        }
        else if (census.FinancialYear + 1 != first)
        {
            add($"timetable.first-year: {first} does not follow the census of {census}: "
                + $"the first year is {census.FinancialYear + 1}, or the census is {(first + -1).January}.");
        }

        if (scenario.Funding.PriceYear - first is > 0 or < -5)
        {
            add($"funding.price-year: {scenario.Funding.PriceYear} is not within the five years before the first year {first}, "
                + "or that year itself: bring the rates to such a year.");
        }

        if (scenario.Income.Known[^1].Year - first < -1)
        {
            add($"income.known: the last year, {scenario.Income.Known[^1].Year}, is too old: give the block of {first + -1} at least.");
        }

        if (scenario.Districts.Any(d => Math.Abs(d.PopulationYear - census.CalendarYear) > 5))
        {
            add($"timetable.census: the residents are of {scenario.Districts[0].PopulationYear} (sources.yaml, {ScenarioTables.Population}), "
                + $"more than five years from the census of {census}.");
        }
    }

    private static void Agreement(Scenario scenario, Action<string> add)
    {
        if (scenario.Agreement is { } agreement
            && (agreement.Balanced.CompareTo(scenario.Timetable.FirstYear) < 0 || agreement.Balanced - scenario.Timetable.FirstYear > 15))
        {
            add($"agreement.balanced: {agreement.Balanced} is not within fifteen years from the first year {scenario.Timetable.FirstYear}.");
        }
    }

    // An effect that finds nothing to act on would silently do nothing.
    private static void HealthAdvice(Scenario scenario, Action<string> add)
    {
        foreach (var mitigation in scenario.Assessments.HealthCapacity is null ? scenario.Mitigations : [])
        {
            if (mitigation.Effects.Any(effect => effect.Lever == Lever.MoreHealthAdvice))
            {
                add($"mitigations.{mitigation.Code}: more-health-advice acts on assessments.health-capacity, which is not given: "
                    + "give it with its growth, or use more-advice.");
            }
        }
    }

    private static void Places(Scenario scenario, Action<string> add)
    {
        foreach (var type in PlacementTypes.All.Where(t => t != PlacementType.Awaiting))
        {
            var plans = scenario.OpeningStock.ByPlacement[(int)type];
            var own = scenario.Providers.Where(p => p.Type == type).ToArray();
            if (own.Length == 0)
            {
                if (plans > 0 || Asked(scenario, type))
                {
                    add($"no provider has the type {type.Code()}, but {(plans > 0 ? $"{plans} plans are placed there" : "plan-holders ask for it")}: add one.");
                }
            }
            else if (Array.TrueForAll(own, p => p.HasLimit) && own.Sum(p => p.Places) is var places && places < plans)
            {
                add($"places: the providers of {type.Code()} have {places} places for {plans} plans on census day: "
                    + "give more places, or a provider without limit.");
            }
        }
    }

    private static bool Asked(Scenario scenario, PlacementType type) =>
        scenario.Placements.Transfers.Any(t => t.To == type) || scenario.Placements.Overflow.Any(o => o.To == type)
        || scenario.Reviews.Moves.Any(m => m.To == type) || scenario.Placements.NewPlans.Any(row => row[(int)type] > 0);

    /// <summary>Whoever can ask for a type finds somebody who may admit: of that type, or of one that the overflow sends them to.</summary>
    private static void Guidance(Scenario scenario, Action<string> add)
    {
        foreach (var type in PlacementTypes.All.Where(t => t != PlacementType.Awaiting))
        {
            var overflow = scenario.Placements.Overflow.Where(o => o.Wanted == type).ToArray();
            PlacementType[] instead = [.. overflow.Where(o => o.Share.High > 0 && o.To != PlacementType.Awaiting).Select(o => o.To)];
            var takers = scenario.Providers.Where(p => p.Type == type || instead.Contains(p.Type)).ToArray();
            var turnedAway = takers.Length == 0 ? [] : TurnedAway(scenario, type, takers);
            if (turnedAway.Count == 0)
            {
                continue;
            }

            var cases = string.Join("; ", turnedAway.GroupBy(t => t.Need).Select(g => string.Create(CultureInfo.InvariantCulture,
                $"{g.Key.Code()} of bands {g.Min(t => t.Band)} to {g.Max(t => t.Band)} in years {g.Min(t => t.Year)} to {g.Max(t => t.Year)} ({g.Count()} cases)")));
            add(overflow.Length == 0
                ? $"needs, bands and years: no provider of {type.Code()} accepts {cases}: widen the guidance of one, or say in {ScenarioTables.Overflow} where they go instead."
                : $"needs, bands and years: no provider of {type.Code()}{string.Concat(instead.Select(t => $" or {t.Code()}"))}, where {ScenarioTables.Overflow} sends those "
                    + $"turned away, accepts {cases}: they would wait for ever. Widen the guidance of one, or send them to a type that takes them.");
        }
    }

    private static List<(PrimaryNeed Need, int Band, int Year)> TurnedAway(Scenario scenario, PlacementType type, Provider[] takers)
    {
        var stock = scenario.OpeningStock;
        return
        [
            .. from year in Enumerable.Range(NcYear.First.Value, NcYear.Count).Select(y => new NcYear(y))
               where Occurs(scenario, type, year)
               from need in PrimaryNeeds.All
               where stock.NeedPattern[(int)type][(int)need] > 0 || scenario.Requests.NeedByAge[year.Age][(int)need] > 0
               from band in Enumerable.Range(1, Model.Population.OpeningStock.Bands)
               where stock.BandShares[(int)type][band - 1] > 0 && !Array.Exists(takers, p => p.Accepts(need, band, year))
               select (need, band, year.Value),
        ];
    }

    private static bool Occurs(Scenario scenario, PlacementType type, NcYear year) =>
        scenario.OpeningStock.AgePattern[year.Age][(int)type] > 0 || scenario.Placements.NewPlans[year.Age][(int)type] > 0;

    private static void Transfers(Scenario scenario, Action<string> add)
    {
        foreach (var group in scenario.Placements.Transfers.GroupBy(t => (t.Entering, t.From)))
        {
            var sum = group.Sum(t => t.Share.Central);
            if (sum > 1 + Rounding)
            {
                add($"the rows entering year {group.Key.Entering} from {group.Key.From.Code()} sum to {Numbers.Text(Math.Round(sum, 6))} at p50: at most 1.");
            }

            foreach (var to in group.Where(t => !Serves(scenario, t.To, t.Entering)))
            {
                add($"the row entering year {to.Entering} from {to.From.Code()} asks for {to.To.Code()}, "
                    + "which no provider of that type serves in that year: remove the row, or widen a provider's years.");
            }
        }

        foreach (var entering in new[] { 0, 7, 12, 15 })
        {
            foreach (var type in PlacementTypes.All.Where(t => Serves(scenario, t, entering - 1) && !Serves(scenario, t, entering)))
            {
                var sum = scenario.Placements.Transfers.Where(t => t.Entering == entering && t.From == type).Sum(t => t.Share.Central);
                if (Math.Abs(sum - 1) > Rounding)
                {
                    add($"{type.Code()} does not serve year {entering}, so the rows that enter it from there must sum to 1; "
                        + $"they sum to {Numbers.Text(Math.Round(sum, 6))} at p50.");
                }
            }
        }
    }

    private static bool Serves(Scenario scenario, PlacementType type, int year) =>
        type == PlacementType.Awaiting || scenario.Providers.Any(p => p.Type == type && year >= p.FromYear && year <= p.ToYear);

    private static void TopUps(Scenario scenario, Action<string> add)
    {
        foreach (var group in scenario.Funding.TopUps.GroupBy(t => (t.Type, t.Band)).Where(g => g.Count() > 1))
        {
            add($"band {group.Key.Band} of {group.Key.Type.Code()} is there {group.Count()} times: keep one.");
        }

        // Those not in education and those who await a place draw no top-up.
        foreach (var type in PlacementTypes.All.Where(t => t is not (PlacementType.Neet or PlacementType.Awaiting)))
        {
            var missing = Enumerable.Range(1, Model.Population.OpeningStock.Bands)
                .Where(b => !scenario.Funding.TopUps.Any(t => t.Type == type && t.Band == b))
                .ToArray();
            if (missing.Length > 0)
            {
                add($"{type.Code()} has no row for band {string.Join(", ", missing)}: add it, with 0 where it costs nothing.");
            }
        }
    }
}
