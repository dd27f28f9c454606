using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>
/// One mitigation: its figures to be set, and what they do. The address holds all that is set, so that a page can be sent to a colleague and a
/// browser without JavaScript asks by sending the form.
/// </summary>
[EnableRateLimiting(ExpectedLimits.Asking)]
public sealed class MitigationModel(ScenarioShelf shelf, ExpectedDesk desk) : PageModel
{
    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>What is set.</summary>
    public MitigationForm Form { get; private set; } = null!;

    /// <summary>What that does; null while something is wrong with it.</summary>
    public MitigationPreview? Preview { get; private set; }

    /// <summary>What the registry knows of it.</summary>
    public RegisteredMitigation? About { get; private set; }

    /// <summary>Whether the scenario was made here and may be changed.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>The scenario's words on each of its figures.</summary>
    public IReadOnlyList<Assumption> Assumptions { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string id, string code, CancellationToken cancel)
    {
        if (shelf.Open(id) is not { Package: not null, Reading.Scenario: { } scenario } open || Find(scenario, code) is not { } kept)
        {
            return NotFound();
        }

        (Open, IsOwn) = (open, shelf.IsOwn(open.Listing));
        About = open.Reading.Registered.FirstOrDefault(m => m.Code == code);
        Assumptions = [.. open.Reading.Assumptions.Where(a => a.Id.StartsWith($"mitigations.{code}.", StringComparison.Ordinal))];
        Form = MitigationForm.Read(scenario, kept, Given(Request.Query), inPercent: true);
        Preview = Form.Changed is null ? null : await desk.Preview(open, Form, cancel);
        return Page();
    }

    /// <summary>What a query gives, by field.</summary>
    internal static Func<string, IReadOnlyList<string>?> Given(IQueryCollection query) =>
        field => query.TryGetValue(field, out var values) ? [.. values.OfType<string>()] : null;

    /// <summary>A mitigation that can be set here.</summary>
    internal static Model.Mitigations.Mitigation? Find(Scenario scenario, string code) =>
        MitigationForm.CanBeAsked(scenario) ? scenario.Mitigations.FirstOrDefault(m => m.Code == code) : null;
}
