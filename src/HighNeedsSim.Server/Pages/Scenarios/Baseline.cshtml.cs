using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>What a scenario starts from, to be held against the authority's own records and signed off.</summary>
public sealed class BaselineModel(ScenarioShelf shelf, ExpectedDesk expected, SignOffs signOffs, TimeProvider time) : PageModel
{
    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>The figures that everything starts from, with where they were published.</summary>
    public IReadOnlyList<Assumption> Published { get; private set; } = [];

    /// <summary>Stock, flows and money beside what was published.</summary>
    public Reports.Tables.Table Start { get; private set; } = null!;

    /// <summary>Who signed off these very files, the newest first.</summary>
    public IReadOnlyList<SignOff> Signed { get; private set; } = [];

    /// <summary>What is wrong with the form.</summary>
    public string? Mistake { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel) => await Find(id, cancel) ? Page() : NotFound();

    /// <summary>Signs it off.</summary>
    public async Task<IActionResult> OnPostAsync(string id, string? hash, string? checkedAgainst, CancellationToken cancel)
    {
        if (!await Find(id, cancel))
        {
            return NotFound();
        }

        var words = checkedAgainst?.Trim() ?? "";
        AuditTrail.Because(HttpContext, words);
        Mistake = hash != Open.Package!.Hash ? "The scenario has changed since this page was opened: check it again"
            : words.Length is 0 or > 500 ? "Say what you checked it against, in at most 500 characters"
            : null;
        if (Mistake is not null)
        {
            return Page();
        }

        await signOffs.Add(new(id, Open.Package.Hash, User.Identity?.Name ?? "nobody", words, time.GetUtcNow()));
        return RedirectToPage(new { id });
    }

    private async Task<bool> Find(string id, CancellationToken cancel)
    {
        if (shelf.Open(id) is not { Package: { } package, Reading.Scenario: not null } open)
        {
            return false;
        }

        Open = open;
        Start = await expected.StartOf(open, cancel);
        // What is known of the past: estimates and what mitigations may do come later.
        Published = [.. open.Reading.Assumptions.Where(a => a.Source != "estimate" && !a.Id.StartsWith("mitigations.", StringComparison.Ordinal))];
        Signed = [.. (await signOffs.Of(id)).Where(s => s.Hash == package.Hash)];
        return true;
    }
}
