using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace HighNeedsSim.Benchmarks;

/// <summary>
/// Whether the desk stays usable while it plays: the real server as a process of its own, a long run of Kent on all processors, people who read
/// results at a fixed rate, and people who watch the run.
/// </summary>
/// <remarks>
/// Requests leave when they are due, not when the one before was answered, and are timed from when they were due: a server that stalls cannot
/// hide it by keeping its readers waiting.
/// </remarks>
internal sealed class Load : IDisposable
{
    /// <summary>Of the requests, so many in a hundred are answered sooner: 95.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    // What memory may gain from the first minute's end to the last before it counts as growth: less than the noise of a collector.
    private const double MostGrowth = 0.10;

    private const string Kent = "kent-2023-safety-valve";

    private readonly Process _server;
    private readonly HttpClient _readers;
    private readonly HttpClient _watchers;

    private Load(Process server, Uri address)
    {
        _server = server;
        // As many connections as browsers would have.
        _readers = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        _watchers = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1_000 }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Measures, prints a table, and gives 1 where a target is missed.</summary>
    /// <param name="seconds">For how long.</param>
    /// <param name="rate">Requests a second.</param>
    /// <param name="viewers">Open streams of the run's progress.</param>
    /// <param name="replicates">Futures of the run that is read.</param>
    public static async Task<int> Measure(int seconds, int rate, int viewers, int replicates)
    {
        var data = Directory.CreateTempSubdirectory("highneedssim-load-");
        try
        {
            using var load = await Start(data.FullName);
            var read = await load.Finished(replicates);
            Console.WriteLine(Text($"A finished run of {Kent} with {replicates} futures is read, {rate} times a second, while another is played and {viewers} watch it, for {seconds} s."));
            return await load.Play(read, seconds, rate, viewers);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    public void Dispose()
    {
        _readers.Dispose();
        _watchers.Dispose();
        if (!_server.HasExited)
        {
            _server.Kill();
            _server.WaitForExit();
        }

        _server.Dispose();
    }

    private static async Task<Load> Start(string data)
    {
        const string IsReady = "HighNeedsSim is ready: ";
        var program = RepositoryRoot.Of("src", "HighNeedsSim.Server", "bin", "Release", "net10.0", "HighNeedsSim.Server.dll");
        var server = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--data", data, "--scenarios", RepositoryRoot.Of("scenarios")])
        {
            RedirectStandardOutput = true,
        })!;
        var line = await server.StandardOutput.ReadLineAsync();
        return line?.StartsWith(IsReady, StringComparison.Ordinal) == true
            ? new(server, new(line[IsReady.Length..]))
            : throw new InvalidOperationException("The server did not start: build it with -c Release, and see above.");
    }

    private async Task<string> Begin(int replicates)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = JsonContent.Create(new { scenario = Kent, replicates, seed = replicates }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await _readers.SendAsync(request);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;
    }

    private async Task<string> Finished(int replicates)
    {
        var run = await Begin(replicates);
        // The stream ends when the run does.
        await _watchers.GetStringAsync(new Uri($"/api/v1/runs/{run}/events", UriKind.Relative));
        return run;
    }

    private async Task<int> Play(string read, int seconds, int rate, int viewers)
    {
        // So many futures that it cannot end meanwhile.
        var played = await Begin(100_000);
        using var end = new CancellationTokenSource();
        var frames = new int[viewers];
        var watching = Enumerable.Range(0, viewers).Select(viewer => Watch(played, frames, viewer, end.Token)).ToArray();

        // What a reader opens: mostly the page itself, its data and charts, what others read beside it.
        string[] paths =
        [
            $"/runs/{read}", $"/runs/{read}/deficit.svg", $"/runs/{read}", $"/api/v1/runs/{read}/headline", $"/runs/{read}", $"/runs/{read}/trajectories.csv",
            $"/runs/{read}", $"/api/v1/runs/{read}/results.json", $"/runs/{read}/fit", "/",
        ];
        foreach (var path in paths.Distinct())
        {
            // The code of each page is compiled once, whoever asks first.
            await Ask(path);
        }

        var waits = new ConcurrentBag<(string Path, double Milliseconds, bool Ok)>();
        var memory = new List<double>();
        var began = Stopwatch.GetTimestamp();
        var before = _server.TotalProcessorTime;
        var asked = new List<Task>();
        for (var n = 0; n < rate * seconds; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / rate);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
            }

            // Each minute; the first is still warming up.
            if (n % (rate * 60) == 0 && n > 0)
            {
                memory.Add(Mebibytes());
                Console.Error.WriteLine(Text($"{n / rate} s: {memory[^1]:0} MiB"));
            }

            asked.RemoveAll(task => task.IsCompletedSuccessfully);
            asked.Add(Timed(paths[n % paths.Length], began, due, waits));
        }

