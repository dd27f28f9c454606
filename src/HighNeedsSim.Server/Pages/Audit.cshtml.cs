using HighNeedsSim.Cluster;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages;

/// <summary>Who changed what, when and why.</summary>
public sealed class AuditModel(AuditTrail trail) : PageModel
{
    /// <summary>How many are shown; the database has all.</summary>
    public const int Shown = 200;

    /// <summary>The newest entries.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync() => Entries = await trail.Newest(Shown);
}
