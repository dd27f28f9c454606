using System.Globalization;
using System.Text;
using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Server.Runs;

/// <summary>What a run answers besides its page: its progress, and its result as files.</summary>
public static class RunRoutes
{
    /// <summary>Maps <c>/runs/{id}/…</c>.</summary>
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var run = routes.MapGroup("/runs/{id}");
        run.MapGet("/events", Events);
        MapFile(run, "run.json", "application/json", r => RunDocument.Write(r.Findings, r.Manifest, r.Timings));
        MapFile(run, "trajectories.csv", "text/csv; charset=utf-8", r => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(TidyData.Write(r.Findings))]);
        MapFile(run, "deficit.svg", "image/svg+xml", r => Encoding.UTF8.GetBytes(
            FanChart.Draw(DeficitFan.Of(r.Findings), new("deficit", ChartWidth.Wide, Headed: true))));
    }

    /// <summary>The run of an id; null when the directory does not list it, so that no stranger's id becomes a grain.</summary>
    public static async Task<RunListing?> Find(IGrainFactory grains, string id) =>
        (await grains.GetGrain<IRunDirectory>(0).List()).FirstOrDefault(r => r.Run == id);

    private static async Task<IResult> Events(string id, HttpContext context, IGrainFactory grains, IHostApplicationLifetime life)
    {
        if (await Find(grains, id) is null)
        {
            return Results.NotFound();
        }

        var seen = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : -1;
        return TypedResults.ServerSentEvents(RunEvents.Frames(grains.GetGrain<IRun>(id), seen, life.ApplicationStopping));
    }

    private static void MapFile(RouteGroupBuilder run, string name, string type, Func<FinishedRun, byte[]> write) =>
        run.MapGet(name, async (string id, FinishedRuns finished, CancellationToken cancel) =>
            await finished.Find(id, cancel) is { } found ? Results.File(write(found), type, $"{id}-{name}") : Results.NotFound());
}
