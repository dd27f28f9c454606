using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>
/// Keeps what somebody set on a mitigation's page: the reason is asked for, the answers are shown to be checked, and then the scenario is changed,
/// or a copy of it where it came with the service.
/// </summary>
public sealed class KeepModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>What confidence may be.</summary>
    public static IReadOnlyList<string> Confidences { get; } = ["high", "medium", "low"];

    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>What was set, from the address.</summary>
    public MitigationForm Form { get; private set; } = null!;

    /// <summary>Whether the scenario was made here and may be changed itself.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>Hash of what was read: a change made meanwhile by somebody else is not overwritten.</summary>
    [BindProperty]
    public string? Hash { get; set; }

    /// <summary>Why it is set so.</summary>
    [BindProperty]
    public string? Rationale { get; set; }

    /// <summary>How sure whoever set it is.</summary>
    [BindProperty]
    public string? Confidence { get; set; }

    /// <summary>The name of the copy.</summary>
    [BindProperty]
    public string? CopyId { get; set; }

    /// <summary>The title of the copy.</summary>
    [BindProperty]
    public string? CopyTitle { get; set; }

    /// <summary>Whether the answers are shown to be checked.</summary>
    public bool IsToCheck { get; private set; }

    /// <summary>What is wrong with the answers, by field.</summary>
    public IReadOnlyList<(string Field, string Message)> Mistakes { get; private set; } = [];

    /// <summary>Whether any of the changes is of a figure with a source and a rationale of its own.</summary>
    public bool HasFigures => Form.Changes.Any(change => change.Figure is not null);

    /// <summary>The mistake in a field; null when there is none.</summary>
    public string? MistakeIn(string field) => Mistakes.FirstOrDefault(m => m.Field == field).Message;

    /// <summary>Asks for the reason.</summary>
    public IActionResult OnGet(string id, string code)
    {
        if (!Find(id, code))
        {
            return NotFound();
        }

        if (Form.Changed is null || Form.Changes.Count == 0)
        {
            // Nothing to keep, or something to mend: the page where that is said.
            return LocalRedirect($"/scenarios/{id}/mitigations/{code}?{Form.Query}");
        }

        (Hash, CopyId, CopyTitle) = (Open.Package!.Hash, $"{id}-{code.ToLowerInvariant()}", $"{Open.Listing.Title}, {code} changed");
        return Page();
    }

    /// <summary>Shows the answers to be checked, or keeps them.</summary>
    public IActionResult OnPost(string id, string code, string? step)
    {
        if (!Find(id, code) || Form.Changed is null)
        {
            return NotFound();
        }

        (Rationale, CopyId, CopyTitle) = (Rationale?.Trim(), CopyId?.Trim(), CopyTitle?.Trim());
        Mistakes = [.. Check()];
        AuditTrail.Because(HttpContext, $"{code}: {Rationale}", IsOwn ? id : CopyId);
        if (Mistakes.Count > 0 || step == "change")
        {
            return Page();
        }

        if (step != "save")
        {
            IsToCheck = true;
            return Page();
        }

        var into = IsOwn ? id : CopyId!;
        if (!IsOwn && shelf.Own.Copy(Open.Package!, into, CopyTitle!) is { } refusal)
        {
            Mistakes = [(nameof(CopyId), refusal)];
            return Page();
        }

        var expected = IsOwn ? Hash ?? "" : shelf.Open(into)!.Package!.Hash;
        var (outcome, problems) = shelf.Own.Change(into, expected, Apply);
        if (outcome == SaveOutcome.Saved)
        {
            return LocalRedirect($"/scenarios/{into}/mitigations/{code}");
        }

        if (!IsOwn)
        {
            shelf.Own.Remove(into, expected);
        }

        Mistakes = outcome == SaveOutcome.Stale
            ? [(nameof(Rationale), "Somebody changed the scenario meanwhile: go back to the mitigation and start from what is there now")]
            : [.. problems.Select(problem => (nameof(Rationale), problem.Message))];
        return Page();
    }

    private IEnumerable<(string Field, string Message)> Check()
    {
        if (Form.Changes.Count == 0)
        {
            yield return (nameof(Rationale), "Nothing is changed: go back and set a figure");
        }

        if (Rationale is not { Length: > 0 and <= AuditEntries.LongestReason })
        {
            yield return (nameof(Rationale), $"Give the reason, in at most {AuditEntries.LongestReason:N0} characters: somebody else must be able to disagree with it");
        }

        if (HasFigures && !Confidences.Contains(Confidence))
        {
            yield return (nameof(Confidence), "Select how sure you are");
        }

        if (!IsOwn && shelf.Own.Refusal(CopyId ?? "") is { } refusal)
        {
            yield return (nameof(CopyId), refusal);
        }

        if (!IsOwn && CopyTitle is not { Length: > 0 and <= 200 })
        {
            yield return (nameof(CopyTitle), "Give the copy a title of at most 200 characters");
        }
    }

    private string? Apply(string yaml) => Form.Apply(yaml, Rationale!, Confidence);

    private bool Find(string id, string code)
    {
        if (shelf.Open(id) is not { Package: not null, Reading.Scenario: { } scenario } open || MitigationModel.Find(scenario, code) is not { } kept)
        {
            return false;
        }

        (Open, IsOwn) = (open, shelf.IsOwn(open.Listing));
        Form = MitigationForm.Read(scenario, kept, MitigationModel.Given(Request.Query), inPercent: true);
        return true;
    }
}
