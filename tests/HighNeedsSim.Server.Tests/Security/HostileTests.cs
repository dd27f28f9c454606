using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Builder;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>Whatever somebody puts into an address or sends to it, the server answers in words: nothing is its own failure.</summary>
[Tier("Files")]
public sealed partial class HostileTests : IAsyncLifetime, IDisposable
{
    private const string Own = "hostile-copy";

    private static readonly string[] Values =
    [
        "", " ", "null", "NaN", "-1", "1e308", "1,000", "99999999999999999999", "0x1F", "2023-13", "2023-02-29", "9999-99", "0001-01-01", "../../etc/passwd", "..%2F..%2Fetc%2Fpasswd",
        "<script>alert(1)</script>", "' OR 1=1 --", "=cmd|' /C calc'!A0", "%00", "\u202E", "🧒", "%", "{0}", new string('9', 400), new string('a', 1_500), "a,b;c", "M1", "__proto__",
    ];

    private static readonly string[] Fields =
    [
        "target", "variant", "from", "to", "goal", "below", "year", "futures", "future", "line", "set", "on", "show", "start", "ramp", "fewer-requests.p10", "cost.p50",
        "owner", "tag", "state", "of", "limit", "after", "scenario", "file",
    ];

    private static readonly byte[][] Bodies =
    [
        [], .. new[]
        {
            "null", "[]", "{}", "{", "1", "\"a\"", "true", "NaN", "{\"a\":", "[[[[", "{\"scenario\":null}", "{\"scenario\":1,\"replicates\":\"many\",\"seed\":-1}",
            "{\"scenario\":\"kent-small\",\"replicates\":1e308,\"seed\":1}", "{\"scenario\":\"kent-small\",\"replicates\":-2147483648,\"seed\":18446744073709551616}",
            "{\"scenario\":\"kent-small\",\"replicates\":1,\"seed\":1,\"variants\":[null]}", "{\"scenario\":\"kent-small\",\"variants\":{\"a\":1}}", "{\"scenario\":\"../../etc\",\"replicates\":1}",
            "{\"p50\":1e400}", "{\"p10\":0.5,\"p50\":0.1,\"rationale\":\"\\u0000\"}", "{\"effects\":{\"\":null}}", "{\"effects\":{\"fewer-requests\":{\"p10\":-1e28,\"p50\":7.9e28,\"p90\":null}},\"rationale\":\"r\",\"confidence\":\"x\"}",
            "{\"effects\":null,\"on\":[null],\"start\":\"9999-99\",\"rampMonths\":-1,\"rationale\":\"r\"}", "{\"id\":\"..\",\"title\":\"\\n\"}", "{\"id\":\"con\",\"title\":null}", "{\"tag\":\"\\ud800\"}", "{\"checkedAgainst\":\"\\u202e\"}",
            "{\"id\":\"a\",\"id\":\"b\",\"title\":\"twice\"}", new string('[', 20_000), "{\"a\":" + new string('9', 20_000) + "}", "PK\u0003\u0004",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE, 0x7B, 0x00], [0xC0, 0x80], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("highneedssim-");
    private HttpClient _client = null!;
    private WebApplication? _app;
    private string _run = "";

    public async Task InitializeAsync()
    {
        _app = Site.Build(["http://127.0.0.1:0"], Folders.Scenarios(AppContext.BaseDirectory)!, _folder.FullName, site: new(ChangesPerMinute: 1_000_000, Watched: false));
        await _app.StartAsync();
        _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(_app.Urls.Single()), Timeout = TimeSpan.FromMinutes(4) };
        using var copy = await _client.PostAsJsonAsync(At("/api/v1/scenarios/kent-small/copies"), new { id = Own, title = "A copy" });
        using var start = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = JsonContent.Create(new { scenario = "kent-small", replicates = 2, seed = 1 }) };
        start.Headers.Add("Idempotency-Key", "hostile");
        using var started = await _client.SendAsync(start);
        _run = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;
        await _client.GetStringAsync(At($"/api/v1/runs/{_run}/events"));
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        // Not disposed, for the same reason as RunningServer's.
        await _app!.StopAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task No_address_whatever_stands_in_it_is_the_server_s_own_failure()
    {
        var wrong = new List<string>();
        // Streams do not end, and what is for metrics is not there.
        var routes = Access.Rules.Where(r => r.Method == "GET" && !r.Route.EndsWith("events", StringComparison.Ordinal) && r.Route is not ("metrics" or "error")).ToList();
        for (var r = 0; r < routes.Count; r++)
        {
            var parameters = Parameter().Count(routes[r].Route);
            // Each place once, with a value that another route does not get in the same place; and all fields of a query at once.
            for (var place = 0; place <= parameters; place++)
            {
                foreach (var value in new[] { Values[(r + place) % Values.Length], Values[((7 * r) + (3 * place) + 1) % Values.Length] })
                {
                    var n = 0;
                    var path = Parameter().Replace(routes[r].Route, found => n++ == place ? Part(value) : Sound(routes[r].Route, found.Groups[1].Value));
                    var query = place < parameters ? "" : "?" + string.Join('&', Fields.Take(value.Length > 100 ? 1 : Fields.Length).Select(field => $"{field}={Uri.EscapeDataString(value)}"));
                    await Ask(HttpMethod.Get, $"/{path}{query}", null, wrong);
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task No_body_whatever_is_in_it_is_the_server_s_own_failure()
    {
        var wrong = new List<string>();
        foreach (var rule in Access.Rules.Where(r => r.Method is "POST" or "PUT" && r.Route.StartsWith("api/", StringComparison.Ordinal)))
        {
            var path = "/" + Parameter().Replace(rule.Route, found => Sound(rule.Route, found.Groups[1].Value));
            foreach (var body in Bodies)
            {
                await Ask(new(rule.Method), path, body, wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task Ask(HttpMethod method, string path, byte[]? body, List<string> wrong)
    {
        using var request = new HttpRequestMessage(method, At(path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(path.EndsWith($"/{Own}", StringComparison.Ordinal) ? "application/zip" : "application/json");
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        using var answer = await _client.SendAsync(request);
        if ((int)answer.StatusCode >= 500)
        {
            wrong.Add($"{(int)answer.StatusCode} {method} {path} {(body is null ? "" : Encoding.UTF8.GetString(body)[..Math.Min(80, body.Length)])}");
        }
        else if (body is not null && answer.StatusCode >= HttpStatusCode.BadRequest && answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            wrong.Add($"no problem document: {(int)answer.StatusCode} {method} {path}");
        }
    }

    private string Sound(string route, string parameter) => parameter switch
    {
        "scenario" => Own,
        "id" or "other" when route.Contains("scenarios/", StringComparison.Ordinal) => Own,
        "run" or "earlier" or "id" or "other" => _run,
        "code" => "M1",
        "assumption" or "figure" => "requests.growth",
        "section" => "deficit",
        "documentName" => "v1",
        _ => "none",
    };

    // As a browser would send it: a place in a path is never empty.
    private static string Part(string value) => value.Length == 0 ? "-" : value.Contains('%', StringComparison.Ordinal) ? value.Replace("%00", "%01", StringComparison.Ordinal) : Uri.EscapeDataString(value);

    private static Uri At(string path) => new(path, UriKind.Relative);

    [GeneratedRegex(@"\{(\w+)\??\}")]
    private static partial Regex Parameter();
}
