using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Cli;

/// <summary>A run as a server tells of it.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Scenario">Id of its scenario.</param>
/// <param name="State">queued, running, finished, failed or cancelled.</param>
/// <param name="Replicates">How many futures.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Progress">How far it is; null in lists.</param>
/// <param name="Failure">Why it failed; null for all others.</param>
internal sealed record RemoteRun(
    string Run, string Scenario, string State, int Replicates, DateTimeOffset Created, RemoteProgress? Progress, string? Failure)
{
    /// <summary>Whether it will not change any more.</summary>
    public bool HasEnded => State is "finished" or "failed" or "cancelled";
}

/// <summary>How far a run is.</summary>
/// <param name="Percent">0 to 100.</param>
/// <param name="ReplicatesDone">Futures finished in every variant.</param>
/// <param name="ElapsedSeconds">Time since it was asked for.</param>
/// <param name="LeftSeconds">Estimated time left; null while there is nothing to judge by.</param>
internal sealed record RemoteProgress(int Percent, int ReplicatesDone, double ElapsedSeconds, double? LeftSeconds);

/// <summary>Some runs, the newest first.</summary>
/// <param name="Runs">The runs.</param>
internal sealed record RemoteRuns(IReadOnlyList<RemoteRun> Runs);

/// <summary>What a server would not or could not do, in a sentence for whoever asked.</summary>
/// <param name="message">The sentence.</param>
/// <param name="exitCode">What the command ends with.</param>
internal sealed class RemoteException(string message, int exitCode) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>A running server, asked through <c>/api/v1</c>. What a broken line took is asked for again; a run is started once however often.</summary>
internal sealed class RemoteServer : IDisposable
{
    private const int Attempts = 30;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>A server sends something at least every 15 seconds while a run goes on.</summary>
    private static readonly TimeSpan SilentAtMost = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;

    private RemoteServer(HttpClient client) => _client = client;

    /// <summary>The options by which a command is told of a server.</summary>
    public static (Option<string> Server, Option<string> TokenFile) Options() => (
        new("--server") { Description = "Ask a running server instead of working here: its address, like http://127.0.0.1:5080.", HelpName = "URL" },
        new("--token-file") { Description = "A file with the token that the server knows you by, where people sign in.", HelpName = "FILE" });

    /// <summary>Finds a server and makes sure that it is one, and speaks our version.</summary>
    /// <exception cref="RemoteException">It is not there, or something else is.</exception>
    public static async Task<RemoteServer> Open(string address, string? tokenFile, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https") || at.PathAndQuery != "/")
        {
            throw new RemoteException($"--server {address} is no address: write one like http://127.0.0.1:5080.", Cli.ExitCode.Usage);
        }

        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = at, Timeout = Timeout.InfiniteTimeSpan };
        var server = new RemoteServer(client);
        try
        {
            if (tokenFile is not null)
            {
                client.DefaultRequestHeaders.Authorization = new("Bearer", await Token(tokenFile, at, cancel));
            }

            await server.MeetsUs(cancel);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Starts a run, once.</summary>
    public async Task<RemoteRun> Start(string scenario, int replicates, ulong seed, IReadOnlyList<string>? variants, CancellationToken cancel)
    {
        var key = Guid.NewGuid().ToString("N");
        using var answer = await Ask(
            () => new(HttpMethod.Post, "/api/v1/runs")
            {
                Content = JsonContent.Create(new { scenario, replicates, seed, variants }),
                Headers = { { "Idempotency-Key", key } },
            },
            Attempts, cancel);
        return (await answer.Content.ReadFromJsonAsync<RemoteRun>(JsonSerializerOptions.Web, cancel))!;
    }

    /// <summary>Follows a run to its end, over broken lines and restarts of the server.</summary>
    public async Task<RemoteRun> Follow(string run, IProgress<RunProgress> progress, CancellationToken cancel)
    {
        string? seen = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                silence.CancelAfter(SilentAtMost);
                using var request = new HttpRequestMessage(HttpMethod.Get, Path(run, "/events"));
                if (seen is not null)
                {
                    request.Headers.Add("Last-Event-ID", seen);
                }

                using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
                await Check(answer, cancel);
                await using var stream = await answer.Content.ReadAsStreamAsync(silence.Token);
                await foreach (var item in SseParser.Create(stream).EnumerateAsync(silence.Token))
                {
                    silence.CancelAfter(SilentAtMost);
                    attempt = 0;
                    if (item.EventType != "progress")
                    {
                        continue;
                    }

                    seen = item.EventId ?? seen;
                    var now = JsonSerializer.Deserialize<RemoteRun>(item.Data, JsonSerializerOptions.Web)!;
                    Report(now, progress);
                    if (now.HasEnded)
                    {
                        return await Get(run, cancel);
                    }
                }
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException || (broken is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // Asked again below, from where we were.
            }

            await Task.Delay(BetweenAttempts, TimeProvider.System, cancel);
        }

        throw new RemoteException($"the server at {_client.BaseAddress} does not answer any more. The run {run} may go on there: ask again with 'hns runs show {run}'.", Cli.ExitCode.Failure);
    }

    /// <summary>A run as it stands now.</summary>
    public async Task<RemoteRun> Get(string run, CancellationToken cancel) =>
        JsonSerializer.Deserialize<RemoteRun>(await Bytes(Path(run, ""), cancel), JsonSerializerOptions.Web)!;

