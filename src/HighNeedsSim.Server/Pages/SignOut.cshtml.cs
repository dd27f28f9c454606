using HighNeedsSim.Server.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages;

/// <summary>Ends somebody's session, here and at the identity provider.</summary>
public sealed class SignOutModel(SiteOptions site) : PageModel
{
    /// <summary>Whether people sign in at all.</summary>
    public bool PeopleSignIn => site.SignIn is not null;

    /// <summary>Asks.</summary>
    public void OnGet()
    {
    }

    /// <summary>Does it.</summary>
    public IActionResult OnPost() => PeopleSignIn
        ? SignOut(new AuthenticationProperties { RedirectUri = "/methodology" }, CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme)
        : RedirectToPage();
}
