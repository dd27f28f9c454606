using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Metrics;

namespace HighNeedsSim.Server.Runs;

/// <summary>What keeps the wall screen up to date.</summary>
public static class LiveRoutes
{
    /// <summary>Silence longer than this would look like a broken line to whatever stands between.</summary>
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    /// <summary>Maps <c>/live/events</c>.</summary>
    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/live/events",
        IResult (HttpContext context, NewestRuns runs, RunMetrics metrics, IHostApplicationLifetime life) => context.IsHead()
            ? Results.Bytes(Array.Empty<byte>(), RunRoutes.EventStream)
            : TypedResults.ServerSentEvents(Frames(runs, metrics, life.ApplicationStopping)));

    /// <summary>Frames named 'wall', each whole, whenever something changed; else a 'heartbeat'.</summary>
    private static async IAsyncEnumerable<SseItem<WallFrame?>> Frames(
        NewestRuns runs, RunMetrics metrics, CancellationToken stopping, [EnumeratorCancellation] CancellationToken left = default)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(left, stopping);
        var (number, sent, quiet) = (0L, "", TimeSpan.Zero);
        metrics.ViewerCame();
        try
        {
            while (!listening.IsCancellationRequested)
            {
                var changed = runs.Changed;
                var frame = WallFrame.Of(runs.Seen);
                // Two frames that read the same look the same: a finished run sends one and then only heartbeats.
                if (System.Text.Json.JsonSerializer.Serialize(frame) is var now && now != sent)
                {
                    (sent, quiet) = (now, TimeSpan.Zero);
                    yield return new(frame, "wall") { EventId = (++number).ToString(CultureInfo.InvariantCulture) };
                }
                else if ((quiet += NewestRuns.Every) >= HeartbeatEvery)
                {
                    quiet = TimeSpan.Zero;
                    yield return new(null, "heartbeat");
                }

                await changed.WaitAsync(listening.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            metrics.ViewerLeft();
        }
    }
}
