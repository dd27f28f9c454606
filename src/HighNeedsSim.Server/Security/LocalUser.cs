using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HighNeedsSim.Server.Security;

/// <summary>Whoever sits at this machine, while nobody else can reach the server: has every role and need not sign in.</summary>
internal sealed class LocalUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "local";

    private static readonly ClaimsPrincipal Somebody = new(new ClaimsIdentity(
        [new(ClaimTypes.Name, "user of this machine"), .. Access.Roles.Select(role => new Claim(ClaimTypes.Role, role))],
        SchemeName));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(AuthenticateResult.Success(new(Somebody, SchemeName)));
}
