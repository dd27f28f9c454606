using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Scenarios;

/// <summary>Reads the tables of a scenario: <c>data/*.csv</c>.</summary>
internal sealed class ScenarioTables(Reading reading)
{
    internal const string Districts = "data/districts.csv";
    internal const string Population = "data/population.csv";
    internal const string OpeningPlacement = "data/opening-placement.csv";
    internal const string OpeningAgeGroup = "data/opening-age-group.csv";
    internal const string OpeningAgePattern = "data/opening-age-pattern.csv";
    internal const string OpeningNeedPattern = "data/opening-need-pattern.csv";
    internal const string OpeningAgeNeedPattern = "data/opening-age-need-pattern.csv";
    internal const string OpeningBands = "data/opening-bands.csv";
    internal const string RequestsByAge = "data/requests-by-age.csv";
    internal const string RequestsByMonth = "data/requests-by-month.csv";
    internal const string RequestsNeedByAge = "data/requests-need-by-age.csv";
    internal const string RefusalByAge = "data/refusal-by-age.csv";
    internal const string ReviewMoves = "data/review-moves.csv";
    internal const string Cessations = "data/cessations.csv";
    internal const string CessationsByAge = "data/cessations-by-age.csv";
    internal const string NewPlans = "data/new-plans.csv";
    internal const string Transfers = "data/transfers.csv";
    internal const string Overflow = "data/overflow.csv";
    internal const string Providers = "data/providers.csv";
    internal const string Openings = "data/openings.csv";
    internal const string TopUps = "data/top-ups.csv";
    internal const string Schedule = "data/agreement-schedule.csv";

    private const int FirstYear = -4;
    private const int LastYear = 20;
    private const int MostPlans = 1_000_000;

    private static readonly string[] Types = [.. PlacementTypes.All.Select(t => t.Code())];
    private static readonly string[] Needs = [.. PrimaryNeeds.All.Select(n => n.Code())];
    private static readonly string[] Ages = [.. Enumerable.Range(0, OpeningStock.Ages).Select(a => a.ToString(CultureInfo.InvariantCulture))];
    private static readonly string[] Groups = [.. AgeGroups.All.Select(g => g.Code())];
    private static readonly string[] Reasons = [.. CessationReasons.All.Select(r => r.Code())];
    private static readonly string[] Bands = ["band-1", "band-2", "band-3", "band-4"];
    private static readonly string[] Entries = ["0", "7", "12", "15"];
    private static readonly string[] Lines = [.. Section251Lines.All.Where(l => l != Section251Line.PlaceFunding).Select(l => l.Code())];
    private static readonly string[] Fundings = ["none", "commissioned", "unit", "element-2"];

