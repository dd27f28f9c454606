using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>Where people sign in, they sign by their own name, in the roles that are theirs, and never for what they started themselves.</summary>
/// <remarks>On a server of its own: meters belong to the process, and the run of a server that others have asked for metrics would stand among the runs of theirs.</remarks>
[Tier("Fact")]
public sealed class SigningTests : IAsyncLifetime, IDisposable
{
    private readonly SignedInServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Nobody_signs_by_another_name_in_another_role_or_for_their_own_run()
    {
        using var ann = await _server.Person("analyst", "Ann Analyst");
        using var bob = await _server.Person("analyst", "Bob Colleague");
        using var cath = await _server.Person("approver", "Cath Approver");
        var run = await Run(ann);

        // Another analyst answers for the analysis; whoever started the run still cannot check it.
        Assert.Equal(HttpStatusCode.OK, await Sign(bob, run, "analyst"));
        Assert.Equal(HttpStatusCode.BadRequest, await Sign(ann, run, "assurer"));
        Assert.Equal(HttpStatusCode.BadRequest, await Sign(bob, run, "assurer", "Cath Approver"));
        Assert.Equal(HttpStatusCode.Forbidden, await Sign(ann, run, "approver"));
        Assert.Equal(HttpStatusCode.Forbidden, await Sign(cath, run, "analyst"));
        Assert.Equal(HttpStatusCode.Forbidden, await Sign(await _server.Person("viewer"), run, "assurer"));
        Assert.Equal(HttpStatusCode.Forbidden, await Sign(await _server.Person("operator"), run, "assurer"));

        Assert.Equal(HttpStatusCode.OK, await Sign(cath, run, "assurer", "Somebody Else"));
        Assert.Equal(HttpStatusCode.OK, await Sign(cath, run, "approver"));
        var answer = await cath.GetFromJsonAsync<JsonElement>(At(run));
        Assert.Equal("approved", answer.GetProperty("state").GetString());
        Assert.Equal(
            ["Bob Colleague", "Cath Approver", "Cath Approver"],
            answer.GetProperty("signatures").EnumerateArray().Select(signature => signature.GetProperty("name").GetString()));
        Assert.Contains("You sign as Ann Analyst.", await ann.GetStringAsync(new Uri($"/runs/{run}/assurance", UriKind.Relative)), StringComparison.Ordinal);
    }

    private async Task<string> Run(HttpClient analyst)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/runs", UriKind.Relative))
        {
            Content = JsonContent.Create(new { scenario = RunningServer.Small, replicates = 2 }),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var started = await analyst.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var run = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;
        // The stream ends when the run does.
        await analyst.GetStringAsync(new Uri($"/api/v1/runs/{run}/events", UriKind.Relative));
        return run;
    }

    private static Uri At(string run) => new($"/api/v1/runs/{run}/assurance", UriKind.Relative);

    private static async Task<HttpStatusCode> Sign(HttpClient person, string run, string role, string? name = null)
    {
        using var answer = await person.PostAsJsonAsync(At(run), new { role, note = "Looked at it.", name });
        return answer.StatusCode;
    }
}
