using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Runs;

/// <summary>A run beside what was published of its authority, misses first.</summary>
public sealed class FitModel(FinishedRuns finished, PublishedFigures published) : PageModel
{
    /// <summary>The run.</summary>
    public FinishedRun Run { get; private set; } = null!;

    /// <summary>The fit; null where nothing was published that it can be held against.</summary>
    public FitTable? Fit { get; private set; }

    /// <summary>Shows the page, or the table as comma-separated values.</summary>
    public async Task<IActionResult> OnGetAsync(string id, string? file, CancellationToken cancel)
    {
        if (await finished.Find(id, cancel) is not { } run)
        {
            return NotFound();
        }

        (Run, Fit) = (run, published.FitOf(run.Findings));
        return file is null ? Page()
            : file == "fit.csv" && Fit is { } fit ? File(RunRoutes.Spreadsheet(fit.WriteCsv()), "text/csv; charset=utf-8", $"{id}-fit.csv")
            : NotFound();
    }
}
