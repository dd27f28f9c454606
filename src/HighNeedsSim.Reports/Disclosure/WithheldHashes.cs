using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Reports.Disclosure;

/// <summary>
/// Which hashes of files stay in the house. Whoever knows all counts of a short table but a few hidden ones can try what these may be until the
/// hash of the table fits, so the hash would tell what the table hides.
/// </summary>
/// <remarks>
/// The hash of the whole scenario is told: to try it takes every count of every one of these files at once, single ages by placement and need among them.
/// </remarks>
public static class WithheldHashes
{
    /// <summary>The hash of a file; null where it is withheld.</summary>
    /// <param name="scenario">The scenario that the file belongs to.</param>
    /// <param name="file">The file.</param>
    public static string? Shown(Scenario scenario, FileHash file) =>
        scenario.SuppressBelow is not null && CountsOfChildren.AreIn(file.Path) ? null : file.Sha256;
}
