using System.Net.Http.Json;
using System.Text.Json;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>What a real server writes for a machine that collects logs.</summary>
[Tier("Cluster")]
public sealed class LogTests
{
    [Fact]
    public async Task As_json_every_line_is_an_object_and_the_lines_of_a_run_name_it()
    {
        var data = Directory.CreateTempSubdirectory("highneedssim-log-");
        try
        {
            using var server = ServerProcess.Start(
                ServerProcess.Program, new Dictionary<string, string>(), "--urls", "http://127.0.0.1:0", "--data", data.FullName, "--log", "json");
            using var client = new HttpClient { BaseAddress = await server.Ready, Timeout = TimeSpan.FromMinutes(2) };

            client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
            using var started = await client.PostAsJsonAsync(new Uri("/api/v1/runs", UriKind.Relative), new { scenario = "kent-small", replicates = 2 });
            var run = started.Headers.Location!.ToString();
            // The stream ends when the run does.
            await client.GetStringAsync(new Uri($"{run}/events", UriKind.Relative));
            server.Terminate();
            await server.Ended;

            var lines = server.Said.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement).ToList();
            var ofTheRun = lines.Where(l => l.GetProperty("Category").GetString()!.EndsWith(".RunGrain", StringComparison.Ordinal)).ToList();
            Assert.Contains(ofTheRun, l => l.GetProperty("State").TryGetProperty("Digest", out _));
            Assert.All(ofTheRun, l => Assert.Equal(run.Split('/')[^1], l.GetProperty("State").GetProperty("Run").GetString()));
            Assert.All(ofTheRun, l => Assert.Contains(l.GetProperty("Scopes").EnumerateArray(), s => s.TryGetProperty("Scenario", out _)));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
