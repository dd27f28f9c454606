using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HighNeedsSim.Server.Tests.Api;

/// <summary>The API as a program meets it.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class ApiTests(RunningServer server)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    [Fact]
    public async Task A_run_is_started_once_however_often_it_is_asked_for_with_the_same_key()
    {
        var key = Guid.NewGuid().ToString("N");
        using var first = await Start(key, replicates: 8);
        using var again = await Start(key, replicates: 8);
        using var other = await Start(key, replicates: 9);

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.NotNull(first.Headers.RetryAfter);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        await IsProblem(other, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_result_has_every_form_an_entity_tag_and_the_same_numbers()
    {
        var run = (await server.Finished()).Split('/')[^1];
        using var json = await Get($"/api/v1/runs/{run}/results.json");
        using var csv = await Get($"/api/v1/runs/{run}/results.csv");
        using var accepted = await Get($"/api/v1/runs/{run}/results", accept: "text/csv");
        using var unchanged = await Get($"/api/v1/runs/{run}/results.json", etag: json.Headers.ETag);
        using var unknown = await Get($"/api/v1/runs/{run}/results", accept: "image/png");

        Assert.Equal("hn.run/1", (await Document(json)).GetProperty("schema").GetString());
        Assert.Contains("immutable", json.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(await csv.Content.ReadAsByteArrayAsync(), await accepted.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        await IsProblem(unknown, HttpStatusCode.NotAcceptable);
    }

    [Fact]
    public async Task A_run_under_way_can_be_followed_and_stopped_and_has_no_result_yet()
    {
        using var started = await Start(Guid.NewGuid().ToString("N"), replicates: 20_000);
        var run = started.Headers.Location!.ToString();
        using var early = await Get($"{run}/results");
        using var stopped = await server.Client.DeleteAsync(new Uri(run, UriKind.Relative));
        using var now = await Get(run);

        await IsProblem(early, HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.NoContent, stopped.StatusCode);
        Assert.Equal("cancelled", (await Document(now)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{\"scenario\":\"atlantis\"}", HttpStatusCode.NotFound)]
    [InlineData("{\"scenario\":\"kent-small\",\"replicates\":0}", HttpStatusCode.BadRequest)]
    [InlineData("{\"scenario\":\"kent-small\",\"replicates\":\"many\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"scenario\":\"kent-small\",\"variants\":[\"unmitigated\",\"wishes\"]}", HttpStatusCode.BadRequest)]
    [InlineData("{\"replicates\":10}", HttpStatusCode.BadRequest)]
    public async Task A_request_that_cannot_be_met_is_told_why(string body, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await server.Client.SendAsync(request);

        await IsProblem(answer, status);
    }

    [Fact]
    public async Task Runs_come_page_by_page_in_a_stable_order()
    {
        await server.Finished();
        await server.Finished(seed: 2);
        using var first = await Get("/api/v1/runs?limit=1");
        var page = await Document(first);
        using var second = await Get(page.GetProperty("next").GetString()!);
        using var wrong = await Get("/api/v1/runs?limit=201");

        Assert.Contains("rel=\"next\"", first.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.NotEqual(
            page.GetProperty("runs")[0].GetProperty("run").GetString(),
            (await Document(second)).GetProperty("runs")[0].GetProperty("run").GetString());
        await IsProblem(wrong, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_scenario_goes_out_as_files_comes_back_under_another_name_and_is_not_overwritten_unseen()
    {
        using var files = await Get("/api/v1/scenarios/kent-small/files.zip");
        var id = $"copy-{Guid.NewGuid():N}"[..20];
        var zip = Renamed(await files.Content.ReadAsByteArrayAsync(), "kent-small", id);

        using var blind = await Put(id, zip);
        using var made = await Put(id, zip, ifNoneMatch: true);
        using var twice = await Put(id, zip, ifNoneMatch: true);
        using var stale = await Put(id, zip, ifMatch: "\"0000\"");
        using var replaced = await Put(id, zip, ifMatch: made.Headers.ETag!.ToString());
        using var given = await Put("kent-small", zip, ifNoneMatch: true);

        Assert.Equal(428, (int)blind.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, made.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, twice.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, replaced.StatusCode);
        await IsProblem(given, HttpStatusCode.Forbidden);
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "not a zip", "PK?"u8.ToArray() },
        { "a name that climbs out", Zip(("../../evil.yaml", "x"u8.ToArray())) },
        { "an absolute name", Zip(("/etc/evil", "x"u8.ToArray())) },
        { "a bomb", Zip(("x/scenario.yaml", new byte[40_000_000])) },
        { "YAML aliases", Zip(("x/scenario.yaml", Encoding.UTF8.GetBytes("a: &a [x,x]\nb: [*a,*a]\n"))) },
        { "too many files", Zip([.. Enumerable.Range(0, 1_500).Select(n => ($"x/data/{n}.csv", "a"u8.ToArray()))]) },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_upload_is_refused_in_words(string what, byte[] zip)
    {
        using var answer = await Put($"hostile-{Guid.NewGuid():N}"[..20], zip, ifNoneMatch: true);

        Assert.True((int)answer.StatusCode is 413 or 422, $"{what}: {(int)answer.StatusCode}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Who_started_what_is_written_down()
    {
        using var started = await Start(Guid.NewGuid().ToString("N"), replicates: 8);
        var run = started.Headers.Location!.ToString().Split('/')[^1];
        using var stopped = await server.Client.DeleteAsync(new Uri($"/api/v1/runs/{run}", UriKind.Relative));

        var page = await server.Page("/audit");

        foreach (var method in new[] { "POST", "DELETE" })
        {
            Assert.Contains(page.QuerySelectorAll("tbody tr"), row => row.TextContent.Contains(run, StringComparison.Ordinal)
                && row.TextContent.Contains(method, StringComparison.Ordinal)
                && row.TextContent.Contains("user of this machine", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_description_of_the_API_is_the_one_in_the_repository()
    {
        using var answer = await Get("/api/v1/openapi.json");
        var text = JsonSerializer.Serialize(await Document(answer), Indented) + "\n";

        Written.InFile("docs/openapi.json", text);
        Assert.StartsWith("3.1", JsonDocument.Parse(text).RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Start(string key, int replicates)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs")
        {
            Content = JsonContent.Create(new { scenario = RunningServer.Small, replicates }),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await server.Client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Get(string path, string? accept = null, EntityTagHeaderValue? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (etag is not null)
        {
            request.Headers.IfNoneMatch.Add(etag);
        }

        return await server.Client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Put(string id, byte[] zip, bool ifNoneMatch = false, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/scenarios/{id}") { Content = new ByteArrayContent(zip) };
        request.Content.Headers.ContentType = new("application/zip");
        if (ifNoneMatch)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await server.Client.SendAsync(request);
    }

    private static async Task<JsonElement> Document(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private static async Task IsProblem(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await Document(answer);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.StartsWith("/problems", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    private static byte[] Renamed(byte[] zip, string from, string to)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return Zip([.. archive.Entries.Where(e => e.Name.Length > 0).Select(entry =>
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var content = entry.Name == "scenario.yaml"
                ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.ToArray()).Replace($"id: {from}", $"id: {to}", StringComparison.Ordinal))
                : bytes.ToArray();
            return (entry.FullName.Replace($"{from}/", $"{to}/", StringComparison.Ordinal), content);
        })]);
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
