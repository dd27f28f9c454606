using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace HighNeedsSim.Browser.Tests;

/// <summary>
/// The real server on a free port of this machine, with a scenario made on it and two finished runs; and one browser. Both serve all tests, and each test
/// visits in a context of its own.
/// </summary>
public sealed class LiveSite : IAsyncLifetime
{
    /// <summary>A scenario that came with the server.</summary>
    public const string Small = "kent-small";

    /// <summary>A copy of it that was made on the server, so that it may be changed.</summary>
    public const string Own = "kent-small-copy";

    /// <summary>A figure of both that a question page asks for.</summary>
    public const string Figure = "requests.in-base-year";

    /// <summary>A mitigation of both.</summary>
    public const string Mitigation = "M1";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("highneedssim-");
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A finished run.</summary>
    public string First { get; private set; } = "";

    /// <summary>Another one, of the copy, with the same seed: the two can be compared.</summary>
    public string Second { get; private set; } = "";

    /// <summary>A program that talks to the server.</summary>
    public HttpClient Programs { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Chromium.Program is not { } program)
        {
            return;
        }

        var scenarios = Folders.Scenarios(AppContext.BaseDirectory) ?? throw new InvalidOperationException("The repository's scenarios are not there.");
        var own = new OwnScenarios(scenarios, Path.Combine(_data.FullName, "scenarios"));
        own.Prepare();
        Assert.Null(own.Copy(ScenarioPackage.FromFolder(Path.Combine(scenarios, Small)).Package!, Own, "Kent, small, a copy"));
        // Small worlds, so that a run has something to show soon on a busy machine too.
        _app = Site.Build(["http://127.0.0.1:0"], scenarios, _data.FullName, new ServerOptions(Batch: 16));
        await _app.StartAsync();
        Address = new(_app.Urls.Single());
        Programs = new() { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(4) };

        First = await Finished(await Start(Small, replicates: 16));
        Second = await Finished(await Start(Own, replicates: 16));

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Timeout = 120_000 });
    }

    public async Task DisposeAsync()
    {
        Programs?.Dispose();
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
        }

        _data.Delete(recursive: true);
    }

    /// <summary>Begins a visit.</summary>
    internal Task<Visit> Visit(bool javaScript = true, (int Width, int Height)? screen = null) => Tests.Visit.Begin(_browser!, Address, javaScript, screen);

    /// <summary>Begins a visit of another site, by somebody who has signed in there.</summary>
    internal async Task<Visit> Visit(Uri elsewhere, (string Name, string Value) session)
    {
        var visit = await Tests.Visit.Begin(_browser!, elsewhere);
        await visit.Page.Context.AddCookiesAsync([new() { Name = session.Name, Value = session.Value, Url = elsewhere.ToString() }]);
        return visit;
    }

    /// <summary>Starts a run as a program does.</summary>
    public async Task<string> Start(string scenario, int replicates)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = JsonContent.Create(new { scenario, replicates, seed = 1 }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await Programs.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;
    }

    /// <summary>Waits for the end of a run: its stream ends when it does.</summary>
    public async Task<string> Finished(string run)
    {
        await Programs.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/api/v1/runs/{run}/events"), UriKind.Relative));
        var now = await Programs.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/runs/{run}", UriKind.Relative));
        return now.GetProperty("state").GetString() == "finished" ? run : throw new InvalidOperationException($"The run is {now.GetProperty("state")}: {now.GetProperty("failure")}");
    }
}

[CollectionDefinition(nameof(LiveSite))]
public sealed class LiveSiteTests : ICollectionFixture<LiveSite>;
