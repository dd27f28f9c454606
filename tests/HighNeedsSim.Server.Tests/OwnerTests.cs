using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HighNeedsSim.Server.Tests;

/// <summary>Whose a run is and what it is called: kept with it, and what the list is narrowed by.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class OwnerTests(RunningServer server)
{
    [Fact]
    public async Task A_run_remembers_who_asked_for_it_and_what_they_call_it()
    {
        var tag = $"Report {Guid.NewGuid():N}"[..20];
        using var started = await server.Send(RunningServer.Small, ("Form.Replicates", "2"), ("Form.Tag", tag));
        var run = started.Headers.Location!.ToString();
        await server.Client.GetStringAsync(new Uri($"{run}/events", UriKind.Relative));

        var row = (await server.Page($"/?tag={Uri.EscapeDataString(tag.ToUpperInvariant())}")).QuerySelectorAll("main tbody tr").Single();
        Assert.Contains(tag, row.TextContent, StringComparison.Ordinal);
        Assert.Contains("user of this machine", row.TextContent, StringComparison.Ordinal);
        Assert.NotNull(row.QuerySelector($"a[href='{run}']"));
        Assert.Contains("No run is like that", (await server.Page($"/?tag={tag}&state=failed")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        // Its page shows the tag, and takes another.
        var page = await server.Page(run);
        Assert.Contains(tag, page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        using var renamed = await server.Press(page, "form[action*='Tag']", ("tag", tag + " final"));
        Assert.Equal(HttpStatusCode.Found, renamed.StatusCode);
        Assert.Contains(tag + " final", (await server.Page(run)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_tags_a_run_and_finds_it_by_its_tag()
    {
        var run = (await server.Finished())["/runs/".Length..];
        var tag = $"tag {Guid.NewGuid():N}"[..16];

        using var done = await server.Client.PutAsJsonAsync(new Uri($"/api/v1/runs/{run}/tag", UriKind.Relative), new { tag });
        using var tooLong = await server.Client.PutAsJsonAsync(new Uri($"/api/v1/runs/{run}/tag", UriKind.Relative), new { tag = new string('x', 81) });
        var found = await server.Client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/runs?tag={Uri.EscapeDataString(tag)}&of={RunningServer.Small}", UriKind.Relative));
        using var cleared = await server.Client.PutAsJsonAsync(new Uri($"/api/v1/runs/{run}/tag", UriKind.Relative), new { tag = (string?)null });

        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        var one = Assert.Single(found.GetProperty("runs").EnumerateArray());
        Assert.Equal((run, tag, "user of this machine"), (one.GetProperty("run").GetString(), one.GetProperty("tag").GetString(), one.GetProperty("owner").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
    }

    [Theory]
    [InlineData("Report \u202E7202")]
    [InlineData("Report\u200B")]
    [InlineData("Report\u0007 2027")]
    public async Task A_tag_is_of_characters_that_can_be_seen(string tag)
    {
        using var answer = await server.Send(RunningServer.Small, ("Form.Tag", tag));
        using var put = await server.Client.PutAsJsonAsync(new Uri($"/api/v1{await server.Finished()}/tag", UriKind.Relative), new { tag });

        Assert.Contains("can be seen", (await server.Read(answer)).QuerySelector(".govuk-error-summary__list a[href='#Tag']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        Assert.Contains("can be seen", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_a_scenario_made_here_is_made_again_from_its_folder()
    {
        const string Copy = "made-here";
        using var copied = await server.Client.PostAsJsonAsync(new Uri($"/api/v1/scenarios/{RunningServer.Small}/copies", UriKind.Relative), new { id = Copy, title = "Made here" });
        using var started = await server.Send(Copy, ("Form.Replicates", "2"));
        var run = started.Headers.Location!.ToString();
        await server.Client.GetStringAsync(new Uri($"{run}/events", UriKind.Relative));

        static string Again(AngleSharp.Dom.IDocument page) => page.QuerySelector("#made ~ dl dd")!.TextContent;

        var again = Again(await server.Page(run));
        Assert.Contains("./run reproduce FOLDER", again, StringComparison.Ordinal);
        Assert.DoesNotContain($"scenarios/{Copy}", again, StringComparison.Ordinal);
        Assert.Contains($"./run scenarios/{RunningServer.Small} --replicates", Again(await server.Page(await server.Finished())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_is_too_long_is_told_with_the_other_mistakes()
    {
        using var answer = await server.Send(RunningServer.Small, ("Form.Tag", new string('x', 81)), ("Form.Seed", "-1"));

        Assert.Equal(["#Seed", "#Tag"], (await server.Read(answer)).QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")));
    }
}
