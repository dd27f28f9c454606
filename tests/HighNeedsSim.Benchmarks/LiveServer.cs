using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace HighNeedsSim.Benchmarks;

/// <summary>What somebody in front of a browser waits for: the first page of <c>./run</c>, and any page while runs are played.</summary>
internal sealed class LiveServer : IDisposable
{
    private const string IsReady = "HighNeedsSim is ready: ";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hns-bench-");
    private readonly Process _process;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };

    private LiveServer()
    {
        var start = new ProcessStartInfo(RepositoryRoot.Of("run"), ["--urls", "http://127.0.0.1:0", "--data", _data.FullName])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = RepositoryRoot.Folder,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("./run did not start.");
        string? line;
        do
        {
            line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("./run ended before it was ready.");
        }
        while (!line.StartsWith(IsReady, StringComparison.Ordinal));
        _client.BaseAddress = new(line[IsReady.Length..]);
    }

    /// <summary>From <c>./run</c> on a built tree to its first page, in seconds: the best of three.</summary>
    public static async Task<string> FirstPage()
    {
        var best = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            using var server = new LiveServer();
            await server._client.GetStringAsync("/");
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return FormattableString.Invariant($"{best:0.0} s, best of 3");
    }

    /// <summary>Opens pages one after another, first alone and then while Kent is played.</summary>
    /// <param name="replicates">Of Kent, in each variant.</param>
    public static async Task<string> Pages(int replicates)
    {
        using var server = new LiveServer();
        var ended = await server.Begin("kent-small", 20);
        while (!await server.HasEnded(ended))
        {
            await Task.Delay(100);
        }

        string[] pages = ["/", "/scenarios", "/scenarios/kent-small", $"/runs/{ended}", "/runs/{playing}"];
        // The first times compile the pages.
        await server.Waits([.. pages.SkipLast(1)], TimeSpan.FromSeconds(3), () => Task.FromResult(false));
        var alone = await server.Waits([.. pages.SkipLast(1)], TimeSpan.FromSeconds(3), () => Task.FromResult(false));
        var playing = await server.Begin("kent-2023-safety-valve", replicates);
        var meanwhile = await server.Waits(
            [.. pages.Select(page => page.Replace("{playing}", playing, StringComparison.Ordinal))], TimeSpan.FromMinutes(5), () => server.HasEnded(playing));
        return FormattableString.Invariant(
            $"alone {Percentile.Of(alone, 0.5):0} and {Percentile.Of(alone, 0.99):0} ms; while worlds are played {Percentile.Of(meanwhile, 0.5):0}, {Percentile.Of(meanwhile, 0.99):0} and {meanwhile.Max():0} ms ({meanwhile.Count} pages)");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task<string> Begin(string scenario, int replicates)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs")
        {
            Content = JsonContent.Create(new { scenario, replicates, seed = 1 }),
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString("N") } },
        };
        using var answer = await _client.SendAsync(request);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;
    }

    private async Task<bool> HasEnded(string run) =>
        (await _client.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}")).GetProperty("state").GetString() switch
        {
            "finished" => true,
            "failed" or "cancelled" => throw new InvalidOperationException($"Run {run} was not played to its end."),
            _ => false,
        };

    // One at a time, as one person does, with a moment between two pages.
    private async Task<List<double>> Waits(string[] pages, TimeSpan within, Func<Task<bool>> until)
    {
        var (waits, watch) = (new List<double>(), Stopwatch.StartNew());
        while (watch.Elapsed < within && (waits.Count % 10 != 0 || !await until()))
        {
            var asked = Stopwatch.GetTimestamp();
            await _client.GetByteArrayAsync(pages[waits.Count % pages.Length]);
            waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(20);
        }

        return waits;
    }
}
