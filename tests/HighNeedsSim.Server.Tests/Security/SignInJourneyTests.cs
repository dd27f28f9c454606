using System.Globalization;
using System.Net;
using System.Security.Claims;
using AngleSharp.Html.Parser;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>Signing in with an identity provider, from the first page to signing out, and every way in which a sign-in may be false.</summary>
[Tier("Fact"), Collection(nameof(SignedInServer))]
public class SignInJourneyTests(SignedInServer server)
{
    [Fact]
    public async Task Whoever_opens_a_page_is_sent_to_the_provider_with_a_challenge_and_a_nonce_and_comes_back_to_it()
    {
        using var browser = server.Stranger();
        using var sent = await browser.GetAsync(new Uri("/scenarios", UriKind.Relative));
        var asked = QueryHelpers.ParseQuery(sent.Headers.Location!.Query);

        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.StartsWith(server.Provider.Address + "authorize", sent.Headers.Location.ToString(), StringComparison.Ordinal);
        Assert.Equal("code", asked["response_type"]);
        Assert.Equal("S256", asked["code_challenge_method"]);
        Assert.NotEmpty(asked["nonce"].ToString());
        Assert.Equal(new Uri(server.Address, "/signin-oidc").ToString(), asked["redirect_uri"]);

        using var answer = await server.SignIn(browser, "viewer", "/scenarios?from=a-link");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/scenarios?from=a-link", answer.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task The_session_is_a_cookie_that_no_script_can_read_and_no_other_site_can_use()
    {
        var session = await SessionOfAMember();

        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", session, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Ada", session, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11.9, HttpStatusCode.OK)]
    [InlineData(12.1, HttpStatusCode.Redirect)]
    [InlineData(null, HttpStatusCode.Redirect)]
    public async Task A_session_ends_after_twelve_hours_however_much_was_done_in_it(double? hours, HttpStatusCode expected)
    {
        // A cookie of this server, renewed a moment ago, whose session began so long ago.
        var options = server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var now = TimeProvider.System.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + Session.Idle };
        if (hours is { } ago)
        {
            properties.SetString(Session.Began, (now - TimeSpan.FromHours(ago)).ToString("O", CultureInfo.InvariantCulture));
        }

