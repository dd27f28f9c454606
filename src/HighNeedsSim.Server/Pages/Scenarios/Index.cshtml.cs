using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>All scenarios, and where a colleague's is taken in.</summary>
[RequestSizeLimit(ScenarioArchive.MostBytes + (64 * 1024))]
[RequestFormLimits(MultipartBodyLengthLimit = ScenarioArchive.MostBytes + (64 * 1024))]
public sealed class ScenariosModel(ScenarioShelf shelf) : PageModel
{
    /// <summary>Those that came with the service.</summary>
    public IReadOnlyList<ScenarioListing> Given { get; private set; } = [];

    /// <summary>Those made here.</summary>
    public IReadOnlyList<ScenarioListing> Own { get; private set; } = [];

    /// <summary>The name for what is taken in, as typed.</summary>
    public string UploadId { get; private set; } = "";

    /// <summary>What is wrong with what was sent.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public void OnGet() => Lists();

    /// <summary>Takes in a zip file with a scenario's folder.</summary>
    public async Task<IActionResult> OnPostAsync(string? uploadId, IFormFile? upload, CancellationToken cancel)
    {
        UploadId = uploadId?.Trim() ?? "";
        AuditTrail.Because(HttpContext, "upload", UploadId);
        Mistakes = await Take(upload, cancel);
        if (Mistakes.Count == 0)
        {
            return RedirectToPage("/Scenarios/Scenario", new { id = UploadId });
        }

        Lists();
        return Page();
    }

    private async Task<IReadOnlyList<string>> Take(IFormFile? upload, CancellationToken cancel)
    {
        if (upload is null)
        {
            return ["Select the zip file of a scenario"];
        }

        if (shelf.Own.Refusal(UploadId) is { } refusal)
        {
            return [refusal];
        }

        using var bytes = new MemoryStream();
        await upload.CopyToAsync(bytes, cancel);
        var (files, refusals) = ScenarioArchive.Read(bytes.ToArray());
        if (files is null)
        {
            return refusals;
        }

        // The name in the file is that of its folder elsewhere: here it is the one that was asked for.
        var renamed = files.ToDictionary(f => f.Key, f => f.Value);
        if (renamed.TryGetValue("scenario.yaml", out var yaml) && ScenarioText.Set(System.Text.Encoding.UTF8.GetString(yaml), "id", UploadId) is { } named)
        {
            renamed["scenario.yaml"] = System.Text.Encoding.UTF8.GetBytes(named);
        }

        var (outcome, problems) = shelf.Own.Put(UploadId, renamed, expected: null);
        return outcome == SaveOutcome.Stale ? [$"There is a scenario '{UploadId}' already: use another name"] : [.. problems.Select(p => p.ToString())];
    }

    private void Lists()
    {
        var all = shelf.List();
        Given = [.. all.Where(s => !shelf.IsOwn(s))];
        Own = [.. all.Where(shelf.IsOwn)];
    }
}
