using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HighNeedsSim.Server.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Api;

/// <summary>Mitigations, as a program reads, tries and changes them.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class ApiMitigationTests(RunningServer server)
{
    private const string Given = $"/api/v1/scenarios/{RunningServer.Small}/mitigations";

    [Fact]
    public async Task The_list_has_each_mitigation_with_its_figures()
    {
        var list = await server.Client.GetFromJsonAsync<JsonElement>(new Uri(Given, UriKind.Relative));

        var m1 = list.GetProperty("mitigations").EnumerateArray().Single(m => m.GetProperty("code").GetString() == "M1");
        Assert.Equal(0.06m, m1.GetProperty("effects").GetProperty("fewer-requests").GetProperty("p50").GetDecimal());
        Assert.Equal(["planned", "safety-valve"], m1.GetProperty("on").EnumerateArray().Select(v => v.GetString()));
    }

    [Fact]
    public async Task A_preview_answers_and_keeps_nothing_and_is_no_entry_of_the_audit_trail()
    {
        var before = Hash(RunningServer.Small);
        var weaker = await Ask(new { variant = "planned", effects = new Dictionary<string, object> { ["fewer-requests"] = new { p10 = 0.01, p50 = 0.02, p90 = 0.05 } } });
        var asItIs = await Ask(new { variant = "planned" });

        Assert.StartsWith("Nothing changes", asItIs.GetProperty("againstKept").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(Last(asItIs, "middle"), Last(weaker, "middle"));
        Assert.Equal(Last(asItIs, "without"), Last(weaker, "without"));
        Assert.Equal(before, Hash(RunningServer.Small));
        Assert.DoesNotContain("preview", (await server.Page("/audit")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once_by_field()
    {
        using var answer = await server.Client.PostAsJsonAsync(new Uri($"{Given}/M1/preview", UriKind.Relative), new
        {
            start = "2024-13",
            rampMonths = 500,
            effects = new Dictionary<string, object> { ["fewer-requests"] = new { p10 = 2, p50 = 0.02 } },
        });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Equal(["start", "ramp", "fewer-requests.p10"], errors.EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read_a_reason_and_a_scenario_made_here()
    {
        var copy = $"copy-{Guid.NewGuid():N}"[..20];
        var shelf = server.Services.GetRequiredService<ScenarioShelf>();
        Assert.Null(shelf.Own.Copy(shelf.Open(RunningServer.Small)!.Package!, copy, "A copy"));
        var read = $"\"{Hash(copy)}\"";

        using var given = await Put(RunningServer.Small, read, new { rampMonths = 12, rationale = "Faster." });
        using var blind = await Put(copy, null, new { rampMonths = 12, rationale = "Faster." });
        using var unsaid = await Put(copy, read, new { rampMonths = 12 });
        using var done = await Put(copy, read, new { rampMonths = 12, rationale = "Faster." });
        using var stale = await Put(copy, read, new { rampMonths = 6, rationale = "Faster still." });

        Assert.Equal(HttpStatusCode.Forbidden, given.StatusCode);
        Assert.Equal(428, (int)blind.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unsaid.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Equal($"\"{Hash(copy)}\"", done.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(12, shelf.Open(copy)!.Reading.Scenario!.Mitigations.Single(m => m.Code == "M1").RampMonths);
    }

    private async Task<JsonElement> Ask(object body)
    {
        using var answer = await server.Client.PostAsJsonAsync(new Uri($"{Given}/M1/preview", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpResponseMessage> Put(string scenario, string? match, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/scenarios/{scenario}/mitigations/M1") { Content = JsonContent.Create(body) };
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        return await server.Client.SendAsync(request);
    }

    private string Hash(string scenario) => server.Services.GetRequiredService<ScenarioShelf>().Open(scenario)!.Package!.Hash;

    private static decimal Last(JsonElement preview, string column) => preview.GetProperty("deficit").EnumerateArray().Last().GetProperty(column).GetDecimal();
}
