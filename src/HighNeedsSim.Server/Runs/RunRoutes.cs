using System.Globalization;
using System.Text;
using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Sections;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Metrics;

namespace HighNeedsSim.Server.Runs;

/// <summary>What a run answers besides its page: its progress, and its result as files.</summary>
public static class RunRoutes
{
    /// <summary>The type of a stream of server-sent events.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>Maps <c>/runs/{id}/…</c>.</summary>
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var run = routes.MapGroup("/runs/{id}");
        run.MapGet("/events", Events);
        run.MapPaper();
        run.MapGet("/" + PackedRuns.Name, async (string id, FinishedRuns finished, PackedRuns packed, CancellationToken cancel) =>
            await finished.Find(id, cancel) is { } found && await packed.Pack(found, cancel) is { } zip
                ? Results.File(zip, PackedRuns.Type, $"{id}-{PackedRuns.Name}")
                : Results.NotFound());
        MapFile(run, "run.json", "application/json", r => r.Document());
        MapFile(run, "trajectories.csv", "text/csv; charset=utf-8", r => Spreadsheet(TidyData.Write(r.Findings)));
        MapFile(run, "trajectories.meta.csv", "text/csv; charset=utf-8", _ => Spreadsheet(TidyData.WriteMetadata()));
        foreach (var kind in RunSections.All)
        {
            MapFile(run, $"{kind.Id}.csv", "text/csv; charset=utf-8", r => Spreadsheet(Data(kind.Of(r.Findings), r)));
            MapFile(run, $"{kind.Id}.json", "application/json", r => SectionDocument.Write(kind.Of(r.Findings), r.Findings, r.Manifest));
            MapFile(run, $"{kind.Id}.svg", "image/svg+xml", r => kind.Of(r.Findings).Draw is { } draw
                ? Encoding.UTF8.GetBytes(draw(new(kind.Id, ChartWidth.Wide, Headed: true)))
                : null);
        }
    }

    /// <summary>Maps <c>/scenarios/{id}/files.zip</c>.</summary>
    public static void MapScenarioFiles(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/scenarios/{id}/files.zip",
        (string id, ScenarioShelf shelf) => shelf.Open(id)?.ToHandOut is { } package
            ? Results.File(ScenarioArchive.Write(package), "application/zip", $"{id}.zip")
            : Results.NotFound());

    /// <summary>The run of an id; null when the directory does not list it, so that no stranger's id becomes a grain.</summary>
    public static async Task<RunListing?> Find(IGrainFactory grains, string id) =>
        (await grains.GetGrain<IRunDirectory>(0).List()).FirstOrDefault(r => r.Run == id);

    private static async Task<IResult> Events(
        string id, HttpContext context, IGrainFactory grains, LivePictures pictures, RunMetrics metrics, IHostApplicationLifetime life)
    {
        if (await Find(grains, id) is null)
        {
            return Results.NotFound();
        }

        if (context.IsHead())
        {
            return Results.Bytes(Array.Empty<byte>(), EventStream);
        }

        metrics.ViewerCame();
        context.Response.OnCompleted(() =>
        {
            metrics.ViewerLeft();
            return Task.CompletedTask;
        });
        var seen = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : -1;
        return TypedResults.ServerSentEvents(RunEvents.Frames(
            grains.GetGrain<IRun>(id), cancel => pictures.Latest(id, cancel), seen, life.ApplicationStopping));
    }

    /// <summary>Comma-separated values as bytes, with the mark that spreadsheets know UTF-8 by.</summary>
    public static byte[] Spreadsheet(string text) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];

    /// <summary>The data of a section.</summary>
    public static string Data(Section section, FinishedRun run) =>
        TidyData.Write(run.Findings, section.Measures.ToHashSet(StringComparer.Ordinal).Contains);

    private static void MapFile(RouteGroupBuilder run, string name, string type, Func<FinishedRun, byte[]?> write) =>
        run.MapGet(name, async (string id, FinishedRuns finished, CancellationToken cancel) =>
            await finished.Find(id, cancel) is { } found && found.File(name, () => write(found)) is { } bytes ? Results.File(bytes, type, $"{id}-{name}") : Results.NotFound());
}
