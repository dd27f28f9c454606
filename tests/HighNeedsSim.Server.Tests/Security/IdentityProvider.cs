using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>
/// A small identity provider of our own (OpenID Connect, code flow with PKCE) on a free port of this machine, with a key that is thrown away. Whoever comes
/// is signed in at once, as a member of <see cref="Groups"/>. It keeps to the rules, or breaks one as <see cref="Forge"/> says: nothing of it is
/// shared with the code that it tests, tokens and signatures neither.
/// </summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "highneedssim";
    public const string Secret = "known-to-us";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _stranger = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Asked> _codes = new();
    private readonly WebApplication _app;

    private IdentityProvider(WebApplication app) => _app = app;

    /// <summary>Where it is.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the person who comes next is a member of.</summary>
    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <summary>What the person who comes next is called.</summary>
    public string Name { get; set; } = "Ada Officer";

    /// <summary>The rule that its tokens break; null for none.</summary>
    public string? Forge { get; set; }

    /// <summary>What it was asked, secrets and all.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<IdentityProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var provider = new IdentityProvider(builder.Build());
        provider.Map();
        await provider._app.StartAsync();
        provider.Address = provider._app.Urls.Single() + "/";
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        _key.Dispose();
        _stranger.Dispose();
    }

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = Address + "authorize",
            ["token_endpoint"] = Address + "token",
            ["jwks_uri"] = Address + "keys",
            ["end_session_endpoint"] = Address + "end",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });
        _app.MapGet("/keys", () =>
        {
            var key = _key.ExportParameters(includePrivateParameters: false);
            return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "of-today", n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } };
        });
        _app.MapGet("/authorize", (HttpContext context) =>
        {
            Requests.Enqueue(context.Request.QueryString.Value!);
            var asked = context.Request.Query;
            if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked["code_challenge_method"] != "S256" || !asked["scope"].ToString().Contains("openid", StringComparison.Ordinal))
            {
                return Results.BadRequest();
            }

            var code = Guid.NewGuid().ToString("N");
            _codes[code] = new(asked["nonce"]!, asked["code_challenge"]!, asked["redirect_uri"]!);
            return Results.Redirect($"{asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(asked["state"]!)}");
        });
        _app.MapPost("/token", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            // A code is good once, for the client that it was given to, who must know what it asked with.
            if (form["client_id"] != ClientId || form["client_secret"] != Secret || !_codes.TryRemove(form["code"].ToString(), out var asked)
                || form["redirect_uri"] != asked.Redirect || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge)
            {
                return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
            }

            return Results.Json(new { access_token = "of-no-use-here", token_type = "Bearer", expires_in = 300, id_token = Token(asked.Nonce) });
        });
        _app.MapGet("/end", (HttpContext context) =>
        {
            Requests.Enqueue(context.Request.QueryString.Value!);
            return Results.Redirect($"{context.Request.Query["post_logout_redirect_uri"]}?state={Uri.EscapeDataString(context.Request.Query["state"].ToString())}");
        });
    }

    private string Token(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = new { alg = Forge == "unsigned" ? "none" : "RS256", typ = "JWT", kid = "of-today" };
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Forge == "issuer" ? "https://login.elsewhere.example/" : Address,
            ["aud"] = Forge == "audience" ? "another-service" : ClientId,
            ["sub"] = "7c1e",
            ["name"] = Name,
            ["email"] = "ada@council.example",
            ["groups"] = Groups,
            ["iat"] = Forge == "expired" ? now - 7_200 : now,
            ["exp"] = Forge == "expired" ? now - 3_600 : now + 300,
        };
        if (Forge != "no nonce")
        {
            claims["nonce"] = Forge == "nonce" ? "of-another-sign-in" : nonce;
        }

        var signed = $"{Part(head)}.{Part(claims)}";
        var by = Forge == "key" ? _stranger : _key;
        var signature = Forge == "unsigned" ? "" : Base64Url.EncodeToString(by.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return $"{signed}.{signature}";

        static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
    }

    private sealed record Asked(string Nonce, string Challenge, string Redirect);
}
