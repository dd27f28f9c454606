using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.HttpOverrides;

namespace HighNeedsSim.Server.Security;

/// <summary>Who somebody is: asked of an identity provider by OpenID Connect, or, on this machine alone, not asked.</summary>
internal static class SignIn
{
    /// <summary>A person's session or a program's token.</summary>
    private const string Either = "session or token";

    public static void AddSignIn(this WebApplicationBuilder builder, SignInSettings? settings)
    {
        if (settings is null)
        {
            builder.Services.AddAuthentication(LocalUser.SchemeName).AddScheme<AuthenticationSchemeOptions, LocalUser>(LocalUser.SchemeName, null);
            return;
        }

        // Only an identity provider on this machine, as a test has one, may be reached without https.
        var isTest = new Uri(settings.Authority).IsLoopback;
        builder.Services.AddAuthentication(authentication =>
        {
            authentication.DefaultScheme = Either;
            authentication.DefaultSignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            authentication.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
        }).AddPolicyScheme(Either, null, either =>
        {
            // Whoever shows a token is known by it alone, whatever cookies come along.
            either.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? TokenUser.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme;
        }).AddScheme<AuthenticationSchemeOptions, TokenUser>(TokenUser.SchemeName, null).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "session";
            cookie.Cookie.HttpOnly = true;
            // Lax, not strict: the first page after signing in is asked for by the provider's page.
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = isTest ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            Session.Limit(cookie);
        }).AddOpenIdConnect(oidc =>
        {
            oidc.Authority = settings.Authority;
            oidc.RequireHttpsMetadata = !isTest;
            oidc.ClientId = settings.ClientId;
            oidc.ClientSecret = settings.ClientSecret;
            oidc.ResponseType = "code";
            oidc.ResponseMode = "query";
            oidc.UsePkce = true;
            oidc.MapInboundClaims = false;
            oidc.SaveTokens = false;
            oidc.GetClaimsFromUserInfoEndpoint = false;
            oidc.TokenValidationParameters.NameClaimType = "name";
            oidc.TokenValidationParameters.RoleClaimType = ClaimTypes.Role;
            if (isTest)
            {
                oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
                oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                oidc.NonceCookie.SameSite = SameSiteMode.Lax;
            }

            oidc.Events.OnTokenValidated = validated =>
            {
                // The library takes an unsigned token that comes straight from the provider, as the standard lets it; we do not.
                if (validated.SecurityToken.SignatureAlgorithm is null or "none")
                {
                    validated.Fail("the token is not signed");
                    return Task.CompletedTask;
                }

                // The session knows a name and our roles, and nothing else about somebody.
                var told = validated.Principal!;
                var groups = told.FindAll(settings.RoleClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
                var name = told.FindFirst("name")?.Value ?? told.FindFirst("preferred_username")?.Value ?? told.FindFirst("sub")?.Value ?? "?";
                validated.Principal = new(new ClaimsIdentity(
                    [
                        new("name", name),
                        new("sub", told.FindFirst("sub")?.Value ?? name),
                        .. settings.Roles.Where(role => role.Value.Any(groups.Contains)).Select(role => new Claim(ClaimTypes.Role, role.Key)),
                    ],
                    OpenIdConnectDefaults.AuthenticationScheme, "name", ClaimTypes.Role));
                return Task.CompletedTask;
            };
            oidc.Events.OnRemoteFailure = failed =>
            {
                failed.HandleResponse();
                failed.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });

        if (settings.Proxies is { Count: > 0 } proxies)
        {
            builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                forwarded.KnownProxies.Clear();
                forwarded.KnownIPNetworks.Clear();
                foreach (var proxy in proxies)
                {
                    forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
                }
            });
        }

        if (settings is { CertificateFile: { } certificate, KeyFile: { } key })
        {
            var pair = X509Certificate2.CreateFromPemFile(certificate, key);
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = pair));
        }
    }
}
