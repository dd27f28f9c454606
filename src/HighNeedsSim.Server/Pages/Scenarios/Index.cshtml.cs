using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>All scenarios.</summary>
public sealed class ScenariosModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>All scenarios.</summary>
    public IReadOnlyList<ScenarioListing> Listings { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public void OnGet() => Listings = shelf.List();
}
