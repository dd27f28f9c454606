using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Runs;

/// <summary>The council paper of a run, to read and print, and the files that people take away with it.</summary>
public static class PaperRoutes
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The files beside the page: name, type, and what is in it for people.</summary>
    public static IReadOnlyList<(string Name, string Type, string What)> Downloads { get; } =
    [
        (PaperFiles.Word, Word, "the paper for Word"),
        (PaperFiles.Tables, Excel, "its tables, one on each sheet"),
        (PaperFiles.Officers, Excel, "the same with charts, for officers"),
        (PaperFiles.Plan, Excel, "tables of the DSG management plan"),
        (PaperFiles.Zip, "application/zip", "all of it, with data files and their metadata"),
    ];

    /// <summary>Maps <c>/runs/{id}/paper</c> and its files.</summary>
    public static void MapPaper(this RouteGroupBuilder run)
    {
        run.MapGet("/paper", async (string id, FinishedRuns finished, CancellationToken cancel) =>
            await finished.Find(id, cancel) is { } found ? Results.Content(HtmlPaper.Write(PaperOf(found), $"/runs/{Uri.EscapeDataString(id)}/paper.css", "/favicon.svg"), "text/html; charset=utf-8") : Results.NotFound());
        run.MapGet("/paper.css", async (string id, FinishedRuns finished, CancellationToken cancel) =>
            await finished.Find(id, cancel) is { } found ? Results.Content(HtmlPaper.Styles(PaperOf(found)), "text/css; charset=utf-8") : Results.NotFound());
        foreach (var (name, type, _) in Downloads)
        {
            run.MapGet(name, async (string id, FinishedRuns finished, CancellationToken cancel) =>
                await finished.Find(id, cancel) is { } found
                    ? Results.File(PaperFiles.Of(Reported(found), PaperDetails.None, Unsigned(found)).Single(file => file.Name == name).Bytes, type, $"{id}-{name}")
                    : Results.NotFound());
        }
    }

    private static Paper PaperOf(FinishedRun run) => CouncilPaper.Of(Reported(run), PaperDetails.None, Unsigned(run));

    private static ReportedRun Reported(FinishedRun run) => new(run.Manifest, run.Timings, run.Findings, run.Assumptions);

    // Signatures are given beside a run's folder, so what the service shows is a draft.
    private static Assurance Unsigned(FinishedRun run) => Assurance.None(run.Findings.Result.Digest);
}
