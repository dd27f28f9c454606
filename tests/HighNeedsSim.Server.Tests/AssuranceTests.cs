using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HighNeedsSim.Server.Tests;

/// <summary>A run of the server goes from draft to approved, and everything taken away says how far it is.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class AssuranceTests(RunningServer server)
{
    [Fact]
    public async Task A_run_is_signed_for_by_analyst_assurer_and_approver_and_its_papers_say_so()
    {
        var run = await server.Finished(seed: 41);
        Assert.Equal(("Draft", true), (await State(run), await IsMarked(run)));
        Assert.Equal("Draft", await StateInArchive(run));

        await Signs(run, "analyst", "Ann Analyst", "Looked at the opening stock.");
        using (var own = await Press(run, "assurer", "ann analyst", "All of it."))
        {
            Assert.Contains("Whoever made the analysis cannot assure it", (await server.Read(own)).QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        }

        using (var early = await Press(run, "approver", "Cath Approver", "Fit for the committee."))
        {
            Assert.Contains("Nothing is approved that nobody has assured", (await server.Read(early)).QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        }

        await Signs(run, "assurer", "Bob Assurer", "Prices not checked; <b>see</b> the log.");
        Assert.Equal(("Assured", true), (await State(run), await IsMarked(run)));
        await Signs(run, "approver", "Cath Approver", "Fit for the committee.");

        Assert.Equal(("Approved", false), (await State(run), await IsMarked(run)));
        Assert.Equal("Approved", await StateInArchive(run));
        var paper = await server.Page($"{run}/paper");
        Assert.Contains("assured by Bob Assurer", paper.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Prices not checked; <b>see</b> the log.", paper.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(paper.QuerySelectorAll(".paper-state"));
        Assert.Contains("Approved", (await server.Page($"{run}/assurance")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var audit = await server.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/audit", UriKind.Relative));
        Assert.Contains(audit.GetProperty("entries").EnumerateArray(), entry => entry.GetProperty("reason").GetString() == "approver: Fit for the committee.");
    }

    [Fact]
    public async Task A_program_of_this_machine_reads_and_signs_and_is_told_what_is_wrong()
    {
        var run = await server.Finished(seed: 42);
        using var role = await Post(run, new { role = "director", note = "n", name = "Ann" });
        using var note = await Post(run, new { role = "analyst", note = " ", name = "Ann" });
        using var turn = await Post(run, new { role = "assurer", note = "n", name = "Bob" });
        using var none = await server.Client.PostAsJsonAsync(new Uri("/api/v1/runs/none/assurance", UriKind.Relative), new { role = "analyst", note = "n" });
        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound],
            new[] { role, note, turn, none }.Select(answer => answer.StatusCode));
        Assert.Contains("The analyst signs first", await turn.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var signed = await Post(run, new { role = "analyst", note = "n", name = "Ann" });
        var answer = await server.Client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1{run}/assurance", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        Assert.Equal(("draft", "Ann"), (answer.GetProperty("state").GetString(), answer.GetProperty("signatures")[0].GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("madeAgain").ValueKind);
    }

    [Fact]
    public async Task A_run_that_is_made_again_is_evidence_that_it_can_be()
    {
        var first = await server.Finished(seed: 43);
        Assert.Contains("Not yet checked", (await server.Page($"{first}/assurance")).Body!.TextContent, StringComparison.Ordinal);

        await server.Finished(seed: 43);

        Assert.Contains("the same digest over every number", (await server.Page($"{first}/assurance")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("the same digest over every number", (await server.Page($"{first}/paper")).Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task<string> State(string run)
    {
        var tag = (await server.Page(run)).QuerySelector("[data-assurance]")!.TextContent;
        Assert.Equal(tag, (await server.Page($"{run}/assurance")).QuerySelector("main .govuk-tag")!.TextContent);
        return tag;
    }

    // Whether each printed page says that the paper is not approved.
    private async Task<bool> IsMarked(string run) =>
        (await server.Client.GetStringAsync(new Uri($"{run}/paper.css", UriKind.Relative))).Contains("position: fixed; top: 42%", StringComparison.Ordinal);

    private async Task<string?> StateInArchive(string run)
    {
        await using var stream = await server.Client.GetStreamAsync(new Uri($"{run}/report.zip", UriKind.Relative));
        using var zip = new ZipArchive(stream);
        await using var manifest = await zip.GetEntry("report-manifest.json")!.OpenAsync();
        return (await JsonDocument.ParseAsync(manifest)).RootElement.GetProperty("assurance").GetString();
    }

    private async Task Signs(string run, string role, string name, string note)
    {
        using var answer = await Press(run, role, name, note);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> Press(string run, string role, string name, string note) => await server.Press(
        await server.Page($"{run}/assurance"), "form[method=post]", ("role", role), ("name", name), ("note", note));

    private Task<HttpResponseMessage> Post(string run, object body) => server.Client.PostAsJsonAsync(new Uri($"/api/v1{run}/assurance", UriKind.Relative), body);
}
