using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;

namespace HighNeedsSim.Browser.Tests;

/// <summary>The pages that are there only where people sign in.</summary>
[Tier("Fact"), Collection(nameof(LiveSite))]
public sealed class SignedInTests(LiveSite site) : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("highneedssim-");
    private WebApplication? _app;

    public async Task InitializeAsync()
    {
        if (Chromium.Program is null)
        {
            return;
        }

        var (secret, file) = (Path.Combine(_data.FullName, "secret"), Path.Combine(_data.FullName, "sign-in.json"));
        await File.WriteAllTextAsync(secret, "known to nobody\n");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            // Nobody listens there: whoever comes here has signed in already.
            ["authority"] = "http://127.0.0.1:9/",
            ["clientId"] = "highneedssim",
            ["clientSecretFile"] = secret,
            ["roleClaim"] = "groups",
            ["roles"] = new Dictionary<string, string[]> { ["operator"] = ["it"] },
            ["hosts"] = new[] { "127.0.0.1" },
        }));
        var (settings, problems) = SignInSettings.Read(file);
        Assert.Empty(problems);
        _app = Site.Build(["http://127.0.0.1:0"], Folders.Scenarios(AppContext.BaseDirectory)!, _data.FullName, site: new(settings, Watched: false));
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            // Stopped and not disposed: meters belong to the process.
            await _app.StopAsync();
        }

        _data.Delete(recursive: true);
    }

    [BrowserFact]
    public async Task Tokens_are_issued_shown_once_and_taken_back()
    {
        await using var visit = await Somebody("operator");
        var page = visit.Page;
        await visit.Open("/tokens");
        await visit.Holds("tokens");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a token" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await visit.Holds("tokens, asked for wrongly");

        await page.GetByLabel("What is it for?").FillAsync("nightly report");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a token" }).ClickAsync();
        Assert.StartsWith(ApiTokens.Prefix, await page.Locator("[data-token]").InnerTextAsync(), StringComparison.Ordinal);
        await visit.Holds("a new token");

        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();
        await page.GetByText("Taken back on").First.WaitForAsync();
        Assert.Equal(0, await page.Locator("[data-token]").CountAsync());
        await visit.Holds("a token taken back");
        await visit.Keep("tokens");
    }

    [BrowserFact]
    public async Task Who_has_no_role_for_a_page_is_told_so_and_whoever_signs_out_is_asked_first()
    {
        await using var visit = await Somebody("viewer");
        await visit.Open("/tokens", status: 403);
        await visit.Holds("a page that somebody may not see");
        await visit.Open("/sign-out");
        await visit.Holds("sign out");
    }

    // A session of this server, as signing in would begin it.
    private Task<Visit> Somebody(string role)
    {
        var cookie = _app!.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var now = TimeProvider.System.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1) };
        properties.SetString("began", now.ToString("O", CultureInfo.InvariantCulture));
        var person = new ClaimsPrincipal(new ClaimsIdentity([new("name", "Ada Officer"), new(ClaimTypes.Role, role)], "oidc", "name", ClaimTypes.Role));
        var session = cookie.TicketDataFormat.Protect(new(person, properties, CookieAuthenticationDefaults.AuthenticationScheme));
        return site.Visit(new Uri(_app.Urls.Single()), (cookie.Cookie.Name!, session));
    }
}
