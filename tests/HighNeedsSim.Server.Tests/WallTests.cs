using System.Net.ServerSentEvents;
using System.Text.Json;

namespace HighNeedsSim.Server.Tests;

/// <summary>The wall screen.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class WallTests(RunningServer server)
{
    [Fact]
    public async Task It_shows_the_newest_run_s_chart_and_figures_and_works_without_JavaScript()
    {
        var run = (await server.Finished(seed: 31)).Split('/')[^1];
        await Frame(run);

        var page = await server.Page("/live");

        Assert.Equal("Finished", page.QuerySelector("[data-wall=state]")!.TextContent);
        Assert.NotNull(page.QuerySelector("main svg[role='img'] title"));
        // Plans, and plans within 20 weeks, of each of three variants.
        Assert.Equal(6, page.QuerySelectorAll(".app-wall__figure").Length);
        Assert.Contains(page.QuerySelectorAll("dt"), d => d.TextContent == "Unmitigated: EHC plans, January 2028");
        Assert.Empty(page.QuerySelectorAll("[style], script:not([src])"));
    }

    [Fact]
    public async Task A_stream_that_is_opened_again_begins_with_a_whole_frame()
    {
        var run = (await server.Finished(seed: 31)).Split('/')[^1];

        var frames = new[] { await Frame(run), await Frame(run) };

        Assert.Equal(frames[0].GetRawText(), frames[1].GetRawText());
        Assert.Equal(100, frames[0].GetProperty("percent").GetInt32());
        Assert.StartsWith("<svg", frames[0].GetProperty("chart").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The first frame that shows a run as finished: the watcher looks every two seconds.</summary>
    private async Task<JsonElement> Frame(string run)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var stream = await server.Client.GetStreamAsync(new Uri("/live/events", UriKind.Relative), patience.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            if (item.EventType == "wall"
                && JsonDocument.Parse(item.Data).RootElement is var frame
                && frame.GetProperty("run").GetString() == run
                && frame.GetProperty("state").GetString() == "Finished")
            {
                return frame;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