    /// <summary>Every table that a scenario can have.</summary>
    internal static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        Districts, Population, OpeningPlacement, OpeningAgeGroup, OpeningAgePattern, OpeningNeedPattern, OpeningAgeNeedPattern,
        OpeningBands, RequestsByAge, RequestsByMonth, RequestsNeedByAge, RefusalByAge, ReviewMoves, Cessations, CessationsByAge,
        NewPlans, Transfers, Overflow, Providers, Openings, TopUps, Schedule,
    };

    internal IReadOnlyList<District> ReadDistricts()
    {
        var (population, years) = ReadPopulation();
        var table = CsvTable.Read(reading, Districts, "code", "name", "demand-index", "east-km", "north-km");
        table.Log("Districts: demand against the average, and centres");
        var districts = new List<District>();
        foreach (var row in table.Rows)
        {
            var code = row.Text("code");
            if (districts.Exists(d => d.Code == code))
            {
                row.Add("code", $"{ProblemList.Quote(code)} is there twice: keep one of the rows");
            }
            else if (!population.ContainsKey(code) && population.Count > 0)
            {
                row.Add("code", $"{ProblemList.Quote(code)} has no row in {Population}: add its residents");
            }

            districts.Add(new(
                code,
                row.Text("name"),
                population.GetValueOrDefault(code) ?? new int[OpeningStock.Ages],
                years.GetValueOrDefault(code, Years.First),
                row.Number("demand-index", 0.1, 10),
                row.Number("east-km", 0, 700),
                row.Number("north-km", 0, 1300)));
        }

        foreach (var code in population.Keys.Where(c => table.IsReadable && !districts.Exists(d => d.Code == c)))
        {
            reading.Problems.Add(reading.In(Population), null, $"code: {ProblemList.Quote(code)} is no district of {Districts}: remove its row, or add the district.");
        }

        if (districts.Count > 400)
        {
            reading.Problems.Add(table.File, null, $"there are {districts.Count} districts: at most 400 can be simulated.");
        }

        return districts;
    }

    private (Dictionary<string, int[]> ByDistrict, Dictionary<string, int> Years) ReadPopulation()
    {
        var columns = Ages.Select(a => "age-" + a).ToArray();
        var table = CsvTable.Read(reading, Population, ["code", .. columns]);
        table.Log("Residents by district and single year of age");
        var byDistrict = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var years = new Dictionary<string, int>(StringComparer.Ordinal);
        // The year of the estimate is the table's own, as sources.yaml gives it.
        var year = Numbers.TryParseInt(table.From.Year, out var found) ? found : Years.First;
        if (table.IsReadable && table.From.Year.Length > 0 && table.From.Year.Length != 4)
        {
            reading.Problems.Add(reading.In(SourceBook.FileName), null, $"tables.{Population}.year: found {ProblemList.Quote(table.From.Year)}, wanted the one calendar year of the estimate, as in 2023.");
        }

        foreach (var row in table.Rows)
        {
            var code = row.Text("code");
            if (!byDistrict.TryAdd(code, [.. columns.Select(c => row.Int(c, 0, 1_000_000))]))
            {
                row.Add("code", $"{ProblemList.Quote(code)} is there twice: keep one of the rows");
            }

            years[code] = year;
            if (byDistrict[code].Sum() == 0)
            {
                row.Add("age-0", "the district has no residents at all: fill in the row");
            }
        }

        return (byDistrict, years);
    }

    internal OpeningStock ReadOpeningStock()
    {
        var byPlacement = Counts(OpeningPlacement, "type", Types, "plans", "Plans in force on census day by placement");
        var byAgeGroup = Counts(OpeningAgeGroup, "age-group", Groups, "plans", "Plans in force on census day by age group");
        var stock = new OpeningStock(
            byPlacement,
            byAgeGroup,
            Matrix(OpeningAgePattern, "age", Ages, Types, "Pattern of plans by age and placement"),
            Matrix(OpeningNeedPattern, "type", Types, Needs, "Pattern of plans by placement and need"),
            Matrix(OpeningAgeNeedPattern, "age", Ages, Needs, "Pattern of plans by age and need"),
            Matrix(OpeningBands, "type", Types, Bands, "Shares of complexity bands by placement", 1));
        ScenarioChecks.OpeningStock(reading, stock);
        return stock;
    }

    internal IReadOnlyList<double> ReadSeason()
    {
        string[] months = [.. Enumerable.Range(1, 12).Select(m => m.ToString(CultureInfo.InvariantCulture))];
        var season = Column(RequestsByMonth, "month", months, "share", "Share of the year's requests in each month", 1);
        ScenarioChecks.SumsToOne(reading, RequestsByMonth, "the twelve shares", season);
        return season;
    }

    internal IReadOnlyList<double> ReadRequestsByAge() =>
        NotAllZero(RequestsByAge, Column(RequestsByAge, "age", Ages, "requests", "Pattern of requests by age", MostPlans));

    internal IReadOnlyList<double> ReadRefusalByAge() => Column(RefusalByAge, "age", Ages, "weight", "Pattern of refusals by age", 10);

    internal double[][] ReadNeedByAge() => RowsNotAllZero(RequestsNeedByAge,
        Matrix(RequestsNeedByAge, "age", Ages, Needs, "Pattern of primary need of those assessed by age"));

    internal double[][] ReadNewPlans() => RowsNotAllZero(NewPlans,
        Matrix(NewPlans, "age", Ages, Types, "First placement of new plans by age"));

    internal IReadOnlyList<ReviewMove> ReadReviewMoves()
    {
        var table = CsvTable.Read(reading, ReviewMoves, "from-year", "to-year", "from", "to", "p10", "p50", "p90");
        var moves = new List<ReviewMove>();
        foreach (var row in table.Rows)
        {
            var (first, last) = YearRange(row);
            var (from, to) = (Type(row, "from"), Type(row, "to"));
            if (from == to)
            {
                row.Add("to", "is where the plan-holder is already: give another type, or remove the row");
            }

            var id = string.Create(CultureInfo.InvariantCulture, $"review-moves.{first}-to-{last}.{from.Code()}.{to.Code()}");
            moves.Add(new(first, last, from, to, row.Elicited(id, $"Plans a year for which a move from {Lower(from)} to {Lower(to)} is asked for, curriculum years {first} to {last}", ValueKind.Share, 0, 1)));
        }

        ScenarioChecks.ReviewMoves(reading, moves);
        return moves;
    }

    internal IReadOnlyList<int> ReadCessations() => Counts(Cessations, "reason", Reasons, "plans", "Plans ceased in the base year by reason");

    internal (double[][] Pattern, IReadOnlyList<double> Stock) ReadCessationsByAge()
    {
        var all = Matrix(CessationsByAge, "age", Ages, [.. Reasons, "stock"], "Pattern of ceased plans by age and reason, and the stock they left");
        double[] stock = [.. all.Select(row => row[^1])];
        for (var age = 0; age < all.Length; age++)
        {
            if (stock[age] < all[age][..^1].Sum() && stock[age] == 0)
            {
                reading.Problems.Add(reading.In(CessationsByAge), null, $"stock: plans ceased at age {age} from a stock of 0: give the stock.");
            }
        }

        return ([.. all.Select(row => row[..^1])], stock);
    }

    internal IReadOnlyList<PhaseTransfer> ReadTransfers()
    {
        var table = CsvTable.Read(reading, Transfers, "entering", "from", "to", "p10", "p50", "p90");
        var transfers = new List<PhaseTransfer>();
        foreach (var row in table.Rows)
        {
            var entering = row.Code<int>("entering", TryEntry, Entries);
            var (from, to) = (Type(row, "from"), Type(row, "to"));
            var id = string.Create(CultureInfo.InvariantCulture, $"transfers.{entering}.{from.Code()}.{to.Code()}");
            transfers.Add(new(entering, from, to, row.Elicited(id, $"Those who enter year {entering} from {Lower(from)} and ask for {Lower(to)}", ValueKind.Share, 0, 1)));
        }

        return transfers;
    }

    internal IReadOnlyList<OverflowShare> ReadOverflow()
    {
        var table = CsvTable.Read(reading, Overflow, "wanted", "to", "share");
        table.Log("Where those go whom no provider of a type can admit");
        var shares = new List<OverflowShare>();
        foreach (var row in table.Rows)
        {
            var share = new OverflowShare(Type(row, "wanted"), Type(row, "to"), row.Number("share", 0, 1));
            if (shares.Exists(s => s.Wanted == share.Wanted && s.To == share.To))
            {
                row.Add("to", $"the pair {share.Wanted.Code()}, {share.To.Code()} is there twice: keep one of the rows");
            }

            shares.Add(share);
        }

        foreach (var group in shares.GroupBy(s => s.Wanted))
        {
            ScenarioChecks.SumsToOne(reading, Overflow, $"the rows with wanted {group.Key.Code()}", group.Select(s => s.Share));
        }

        return shares;
    }

    internal IReadOnlyList<TopUpRate> ReadTopUps()
    {
        var table = CsvTable.Read(reading, TopUps, "type", "band", "p10", "p50", "p90");
        var rates = new List<TopUpRate>();
        foreach (var row in table.Rows)
        {
            var (type, band) = (Type(row, "type"), row.Int("band", 1, OpeningStock.Bands));
            var id = string.Create(CultureInfo.InvariantCulture, $"top-ups.{type.Code()}.{band}");
            rates.Add(new(type, band, row.Elicited(id, $"Top-up or fee, {Lower(type)}, band {band}", ValueKind.Positive, 0, 1_000_000)));
        }

        return rates;
    }

    internal IReadOnlyList<AgreedYear> ReadSchedule()
    {
        var table = CsvTable.Read(reading, Schedule, "year", "payment", "contribution");
        table.Log("Payments and contributions of the Safety Valve agreement");
        var years = new List<AgreedYear>();
        foreach (var row in table.Rows)
        {
            var year = new AgreedYear(row.FinancialYear("year"), Pounds(row, "payment"), Pounds(row, "contribution"));
            if (years.Count > 0 && year.Year.CompareTo(years[^1].Year) <= 0)
            {
                row.Add("year", $"{year.Year} does not follow {years[^1].Year}: years rise, each once");
            }

            years.Add(year);
        }

        return years;
    }

    /// <param name="districts">Districts that a provider may lie in.</param>
    /// <param name="growth">Growths of places by name; null where they could not be read.</param>
    /// <param name="mitigations">Codes of the scenario's mitigations that open places; null where they could not be read.</param>
    internal IReadOnlyList<Provider> ReadProviders(
        IReadOnlyList<District> districts, IReadOnlyDictionary<string, Elicited>? growth, IReadOnlyCollection<string>? mitigations)
    {
        var openings = ReadOpenings(mitigations);
        var table = CsvTable.Read(reading, Providers,
            "id", "name", "type", "district", "east-km", "north-km", "needs", "from-band", "to-band", "from-year", "to-year",
            "limit", "places", "places-growth", "place-funding", "top-up-line");
        table.Log("Providers: admission guidance, places and how they are funded");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var providers = new List<Provider>();
        foreach (var row in table.Rows)
        {
            var id = row.Slug("id");
            if (!ids.Add(id))
            {
                row.Add("id", $"{ProblemList.Quote(id)} is there twice: names of providers are unique");
            }

            providers.Add(One(row, id, districts, growth, openings.GetValueOrDefault(id) ?? []));
        }

        foreach (var id in openings.Keys.Where(o => table.IsReadable && !ids.Contains(o)))
        {
            reading.Problems.Add(reading.In(Openings), null, $"provider: {ProblemList.Quote(id)} is not in {Providers}: correct the name, or add the provider.");
        }

        if (providers.Count > 5000)
        {
            reading.Problems.Add(table.File, null, $"there are {providers.Count} providers: at most 5000 can be simulated. Group the small ones.");
        }

        return providers;
    }

    private Provider One(
        CsvRow row, string id, IReadOnlyList<District> districts, IReadOnlyDictionary<string, Elicited>? growth, IReadOnlyList<Opening> openings)
    {
        var (first, last) = YearRange(row);
        var type = Type(row, "type");
        if (type == PlacementType.Awaiting)
        {
            row.Add("type", "'awaiting' is no placement and has no provider: remove the row");
        }

        var (low, high) = (row.Int("from-band", 1, OpeningStock.Bands), row.Int("to-band", 1, OpeningStock.Bands));
        if (low > high)
        {
            row.Add("to-band", $"{high} is below from-band {low}: put the lower band first");
        }

        var hasLimit = row.Code<bool>("limit", TryYesNo, ["yes", "no"]);
        var funding = row.Code<PlaceFundingRule>("place-funding", TryFunding, Fundings);
        return new(
            id,
            row.Text("name"),
            type,
            District(row, districts),
            row.Number("east-km", 0, 700),
            row.Number("north-km", 0, 1300),
            NeedsOf(row),
            low,
            high,
            first,
            last,
            hasLimit,
            row.Int("places", 0, 100_000),
            Growth(row, growth),
            openings,
            funding,
            row.Code<Section251Line>("top-up-line", TryLine, Lines));
    }

    private Dictionary<string, List<Opening>> ReadOpenings(IReadOnlyCollection<string>? mitigations)
    {
        var table = CsvTable.Read(reading, Openings, "provider", "month", "places", "slip-p10", "slip-p50", "slip-p90", "mitigation");
        var openings = new Dictionary<string, List<Opening>>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var (provider, month) = (row.Slug("provider"), row.Month("month"));
            var mitigation = row.Text("mitigation");
            if (mitigation.Length > 0 && mitigation != "none" && mitigations?.Contains(mitigation) == false)
            {
                row.Add("mitigation", $"{ProblemList.Quote(mitigation)} is no mitigation of this scenario with the lever new-places: write its code, or 'none' where the places open in every variant");
            }

            var slip = row.Elicited($"openings.{provider}.{month}.slip-months", $"Months by which the opening of {provider} slips", ValueKind.Positive, 0, 120, "slip-");
            if (!openings.TryGetValue(provider, out var list))
            {
                openings[provider] = list = [];
            }

            list.Add(new(month, row.Int("places", 1, 10_000), slip, mitigation == "none" ? null : mitigation));
        }

        return openings;
    }

    private static int District(CsvRow row, IReadOnlyList<District> districts)
    {
        var code = row.Text("district");
        var at = districts.ToList().FindIndex(d => d.Code == code);
        if (at < 0 && districts.Count > 0 && code.Length > 0 && code != "none")
        {
            row.Add("district", $"{ProblemList.Quote(code)} is not in {Districts}: write a district's code, or 'none' for one that serves the whole authority or lies outside");
        }

        return at;
    }

    private static Elicited Growth(CsvRow row, IReadOnlyDictionary<string, Elicited>? growth)
    {
        var name = row.Text("places-growth");
        if (growth?.GetValueOrDefault(name) is { } value)
        {
            return value;
        }

        if (growth is not null && name is not ("none" or ""))
        {
            row.Add("places-growth", $"{ProblemList.Quote(name)} is not under providers.places-growth in scenario.yaml: add it there, or write 'none'");
        }

        return Elicited.Known("providers.places-growth.none", 0);
    }

    private static NeedSet NeedsOf(CsvRow row)
    {
        var text = row.Text("needs");
        if (text is "all" or "")
        {
            return NeedSet.All;
        }

        var needs = new List<PrimaryNeed>();
        foreach (var code in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!PrimaryNeeds.TryParse(code, out var need))
            {
                row.Add("needs", $"{ProblemList.Quote(code)} is not known: write 'all', or with spaces between {string.Join(' ', Needs)}");
            }
            else if (needs.Contains(need))
            {
                row.Add("needs", $"{ProblemList.Quote(code)} is there twice: keep one");
            }
            else
            {
                needs.Add(need);
            }
        }

        return NeedSet.Of([.. needs]);
    }

    private static (int First, int Last) YearRange(CsvRow row)
    {
        var (first, last) = (row.Int("from-year", FirstYear, LastYear), row.Int("to-year", FirstYear, LastYear));
        if (first > last)
        {
            row.Add("to-year", $"{last} is before from-year {first}: put the lower curriculum year first");
        }

        return (first, last);
    }

    private static PlacementType Type(CsvRow row, string column) => row.Code<PlacementType>(column, PlacementTypes.TryParse, Types);

    private static string Lower(PlacementType type) => type.Code().Replace('-', ' ');

    private static Money Pounds(CsvRow row, string column) => Money.FromPounds((decimal)row.Number(column, 0, 10_000_000_000));

    private static bool TryEntry(string? text, out int year)
    {
        year = 0;
        return text is not null && Entries.Contains(text) && Numbers.TryParseInt(text, out year);
    }

    private static bool TryYesNo(string? text, out bool value)
    {
        value = text == "yes";
        return text is "yes" or "no";
    }

    private static bool TryFunding(string? text, out PlaceFundingRule rule)
    {
        var at = Array.IndexOf(Fundings, text);
        rule = (PlaceFundingRule)Math.Max(0, at);
        return at >= 0;
    }

    private static bool TryLine(string? text, out Section251Line line) =>
        Section251Lines.TryParse(text, out line) && line != Section251Line.PlaceFunding;

    private int[] Counts(string name, string key, string[] keys, string column, string label)
    {
        var table = CsvTable.Read(reading, name, key, column);
        table.Log(label);
        return ByKey(table, key, keys, row => row.Int(column, 0, MostPlans));
    }

    private double[] Column(string name, string key, string[] keys, string column, string label, double max)
    {
        var table = CsvTable.Read(reading, name, key, column);
        table.Log(label);
        return ByKey(table, key, keys, row => row.Number(column, 0, max));
    }

    private double[][] Matrix(string name, string key, string[] keys, string[] columns, string label, double max = 10_000_000)
    {
        var table = CsvTable.Read(reading, name, [key, .. columns]);
        table.Log(label);
        return [.. ByKey(table, key, keys, row => columns.Select(c => row.Number(c, 0, max)).ToArray()).Select(r => r ?? new double[columns.Length])];
    }

    // Every key once, in any order; what is missing is said in one problem.
    private T[] ByKey<T>(CsvTable table, string key, string[] keys, Func<CsvRow, T> value)
    {
        var values = new T[keys.Length];
        var seen = new bool[keys.Length];
        foreach (var row in table.Rows)
        {
            var text = row.Text(key);
            var at = Array.IndexOf(keys, text);
            if (at < 0)
            {
                row.Add(key, $"{ProblemList.Quote(text)} is not known: allowed are {string.Join(", ", keys)}");
                continue;
            }

            if (seen[at])
            {
                row.Add(key, $"{text} is there twice: keep one of the rows");
            }

            (seen[at], values[at]) = (true, value(row));
        }

        var missing = keys.Where((_, at) => !seen[at]).ToArray();
        if (table.IsReadable && missing.Length > 0)
        {
            table.Add(null, $"{key}: rows are missing for {string.Join(", ", missing)}: add them (with 0 where there is nothing).");
        }

        return values;
    }

    private double[] NotAllZero(string name, double[] weights)
    {
        if (weights.Sum() <= 0 && !reading.Problems.Has(reading.In(name)))
        {
            reading.Problems.Add(reading.In(name), null, "every weight is 0: at least one must be more.");
        }

        return weights;
    }

    private double[][] RowsNotAllZero(string name, double[][] rows)
    {
        var empty = Enumerable.Range(0, rows.Length).Where(a => rows[a].Sum() <= 0).ToArray();
        if (empty.Length > 0 && !reading.Problems.Has(reading.In(name)))
        {
            reading.Problems.Add(reading.In(name), null, $"the rows of age {string.Join(", ", empty)} hold only 0: give at least one weight, or repeat a neighbouring age.");
        }

        return rows;
    }
}
