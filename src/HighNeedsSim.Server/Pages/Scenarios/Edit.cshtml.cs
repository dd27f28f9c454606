using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>
/// Changes a figure of a scenario made here: the list of figures, the question, the answers to check, and then the change.
/// </summary>
public sealed class EditModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>The values that a figure may have, with what they mean.</summary>
    private static readonly (string Key, string Label)[] Values =
    [
        ("p10", "Low: 1 chance in 10 that it is less (P10)"), ("p50", "Central: as likely more as less (P50)"),
        ("p90", "High: 1 chance in 10 that it is more (P90)"), ("value", "Value"),
    ];

    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>The figure in question; null for the list.</summary>
    public Assumption? Figure { get; private set; }

    /// <summary>What can be answered: the key of each value and its label, and what it is or was typed to be.</summary>
    public IReadOnlyList<(string Key, string Label, string Answer)> Answers { get; private set; } = [];

    /// <summary>Hash of what was read: a change made meanwhile by somebody else is not overwritten.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Whether the answers are shown to be checked.</summary>
    public bool IsToCheck { get; private set; }

    /// <summary>What is wrong with the answers.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    /// <summary>Whether a figure can be changed by a question; tables are changed as files.</summary>
    public bool CanBeAsked(Assumption figure) =>
        Values.Any(value => ScenarioText.Find(OwnScenarios.Text(Open.Package!), $"{figure.Id}.{value.Key}") is not null);

    /// <summary>Shows the list or the question.</summary>
    public IActionResult OnGet(string id, string? assumption)
    {
        if (!Find(id, assumption))
        {
            return NotFound();
        }

        Answers = [.. Asked().Select(key => (key.Key, key.Label, ScenarioText.Find(OwnScenarios.Text(Open.Package!), $"{Figure!.Id}.{key.Key}") ?? ""))];
        return Page();
    }

    /// <summary>Shows the answers to be checked, or makes the change.</summary>
    public IActionResult OnPost(string id, string? assumption, string? hash, string? step)
    {
        if (!Find(id, assumption) || Figure is null)
        {
            return NotFound();
        }

        Hash = hash ?? "";
        Answers = [.. Asked().Select(key => (key.Key, key.Label, Request.Form[key.Key].ToString().Trim()))];
        Mistakes = [.. Answers.Where(answer => answer.Answer.Length is 0 or > 2000).Select(answer => $"{answer.Label}: give an answer of at most 2,000 characters")];
        AuditTrail.Because(HttpContext, $"{Figure.Id}: {(Answers.Count > 0 ? Answers[^1].Answer : "")}");
        if (Mistakes.Count > 0 || step == "change")
        {
            return Page();
        }

        var text = OwnScenarios.Text(Open.Package!);
        if (step != "save")
        {
            // Nothing is written, but what the reader says of it is known already.
            var would = Change(text);
            IsToCheck = would is not null;
            Mistakes = would is null ? ["This figure cannot be changed here: change the file and upload it"] : [];
            return Page();
        }

        var (outcome, problems) = shelf.Own.Change(id, Hash, Change);
        if (outcome == SaveOutcome.Saved)
        {
            return RedirectToPage(new { id, assumption = (string?)null });
        }

        Mistakes = outcome == SaveOutcome.Stale
            ? ["Somebody changed the scenario meanwhile: go back to the list and start from what is there now"]
            : [.. problems.Select(problem => problem.Message)];
        return Page();
    }

    private string? Change(string text) => Answers.Aggregate((string?)text, (yaml, answer) =>
        yaml is null || (ScenarioText.Find(yaml, $"{Figure!.Id}.{answer.Key}") == answer.Answer)
            ? yaml
            : ScenarioText.Set(yaml, $"{Figure!.Id}.{answer.Key}", answer.Answer));

    private IEnumerable<(string Key, string Label)> Asked() => Figure is null ? [] :
    [
        .. Values.Where(value => ScenarioText.Find(OwnScenarios.Text(Open.Package!), $"{Figure.Id}.{value.Key}") is not null),
        ("source", "Source: a name from sources.yaml, or estimate"), ("year", "Year or years that it is of"), ("confidence", "Confidence: high, medium or low"),
        ("rationale", "Rationale: why it is so"),
    ];

    private bool Find(string id, string? assumption)
    {
        if (shelf.Open(id) is not { Package: { } package } open || !shelf.IsOwn(open.Listing))
        {
            return false;
        }

        (Open, Hash) = (open, package.Hash);
        Figure = assumption is null ? null : open.Reading.Assumptions.FirstOrDefault(a => a.Id == assumption);
        return assumption is null || (Figure is not null && CanBeAsked(Figure));
    }
}
