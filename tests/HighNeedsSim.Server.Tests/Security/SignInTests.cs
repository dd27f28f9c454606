using System.Net;
using System.Text.Json;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>A server that asks people to sign in, and one that refuses to be reached without.</summary>
[Tier("Fact")]
public sealed class SignInTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("highneedssim-");
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private WebApplication? _app;

    public async Task InitializeAsync()
    {
        var (settings, problems) = SignInSettings.Read(Write(Settings()));
        Assert.Empty(problems);
        var scenarios = Folders.Scenarios(AppContext.BaseDirectory)!;
        _app = Site.Build(["http://127.0.0.1:0"], scenarios, _folder.FullName, site: new(settings, Watched: false));
        await _app.StartAsync();
        _client.BaseAddress = new(_app.Urls.Single());
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        // Not disposed, for the same reason as RunningServer's.
        await _app!.StopAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/api/v1/runs")]
    [InlineData("/api/v1/scenarios")]
    [InlineData("/api/v1/runs/some/results.csv")]
    public async Task A_program_that_nobody_signed_in_is_told_so_in_a_problem_document(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("POST", "/api/v1/runs")]
    [InlineData("DELETE", "/api/v1/runs/some")]
    [InlineData("PUT", "/api/v1/scenarios/some")]
    public async Task Nobody_changes_anything_without_signing_in(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var answer = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/glossary")]
    [InlineData("/accessibility")]
    [InlineData("/health/live")]
    public async Task What_is_the_same_for_everybody_needs_no_sign_in(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void Prometheus_on_this_machine_reads_metrics_without_signing_in_and_nobody_elsewhere_does()
    {
        var own = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        var proxied = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback }, Request = { Headers = { ["X-Forwarded-For"] = "203.0.113.9" } } };
        var elsewhere = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.9") } };

        Assert.True(Access.Allows(Need.Watch, own));
        Assert.False(Access.Allows(Need.Watch, proxied));
        Assert.False(Access.Allows(Need.Watch, elsewhere));
        Assert.False(Access.Allows(Need.Read, own));
    }

    [Fact]
    public void Every_mistake_of_the_settings_is_told_at_once_and_the_secret_is_in_none()
    {
        var settings = Settings();
        settings["authority"] = "http://elsewhere.example";
        settings["hosts"] = new[] { "*" };
        settings["proxies"] = new[] { "proxy" };
        settings["roles"] = new Dictionary<string, string[]> { ["king"] = ["all"] };

        var (read, problems) = SignInSettings.Read(Write(settings));

        Assert.Null(read);
        Assert.Equal(4, problems.Count);
        Assert.DoesNotContain(problems, p => p.Contains("known-to-us", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://192.0.2.7:5080")]
    [InlineData("http://*:5080")]
    public void Without_sign_in_no_address_but_this_machine_s_own_is_listened_on(string url)
    {
        var (options, refusal) = ServerOptions.Read(["--urls", url]);

        Assert.Null(options);
        Assert.NotNull(refusal);
    }

    private Dictionary<string, object> Settings()
    {
        var secret = Path.Combine(_folder.FullName, "secret");
        File.WriteAllText(secret, "known-to-us\n");
        return new()
        {
            // Nobody listens there: a page would be refused on the way, and nothing is served instead.
            ["authority"] = "http://127.0.0.1:9/",
            ["clientId"] = "highneedssim",
            ["clientSecretFile"] = secret,
            ["roleClaim"] = "groups",
            ["roles"] = new Dictionary<string, string[]> { ["viewer"] = ["members"], ["analyst"] = ["finance"] },
            ["hosts"] = new[] { "127.0.0.1" },
        };
    }

    private string Write(Dictionary<string, object> settings)
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(settings));
        return file;
    }
}
