using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Office;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

/// <summary>A file that people take away.</summary>
/// <param name="Name">Its name, with a folder before it where there are many of a kind.</param>
/// <param name="Bytes">What is in it: the same for the same run, details and signatures, to the byte.</param>
public sealed record PaperFile(string Name, byte[] Bytes);

/// <summary>All the files of a paper.</summary>
public static class PaperFiles
{
    /// <summary>The paper for the screen and for print.</summary>
    public const string Html = "paper.html";

    /// <summary>The paper as a browser prints it.</summary>
    public const string Pdf = "paper.pdf";

    /// <summary>The paper for Word.</summary>
    public const string Word = "paper.docx";

    /// <summary>Its tables, for everybody.</summary>
    public const string Tables = "tables.xlsx";

    /// <summary>Its tables and charts, for officers.</summary>
    public const string Officers = "officers.xlsx";

    /// <summary>The tables of the DSG management plan.</summary>
    public const string Plan = "dsg-management-plan.xlsx";

    /// <summary>All of it.</summary>
    public const string Zip = "report.zip";

    /// <summary>What is in the archive.</summary>
    public const string Manifest = "report-manifest.json";

    /// <summary>The files of a run's paper, in order; the archive of them comes last.</summary>
    /// <param name="run">The run.</param>
    /// <param name="details">What no run knows.</param>
    /// <param name="assurance">Who has signed for it.</param>
    public static IReadOnlyList<PaperFile> Of(ReportedRun run, PaperDetails details, Assurance assurance)
    {
        var paper = CouncilPaper.Of(run, details, assurance);
        var plan = ManagementPlan.Of(run.Findings, CouncilPaper.PreferredOf(run.Findings, details));
        FigureTable[] tables = [.. paper.Tables.Append(RecordTables.AssumptionsLog(run.Assumptions)).Concat(plan).DistinctBy(table => table.Id)];
        var created = run.Manifest.Created;
        List<PaperFile> files =
        [
            new(Html, Encoding.UTF8.GetBytes(HtmlPaper.Write(paper))),
            new(Word, WordPaper.Write(paper, created)),
            new(Tables, Book("Tables", run, assurance, created).Add(paper.Tables).Add(RecordTables.AssumptionsLog(run.Assumptions)).Write()),
            new(Officers, Book("Officers' workbook", run, assurance, created).Charts(paper.Charts).Add(paper.Tables).Write()),
            new(Plan, Book("DSG management plan tables", run, assurance, created).Add(plan).Write()),
            .. paper.Charts.Select(chart => new PaperFile(
                $"charts/{chart.Id}.svg", Encoding.UTF8.GetBytes(chart.Draw(new(chart.Id, ChartWidth.Wide, Headed: true))))),
            .. tables.SelectMany(table => (PaperFile[])
            [
                new($"data/{table.Id}.csv", Encoded(FigureCsv.Write(table))), new($"data/{table.Id}.meta.csv", Encoded(FigureCsv.WriteMetadata(table))),
            ]),
            new("data/data-dictionary.csv", Encoded(FigureCsv.WriteDictionary(tables))),
        ];
        files.Add(new(Manifest, ManifestOf(run, assurance, files)));
        files.Add(new(Zip, FixedPackage.Zip(files.Select(file => (file.Name, file.Bytes)))));
        return files;
    }

    /// <summary>Writes the files to a folder, over those of an earlier paper.</summary>
    /// <returns>What was written, or one sentence about what went wrong.</returns>
    public static (IReadOnlyList<string> Files, string? Fault) Write(string folder, ReportedRun run, PaperDetails details, Assurance assurance)
    {
        var files = Of(run, details, assurance);
        var fault = ResultFiles.Told(folder, () =>
        {
            foreach (var file in files)
            {
                var path = Path.Combine(folder, file.Name.Replace('/', Path.DirectorySeparatorChar));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                ResultFiles.WriteWhole(path, stream => stream.Write(file.Bytes));
            }

            return null;
        });
        return (fault is null ? [.. files.Select(file => file.Name).Where(name => !name.Contains('/', StringComparison.Ordinal))] : [], fault);
    }

    private static Workbook Book(string kind, ReportedRun run, Assurance assurance, DateTimeOffset created) =>
        new Workbook($"{kind}: high needs in {run.Findings.Place}, {run.Findings.Years[0]} to {run.Findings.Last}", run.Findings.Scenario.Title, created)
            .Cover(
                run.Findings.Scenario.Title,
                $"State of assurance: {assurance.State}.",
                $"Run {run.Manifest.Run}, {Numbers.Count(run.Findings.Replicates)} simulated futures of each option, model version {run.Manifest.ModelVersion}.",
                $"Digest of every number: {run.Findings.Result.Digest}",
                $"Made by: {ManifestDocument.Command(run.Manifest)}",
                Caveats.Simulated)
            .Notes(
                Caveats.Range,
                "All money is in cash terms. Positive is a deficit unless a row says otherwise.",
                "Cells hold figures in full; the format shows them rounded. Figures may not sum because of rounding.",
                "Tables whose rows add up hold means over simulated futures; tables of trajectories hold medians and the range of 8 in 10. Each caption says which.",
                "[z] = not applicable. [x] = not available. [c] = suppressed, because it could tell of one child.");

    private static byte[] ManifestOf(ReportedRun run, Assurance assurance, IEnumerable<PaperFile> files) => RunDocument.Bytes(new JsonObject
    {
        ["schema"] = "hn.report/1",
        ["run"] = run.Manifest.Run,
        ["scenario"] = run.Manifest.ScenarioId,
        ["scenarioHash"] = run.Manifest.ScenarioHash,
        ["modelVersion"] = run.Manifest.ModelVersion,
        ["digest"] = run.Findings.Result.Digest,
        ["assurance"] = assurance.State.ToString(),
        ["files"] = new JsonArray([.. files.Select(file => new JsonObject
        {
            ["path"] = file.Name,
            ["bytes"] = file.Bytes.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Bytes)),
        })]),
    });

    private static byte[] Encoded(string text) => [.. Csv.Encoding.GetPreamble(), .. Csv.Encoding.GetBytes(text)];
}
