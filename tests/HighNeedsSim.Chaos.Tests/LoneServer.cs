using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>A single process, mostly over its own file as most people run it, asked as programs ask it.</summary>
internal sealed class LoneServer : IDisposable
{
    private readonly HttpClient _client;

    private LoneServer(ServerProcess process, Uri address) =>
        (Process, _client) = (process, new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) });

    /// <summary>The process.</summary>
    public ServerProcess Process { get; }

    /// <summary>Starts it over its own file.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="words">A program that prepares something and then becomes the server.</param>
    public static Task<LoneServer> Start(string data, params IReadOnlyList<string> words) => Start(words, new Dictionary<string, string>(), "--data", data);

    /// <summary>Starts it as the only silo of a cluster.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="database">The database of the cluster.</param>
    public static Task<LoneServer> OverPostgres(string data, string database) =>
        Start([], new Dictionary<string, string> { ["HNS_DATABASE"] = database }, "--data", data, "--silo-port", "0", "--gateway-port", "0");

    private static async Task<LoneServer> Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var process = ServerProcess.StartWithin(
            words, ServerProcess.Program, environment,
            ["--urls", "http://127.0.0.1:0", "--batch", ChaosCluster.Batch.ToString(CultureInfo.InvariantCulture), .. arguments]);
        try
        {
            return new(process, await process.Ready.WaitAsync(ChaosCluster.Limit));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Asks for a run; asking again with the same key asks for nothing new.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> Begin(string key, RunSpec spec)
    {
        using var answer = await Ask(key, spec);
        return await RunOf(answer.EnsureSuccessStatusCode());
    }

    /// <summary>The id of the run that an answer has accepted.</summary>
    public static async Task<string> RunOf(HttpResponseMessage accepted) =>
        (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;

    /// <summary>Asks for a run, and gives whatever is answered.</summary>
    public async Task<HttpResponseMessage> Ask(string key, RunSpec spec)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs")
        {
            Content = JsonContent.Create(new { scenario = ChaosCluster.Package.ScenarioId, replicates = spec.Replicates, seed = spec.Seed, variants = spec.Variants }),
            Headers = { { "Idempotency-Key", key } },
        };
        return await _client.SendAsync(request);
    }

    /// <summary>Where a run stands, in the word for programs.</summary>
    public async Task<string> State(string run) => (await Run(run)).GetProperty("state").GetString()!;

    /// <summary>How a run has ended, with the reason if it failed.</summary>
    public async Task<string> Ending(string run)
    {
        var ended = await Run(run);
        return $"{ended.GetProperty("state").GetString()} {ended.GetProperty("failure").GetString()}".Trim();
    }

    /// <summary>How much of a run is played, 0 to 1.</summary>
    public async Task<double> Done(string run) => (await Run(run)).GetProperty("progress").GetProperty("percent").GetDouble() / 100;

    /// <summary>The digest of a finished run.</summary>
    public async Task<string> Digest(string run) =>
        (await _client.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}/results.json")).GetProperty("digest").GetString()!;

    /// <summary>The status with which a page is answered.</summary>
    public async Task<int> Look(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }

    /// <summary>Asks for something new.</summary>
    /// <returns>The answer's status and text.</returns>
    public async Task<(int Status, string Said)> Post(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body),
            Headers = { { "Idempotency-Key", path } },
        };
        using var answer = await _client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        _client.Dispose();
        Process.Dispose();
    }

    private Task<JsonElement> Run(string run) => _client.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}");
}
