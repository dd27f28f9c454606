using HighNeedsSim.Reports.Papers;

namespace HighNeedsSim.Server.Runs;

/// <summary>The papers of a run, to read and print, and the files that people take away with them.</summary>
public static class PaperRoutes
{
    private const string Html = "text/html; charset=utf-8";
    private const string Css = "text/css; charset=utf-8";
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Zip = "application/zip";

    /// <summary>The files beside the council paper: name, type, and what is in it for people.</summary>
    public static IReadOnlyList<(string Name, string Type, string What)> Downloads { get; } =
    [
        (PaperFiles.Word, Word, "the paper for Word"),
        (PaperFiles.Tables, Excel, "its tables, one on each sheet"),
        (PaperFiles.Officers, Excel, "the same with charts, for officers"),
        (PaperFiles.Plan, Excel, "tables of the DSG management plan"),
        (PaperFiles.Zip, Zip, "all of it, with data files and their metadata"),
    ];

    /// <summary>The files beside the comparison paper.</summary>
    public static IReadOnlyList<(string Name, string Type, string What)> ChangeDownloads { get; } =
    [
        (ChangeFiles.Word, Word, "the paper for Word"),
        (ChangeFiles.Tables, Excel, "its tables and charts"),
        (ChangeFiles.Zip, Zip, "all of it, with data files and their metadata"),
    ];

    /// <summary>Maps <c>/runs/{id}/paper</c>, <c>/runs/{id}/since/{earlier}/paper</c> and their files.</summary>
    public static void MapPaper(this RouteGroupBuilder run)
    {
        Map(run, "", Downloads, (id, _, shelf, cancel) => shelf.Of(id, cancel));
        Map(run, "/since/{earlier}", ChangeDownloads, async (id, earlier, shelf, cancel) => (await shelf.Since(id, earlier!, cancel))?.Shelved);
    }

    private static void Map(
        RouteGroupBuilder run, string path, IReadOnlyList<(string Name, string Type, string What)> downloads,
        Func<string, string?, PaperShelf, CancellationToken, Task<ShelvedPaper?>> find)
    {
        var papers = run.MapGroup(path);
        Answer("/paper", (paper, request) => Results.Content(HtmlPaper.Write(paper.Paper, $"{request.Path}.css", "/favicon.svg"), Html));
        Answer("/paper.css", (paper, _) => Results.Content(HtmlPaper.Styles(paper.Paper), Css));
        foreach (var (name, type, _) in downloads)
        {
            Answer($"/{name}", (paper, request) =>
                Results.File(paper.Files.Single(file => file.Name == name).Bytes, type, $"{request.RouteValues["id"]}-{name}"));
        }

        void Answer(string name, Func<ShelvedPaper, HttpRequest, IResult> answer) => papers.MapGet(name, async (HttpRequest request, PaperShelf shelf, CancellationToken cancel) =>
            await find((string)request.RouteValues["id"]!, (string?)request.RouteValues["earlier"], shelf, cancel) is { } paper ? answer(paper, request) : Results.NotFound());
    }
}