    /// <summary>The newest runs.</summary>
    public async Task<RemoteRuns> List(int most, CancellationToken cancel) =>
        JsonSerializer.Deserialize<RemoteRuns>(await Bytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/api/v1/runs?limit={most}"), cancel), JsonSerializerOptions.Web)!;

    /// <summary>Stops a run for good.</summary>
    public async Task Stop(string run, CancellationToken cancel) => (await Ask(() => new(HttpMethod.Delete, Path(run, "")), Attempts, cancel)).Dispose();

    /// <summary>What an address of the server holds.</summary>
    public async Task<byte[]> Bytes(string path, CancellationToken cancel)
    {
        using var answer = await Ask(() => new(HttpMethod.Get, path), Attempts, cancel);
        return await answer.Content.ReadAsByteArrayAsync(cancel);
    }

    /// <summary>What a server has to work out first: asked again while it says that it is not ready.</summary>
    public async Task<byte[]> Worked(string path, CancellationToken cancel)
    {
        while (true)
        {
            using var answer = await Ask(() => new(HttpMethod.Get, path), Attempts, cancel);
            if (answer.StatusCode != HttpStatusCode.Accepted)
            {
                return await answer.Content.ReadAsByteArrayAsync(cancel);
            }

            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? BetweenAttempts, TimeProvider.System, cancel);
        }
    }

    /// <summary>Keeps what an address of the server holds in a file, however large it is.</summary>
    public async Task Save(string path, Stream file, CancellationToken cancel)
    {
        using var answer = await Ask(() => new(HttpMethod.Get, path), Attempts, cancel, HttpCompletionOption.ResponseHeadersRead);
        try
        {
            await answer.Content.CopyToAsync(file, cancel);
        }
        catch (HttpRequestException broken)
        {
            throw new RemoteException($"the line to {_client.BaseAddress} broke while a file came: ask again. ({broken.Message})", Cli.ExitCode.Failure);
        }
    }

    /// <summary>The address of a run, or of a part of it.</summary>
    public static string Path(string run, string part) => $"/api/v1/runs/{Uri.EscapeDataString(run)}{part}";

    private static void Report(RemoteRun run, IProgress<RunProgress> progress)
    {
        if (run.Progress is { } now)
        {
            progress.Report(new(
                now.ReplicatesDone, run.Replicates, now.Percent, 100, TimeSpan.FromSeconds(now.ElapsedSeconds),
                now.LeftSeconds is { } left ? TimeSpan.FromSeconds(left) : null));
        }
    }

    private static async Task<string> Token(string file, Uri at, CancellationToken cancel)
    {
        if (at.Scheme != Uri.UriSchemeHttps && !at.IsLoopback)
        {
            throw new RemoteException($"a token would be readable on the way to {at}: use https.", Cli.ExitCode.Usage);
        }

        try
        {
            return (await File.ReadAllTextAsync(file, cancel)).Trim();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new RemoteException($"--token-file {file} cannot be read: check its name and that you may open it.", Cli.ExitCode.Usage);
        }
    }

    // Its own description is the one address that says what somebody is, and needs no token.
    private async Task MeetsUs(CancellationToken cancel)
    {
        try
        {
            using var answer = await Ask(() => new(HttpMethod.Get, "/api/v1/openapi.json"), attempts: 1, cancel);
            var info = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("info");
            if (info.GetProperty("title").GetString() == "HighNeedsSim" && info.GetProperty("version").GetString() == "v1")
            {
                return;
            }
        }
        catch (Exception wrong) when (wrong is RemoteException { ExitCode: Cli.ExitCode.NotFound } or JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            // Told below.
        }

        throw new RemoteException($"what answers at {_client.BaseAddress} is not a HighNeedsSim that speaks version 1 of its API: check the address, or use an hns of its version.", Cli.ExitCode.Failure);
    }

    private async Task<HttpResponseMessage> Ask(Func<HttpRequestMessage> make, int attempts, CancellationToken cancel, HttpCompletionOption whole = HttpCompletionOption.ResponseContentRead)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(Patience);
                using var request = make();
                var answer = await _client.SendAsync(request, whole, limit.Token);
                await Check(answer, cancel);
                return answer;
            }
            catch (Exception broken) when (broken is HttpRequestException || (broken is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                if (attempt >= attempts)
                {
                    throw new RemoteException($"nothing answers at {_client.BaseAddress}: is the server running, and is the address right? ({broken.Message})", Cli.ExitCode.Failure);
                }
            }

            await Task.Delay(BetweenAttempts, TimeProvider.System, cancel);
        }
    }

    private static async Task Check(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var said = new StringBuilder();
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
            said.Append(problem.GetProperty("detail").GetString());
            if (problem.TryGetProperty("errors", out var errors))
            {
                foreach (var (name, message) in errors.EnumerateObject().SelectMany(field => field.Value.EnumerateArray().Select(message => (field.Name, message.GetString()))))
                {
                    said.Append('\n').Append(name).Append(": ").Append(message);
                }
            }
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            said.Clear().Append($"the server answered {(int)answer.StatusCode}.");
        }

        var status = answer.StatusCode;
        answer.Dispose();
        throw status switch
        {
            HttpStatusCode.Unauthorized => new RemoteException("the server asks who you are: name a file with a token that is good there with --token-file (docs/sign-in.md).", Cli.ExitCode.Failure),
            HttpStatusCode.Forbidden => new RemoteException("your token's role does not allow this.", Cli.ExitCode.Failure),
            HttpStatusCode.NotFound => new RemoteException(said.ToString(), Cli.ExitCode.NotFound),
            HttpStatusCode.UnprocessableEntity => new RemoteException(said.ToString(), Cli.ExitCode.Invalid),
            HttpStatusCode.BadRequest => new RemoteException(said.ToString(), Cli.ExitCode.Usage),
            _ => new RemoteException(said.ToString(), Cli.ExitCode.Failure),
        };
    }
}
