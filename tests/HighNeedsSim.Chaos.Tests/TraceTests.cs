using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>What a real server sends to a collector of traces.</summary>
[Tier("Cluster")]
public sealed class TraceTests
{
    [Fact]
    public async Task A_collector_is_sent_a_span_of_the_run_and_of_its_worlds()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        var sent = Collect(collector);
        var data = Directory.CreateTempSubdirectory("highneedssim-trace-");
        string run;
        try
        {
            var environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
            using var server = ServerProcess.Start(ServerProcess.Program, environment, "--urls", "http://127.0.0.1:0", "--data", data.FullName);
            using var client = new HttpClient { BaseAddress = await server.Ready, Timeout = TimeSpan.FromMinutes(2) };
            client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
            using var started = await client.PostAsJsonAsync(new Uri("/api/v1/runs", UriKind.Relative), new { scenario = "kent-small", replicates = 2 });
            run = started.Headers.Location!.ToString().Split('/')[^1];
            // The stream ends when the run does; a server that is asked to end sends what it still holds.
            await client.GetStringAsync(new Uri($"/api/v1/runs/{run}/events", UriKind.Relative));
            server.Terminate();
            await server.Ended;
        }
        finally
        {
            collector.Stop();
            data.Delete(recursive: true);
        }

        // Protobuf keeps text as it is: names of spans and of their labels can be read in it.
        var traces = string.Concat((await sent).Where(s => s.Path == "/v1/traces").Select(s => s.Body));
        Assert.Contains("hns.world", traces, StringComparison.Ordinal);
        Assert.Contains("hns.scenario", traces, StringComparison.Ordinal);
        Assert.Contains(run, traces, StringComparison.Ordinal);
    }

    private static async Task<List<(string Path, string Body)>> Collect(HttpListener collector)
    {
        var sent = new List<(string, string)>();
        while (true)
        {
            try
            {
                var asked = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await asked.Request.InputStream.CopyToAsync(body);
                sent.Add((asked.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                asked.Response.Close();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return sent;
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