        var person = new ClaimsPrincipal(new ClaimsIdentity([new("name", "Ada Officer"), new(ClaimTypes.Role, "viewer")], "oidc", "name", ClaimTypes.Role));
        var ticket = new AuthenticationTicket(person, properties, CookieAuthenticationDefaults.AuthenticationScheme);
        using var browser = server.Stranger();
        browser.DefaultRequestHeaders.Add("Cookie", $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}");
        using var answer = await browser.GetAsync(new Uri("/scenarios", UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_says_when_it_began()
    {
        var cookie = await SessionOfAMember();
        var options = server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = options.TicketDataFormat.Unprotect(cookie["session=".Length..cookie.IndexOf(';', StringComparison.Ordinal)]);
        var began = DateTimeOffset.Parse(ticket!.Properties.GetString(Session.Began)!, CultureInfo.InvariantCulture);
        Assert.InRange(TimeProvider.System.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Somebody_known_to_the_provider_with_no_role_here_is_told_so_in_plain_words()
    {
        var nobody = await server.Person("nobody");
        using var answer = await nobody.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("You may not do this", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("nonce")]
    [InlineData("no nonce")]
    [InlineData("expired")]
    [InlineData("key")]
    [InlineData("unsigned")]
    public async Task A_token_that_breaks_a_rule_signs_nobody_in(string rule)
    {
        using var browser = server.Stranger();
        server.Provider.Forge = rule;
        try
        {
            using var answer = await server.SignIn(browser, "operator", "/scenarios");

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("session=", StringComparison.Ordinal)));
        }
        finally
        {
            server.Provider.Forge = null;
        }

        using var still = await browser.GetAsync(new Uri("/scenarios", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, still.StatusCode);
    }

    [Fact]
    public async Task An_answer_of_the_provider_that_nobody_asked_for_is_refused()
    {
        using var browser = server.Stranger();
        using var forged = await browser.GetAsync(new Uri("/signin-oidc?code=stolen&state=made-up", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_was_meant_for_another_browser_is_refused()
    {
        using var victim = server.Stranger();
        using var attacker = server.Stranger();
        server.Provider.Groups = ["it"];
        using var sent = await attacker.GetAsync(new Uri("/scenarios", UriKind.Relative));
        using var returned = await attacker.GetAsync(sent.Headers.Location);
        using var answer = await victim.GetAsync(returned.Headers.Location);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/%2F%2Felsewhere.example/")]
    [InlineData("/scenarios?ReturnUrl=https://elsewhere.example/&redirect_uri=https://elsewhere.example/")]
    [InlineData("/sign-out?returnUrl=//elsewhere.example")]
    public async Task Nobody_is_led_to_another_site_by_a_link(string path)
    {
        using var browser = server.Stranger();
        server.Provider.Groups = ["members"];
        var address = new Uri(server.Address.ToString().TrimEnd('/') + path);
        string[] known = [server.Address.Authority, new Uri(server.Provider.Address).Authority];
        for (var steps = 0; steps < 6; steps++)
        {
            using var answer = await browser.GetAsync(address);
            if (answer.Headers.Location is not { } next)
            {
                return;
            }

            address = new Uri(address, next);
            Assert.Contains(address.Authority, known);
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider()
    {
        using var browser = server.Stranger();
        (await server.SignIn(browser, "analyst", "/scenarios")).Dispose();
        using var page = await browser.GetAsync(new Uri("/sign-out", UriKind.Relative));
        var html = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync());
        Assert.Contains("You are signed in as Ada Officer", html.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", html.QuerySelector("input[name=token]")!.GetAttribute("value")!)]);
        using var sent = await browser.PostAsync(new Uri("/sign-out", UriKind.Relative), form);
        Assert.StartsWith(server.Provider.Address + "end", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var last = await SignedInServer.Follow(browser, sent.Headers.Location);
        Assert.Equal("/methodology", last.RequestMessage!.RequestUri!.AbsolutePath);

        using var after = await browser.GetAsync(new Uri("/scenarios", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        Assert.StartsWith(server.Provider.Address, after.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_changed_is_written_down_with_their_name()
    {
        var analyst = await server.Person("analyst");
        using (var answer = await analyst.DeleteAsync(new Uri("/api/v1/runs/none-of-that-name", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        var approver = await server.Person("approver");
        var audit = await approver.GetStringAsync(new Uri("/audit", UriKind.Relative));
        Assert.Contains("Ada Officer", audit, StringComparison.Ordinal);
        Assert.Contains("none-of-that-name", audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_in_the_log_at_its_most_talkative()
    {
        using var browser = server.Stranger();
        (await server.SignIn(browser, "analyst", "/scenarios")).Dispose();
        server.Provider.Forge = "key";
        using var another = server.Stranger();
        (await server.SignIn(another, "analyst", "/scenarios")).Dispose();
        server.Provider.Forge = null;

        Assert.Contains("/scenarios", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(IdentityProvider.Secret, server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@council.example", server.Log, StringComparison.Ordinal);
        // How every signed token begins, and the cookie of a session; one that is taken away is empty.
        Assert.DoesNotContain("eyJhbGciOi", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("session=", server.Log.Replace("session=;", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // What the server tells the browser to keep of somebody who has just signed in.
    private async Task<string> SessionOfAMember()
    {
        using var browser = server.Stranger();
        server.Provider.Groups = ["members"];
        using var sent = await browser.GetAsync(new Uri("/scenarios", UriKind.Relative));
        using var returned = await browser.GetAsync(sent.Headers.Location);
        using var signedIn = await browser.GetAsync(returned.Headers.Location);
        return Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("session=", StringComparison.Ordinal));
    }
}
