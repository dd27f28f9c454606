using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Runs;

/// <summary>A finished run with all that its papers tell of it.</summary>
/// <param name="Manifest">What fixes its result.</param>
/// <param name="Timings">How long it took.</param>
/// <param name="Findings">What it found, with the scenario as it was then.</param>
/// <param name="Assumptions">What that scenario assumes, with sources.</param>
public sealed record ReportedRun(RunManifest Manifest, RunTimings Timings, Findings Findings, IReadOnlyList<Assumption> Assumptions);
