using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>The mitigations of a scenario, those with most pounds at stake first.</summary>
[EnableRateLimiting(ExpectedLimits.Asking)]
public sealed class MitigationsModel(ScenarioShelf shelf, ExpectedDesk desk) : PageModel
{
    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>Each mitigation with what it takes off the final deficit by itself, in pence, the largest first.</summary>
    public IReadOnlyList<(Mitigation Mitigation, long Saves)> Mitigations { get; private set; } = [];

    /// <summary>The same as bars.</summary>
    public AmountBarData Bars { get; private set; } = null!;

    /// <summary>Whether it was made here and may be changed.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>The scenario.</summary>
    public Scenario Scenario => Open.Reading.Scenario!;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel)
    {
        if (shelf.Open(id) is not { Package: not null, Reading.Scenario: { } scenario } open)
        {
            return NotFound();
        }

        (Open, IsOwn) = (open, shelf.IsOwn(open.Listing));
        Mitigations = [.. (await desk.Alone(open, cancel)).Select(saved => (scenario.Mitigations.First(m => m.Code == saved.Code), saved.Pence))];
        var end = Dates.EndOf(scenario.Timetable.FirstYear + (scenario.Timetable.Years - 1));
        Bars = new(
            Mitigations.Count > 0 && Mitigations[0].Saves > 0
                ? $"{Mitigations[0].Mitigation.Title} ({Mitigations[0].Mitigation.Code}) alone takes {Numbers.PoundsM(Mitigations[0].Saves)} off the deficit at {end}"
                : $"No mitigation alone takes anything off the deficit at {end}",
            $"Taken off the cumulative DSG deficit at {end} by each mitigation alone, £ million in cash terms, {scenario.Authority.Name}, on the expected path, after its running cost. They do not add up."
                + (Mitigations.Any(m => m.Saves < 0) ? " A minus adds to the deficit: by then it costs more to run than it takes off." : ""),
            [.. Mitigations.Select(m => new AmountBar($"{m.Mitigation.Code} {m.Mitigation.Title}", 0, m.Saves, Numbers.PoundsM(m.Saves)))],
            0);
        return Page();
    }
}
