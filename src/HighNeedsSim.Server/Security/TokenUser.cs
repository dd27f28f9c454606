using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HighNeedsSim.Server.Security;

/// <summary>A program that shows a token: it has the token's role and name, and no session.</summary>
internal sealed class TokenUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "token";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var said = Request.Headers.Authorization.ToString();
        if (!said.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || await tokens.Find(said[Bearer.Length..].Trim()) is not { } token)
        {
            return AuthenticateResult.Fail("not a token of this server, or not good any more");
        }

        var program = new ClaimsIdentity([new(ClaimTypes.Name, $"program '{token.Name}' ({token.Id})"), new(ClaimTypes.Role, token.Role)], SchemeName);
        return AuthenticateResult.Success(new(new(program), SchemeName));
    }
}
