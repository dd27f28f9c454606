using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Population;
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
    internal const string NotIssuedByAge = "data/not-issued-by-age.csv";
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
    internal const string PerHead = "data/per-head.csv";

    private const int MostPlans = 10_000_000;

    private readonly KeyedTables _keyed = new(reading);

    private static readonly string[] Types = [.. PlacementTypes.All.Select(t => t.Code())];
    private static readonly string[] Needs = [.. PrimaryNeeds.All.Select(n => n.Code())];
    private static readonly string[] Ages = [.. Enumerable.Range(0, OpeningStock.Ages).Select(a => a.ToString(CultureInfo.InvariantCulture))];
    private static readonly string[] Groups = [.. AgeGroups.All.Select(g => g.Code())];
    private static readonly string[] Reasons = [.. CessationReasons.All.Select(r => r.Code())];
    private static readonly string[] Bands = ["band-1", "band-2", "band-3", "band-4"];
    private static readonly string[] Entries = ["0", "7", "12", "15"];

    /// <summary>Every table that a scenario can have.</summary>
    internal static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        Districts, Population, OpeningPlacement, OpeningAgeGroup, OpeningAgePattern, OpeningNeedPattern, OpeningAgeNeedPattern,
        OpeningBands, RequestsByAge, RequestsByMonth, RequestsNeedByAge, RefusalByAge, NotIssuedByAge, ReviewMoves, Cessations, CessationsByAge,
        NewPlans, Transfers, Overflow, Providers, Openings, TopUps, Schedule, PerHead,
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
            reading.Problems.Add(reading.In(Population), null,
                $"code: {ProblemList.Quote(code)} is no district of {Districts}: remove its row, or add the district.");
        }

        if (districts.Count > District.Most)
        {
            reading.Problems.Add(table.File, null,
                $"there are {districts.Count} districts: at most {District.Most} can be simulated. Put neighbours together, or cut the country in two.");
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
            reading.Problems.Add(reading.In(SourceBook.FileName), null,
                $"tables.{Population}.year: found {ProblemList.Quote(table.From.Year)}, wanted the one calendar year of the estimate, as in 2023.");
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
        var byPlacement = _keyed.Counts(OpeningPlacement, "type", Types, "plans", "Plans in force on census day by placement");
        var byAgeGroup = _keyed.Counts(OpeningAgeGroup, "age-group", Groups, "plans", "Plans in force on census day by age group");
        var stock = new OpeningStock(
            byPlacement,
            byAgeGroup,
            _keyed.Matrix(OpeningAgePattern, "age", Ages, Types, "Pattern of plans by age and placement"),
            _keyed.Matrix(OpeningNeedPattern, "type", Types, Needs, "Pattern of plans by placement and need"),
            _keyed.Matrix(OpeningAgeNeedPattern, "age", Ages, Needs, "Pattern of plans by age and need"),
            _keyed.Matrix(OpeningBands, "type", Types, Bands, "Shares of complexity bands by placement", 1));
        ScenarioChecks.OpeningStock(reading, stock);
        return stock;
    }

    internal IReadOnlyList<double> ReadSeason()
    {
        string[] months = [.. Enumerable.Range(1, 12).Select(m => m.ToString(CultureInfo.InvariantCulture))];
        var season = _keyed.Column(RequestsByMonth, "month", months, "share", "Share of the year's requests in each month", 1);
        ScenarioChecks.SumsToOne(reading, RequestsByMonth, "the twelve shares", season);
        return season;
    }

    internal IReadOnlyList<double> ReadRequestsByAge() =>
        NotAllZero(RequestsByAge, _keyed.Column(RequestsByAge, "age", Ages, "requests", "Pattern of requests by age", MostPlans));

    internal IReadOnlyList<double> ReadRefusalByAge() => _keyed.Column(RefusalByAge, "age", Ages, "weight", "Pattern of refusals by age", 10);

    // A scenario may leave it out: then all ages are alike.
    internal IReadOnlyList<double>? ReadNotIssuedByAge() => reading.Paths.Contains(reading.In(NotIssuedByAge))
        ? _keyed.Column(NotIssuedByAge, "age", Ages, "weight", "Pattern by age of assessments that end without a plan", 10)
        : null;

    internal double[][] ReadNeedByAge() => RowsNotAllZero(RequestsNeedByAge,
        _keyed.Matrix(RequestsNeedByAge, "age", Ages, Needs, "Pattern of primary need of those assessed by age"));

    internal double[][] ReadNewPlans() => RowsNotAllZero(NewPlans,
        _keyed.Matrix(NewPlans, "age", Ages, Types, "First placement of new plans by age"));

    internal IReadOnlyList<ReviewMove> ReadReviewMoves()
    {
        var table = CsvTable.Read(reading, ReviewMoves, "from-year", "to-year", "from", "to", "p10", "p50", "p90");
        var moves = new List<ReviewMove>();
        foreach (var row in table.Rows)
        {
            var (first, last) = row.YearRange();
            var (from, to) = (row.Type("from"), row.Type("to"));
            if (from == to)
            {
                row.Add("to", "is where the plan-holder is already: give another type, or remove the row");
            }

            var id = string.Create(CultureInfo.InvariantCulture, $"review-moves.{first}-to-{last}.{from.Code()}.{to.Code()}");
            var label = $"Plans a year for which a move from {Lower(from)} to {Lower(to)} is asked for, years {first} to {last}";
            moves.Add(new(first, last, from, to, row.Elicited(id, label, ValueKind.Share, 0, 1)));
        }

        ScenarioChecks.ReviewMoves(reading, moves);
        return moves;
    }

    internal IReadOnlyList<int> ReadCessations() => _keyed.Counts(Cessations, "reason", Reasons, "plans", "Plans ceased in the base year by reason");

    internal (double[][] Pattern, IReadOnlyList<double> Stock) ReadCessationsByAge()
    {
        var all = _keyed.Matrix(CessationsByAge, "age", Ages, [.. Reasons, "stock"], "Pattern of ceased plans by age and reason, and the stock they left");
        double[] stock = [.. all.Select(row => row[^1])];
        for (var age = 0; age < all.Length; age++)
        {
            if (stock[age] < all[age][..^1].Sum() && stock[age] == 0)
            {
                reading.Problems.Add(reading.In(CessationsByAge), null,
                    $"stock: plans ceased at age {age} from a stock of 0: give the stock.");
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
            var (from, to) = (row.Type("from"), row.Type("to"));
            var id = string.Create(CultureInfo.InvariantCulture, $"transfers.{entering}.{from.Code()}.{to.Code()}");
            var label = $"Those who enter year {entering} from {Lower(from)} and ask for {Lower(to)}";
            transfers.Add(new(entering, from, to, row.Elicited(id, label, ValueKind.Share, 0, 1)));
        }

        return transfers;
    }

    /// <summary>Known shares in one column, or P10, P50 and P90 in three, whose P50s sum to 1.</summary>
    internal IReadOnlyList<OverflowShare> ReadOverflow()
    {
        const string Known = "share";
        var isUncertain = reading.HasColumn(reading.In(Overflow), "p50");
        var table = isUncertain ? CsvTable.Read(reading, Overflow, "wanted", "to", "p10", "p50", "p90") : CsvTable.Read(reading, Overflow, "wanted", "to", Known);
        if (!isUncertain)
        {
            table.Log("Where those go whom no provider of a type can admit");
        }

        var shares = new List<OverflowShare>();
        foreach (var row in table.Rows)
        {
            var (wanted, to) = (row.Type("wanted"), row.Type("to"));
            var id = $"overflow.{wanted.Code()}.{to.Code()}";
            if (shares.Exists(s => s.Wanted == wanted && s.To == to))
            {
                row.Add("to", $"the pair {wanted.Code()}, {to.Code()} is there twice: keep one of the rows");
                continue;
            }

            shares.Add(new(wanted, to, isUncertain
                ? row.Elicited(id, $"Those turned away from {Lower(wanted)} who go to {Lower(to)}", ValueKind.Share, 0, 1)
                : Model.Uncertainty.Elicited.Known(id, row.Number(Known, 0, 1))));
        }

        foreach (var group in shares.GroupBy(s => s.Wanted))
        {
            ScenarioChecks.SumsToOne(reading, Overflow, $"the rows with wanted {group.Key.Code()}", group.Select(s => s.Share.Central));
        }

        return shares;
    }

    internal IReadOnlyList<TopUpRate> ReadTopUps()
    {
        var table = CsvTable.Read(reading, TopUps, "type", "band", "p10", "p50", "p90");
        var rates = new List<TopUpRate>();
        foreach (var row in table.Rows)
        {
            var (type, band) = (row.Type("type"), row.Int("band", 1, OpeningStock.Bands));
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

    /// <summary>Published spending per head; null where the scenario has no such table.</summary>
    internal PerHeadBenchmarks? ReadPerHead()
    {
        if (!reading.Exists(reading.In(PerHead)))
        {
            return null;
        }

        string[] columns = ["own", "england", "statistical-neighbours", "region"];
        var pounds = _keyed.Matrix(PerHead, "category", [.. SpendingCategories.All.Select(c => c.Code())], columns, "Published spending per head aged 2 to 18", 100_000);
        var year = reading.Sources.Table(reading, PerHead).Year;
        if (!FinancialYear.TryParse(year, out var financial))
        {
            reading.Problems.Add(reading.In(SourceBook.FileName), null,
                $"tables.{PerHead}.year: found {ProblemList.Quote(year)}, wanted the financial year of the publication, as in 2022-23.");
        }

        Money Of(int category, int column) => Money.FromPounds((decimal)pounds[category][column]);
        return new(financial, [.. SpendingCategories.All.Select((c, at) => new PerHeadBenchmark(c, Of(at, 0), Of(at, 1), Of(at, 2), Of(at, 3)))]);
    }

    private static string Lower(PlacementType type) => type.Code().Replace('-', ' ');

    private static Money Pounds(CsvRow row, string column) => Money.FromPounds((decimal)row.Number(column, 0, 10_000_000_000));

    private static bool TryEntry(string? text, out int year)
    {
        year = 0;
        return text is not null && Entries.Contains(text) && Numbers.TryParseInt(text, out year);
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
            reading.Problems.Add(reading.In(name), null,
                $"the rows of age {string.Join(", ", empty)} hold only 0: give at least one weight, or repeat a neighbouring age.");
        }

        return rows;
    }
}
