using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json;
using HighNeedsSim.Server.Runs;

namespace HighNeedsSim.Server.Tests;

/// <summary>A run's progress as it comes to the browser.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class EventTests(RunningServer server)
{
    [Fact]
    public async Task Frames_come_with_rising_ids_until_the_run_has_ended()
    {
        var run = await server.Start(RunningServer.Small, 64);

        var frames = await Frames($"{run}/events", lastSeen: null);

        Assert.Contains("\"ended\":true", frames[^1].Data, StringComparison.Ordinal);
        Assert.All(frames[..^1], f => Assert.Contains("\"ended\":false", f.Data, StringComparison.Ordinal));
        var ids = frames.Select(f => f.EventId).OfType<string>().Select(long.Parse).ToArray();
        Assert.Equal(ids.Order().Distinct(), ids);
    }

    [Fact]
    public async Task Who_asks_after_the_end_is_told_the_end()
    {
        var frame = Assert.Single(await Frames($"{await server.Finished()}/events", lastSeen: "1000000"));

        Assert.Contains("\"state\":\"Finished\"", frame.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_browser_has_seen_is_not_sent_again()
    {
        var run = await server.Start(RunningServer.Small, 64);
        var seen = (await Frames($"{run}/events", lastSeen: null, most: 1))[0].EventId!;

        var frames = await Frames($"{run}/events", lastSeen: seen);

        Assert.DoesNotContain(frames, f => f.EventId == seen);
    }

    [Fact]
    public async Task The_chart_fills_in_while_the_run_goes_on_and_a_cancelled_run_ends_the_stream()
    {
        // Far more futures than will be played: it is stopped as soon as a picture came.
        var run = await server.Start(RunningServer.Small, 20_000);
        var pictures = new List<int>();
        var last = "";
        await using (var stream = await server.Client.GetStreamAsync(new Uri($"{run}/events", UriKind.Relative)))
        {
            await foreach (var item in SseParser.Create(stream).EnumerateAsync())
            {
                last = item.Data;
                if (item.EventType == "progress" && JsonDocument.Parse(item.Data).RootElement.GetProperty("picture") is { ValueKind: JsonValueKind.Object } picture)
                {
                    pictures.Add(picture.GetProperty("futures").GetInt32());
                    Assert.StartsWith("<svg", picture.GetProperty("wide").GetString(), StringComparison.Ordinal);
                    Assert.StartsWith("<svg", picture.GetProperty("narrow").GetString(), StringComparison.Ordinal);
                    Assert.StartsWith("<table", picture.GetProperty("table").GetString(), StringComparison.Ordinal);
                    if (pictures.Count == 1)
                    {
                        var page = await server.Page(run);
                        Assert.NotNull(page.QuerySelector("main svg[role='img']"));
                        using var cancelled = await server.Press(page, "form[action*='Cancel']");
                        Assert.Equal(run, cancelled.Headers.Location!.ToString());
                    }
                }
            }
        }

        Assert.NotEmpty(pictures);
        Assert.All(pictures, futures => Assert.InRange(futures, RunsUnderWay.FewestFutures, 20_000));
        Assert.Equal(pictures.Distinct().Order(), pictures);
        Assert.Contains("\"state\":\"Cancelled\"", last, StringComparison.Ordinal);
    }

    private async Task<List<SseItem<string>>> Frames(string path, string? lastSeen, int most = int.MaxValue)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastSeen is not null)
        {
            request.Headers.Add("Last-Event-ID", lastSeen);
        }

        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var frames = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.EventType == "progress" && frames.Count < most)
            {
                frames.Add(item);
            }

            if (frames.Count == most)
            {
                break;
            }
        }

        return frames;
    }
}

/// <summary>How the server stops.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class StopTests
{
    [Fact]
    public async Task A_server_with_a_listener_stops_within_five_seconds()
    {
        var server = new RunningServer();
        await server.InitializeAsync();
        try
        {
            // Long enough that it will not end by itself meanwhile.
            var run = await server.Start(RunningServer.Small, 20_000);
            await using var stream = await server.Client.GetStreamAsync(new Uri($"{run}/events", UriKind.Relative));
            var first = new byte[1];
            await stream.ReadExactlyAsync(first);

            var clock = Stopwatch.StartNew();
            await server.Stop();

            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
