using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Scenarios;

/// <summary>Reads who has places: providers and the openings that add to them.</summary>
internal sealed class ProviderTables(Reading reading)
{
    private static readonly string[] Needs = [.. PrimaryNeeds.All.Select(n => n.Code())];
    private static readonly string[] Lines = [.. Section251Lines.All.Where(l => l != Section251Line.PlaceFunding).Select(l => l.Code())];
    private static readonly string[] Fundings = ["none", "commissioned", "unit", "element-2"];

    /// <summary>The providers, each with its openings.</summary>
    /// <param name="districts">Districts that a provider may lie in.</param>
    /// <param name="growth">Growths of places by name; null where they could not be read.</param>
    /// <param name="mitigations">Codes of the scenario's mitigations that open places; null where they could not be read.</param>
    internal IReadOnlyList<Provider> Read(
        IReadOnlyList<District> districts, IReadOnlyDictionary<string, Elicited>? growth, IReadOnlyCollection<string>? mitigations)
    {
        var openings = ReadOpenings(mitigations);
        var table = CsvTable.Read(reading, ScenarioTables.Providers,
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
            reading.Problems.Add(reading.In(ScenarioTables.Openings), null,
                $"provider: {ProblemList.Quote(id)} is not in {ScenarioTables.Providers}: correct the name, or add the provider.");
        }

        if (providers.Count > 5000)
        {
            reading.Problems.Add(table.File, null,
                $"there are {providers.Count} providers: at most 5000 can be simulated. Group the small ones.");
        }

        return providers;
    }

    private Provider One(
        CsvRow row, string id, IReadOnlyList<District> districts, IReadOnlyDictionary<string, Elicited>? growth, IReadOnlyList<Opening> openings)
    {
        var (first, last) = row.YearRange();
        var type = row.Type("type");
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
        var table = CsvTable.Read(reading, ScenarioTables.Openings,
            "provider", "month", "places", "slip-p10", "slip-p50", "slip-p90", "mitigation");
        var openings = new Dictionary<string, List<Opening>>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var (provider, month) = (row.Slug("provider"), row.Month("month"));
            var mitigation = row.Text("mitigation");
            if (mitigation.Length > 0 && mitigation != "none" && mitigations?.Contains(mitigation) == false)
            {
                row.Add("mitigation",
                    $"{ProblemList.Quote(mitigation)} is no mitigation of this scenario with the lever new-places: "
                        + "write its code, or 'none' where the places open in every variant");
            }

            var id = $"openings.{provider}.{month}.slip-months";
            var slip = row.Elicited(id, $"Months by which the opening of {provider} slips", ValueKind.Positive, 0, 120, "slip-");
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
            row.Add("district",
                $"{ProblemList.Quote(code)} is not in {ScenarioTables.Districts}: write a district's code, "
                    + "or 'none' for one that serves the whole authority or lies outside");
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
            row.Add("places-growth",
                $"{ProblemList.Quote(name)} is not under providers.places-growth in scenario.yaml: add it there, or write 'none'");
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
                row.Add("needs",
                    $"{ProblemList.Quote(code)} is not known: write 'all', or with spaces between {string.Join(' ', Needs)}");
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
}
