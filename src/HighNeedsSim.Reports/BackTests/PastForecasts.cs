using System.Globalization;
using System.Text.Json.Nodes;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>A forecast of an authority's plans made in the past, beside what was published since.</summary>
/// <param name="Origin">The January it was made from.</param>
/// <param name="January">The January it was for.</param>
/// <param name="Published">Plans in force then.</param>
/// <param name="P10">1 simulated future in 10 lay below.</param>
/// <param name="P50">Half of them lay below.</param>
/// <param name="P90">9 in 10 lay below.</param>
public sealed record PastForecast(CalendarYear Origin, CalendarYear January, int Published, double P10, double P50, double P90)
{
    /// <summary>Whether the 8-in-10 range held what was published.</summary>
    public bool Held => Published >= P10 && Published <= P90;
}

/// <summary>How often 8-in-10 ranges held, over all authorities of the back-test.</summary>
/// <param name="YearsAhead">How many years ahead.</param>
/// <param name="Forecasts">How many forecasts.</param>
/// <param name="Share">Share whose range held what was published.</param>
public sealed record PastCoverage(int YearsAhead, int Forecasts, double Share);

/// <summary>
/// How good past forecasts were, for pages and papers: "were last year's projections reliable?" is what members ask first.
/// </summary>
/// <remarks>
/// The forecasts are those of the back-test (docs/backtest.md): a first forecast from published statistics alone, simpler than
/// a run's model. <see cref="SincePublished"/> compares a run itself with what was published since its base. Both rest on
/// past-forecasts.json, which a test writes from the back-test of the official tables.
/// </remarks>
/// <param name="Authority">Whose plans.</param>
/// <param name="Source">Where the published figures come from.</param>
/// <param name="Forecasts">By origin and January.</param>
/// <param name="Coverage">Of all authorities of the back-test, by years ahead.</param>
public sealed record PastForecasts(
    string Authority, string Source, IReadOnlyList<PastForecast> Forecasts, IReadOnlyList<PastCoverage> Coverage)
{
    internal const string Schema = "hn.past-forecasts/1";
    private const string Resource = "HighNeedsSim.Reports.BackTests.past-forecasts.json";

    /// <summary>The past forecasts of an authority; null where none are kept.</summary>
    /// <param name="code">Its nine-character code: <c>E10000016</c> for Kent.</param>
    public static PastForecasts? Of(string code)
    {
        using var stream = typeof(PastForecasts).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not among the resources.");
        var document = JsonNode.Parse(stream)!.AsObject();
        return document["authorities"]!.AsArray().FirstOrDefault(entry => (string)entry!["code"]! == code) is { } own
            ? new(
                (string)own["name"]!,
                (string)document["source"]!,
                [.. own["forecasts"]!.AsArray().Select(entry => new PastForecast(
                    new((int)entry!["origin"]!), new((int)entry["january"]!), (int)entry["published"]!,
                    (double)entry["p10"]!, (double)entry["p50"]!, (double)entry["p90"]!))],
                [.. document["coverage"]!.AsArray().Select(entry => new PastCoverage(
                    (int)entry!["yearsAhead"]!, (int)entry["forecasts"]!, (double)entry["share"]!))])
            : null;
    }

    /// <summary>The file's text, from a back-test of all authorities.</summary>
    /// <param name="findings">The back-test.</param>
    /// <param name="source">Where the published figures come from.</param>
    /// <param name="command">The command that finds the same.</param>
    /// <param name="kept">The authorities to keep: three-digit and nine-character code.</param>
    internal static byte[] Write(BackTestFindings findings, string source, string command, params IReadOnlyList<(string LaCode, string Code)> kept) =>
        RunDocument.Bytes(new JsonObject
        {
            ["schema"] = Schema,
            ["source"] = source,
            ["command"] = command,
            ["digest"] = BackTestData.Digest(findings.Result),
            ["coverage"] = new JsonArray([
                .. from years in BackTestTables.Distances(findings)
                   let summary = BackTestSummary.Of(findings.Lines(CensusMeasure.Total, years))
                   select new JsonObject
                   {
                       ["yearsAhead"] = years,
                       ["forecasts"] = summary.Forecasts,
                       ["share"] = BackTestData.Rounded(summary.Coverage),
                   },
            ]),
            ["authorities"] = new JsonArray([
                .. from authority in kept
                   let lines = findings.Lines(CensusMeasure.Total, which: line => line.Code == authority.LaCode)
                   select new JsonObject
                   {
                       ["code"] = authority.Code,
                       ["laCode"] = authority.LaCode,
                       ["name"] = lines[0].Name,
                       ["forecasts"] = new JsonArray([
                           .. lines.Select(line => new JsonObject
                           {
                               ["origin"] = line.Origin.Value,
                               ["january"] = line.January.Value,
                               ["published"] = line.Actual,
                               ["p10"] = Math.Round(line.P10),
                               ["p50"] = Math.Round(line.P50),
                               ["p90"] = Math.Round(line.P90),
                           }),
                       ]),
                   },
            ]),
        });

    /// <summary>
    /// A run's own forecast of all plans in a variant, beside what has been published for Januaries after its base; empty where
    /// nothing has been.
    /// </summary>
    public static IReadOnlyList<PastForecast> SincePublished(Findings findings, string variant)
    {
        var published = Of(findings.Scenario.Authority.Code)?.Forecasts.DistinctBy(forecast => forecast.January)
            .ToDictionary(forecast => forecast.January.Value, forecast => forecast.Published) ?? [];
        var compared = new List<PastForecast>();
        for (var year = 0; year < findings.Years.Count; year++)
        {
            // A financial year's census lies in its last quarter.
            var january = findings.Years[year].Starts + 1;
            if (published.TryGetValue(january, out var plans))
            {
                var forecast = findings.Of(variant, MeasureCodes.Plans, year);
                compared.Add(new(new(findings.Years[0].Starts), new(january), plans, forecast.P10, forecast.P50, forecast.P90));
            }
        }

        return compared;
    }

    /// <summary>The past forecasts in sentences, misses included, then how often such ranges held everywhere.</summary>
    public IReadOnlyList<string> InWords() =>
    [
        "A first forecast from published statistics alone, simpler than this model, was made from past Januaries and set beside what was published since.",
        .. Forecasts.Select(forecast => $"{Authority}, from January {forecast.Origin}: {Sentence(forecast)}"),
        .. Coverage.Select(coverage => string.Create(
            CultureInfo.InvariantCulture,
            $"Of {Numbers.Count(coverage.Forecasts)} such forecasts of authorities in England {coverage.YearsAhead} {(coverage.YearsAhead == 1 ? "year" : "years")} ahead, "
            + $"{Numbers.Share(coverage.Share)} held what was published in their 8-in-10 range.")),
        $"Source of published figures: {Source}",
    ];

    /// <summary>One forecast in words: <c>20,690 plans in January 2024 (8 in 10: 19,601 to 21,743); 19,407 were published, below the range.</c></summary>
    public static string Sentence(PastForecast forecast) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Numbers.Count(forecast.P50)} plans in January {forecast.January} (8 in 10: {Numbers.Count(forecast.P10)} to {Numbers.Count(forecast.P90)}); "
        + $"{Numbers.Count(forecast.Published)} were published, {(forecast.Held ? "inside" : forecast.Published < forecast.P10 ? "below" : "above")} the range.");
}
