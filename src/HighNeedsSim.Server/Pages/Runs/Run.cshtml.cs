using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Runs;

/// <summary>A run: how far it is, and what it found.</summary>
public sealed class RunModel(IGrainFactory grains, FinishedRuns finished, LivePictures pictures, ScenarioShelf shelf, PublishedFigures published, RunAssurance assurances) : PageModel
{
    /// <summary>The run's id.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Who asked for it and what they call it.</summary>
    public RunLabel Label { get; private set; } = RunLabel.None;

    /// <summary>What it plays out: the scenario's title, or its id when it is no longer on the shelf.</summary>
    public string Title { get; private set; } = "";

    /// <summary>How far it is.</summary>
    public RunStatus Status { get; private set; } = null!;

    /// <summary>The same in words.</summary>
    public ProgressFrame Frame { get; private set; } = null!;

    /// <summary>What it found; null until it has finished.</summary>
    public FinishedRun? Result { get; private set; }

    /// <summary>Whether its scenario came with the program, so that its folder is in every copy of it; false where it was made here.</summary>
    public bool IsShipped { get; private set; }

    /// <summary>The target that chances are told for.</summary>
    public TargetForm Target { get; private set; } = null!;

    /// <summary>Whether such answers were right before, in sentences.</summary>
    public IReadOnlyList<string> RightLastTime { get; private set; } = [];

    /// <summary>The same in the fewest words, for the first screen.</summary>
    public string RightInShort { get; private set; } = "";

    /// <summary>How far its result has been assured.</summary>
    public AssuranceState Assured { get; private set; }

    /// <summary>Finished runs that this one may be compared with, the newest first.</summary>
    public IReadOnlyList<RunListing> Others { get; private set; } = [];

    /// <summary>Stops the run for good.</summary>
    public async Task<IActionResult> OnPostCancelAsync(string id)
    {
        if (await RunRoutes.Find(grains, id) is null)
        {
            return NotFound();
        }

        await grains.GetGrain<IRun>(id).Cancel();
        return RedirectToPage(new { id });
    }

    /// <summary>Calls the run something else.</summary>
    public async Task<IActionResult> OnPostTagAsync(string id, string? tag)
    {
        if (await RunRoutes.Find(grains, id) is null)
        {
            return NotFound();
        }

        var called = tag?.Trim();
        if (RunLabel.FaultOf(called) is not null)
        {
            return BadRequest();
        }

        await grains.GetGrain<IRunDirectory>(0).Tag(id, called is { Length: > 0 } ? called : null);
        return RedirectToPage(new { id });
    }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string id, string? target, CancellationToken cancel)
    {
        Target = TargetForm.Read(target);
        if (await RunRoutes.Find(grains, id) is not { } listing)
        {
            return NotFound();
        }

        (Id, Label) = (id, new RunLabel(listing.Owner, listing.Tag));
        var played = shelf.List().FirstOrDefault(s => s.Id == listing.ScenarioId);
        (Title, IsShipped) = (played?.Title ?? listing.ScenarioId, played is not null && !shelf.IsOwn(played));
        Status = await grains.GetGrain<IRun>(id).Status();
        Frame = ProgressFrame.Of(Status.State, Status.Progress);
        if (Status.State == RunState.Finished)
        {
            Result = await finished.Find(id, cancel);
            Assured = Result is null ? AssuranceState.Draft : (await assurances.Of(id, Result.Findings.Result.Digest)).State;
            if (Result is not null)
            {
                var fit = published.FitOf(Result.Findings);
                (RightLastTime, RightInShort) = (Reports.Words.RightLastTime.Of(Result.Findings, fit), Reports.Words.RightLastTime.InShort(fit));
            }

            Others = [.. (await grains.GetGrain<IRunDirectory>(0).List()).Where(r => r.Run != id && r.State == RunState.Finished)];
        }
        else if (!Frame.Ended)
        {
            Frame = Frame with { Picture = await pictures.Latest(id, cancel) };
        }

        return Page();
    }
}
