using System.Net;
using System.Text.RegularExpressions;
using HighNeedsSim.Server.Hosting;

namespace HighNeedsSim.Server.Tests;

/// <summary>What keeps other people's pages and scripts out.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public partial class SafetyTests(RunningServer server)
{
    // Stands for the path of a run that has finished, which is known only when one has.
    private const string Run = "/{run}";

    private static readonly string[] PagePaths =
    [
        "/", "/?scenario=" + RunningServer.Small, "/scenarios", "/scenarios/" + RunningServer.Small, Run, Run + "/compare/{same}", Run + "/paper",
        Run + "/since/{same}", Run + "/since/{same}/paper",
        "/glossary", "/methodology", "/accessibility", "/runs/nobody", "/nothing", "/error",
    ];

    private static readonly string[] OtherPaths =
    [
        Run + "/events", Run + "/run.json", Run + "/trajectories.csv", Run + "/deficit.svg", "/runs/nobody/run.json", Run + "/paper.css", Run + "/report.zip", "/runs/nobody/paper",
        Run + "/since/{same}/paper.css", Run + "/since/{same}/comparison.zip", "/runs/nobody/since/nobody/paper",
        "/health/live", "/health/ready", "/dist/app.css", "/dist/govuk-frontend.js", "/js/start.js", "/js/live.js", "/js/chart-png.js", "/favicon.svg",
    ];

    public static TheoryData<string> Pages => [.. PagePaths];

    public static TheoryData<string> Everything => [.. PagePaths, .. OtherPaths];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Every_answer_tells_the_browser_what_not_to_do(string path)
    {
        using var answer = await server.Client.GetAsync(await Address(path));

        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public void The_policy_allows_nothing_inline_and_nothing_from_elsewhere()
    {
        Assert.StartsWith("default-src 'none';", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_has_a_script_or_style_in_its_text(string path)
    {
        var page = await server.Page((await Address(path)).ToString());

        Assert.NotNull(page.QuerySelector("main h1"));
        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src])"));
        Assert.DoesNotContain(page.All, e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.All(page.QuerySelectorAll("script[src], link[href], img[src]"), e =>
            Assert.StartsWith("/", e.GetAttribute("src") ?? e.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_in_plain_words()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("Form.Scenario", RunningServer.Small)]);
        using var answer = await server.Client.PostAsync(new Uri("/", UriKind.Relative), form);
        var page = await server.Read(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("send the form again", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_form_holds_is_refused()
    {
        using var answer = await server.Send(RunningServer.Small, ("Form.Seed", new string('1', 100_000)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("What was sent could not be accepted", (await server.Read(answer)).QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("highneedssim.example")]
    [InlineData("127.0.0.1.example")]
    [InlineData("10.0.0.1")]
    public async Task A_page_of_another_name_cannot_talk_to_the_server(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = host } };
        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_styles_name_neither_the_font_of_government_nor_another_site()
    {
        var css = await server.Client.GetStringAsync(new Uri("/dist/app.css", UriKind.Relative));

        Assert.Contains("govuk-generic-header", css, StringComparison.Ordinal);
        Assert.DoesNotContain("GDS Transport", css, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(SiteAddress(), css);
        Assert.DoesNotContain("url(", css, StringComparison.Ordinal);
    }

    private async Task<Uri> Address(string path)
    {
        var run = await server.Finished();
        return new(
            path.Replace(Run, run, StringComparison.Ordinal).Replace("{same}", run["/runs/".Length..], StringComparison.Ordinal), UriKind.Relative);
    }

    [GeneratedRegex("https?://[a-z0-9]")]
    private static partial Regex SiteAddress();
}
