using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>What a scenario says and assumes, to read and not to change.</summary>
public sealed class ScenarioModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public IActionResult OnGet(string id)
    {
        if (shelf.Open(id) is not { } open)
        {
            return NotFound();
        }

        Open = open;
        return Page();
    }
}