        await Task.WhenAll(asked);
        memory.Add(Mebibytes());
        _server.Refresh();
        var busy = (_server.TotalProcessorTime - before).TotalSeconds / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var still = watching.Count(task => !task.IsCompleted);
        await end.CancelAsync();
        await Task.WhenAll(watching);
        var state = (await _readers.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/runs/{played}", UriKind.Relative))).GetProperty("state").GetString();
        return Told(waits, memory, frames, still, busy, state!);
    }

    private static int Told(IReadOnlyCollection<(string Path, double Milliseconds, bool Ok)> waits, List<double> memory, int[] frames, int still, double busy, string state)
    {
        Console.WriteLine("\n| Asked | Times | Median, ms | P95, ms | P99, ms | Longest, ms | Not answered with 200 |\n| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var group in waits.GroupBy(w => Kind(w.Path)).OrderBy(g => g.Key, StringComparer.Ordinal).Append(new All(waits)))
        {
            double[] sorted = [.. group.Select(w => w.Milliseconds).Order()];
            Console.WriteLine(Text($"| {group.Key} | {sorted.Length} | {At(sorted, 0.5):0} | {At(sorted, 0.95):0} | {At(sorted, 0.99):0} | {sorted[^1]:0} | {group.Count(w => !w.Ok)} |"));
        }

        double[] all = [.. waits.Select(w => w.Milliseconds).Order()];
        var growth = memory.Count > 2 ? (memory.TakeLast(2).Average() / memory.Take(2).Average()) - 1 : 0;
        Console.WriteLine(Text($"\nWatching to the end: {still} of {frames.Length}, {frames.Min()} to {frames.Max()} frames each. The run is {state}; the server used {busy:0.00} processors."));
        Console.WriteLine(Text($"Memory by minute (resident, MiB): {string.Join(", ", memory.Select(m => m.ToString("0", CultureInfo.InvariantCulture)))}; from the first two to the last two {growth:+0%;−0%}."));
        string[] missed =
        [
            .. At(all, 0.95) > Within.TotalMilliseconds ? ["95 of 100 answers within a second"] : Array.Empty<string>(),
            .. waits.Any(w => !w.Ok) ? ["every answer a good one"] : Array.Empty<string>(),
            .. still < frames.Length ? ["every viewer watching to the end"] : Array.Empty<string>(),
            .. state != "running" ? ["the run under way all the time"] : Array.Empty<string>(),
            .. growth > MostGrowth ? ["no growth of memory"] : Array.Empty<string>(),
        ];
        Console.WriteLine(missed.Length == 0 ? "Every target met." : $"Missed: {string.Join("; ", missed)}.");
        return missed.Length == 0 ? 0 : 1;
    }

    private async Task Timed(string path, long began, TimeSpan due, ConcurrentBag<(string, double, bool)> waits)
    {
        var ok = await Ask(path);
        waits.Add((path, (Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds, ok));
    }

    private async Task<bool> Ask(string path)
    {
        try
        {
            using var answer = await _readers.GetAsync(new Uri(path, UriKind.Relative));
            await answer.Content.CopyToAsync(Stream.Null);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task Watch(string run, int[] frames, int viewer, CancellationToken end)
    {
        try
        {
            using var answer = await _watchers.GetAsync(new Uri($"/runs/{run}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, end);
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(end));
            while (await reader.ReadLineAsync(end) is { } line)
            {
                frames[viewer] += line.StartsWith("data:", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or HttpRequestException)
        {
            // Whoever left early is counted by who is still there at the end.
        }
    }

    private double Mebibytes()
    {
        _server.Refresh();
        return _server.WorkingSet64 / (1024.0 * 1024);
    }

    private static string Kind(string path) => path == "/" ? "first page"
        : path.Split('/') is ["", "runs", _] ? "result page"
        : path[(path.LastIndexOf('/') + 1)..];

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Ceiling(share * (sorted.Length - 1))];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private sealed class All(IEnumerable<(string Path, double Milliseconds, bool Ok)> waits) : IGrouping<string, (string Path, double Milliseconds, bool Ok)>
    {
        public string Key => "**all**";

        public IEnumerator<(string Path, double Milliseconds, bool Ok)> GetEnumerator() => waits.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
