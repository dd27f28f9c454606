using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages;

/// <summary>The first page: a scenario ready to start, the other scenarios, and the runs so far.</summary>
public sealed class IndexModel(ScenarioShelf shelf, IGrainFactory grains) : PageModel
{
    /// <summary>All scenarios.</summary>
    public IReadOnlyList<ScenarioListing> Listings { get; private set; } = [];

    /// <summary>The one that the form is for; null when there is none at all.</summary>
    public OpenScenario? Chosen { get; private set; }

    /// <summary>The runs that meet the filter, newest first.</summary>
    public IReadOnlyList<RunListing> Runs { get; private set; } = [];

    /// <summary>All runs, newest first.</summary>
    public IReadOnlyList<RunListing> AllRuns { get; private set; } = [];

    /// <summary>Which of them are shown.</summary>
    public RunFilter Filter { get; private set; } = RunFilter.None;

    /// <summary>The form.</summary>
    [BindProperty]
    public LaunchForm Form { get; set; } = new();

    /// <summary>What is wrong with the form as it was sent.</summary>
    public IReadOnlyList<(string Field, string Message)> Mistakes { get; private set; } = [];

    /// <summary>The mistake in a field; null when there is none.</summary>
    public string? MistakeIn(string field) => Mistakes.FirstOrDefault(m => m.Field == field).Message;

    /// <summary>A scenario's title, or its id when it is no longer on the shelf.</summary>
    public string TitleOf(string scenario) => Listings.FirstOrDefault(l => l.Id == scenario)?.Title ?? scenario;

    /// <summary>Shows the page, the form for the scenario asked for or for the first.</summary>
    public async Task<IActionResult> OnGetAsync(string? scenario)
    {
        await Lists();
        Chosen = (scenario ?? (Listings.Count > 0 ? Listings[0].Id : null)) is { } id ? shelf.Open(id) : null;
        if (scenario is not null && Chosen is null)
        {
            return NotFound();
        }

        Form = new()
        {
            Scenario = Chosen?.Listing.Id ?? "",
            Variants = [.. Chosen?.Reading.Scenario?.Variants.Select(v => v.Id) ?? []],
            Key = Guid.NewGuid().ToString("N"),
        };
        return Page();
    }

    /// <summary>Starts the run and goes to its page, or shows the form again with every mistake.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        Chosen = shelf.Open(Form.Scenario);
        if (Chosen is null)
        {
            return NotFound();
        }

        // With a problem in its files the scenario has no form: the page says what to mend.
        if (Chosen is { Package: { } package, Reading.Scenario: { } scenario })
        {
            (var spec, Mistakes) = Form.Read(scenario);
            if (spec is not null)
            {
                var ticket = await grains.GetGrain<IRunDirectory>(0).CreateFor(
                    Form.KeyOf(package, spec), scenario.Id, package.ToBytes(), spec, Form.LabelOf(User.Identity?.Name));
                AuditTrail.Because(HttpContext, Form.Tag?.Trim(), ticket.Run);
                return RedirectToPage("/Runs/Run", new { id = ticket.Run });
            }
        }

        await Lists();
        return Page();
    }

    private async Task Lists()
    {
        Listings = shelf.List();
        AllRuns = await grains.GetGrain<IRunDirectory>(0).List();
        Filter = RunFilter.Read(Scenarios.AnswerPage.Given(Request.Query));
        Runs = [.. AllRuns.Where(Filter.Shows)];
    }
}
