using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HighNeedsSim.Server.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Api;

/// <summary>What pages do beside launching and reading runs, done by a program.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class ApiDeskTests(RunningServer server)
{
    [Fact]
    public async Task Where_a_scenario_starts_is_the_table_of_its_page()
    {
        var table = await server.Client.GetFromJsonAsync<JsonElement>(At($"/scenarios/{RunningServer.Small}/baseline"));
        var page = await server.Page($"/scenarios/{RunningServer.Small}/baseline");

        Assert.Equal(
            page.QuerySelectorAll("main table").First(t => t.QuerySelector("caption")!.TextContent.Trim() == table.GetProperty("caption").GetString())
                .QuerySelectorAll("tbody tr").Select(row => string.Join('|', row.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim()))),
            table.GetProperty("rows").EnumerateArray().Select(row => string.Join('|', row.EnumerateArray().Select(cell => cell.GetString()))));
    }

    [Fact]
    public async Task What_changed_since_an_earlier_forecast_is_taken_away_by_a_program_too()
    {
        string[] runs = [.. new[] { await server.Finished(), await server.Finished(seed: 1) }.Select(path => path.Split('/')[^1])];
        foreach (var file in new[] { "comparison.docx", "comparison.xlsx", "comparison.zip" })
        {
            Assert.Equal(
                await server.Client.GetByteArrayAsync(new Uri($"/runs/{runs[1]}/since/{runs[0]}/{file}", UriKind.Relative)),
                await server.Client.GetByteArrayAsync(At($"/runs/{runs[1]}/since/{runs[0]}/files/{file}")));
        }

        using var unknown = await server.Client.GetAsync(At($"/runs/{runs[0]}/since/none/files/comparison.zip"));
        await Problem(unknown, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_scenario_is_copied_changed_compared_and_signed_off()
    {
        var copy = $"copy-{Guid.NewGuid():N}"[..20];
        using var made = await server.Client.PostAsJsonAsync(At($"/scenarios/{RunningServer.Small}/copies"), new { id = copy, title = "A copy" });
        using var twice = await server.Client.PostAsJsonAsync(At($"/scenarios/{RunningServer.Small}/copies"), new { id = copy, title = "" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(["title", "id"], (await Problem(twice, HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().Select(e => e.Name));

        var figure = new { p10 = 0.02, p50 = 0.05, p90 = 0.09, source = "estimate", confidence = "low", rationale = "Fewer asked this spring." };
        using var unseen = await Send(HttpMethod.Put, $"/scenarios/{copy}/figures/requests.growth", null, figure);
        using var given = await Send(HttpMethod.Put, $"/scenarios/{RunningServer.Small}/figures/requests.growth", Tag(RunningServer.Small), figure);
        using var unknown = await Send(HttpMethod.Put, $"/scenarios/{copy}/figures/requests.luck", Tag(copy), figure);
        using var known = await Send(HttpMethod.Put, $"/scenarios/{copy}/figures/requests.growth", Tag(copy), new { value = 0.05, rationale = "It is an uncertain figure." });
        using var done = await Send(HttpMethod.Put, $"/scenarios/{copy}/figures/requests.growth", Tag(copy), figure);
        Assert.Equal(428, (int)unseen.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, given.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, known.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);

        var differences = await server.Client.GetFromJsonAsync<JsonElement>(At($"/scenarios/{RunningServer.Small}/compare/{copy}"));
        Assert.Contains(differences.GetProperty("changes").EnumerateArray(), change => change.GetString()!.Contains("0.05 (0.02 to 0.09)", StringComparison.Ordinal));

        using var blank = await Send(HttpMethod.Post, $"/scenarios/{copy}/sign-offs", Tag(copy), new { checkedAgainst = " " });
        using var signed = await Send(HttpMethod.Post, $"/scenarios/{copy}/sign-offs", Tag(copy), new { checkedAgainst = "SEN2 2023" });
        Assert.Equal(HttpStatusCode.BadRequest, blank.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, signed.StatusCode);
        var signatures = await server.Client.GetFromJsonAsync<JsonElement>(At($"/scenarios/{copy}/sign-offs"));
        Assert.Equal("SEN2 2023", Assert.Single(signatures.GetProperty("signOffs").EnumerateArray()).GetProperty("checkedAgainst").GetString());

        var audit = await server.Client.GetFromJsonAsync<JsonElement>(At("/audit"));
        Assert.Contains(audit.GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("reason").GetString() == "requests.growth: Fewer asked this spring.");
    }

    [Fact]
    public async Task The_answer_in_short_says_what_the_first_screen_says()
    {
        var run = await server.Finished();
        var headline = await server.Client.GetFromJsonAsync<JsonElement>(At($"{run}/headline?target=37.5"));
        var page = await server.Page($"{run}?target=37.5");
        using var wrong = await server.Client.GetAsync(At($"{run}/headline?target=lots"));

        var rows = page.QuerySelectorAll(".app-headline tbody tr").Select(row => row.Children.Select(cell => cell.TextContent.Trim()).ToArray()).ToArray();
        Assert.Equal(rows, headline.GetProperty("rows").EnumerateArray().Select(row =>
            row.GetProperty("answers").EnumerateArray().Select(a => a.GetString()!).Prepend(row.GetProperty("question").GetString()!).ToArray()).ToArray());
        Assert.Equal(
            page.QuerySelectorAll("section[aria-labelledby='right'] li").SkipLast(1).Select(l => l.TextContent.Trim()),
            headline.GetProperty("rightLastTime").EnumerateArray().Select(s => s.GetString()!));
        await Problem(wrong, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_files_of_a_run_are_those_of_its_page()
    {
        var run = await server.Finished();
        foreach (var (name, type, _) in PaperRoutes.Downloads)
        {
            using var answer = await server.Client.GetAsync(At($"{run}/files/{name}"));
            Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        }
    }

    private static Uri At(string path) => new($"/api/v1{path}", UriKind.Relative);

    private string Tag(string scenario) => $"\"{server.Services.GetRequiredService<ScenarioShelf>().Open(scenario)!.Package!.Hash}\"";

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? match, object body)
    {
        using var request = new HttpRequestMessage(method, At(path)) { Content = JsonContent.Create(body) };
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        return await server.Client.SendAsync(request);
    }

    private static async Task<JsonElement> Problem(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
