using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Runs;

/// <summary>Two finished runs side by side, or why they cannot be.</summary>
public sealed class CompareModel(IGrainFactory grains, FinishedRuns finished) : PageModel
{
    /// <summary>The first run.</summary>
    public FinishedRun First { get; private set; } = null!;

    /// <summary>The second run.</summary>
    public FinishedRun Second { get; private set; } = null!;

    /// <summary>The comparison; null when these runs say nothing about each other.</summary>
    public RunComparison? Comparison { get; private set; }

    /// <summary>Why not.</summary>
    public IReadOnlyList<string> Refusals { get; private set; } = [];

    /// <summary>Shows the page. A form asks for it with the other run as a value; its own address has it in the path.</summary>
    public async Task<IActionResult> OnGetAsync(string id, string? other, string? file, CancellationToken cancel)
    {
        if (Request.Query.ContainsKey("other"))
        {
            // Whichever page somebody comes from, the later run is told against the earlier one.
            var chosen = Request.Query["other"].ToString();
            var isEarlier = await RunRoutes.Find(grains, id) is { } here && await RunRoutes.Find(grains, chosen) is { } there && there.Created < here.Created;
            return isEarlier ? RedirectToPage(new { id = chosen, other = id }) : RedirectToPage(new { id, other = chosen });
        }

        if (other is null || await Open(id, cancel) is not { } first || await Open(other, cancel) is not { } second)
        {
            return NotFound();
        }

        (First, Second) = (first, second);
        (Comparison, Refusals) = RunComparison.Of(Of(first), Of(second));
        return file is null ? Page()
            : file == "comparison.csv" && Comparison is { } comparison ? File(RunRoutes.Spreadsheet(comparison.WriteCsv()), "text/csv; charset=utf-8", $"{other}-less-{id}.csv")
            : NotFound();
    }

    private async Task<FinishedRun?> Open(string id, CancellationToken cancel) =>
        await RunRoutes.Find(grains, id) is { State: RunState.Finished } ? await finished.Find(id, cancel) : null;

    private static Comparable Of(FinishedRun run) => new(run.Manifest, run.Findings, run.Assumptions);
}
