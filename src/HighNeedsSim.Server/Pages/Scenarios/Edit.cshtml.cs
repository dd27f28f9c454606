using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>
/// Changes a figure of a scenario made here: the list of figures, the question, the answers to check, and then the change. What the reader would
/// say of the changed scenario is told at the question, at the field concerned, and before anything is written.
/// </summary>
public sealed class EditModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>The longest answer.</summary>
    public const int Longest = AuditEntries.LongestReason;

    /// <summary>How sure somebody may be, with what it means.</summary>
    public static IReadOnlyList<(string Name, string Means)> Confidences { get; } =
    [
        ("high", "published or counted, and of this authority"), ("medium", "counted elsewhere, or carried forward from years like it"), ("low", "a judgement"),
    ];

    /// <summary>The source of what nobody published.</summary>
    public const string Estimate = "estimate";

    /// <summary>The values that a figure may have, with what they mean.</summary>
    private static readonly (string Key, string Label)[] Values =
    [
        ("p10", "Low: 1 chance in 10 that it is less (P10)"), ("p50", "Central: as likely more as less (P50)"),
        ("p90", "High: 1 chance in 10 that it is more (P90)"), ("value", "Value"),
        ("counted", "Counted"), ("of", "Of so many"), ("england", "England’s figure"), ("england-weight", "England’s figure counts as so many"),
    ];

    private static readonly (string Key, string Label)[] Pedigree =
    [
        ("source", "Source"), ("year", "Year or years that it is of"), ("confidence", "Confidence"), ("rationale", "Rationale"),
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

    /// <summary>What is wrong with the answers, by the key of the field concerned.</summary>
    public IReadOnlyList<(string Field, string Message)> Mistakes { get; private set; } = [];

    /// <summary>The mistake in a field; null when there is none.</summary>
    public string? MistakeIn(string field) => Mistakes.FirstOrDefault(m => m.Field == field).Message;

    /// <summary>Whether a field is a number.</summary>
    public static bool IsNumber(string key) => Array.Exists(Values, value => value.Key == key);

    /// <summary>Whether a figure can be changed by a question; tables are changed as files.</summary>
    public bool CanBeAsked(Assumption figure) => Values.Any(value => Now($"{figure.Id}.{value.Key}") is not null);

    /// <summary>Shows the list or the question.</summary>
    public IActionResult OnGet(string id, string? assumption)
    {
        if (!Find(id, assumption))
        {
            return NotFound();
        }

        Answers = [.. Asked().Select(key => (key.Key, key.Label, Now($"{Figure!.Id}.{key.Key}") ?? ""))];
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
        AuditTrail.Because(HttpContext, $"{Figure.Id}: {Answers[^1].Answer}");
        if (step == "change")
        {
            return Page();
        }

        Mistakes = [.. Answers.SelectMany(answer => Fault(answer.Label, answer.Answer) is { } fault ? [(answer.Key, fault)] : Array.Empty<(string, string)>())];
        if (Mistakes.Count > 0)
        {
            return Page();
        }

        var (outcome, problems) = step == "save" ? shelf.Own.Change(id, Hash, Change) : shelf.Own.WouldChange(id, Hash, Change);
        if (outcome == SaveOutcome.Saved && step == "save")
        {
            return RedirectToPage(new { id, assumption = (string?)null });
        }

        IsToCheck = outcome == SaveOutcome.Saved;
        Mistakes = outcome == SaveOutcome.Stale
            ? [(Answers[0].Key, "Somebody changed the scenario meanwhile: go back to the list and start from what is there now")]
            : [.. problems.Select(Placed)];
        return Page();
    }

    private static string? Fault(string label, string answer) => answer.Length switch
    {
        0 => $"{label}: give an answer",
        > Longest => $"{label}: {answer.Length} characters are too many, at most {Longest} are kept",
        _ => null,
    };

    // The reader names the key that it speaks of; a page has a field for it.
    private (string Field, string Message) Placed(Problem problem)
    {
        foreach (var (key, label, _) in Answers)
        {
            var address = $"{Figure!.Id}.{key}: ";
            if (problem.Message.StartsWith(address, StringComparison.Ordinal))
            {
                return (key, $"{label}: {problem.Message[address.Length..].TrimEnd('.')}");
            }
        }

        var whole = $"{Figure!.Id}: ";
        return (Answers[0].Key, problem.Message.StartsWith(whole, StringComparison.Ordinal)
            ? $"{char.ToUpperInvariant(problem.Message[whole.Length])}{problem.Message[(whole.Length + 1)..].TrimEnd('.')}"
            : problem.ToString());
    }

    private string? Change(string text) => Answers.Aggregate((string?)text, (yaml, answer) =>
        yaml is null || (ScenarioText.Find(yaml, $"{Figure!.Id}.{answer.Key}") == answer.Answer)
            ? yaml
            : ScenarioText.Set(yaml, $"{Figure!.Id}.{answer.Key}", answer.Answer));

    private string? Now(string address) => ScenarioText.Find(OwnScenarios.Text(Open.Package!), address);

    private IEnumerable<(string Key, string Label)> Asked() =>
        Figure is null ? [] : [.. Values.Where(value => Now($"{Figure.Id}.{value.Key}") is not null), .. Pedigree];

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
