using System.Text.Json.Nodes;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Reports.Documents;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>
/// A back-test as one JSON document for other programs, schema <c>hn.backtest/1</c>; docs/back-test-format.md explains it.
/// Fields are added, never renamed and never given another meaning.
/// </summary>
public static class BackTestDocument
{
    /// <summary>The name and version of the document's shape.</summary>
    public const string Schema = "hn.backtest/1";

    /// <summary>The document as indented JSON in UTF-8. The same tables, question, seed and version give the same bytes.</summary>
    public static byte[] Write(BackTestFindings findings) => RunDocument.Bytes(Of(findings));

    private static JsonObject Of(BackTestFindings findings)
    {
        var (result, spec) = (findings.Result, findings.Result.Spec);
        return new()
        {
            ["schema"] = Schema,
            ["modelVersion"] = findings.ModelVersion,
            ["data"] = RunDocument.Files(findings.Data),
            ["seed"] = spec.Seed,
            ["replicates"] = spec.Replicates,
            ["origins"] = new JsonArray([.. spec.Origins.Select(origin => origin.Value)]),
            ["horizon"] = spec.Horizon,
            ["unit"] = "plans",
            ["digest"] = BackTestData.Digest(result),
            ["notes"] = new JsonArray([.. findings.Notes]),
            ["summaries"] = new JsonArray([.. Summaries(findings)]),
            ["lines"] = new JsonArray([.. result.Lines.Select(Line)]),
        };
    }

    private static IEnumerable<JsonNode> Summaries(BackTestFindings findings) =>
        from measure in CensusMeasures.All
        from half in new (string Name, Func<BackTestLine, bool> Holds)[]
        {
            ("all", _ => true), ("odd", line => line.IsOfTuningHalf), ("even", line => !line.IsOfTuningHalf),
        }
        from years in BackTestTables.Distances(findings).Cast<int?>().Prepend(null)
        let summary = BackTestSummary.Of(findings.Lines(measure, years, half.Holds))
        where summary is not null
        select Summary(measure, half.Name, years, summary);

    private static JsonObject Summary(CensusMeasure measure, string half, int? years, BackTestSummary summary) => new()
    {
        ["measure"] = measure.Code(),
        ["codes"] = half,
        ["yearsAhead"] = years,
        ["forecasts"] = summary.Forecasts,
        ["authorities"] = summary.Authorities,
        ["coverage"] = BackTestData.Rounded(summary.Coverage),
        ["crps"] = BackTestData.Rounded(summary.Crps),
        ["rivals"] = Rivals(rival => summary.Rivals[(int)rival]),
        ["bestRival"] = summary.Best.Code(),
        ["skill"] = BackTestData.Rounded(summary.Skill),
        ["skillError"] = double.IsFinite(summary.SkillError) ? BackTestData.Rounded(summary.SkillError) : null,
        ["won"] = BackTestData.Rounded(summary.Won),
        ["absoluteError"] = BackTestData.Rounded(summary.AbsoluteError),
        ["relativeError"] = BackTestData.Rounded(summary.RelativeError),
        ["bias"] = BackTestData.Rounded(summary.Bias),
        ["pit"] = new JsonArray([.. summary.Pit.Select(count => JsonValue.Create(count))]),
    };

    private static JsonObject Line(BackTestLine line) => new()
    {
        ["laCode"] = line.Code,
        ["name"] = line.Name,
        ["origin"] = line.Origin.Value,
        ["year"] = line.January.Value,
        ["measure"] = line.Measure.Code(),
        ["actual"] = line.Actual,
        ["mean"] = BackTestData.Rounded(line.Mean),
        ["p10"] = BackTestData.Rounded(line.P10),
        ["p50"] = BackTestData.Rounded(line.P50),
        ["p90"] = BackTestData.Rounded(line.P90),
        ["crps"] = BackTestData.Rounded(line.Crps),
        ["pit"] = BackTestData.Rounded(line.Pit),
        ["rivals"] = Rivals(rival => line.Rivals[(int)rival].Forecast),
        ["rivalsCrps"] = Rivals(rival => line.Rivals[(int)rival].Crps),
    };

    private static JsonObject Rivals(Func<NaiveRival, double> value) => new(NaiveRivals.All.Select(rival =>
        KeyValuePair.Create(rival.Code(), (JsonNode?)BackTestData.Rounded(value(rival)))));
}
