using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>What a scenario says and assumes, and what can be done with it.</summary>
public sealed class ScenarioModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>Whether it was made here and may be changed.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>The scenarios that it can be compared with.</summary>
    public IReadOnlyList<ScenarioListing> Others { get; private set; } = [];

    /// <summary>The name for a copy, as typed.</summary>
    public string CopyId { get; private set; } = "";

    /// <summary>The title for a copy, as typed.</summary>
    public string CopyTitle { get; private set; } = "";

    /// <summary>What is wrong with the name or the title.</summary>
    public string? Mistake { get; private set; }

    /// <summary>Shows the page.</summary>
    public IActionResult OnGet(string id) => Find(id) ? Page() : NotFound();

    /// <summary>Copies the scenario and goes to the copy.</summary>
    public IActionResult OnPostCopy(string id, string? copyId, string? copyTitle)
    {
        if (!Find(id) || Open.Package is not { } package)
        {
            return NotFound();
        }

        (CopyId, CopyTitle) = (copyId?.Trim() ?? "", copyTitle?.Trim() ?? "");
        AuditTrail.Because(HttpContext, $"copy of {id}", CopyId);
        Mistake = CopyTitle.Length is 0 or > 200 ? "Title must have 1 to 200 characters" : shelf.Own.Copy(package, CopyId, CopyTitle);
        return Mistake is null ? RedirectToPage(new { id = CopyId }) : Page();
    }

    /// <summary>Takes the scenario away; its runs stay.</summary>
    public IActionResult OnPostDelete(string id)
    {
        if (!Find(id) || !IsOwn)
        {
            return NotFound();
        }

        shelf.Own.Remove(id, Open.Package?.Hash ?? "");
        return RedirectToPage("/Scenarios/Index");
    }

    private bool Find(string id)
    {
        if (shelf.Open(id) is not { } open)
        {
            return false;
        }

        (Open, IsOwn, CopyId, CopyTitle) = (open, shelf.IsOwn(open.Listing), $"{id}-copy", open.Listing.Title + ", changed");
        Others = [.. shelf.List().Where(s => s.Id != id)];
        return true;
    }
}
