using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Runs;

/// <summary>Who answers for a run, what was checked, and the form to sign.</summary>
public sealed class AssuranceModel(IGrainFactory grains, FinishedRuns finished, RunAssurance assurances) : PageModel
{
    /// <summary>The run's id.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The scenario's title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Who has signed.</summary>
    public Assurance Signed { get; private set; } = null!;

    /// <summary>What was checked, with the evidence.</summary>
    public FigureTable Checks { get; private set; } = null!;

    /// <summary>The roles in which whoever looks at the page may sign; none for those who only read.</summary>
    public IReadOnlyList<AssuranceRole> Roles { get; private set; } = [];

    /// <summary>Whether the form asks for a name.</summary>
    public bool IsNameGiven => assurances.IsNameGiven;

    /// <summary>What was typed.</summary>
    public (string? Role, string? Name, string? Note) Typed { get; private set; }

    /// <summary>What is wrong with it.</summary>
    public string? Mistake { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel) => await Find(id, cancel) ? Page() : NotFound();

    /// <summary>Signs.</summary>
    public async Task<IActionResult> OnPostAsync(string id, string? role, string? name, string? note, CancellationToken cancel)
    {
        if (!await Find(id, cancel) || await RunRoutes.Find(grains, id) is not { } run)
        {
            return NotFound();
        }

        Typed = (role, name, note);
        AuditTrail.Because(HttpContext, $"{role}: {note?.Trim()}");
        if (!Enum.GetValues<AssuranceRole>().Any(known => Assurance.NameOf(known) == role))
        {
            Mistake = "Choose the role in which you sign";
            return Page();
        }

        var (_, why, fault) = await assurances.Sign(run, Signed.Digest, User, Enum.Parse<AssuranceRole>(role!, ignoreCase: true), name, note);
        if (fault is null)
        {
            return RedirectToPage(new { id });
        }

        if (why == Refusal.Forbidden)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        await Find(id, cancel);
        Mistake = char.ToUpperInvariant(fault[0]) + fault[1..];
        return Page();
    }

    private async Task<bool> Find(string id, CancellationToken cancel)
    {
        if (await finished.Find(id, cancel) is not { } run)
        {
            return false;
        }

        (Id, Title) = (id, run.Findings.Scenario.Title);
        Signed = await assurances.Of(id, run.Findings.Result.Digest);
        Checks = RecordTables.Checks(new ReportedRun(run.Manifest, run.Timings, run.Findings, run.Assumptions), Signed);
        Roles = RunAssurance.RolesOf(User);
        return true;
    }
}
