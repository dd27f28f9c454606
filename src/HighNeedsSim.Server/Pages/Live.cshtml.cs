using HighNeedsSim.Server.Metrics;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages;

/// <summary>The wall screen: the run under way, or else the newest, for people who stand three metres away.</summary>
public sealed class LiveModel(NewestRuns runs) : PageModel
{
    /// <summary>What it shows now.</summary>
    public WallFrame Frame { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public void OnGet() => Frame = WallFrame.Of(runs.Seen);
}
