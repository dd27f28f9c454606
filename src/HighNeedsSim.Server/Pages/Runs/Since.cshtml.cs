using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Runs;

/// <summary>What changed since an earlier forecast, and why; or why two runs cannot be compared.</summary>
public sealed class SinceModel(PaperShelf shelf) : PageModel
{
    /// <summary>The later run's id.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The earlier run's id.</summary>
    public string Earlier { get; private set; } = "";

    /// <summary>What changed.</summary>
    public ShelvedChange Found { get; private set; } = null!;

    /// <summary>Shows the page. A form asks for it with the earlier run as a value; its own address has it in the path.</summary>
    public async Task<IActionResult> OnGetAsync(string id, string? earlier, CancellationToken cancel)
    {
        if (Request.Query.ContainsKey("earlier"))
        {
            return RedirectToPage(new { id, earlier = Request.Query["earlier"].ToString() });
        }

        if (earlier is null || await shelf.Since(id, earlier, cancel) is not { } found)
        {
            return NotFound();
        }

        (Id, Earlier, Found) = (id, earlier, found);
        return Page();
    }
}
