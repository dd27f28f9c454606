using System.Globalization;
using HighNeedsSim.Cluster;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages;

/// <summary>Issues tokens for programs and takes them back.</summary>
[ResponseCache(NoStore = true)]
public sealed class TokensModel(SiteOptions site, ApiTokens tokens) : PageModel
{
    private const int UsualDays = 90;

    /// <summary>Whether people sign in at all.</summary>
    public bool PeopleSignIn => site.SignIn is not null;

    /// <summary>All that were issued, the newest first.</summary>
    public IReadOnlyList<ProgramToken> Tokens { get; private set; } = [];

    /// <summary>The token that was issued just now: it is shown this once.</summary>
    public string? New { get; private set; }

    /// <summary>What a new token is for, as it was typed.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it may do, as it was chosen.</summary>
    public string Role { get; private set; } = ApiTokens.Roles[0];

    /// <summary>For how many days, as it was typed.</summary>
    public string Days { get; private set; } = UsualDays.ToString(CultureInfo.InvariantCulture);

    /// <summary>What is wrong with the form as it was sent.</summary>
    public IReadOnlyList<(string Field, string Message)> Mistakes { get; private set; } = [];

    /// <summary>The mistake in a field; null when there is none.</summary>
    public string? MistakeIn(string field) => Mistakes.FirstOrDefault(m => m.Field == field).Message;

    /// <summary>Whether a token is good now.</summary>
    public bool IsGood(ProgramToken token) => tokens.IsGood(token);

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync() => Tokens = await tokens.List();

    /// <summary>Issues a token, or shows the form again with every mistake.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, string? role, string? days)
    {
        if (!PeopleSignIn)
        {
            return RedirectToPage();
        }

        (Name, Role, Days) = (name?.Trim() ?? "", role ?? "", days?.Trim() ?? "");
        var mistakes = new List<(string, string)>();
        if (Name.Length is 0 or > ApiTokens.LongestName || Name.Any(char.IsControl))
        {
            mistakes.Add(("name", $"Say what the token is for, in at most {ApiTokens.LongestName} characters"));
        }

        if (!ApiTokens.Roles.Contains(Role))
        {
            mistakes.Add(("role", "Choose what the program may do"));
        }

        if (!int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > ApiTokens.MostDays)
        {
            mistakes.Add(("days", $"Days must be a whole number from 1 to {ApiTokens.MostDays}"));
        }

        Mistakes = mistakes;
        if (mistakes.Count == 0)
        {
            (var kept, New) = await tokens.Issue(Name, Role, number, User.Identity?.Name ?? "");
            AuditTrail.Because(HttpContext, $"issued for '{kept.Name}' as {kept.Role} for {kept.Ends - kept.Issued:%d} days", kept.Id);
            (Name, Role, Days) = ("", ApiTokens.Roles[0], UsualDays.ToString(CultureInfo.InvariantCulture));
        }

        Tokens = await tokens.List();
        return Page();
    }

    /// <summary>Takes a token back.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(string? id)
    {
        AuditTrail.Because(HttpContext, "taken back", id);
        return id is not null && await tokens.Revoke(id) ? RedirectToPage() : NotFound();
    }
}
