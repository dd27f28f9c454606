using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace HighNeedsSim.Server.Security;

/// <summary>
/// How long somebody stays signed in: until nothing has been done for a while, and never longer than a working day, however much is done. After that
/// the identity provider is asked again, which knows who has left and whose groups have changed.
/// </summary>
internal static class Session
{
    /// <summary>How long somebody stays signed in without doing anything.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>How long somebody stays signed in at all.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Under which the session's cookie says when it began. What the library keeps of that moves with every renewal.</summary>
    public const string Began = "began";

    /// <summary>Sets the limits of a session.</summary>
    public static void Limit(CookieAuthenticationOptions cookie)
    {
        cookie.ExpireTimeSpan = Idle;
        cookie.SlidingExpiration = true;
        cookie.Events.OnSigningIn = signing =>
        {
            signing.Properties.SetString(Began, Clock(signing.Options).GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = async validating =>
        {
            if (!GoesOn(validating.Properties, Clock(validating.Options).GetUtcNow()))
            {
                validating.RejectPrincipal();
                await validating.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            }
        };
    }

    // A cookie that does not say when its session began is none that this version gave.
    private static bool GoesOn(AuthenticationProperties session, DateTimeOffset now) =>
        DateTimeOffset.TryParse(session.GetString(Began), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var began) && now < began + Longest;

    private static TimeProvider Clock(AuthenticationSchemeOptions options) => options.TimeProvider ?? TimeProvider.System;
}
