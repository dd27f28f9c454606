using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Office;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

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
        var log = RecordTables.AssumptionsLog(run.Assumptions);
        FigureTable[] tables = [.. paper.Tables.Append(log).Concat(plan).DistinctBy(table => table.Id)];
        var created = run.Manifest.Created;
        return new FileSet()
            .Pages(paper, Html, Word, created)
            .Add(Tables, () => Book("Tables", run, assurance, created).Add(paper.Tables).Add(log).Write())
            .Add(Officers, () => Book("Officers' workbook", run, assurance, created).Charts(paper.Charts).Add(paper.Tables).Write())
            .Add(Plan, () => Book("DSG management plan tables", run, assurance, created).Add(plan).Write())
            .Charts(paper.Charts)
            .Data(tables)
            .Closed(Manifest, () => About(run, assurance), Zip);
    }

    /// <summary>Writes the files to a folder, over those of an earlier paper.</summary>
    /// <returns>What was written, or one sentence about what went wrong.</returns>
    public static (IReadOnlyList<string> Files, string? Fault) Write(string folder, ReportedRun run, PaperDetails details, Assurance assurance) =>
        FileSet.Write(folder, Of(run, details, assurance));

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
                "Cells hold figures in full and show no decimal that so many simulated futures do not support. Where these do not support units either, "
                    + "the paper says a rounder figure than the cell shows. Figures may not sum because of rounding.",
                "Tables whose rows add up hold means over simulated futures; tables of trajectories hold medians and the range of 8 in 10. Each caption says which.",
                "[z] = not applicable. [x] = not available. [c] = suppressed, because it could tell of one child.");

    private static JsonObject About(ReportedRun run, Assurance assurance) => new()
    {
        ["schema"] = "hn.report/1",
        ["run"] = run.Manifest.Run,
        ["scenario"] = run.Manifest.ScenarioId,
        ["scenarioHash"] = run.Manifest.ScenarioHash,
        ["modelVersion"] = run.Manifest.ModelVersion,
        ["digest"] = run.Findings.Result.Digest,
        ["assurance"] = assurance.State.ToString(),
    };
}
