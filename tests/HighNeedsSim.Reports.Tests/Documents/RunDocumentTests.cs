using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Documents;

namespace HighNeedsSim.Reports.Tests.Documents;

public partial class RunDocumentTests
{
    private static readonly Findings Run = Synthetic.Run();
    private static readonly JsonNode Document = JsonNode.Parse(RunDocument.Write(Run, Synthetic.Manifest(Run), Synthetic.Timings,
        (_, _, year) => new(100 * year, 200, -300, 50, 0.96, 0.012, 25, 210, 20, 205, 10)))!;

    // Objects whose names are codes of the field rather than names of fields.
    private static readonly Dictionary<string, string> ByCode = new()
    {
        ["labels.ages"] = "{code}",
        ["labels.needs"] = "{code}",
        ["labels.placements"] = "{code}",
        ["labels.lines"] = "{line}",
        ["labels.districts"] = "{district}",
        ["labels.generalFund"] = "{line}",
        ["labels.categories"] = "{category}",
        ["perHeadPublished.categories"] = "{category}",
        ["perHead"] = "{category}",
        ["council.generalFund"] = "{line}",
        ["plansByAge"] = "{code}",
        ["plansByNeed"] = "{code}",
        ["placements"] = "{code}",
        ["ceasedByReason"] = "{code}",
        ["spend.placesByType"] = "{code}",
        ["spend.topUpsByType"] = "{code}",
        ["spend.lines"] = "{line}",
        ["districts"] = "{district}",
        ["expected"] = "{figure}",
        ["districts.{district}.spendByCategory"] = "{category}",
    };

    [Fact, Tier("Fact")]
    public void The_document_has_the_fields_that_its_page_explains_and_no_other()
    {
        var documented = DocumentedField().Matches(File.ReadAllText(Page())).Select(match => match.Groups[1].Value);
        var written = Fields(Document, "").Distinct();

        Assert.Equal(documented.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact, Tier("Fact")]
    public void A_difference_has_the_same_fields_as_the_year_it_stands_in()
    {
        var year = Document["variants"]![1]!["years"]![0]!.AsObject();
        string[] measures = [.. year.Select(field => field.Key).Except(["year", "startYear", "census", "balanceDate", "pairedDifference", "expected"])];

        Assert.Equal(measures, year["pairedDifference"]!.AsObject().Select(field => field.Key));
        Assert.Null(Document["variants"]![0]!["years"]![0]!["pairedDifference"]);
    }

    [Fact, Tier("Fact")]
    public void Every_measure_of_the_model_is_in_the_document()
    {
        var years = Document["variants"]!.AsArray().Sum(variant => variant!["years"]!.AsArray().Count);

        // Income in total and spending per head are the report's own.
        Assert.Equal(15, years);
        Assert.Equal(Run.Result.Layout.Measures.Count + 1 + SpendingCategories.All.Length, Summaries(Without(Document["variants"]![0]!["years"]![0]!)));
    }

    [Fact, Tier("Fact")]
    public void Money_is_in_pounds_and_a_deficit_is_positive()
    {
        var last = Document["variants"]![0]!["years"]![4]!;
        var expected = Run.Of("unmitigated", MeasureCodes.Deficit, 4);

        Assert.Equal("GBP", (string?)Document["unit"]);
        Assert.Equal((decimal)expected.P50 / 100, (decimal)last["cumulativeDeficit"]!["p50"]!);
        Assert.Equal("2027-28", (string?)last["year"]);
        Assert.Equal(2027, (int)last["startYear"]!);
        Assert.Equal("2028-03-31", (string?)last["balanceDate"]);
    }

    [Fact, Tier("Fact")]
    public void The_expected_path_stands_beside_money_and_plans_and_is_null_where_nobody_worked_it_out()
    {
        var beside = Document["variants"]![1]!["years"]![2]!["expected"]!;

        Assert.Equal(["plansInForce", "spend", "inYearDeficit", "cumulativeDeficit"], beside.AsObject().Select(figure => figure.Key));
        Assert.Equal((2m, -3m, 0.96m), ((decimal)beside["cumulativeDeficit"]!["central"]!, (decimal)beside["spend"]!["difference"]!, (decimal)beside["spend"]!["parameterShare"]!));
        Assert.Equal(-300m, (decimal)beside["plansInForce"]!["difference"]!);
        Assert.Null(RunDocument.Of(Run, Synthetic.Manifest(Run), Synthetic.Timings)["variants"]![0]!["years"]![0]!["expected"]);
    }

    [Fact, Tier("Fact")]
    public void A_difference_is_the_variant_less_the_baseline() =>
        Assert.Equal(
            (decimal)Run.Difference("planned", MeasureCodes.Deficit, 4).P50 / 100,
            (decimal)Document["variants"]![1]!["years"]![4]!["pairedDifference"]!["cumulativeDeficit"]!["p50"]!);

    [Fact, Tier("Fact")]
    public void The_same_run_gives_the_same_bytes() =>
        Assert.Equal(
            RunDocument.Write(Synthetic.Run(), Synthetic.Manifest(Synthetic.Run()), Synthetic.Timings),
            RunDocument.Write(Run, Synthetic.Manifest(Run), Synthetic.Timings));

    [Fact, Tier("Fact")]
    public void The_largest_seed_is_written_in_full()
    {
        var manifest = Synthetic.Manifest(Run) with { Spec = Run.Result.Spec with { Seed = ulong.MaxValue } };

        Assert.Equal(ulong.MaxValue, (ulong)RunDocument.Of(Run, manifest, Synthetic.Timings)["seed"]!);
    }

    private static IEnumerable<string> Fields(JsonNode? node, string path) => node switch
    {
        JsonObject summary when IsSummary(summary) => [path],
        // Explained once, as the fields of the year.
        JsonObject when path.EndsWith(".pairedDifference", StringComparison.Ordinal) => [path],
        JsonObject fields => fields.SelectMany(field => Fields(field.Value, Join(path, NameIn(path, field.Key)))),
        JsonArray { Count: > 0 } items when items[0] is JsonObject => items.SelectMany(item => Fields(item, path + "[]")),
        _ => [path],
    };

    private static string NameIn(string path, string name) =>
        ByCode.FirstOrDefault(entry => path == entry.Key || path.EndsWith("[]." + entry.Key, StringComparison.Ordinal)).Value ?? name;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool IsSummary(JsonObject fields) => fields.Select(field => field.Key).SequenceEqual(["mean", "p10", "p50", "p90"]);

    private static JsonObject Without(JsonNode year)
    {
        var copy = year.DeepClone().AsObject();
        copy.Remove("pairedDifference");
        return copy;
    }

    private static int Summaries(JsonNode? node) => node switch
    {
        JsonObject summary when IsSummary(summary) => 1,
        JsonObject fields => fields.Sum(field => Summaries(field.Value)),
        _ => 0,
    };

    private static string Page() => RepositoryRoot.Of("docs", "run-document.md");

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedField();
}
