using System.Globalization;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Server.Runs;

/// <summary>What a run answers besides its page: its progress, and its result as files.</summary>
public static class RunRoutes
{
    /// <summary>Maps <c>/runs/{id}/…</c>.</summary>
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        var run = routes.MapGroup("/runs/{id}");
        run.MapGet("/events", Events);
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
}
