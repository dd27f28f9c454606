using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>What two scenarios assume differently, in words.</summary>
public sealed class CompareScenariosModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>The first.</summary>
    public OpenScenario First { get; private set; } = null!;

    /// <summary>The second.</summary>
    public OpenScenario Second { get; private set; } = null!;

    /// <summary>The differences.</summary>
    public IReadOnlyList<string> Changes { get; private set; } = [];

    /// <summary>Shows the page. A form asks for it with the other scenario as a value; its own address has it in the path.</summary>
    public IActionResult OnGet(string id, string? other)
    {
        if (Request.Query.ContainsKey("other"))
        {
            return RedirectToPage(new { id, other = Request.Query["other"].ToString() });
        }

        if (other is null || shelf.Open(id) is not { } first || shelf.Open(other) is not { } second)
        {
            return NotFound();
        }

        (First, Second) = (first, second);
        Changes =
        [
            .. ScenarioDifferences.InWords(first.Reading.Assumptions, second.Reading.Assumptions),
            .. ScenarioDifferences.Tables(first.Package?.Files ?? [], second.Package?.Files ?? []),
        ];
        return Page();
    }
}
