using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HighNeedsSim.Server.Hosting;
using Microsoft.AspNetCore.Builder;

namespace HighNeedsSim.Server.Tests;

/// <summary>
/// The real server on a real port, its runs in a folder of its own, and somebody who visits it without JavaScript. One for
/// all tests of a collection: a run that one of them finished serves the others too.
/// </summary>
public sealed class RunningServer : IAsyncLifetime
{
    public const string Small = "kent-small";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("highneedssim-");
    private readonly HtmlParser _parser = new();
    private WebApplication? _app;
    private string? _finished;

    /// <summary>A browser without JavaScript: it keeps cookies and does not follow redirects by itself.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>What the server is made of.</summary>
    public IServiceProvider Services => _app!.Services;

    public async Task InitializeAsync()
    {
        var scenarios = Folders.Scenarios(AppContext.BaseDirectory) ?? throw new InvalidOperationException("The repository's scenarios are not there.");
        // Small worlds, so that a run has something to show soon on a busy machine too.
        _app = Site.Build(["http://127.0.0.1:0"], scenarios, _data.FullName, new ServerOptions(Batch: 16));
        await _app.StartAsync();
        Client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(_app.Urls.Single()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Stop();
        _data.Delete(recursive: true);
    }

    public async Task Stop()
    {
        if (_app is { } app)
        {
            _app = null;
            // Stopped and not disposed: meters belong to the process, and disposing of one server's would silence the others'.
            await app.StopAsync();
        }
    }

    public async Task<IDocument> Page(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await Read(answer);
    }

    public async Task<IDocument> Read(HttpResponseMessage answer) => await _parser.ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    /// <summary>Fills in a scenario's form as it comes, with these changes, and sends it.</summary>
    public async Task<HttpResponseMessage> Send(string scenario, params (string Field, string Value)[] changes)
    {
        var page = await Page($"/?scenario={scenario}");
        var fields = page.QuerySelectorAll("form input")
            .Where(i => i.GetAttribute("type") != "checkbox" || i.HasAttribute("checked"))
            .Select(i => (Field: i.GetAttribute("name")!, Value: i.GetAttribute("value") ?? ""))
            .Where(f => changes.All(c => c.Field != f.Field))
            .Concat(changes)
            .Select(f => KeyValuePair.Create(f.Field, f.Value));
        using var form = new FormUrlEncodedContent(fields);
        return await Client.PostAsync(new Uri("/", UriKind.Relative), form);
    }

    /// <summary>Presses the button of a form as it stands on a page.</summary>
    public async Task<HttpResponseMessage> Press(IDocument page, string form, params (string Field, string Value)[] changes)
    {
        var element = page.QuerySelector(form) ?? throw new InvalidOperationException($"No {form} on '{page.Title}'.");
        var fields = element.QuerySelectorAll("input, textarea, select")
            .Where(i => i.GetAttribute("type") is not ("checkbox" or "radio") || i.HasAttribute("checked"))
            .Where(i => i.GetAttribute("type") != "file" && i.HasAttribute("name"))
            .Select(i => (Field: i.GetAttribute("name")!, Value: i.LocalName == "textarea" ? i.TextContent : i.GetAttribute("value") ?? ""))
            .Where(f => changes.All(c => c.Field != f.Field))
            .Concat(changes)
            .Select(f => KeyValuePair.Create(f.Field, f.Value));
        using var content = new FormUrlEncodedContent(fields);
        return await Client.PostAsync(new Uri(element.GetAttribute("action")!, UriKind.Relative), content);
    }

    /// <summary>Starts a run and gives its path.</summary>
    public async Task<string> Start(string scenario, int replicates)
    {
        using var answer = await Send(scenario, ("Form.Replicates", replicates.ToString(CultureInfo.InvariantCulture)));
        return answer.Headers.Location?.ToString()
            ?? throw new InvalidOperationException($"{(int)answer.StatusCode}: {(await Read(answer)).QuerySelector("main")?.TextContent}");
    }

    /// <summary>The path of a small run that has finished. Tests of a collection come one after another.</summary>
    public async Task<string> Finished() => _finished ??= await Finished(seed: 1);

    /// <summary>The path of another one, which has finished too.</summary>
    public async Task<string> Finished(int seed)
    {
        using var answer = await Send(Small, ("Form.Replicates", "8"), ("Form.Seed", seed.ToString(CultureInfo.InvariantCulture)));
        var path = answer.Headers.Location!.ToString();
        // The stream ends when the run does.
        await Client.GetStringAsync(new Uri($"{path}/events", UriKind.Relative));
        return path;
    }
}

[CollectionDefinition(nameof(RunningServer))]
public sealed class RunningServerTests : ICollectionFixture<RunningServer>;
