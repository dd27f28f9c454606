using System.Net;
using AngleSharp.Html.Parser;
using HighNeedsSim.Cluster;
using HighNeedsSim.Server.Security;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>Tokens by which programs are known: shown once, kept as a hash, limited, taken back.</summary>
[Tier("Fact"), Collection(nameof(SignedInServer))]
public class TokenTests(SignedInServer server)
{
    [Fact]
    public async Task A_token_is_shown_once_and_its_hash_alone_is_kept()
    {
        var token = await Issue("nightly report", "viewer");

        var page = await (await server.Person("operator")).GetStringAsync(new Uri("/tokens", UriKind.Relative));
        var kept = string.Concat(Directory.GetFiles(server.Data, "highneedssim.db*").Select(Text));
        var audit = await (await server.Person("operator")).GetStringAsync(new Uri("/audit", UriKind.Relative));
        var secret = token.Split('_', 3)[2];
        Assert.StartsWith(ApiTokens.Prefix, token, StringComparison.Ordinal);
        Assert.Contains("nightly report", page, StringComparison.Ordinal);
        Assert.Contains("nightly report", kept, StringComparison.Ordinal);
        Assert.Contains("nightly report", audit, StringComparison.Ordinal);
        Assert.All(new[] { page, kept, audit, server.Log }, text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_with_a_token_may_do_what_its_role_may_and_no_more()
    {
        using var reader = Program(await Issue("a reader", "viewer"));
        using var worker = Program(await Issue("a worker", "analyst"));

        Assert.Equal(HttpStatusCode.OK, await Asked(reader, "GET", "/api/v1/runs"));
        Assert.Equal(HttpStatusCode.Forbidden, await Asked(reader, "DELETE", "/api/v1/runs/none"));
        Assert.Equal(HttpStatusCode.NotFound, await Asked(worker, "DELETE", "/api/v1/runs/none"));
        Assert.Equal(HttpStatusCode.Forbidden, await Asked(worker, "GET", "/audit"));
        Assert.Equal(HttpStatusCode.Forbidden, await Asked(worker, "GET", "/tokens"));
        Assert.Equal(HttpStatusCode.Forbidden, await Asked(worker, "POST", "/tokens"));
        Assert.Equal(HttpStatusCode.Forbidden, await Asked(worker, "POST", "/scenarios/none/baseline"));
        Assert.Empty(HighNeedsSim.Server.Runs.RunAssurance.RolesOf(new(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Role, "analyst")], "token"))));
    }

    [Fact]
    public async Task A_token_that_was_taken_back_is_good_no_longer()
    {
        var token = await Issue("a mistake", "viewer");
        using var program = Program(token);
        Assert.Equal(HttpStatusCode.OK, await Asked(program, "GET", "/api/v1/runs"));

        using var answer = await Post("/tokens?handler=Revoke", ("id", token.Split('_')[1]));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await Asked(program, "GET", "/api/v1/runs"));
    }

    [Theory]
    [InlineData("hns_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hns_")]
    [InlineData("anything")]
    public async Task What_is_no_token_of_ours_is_told_so_and_not_sent_to_a_sign_in_page(string made)
    {
        using var program = Program(made);

        Assert.Equal(HttpStatusCode.Unauthorized, await Asked(program, "GET", "/api/v1/runs"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Asked(program, "GET", "/runs/none/run.json"));
    }

    [Fact]
    public async Task A_token_ends_by_itself_and_is_known_to_every_process_that_shares_the_runs()
    {
        var (kept, clock) = (server.Services.GetRequiredService<ProgramTokens>(), new SetClock());
        var (_, token) = await new ApiTokens(kept, clock).Issue("one day", "viewer", days: 1, "Ada Officer");
        var again = new ApiTokens(kept, clock);

        Assert.NotNull(await again.Find(token));
        Assert.Null(await again.Find(token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        clock.Now += TimeSpan.FromDays(1);
        Assert.Null(await again.Find(token));
    }

    [Fact]
    public async Task A_form_for_a_token_that_is_filled_in_wrongly_issues_none()
    {
        using var answer = await Post("/tokens", ("name", ""), ("role", "operator"), ("days", "1000"));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

        Assert.Equal(3, page.QuerySelectorAll(".govuk-error-summary__list li").Length);
        Assert.Null(page.QuerySelector("[data-token]"));
    }

    // While the server has it open.
    private static string Text(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private async Task<string> Issue(string name, string role)
    {
        using var answer = await Post("/tokens", ("name", name), ("role", role), ("days", "30"));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        return page.QuerySelector("[data-token]")!.TextContent;
    }

    private async Task<HttpResponseMessage> Post(string path, params (string Field, string Value)[] fields)
    {
        var person = await server.Person("operator");
        var page = new HtmlParser().ParseDocument(await person.GetStringAsync(new Uri("/tokens", UriKind.Relative)));
        var form = page.QuerySelector("input[name=token]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("token", form), .. fields.Select(f => KeyValuePair.Create(f.Field, f.Value))]);
        return await person.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private HttpClient Program(string token)
    {
        var program = server.Stranger();
        program.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return program;
    }

    private static async Task<HttpStatusCode> Asked(HttpClient program, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var answer = await program.SendAsync(request);
        return answer.StatusCode;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
