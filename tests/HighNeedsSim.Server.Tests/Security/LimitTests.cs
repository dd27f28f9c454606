using System.Net;
using HighNeedsSim.Server.Hosting;
using Microsoft.AspNetCore.Builder;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>How much anybody may ask of the server, and send to it.</summary>
[Tier("Fact")]
public sealed class LimitTests : IAsyncLifetime, IDisposable
{
    private const int Changes = 3;
    private const int KiB = 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("highneedssim-");
    private HttpClient _client = null!;
    private WebApplication? _app;

    public async Task InitializeAsync()
    {
        _app = Site.Build(["http://127.0.0.1:0"], Folders.Scenarios(AppContext.BaseDirectory)!, _folder.FullName, site: new(ChangesPerMinute: Changes, Watched: false));
        await _app.StartAsync();
        // It waits for the server's word before it sends what is too large.
        var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(2) };
        _client = new(handler) { BaseAddress = new(_app.Urls.Single()), Timeout = TimeSpan.FromMinutes(4) };
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        // Not disposed, for the same reason as RunningServer's.
        await _app!.StopAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Whoever_changes_too_much_in_a_minute_is_told_to_wait_and_may_still_read()
    {
        // A minute may end between two of them, so one more than fits into two.
        HttpResponseMessage? last = null;
        for (var n = 0; n <= 2 * Changes && last?.StatusCode != HttpStatusCode.TooManyRequests; n++)
        {
            last?.Dispose();
            last = await _client.DeleteAsync(new Uri("/api/v1/runs/none", UriKind.Relative));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
        Assert.Equal("application/problem+json", last.Content.Headers.ContentType?.MediaType);
        Assert.Equal("60", Assert.Single(last.Headers.GetValues("Retry-After")));
        last.Dispose();
        using var read = await _client.GetAsync(new Uri("/api/v1/runs", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/v1/runs", 65 * KiB, "application/json")]
    [InlineData("PUT", "/api/v1/scenarios/too-large", 21 * KiB * KiB, "application/zip")]
    public async Task A_request_with_more_than_its_limit_is_refused_before_it_is_read(string method, string path, int bytes, string type)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent(new byte[bytes]) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        request.Headers.Add("Idempotency-Key", "too-large");
        using var answer = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
