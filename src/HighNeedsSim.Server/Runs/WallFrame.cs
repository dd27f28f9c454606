using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Server.Metrics;

namespace HighNeedsSim.Server.Runs;

/// <summary>One figure of the wall screen: large, and few words.</summary>
/// <param name="Name">What it is, and when.</param>
/// <param name="Value">The median.</param>
/// <param name="Range">Between which two values 8 in 10 simulated futures fall.</param>
public sealed record WallFigure(string Name, string Value, string Range);

/// <summary>What the wall screen shows, in words: whole each time, so that a lost one does no harm.</summary>
/// <param name="Run">The run's id; empty when there is none.</param>
/// <param name="Title">The scenario's title.</param>
/// <param name="State">In one word.</param>
/// <param name="Percent">0 to 100.</param>
/// <param name="Left">Estimated time left, or how long it took.</param>
/// <param name="Message">The chart's message, or why there is no chart yet.</param>
/// <param name="Caption">What the chart shows, of how many futures.</param>
/// <param name="Chart">The fan of the cumulative deficit; empty while too few futures have finished.</param>
/// <param name="Figures">Plans in force and plans within 20 weeks, by variant.</param>
/// <param name="Silos">What each silo has in hand.</param>
public sealed record WallFrame(
    string Run,
    string Title,
    string State,
    int Percent,
    string Left,
    string Message,
    string Caption,
    string Chart,
    IReadOnlyList<WallFigure> Figures,
    IReadOnlyList<string> Silos)
{
    /// <summary>The frame for what was seen last: the run under way, or else the newest one.</summary>
    public static WallFrame Of(IReadOnlyList<WatchedRun> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return (seen.FirstOrDefault(w => w.Listing.State == RunState.Running) ?? (seen.Count > 0 ? seen[0] : null)) is { } watched
            ? Of(watched)
            : new("", "No runs yet", "Waiting", 0, "", "Start a run, and it is shown here.", "", "", [], []);
    }

    private static WallFrame Of(WatchedRun watched)
    {
        var frame = ProgressFrame.Of(watched.Listing.State, watched.Progress);
        var fan = watched.Findings is { } findings ? DeficitFan.Of(findings) : null;
        return new(
            watched.Listing.Run,
            watched.Findings?.Scenario.Title ?? watched.Listing.ScenarioId,
            frame.State,
            frame.Percent,
            frame.Ended ? $"after {frame.Elapsed}" : $"· time left: {frame.Left.ToLowerInvariant()}",
            fan?.Title ?? (frame.Ended ? "This run has no result." : $"The chart starts when {RunsUnderWay.FewestFutures} simulated futures have finished."),
            fan?.Caption ?? "",
            fan is null ? "" : FanChart.Draw(fan, new("wall", ChartWidth.Wide)),
            watched.Findings is { } found ? [.. FiguresOf(found)] : [],
            [.. watched.Worlds.Select((silo, n) => $"Silo {n + 1}: {silo.Worlds} {(silo.Worlds == 1 ? "world" : "worlds")}")]);
    }

    private static IEnumerable<WallFigure> FiguresOf(Findings findings)
    {
        var last = findings.Years.Count - 1;
        foreach (var variant in findings.Variants.Take(DeficitFan.MostPaths))
        {
            var name = VariantNames.Label(findings, variant);
            var plans = findings.Of(variant, MeasureCodes.Plans, last);
            yield return new($"{name}: EHC plans, {Dates.CensusOf(findings.Last)}", Numbers.Median(plans, Numbers.Count), Numbers.Range(plans, Numbers.Count));
            var share = RunMetrics.InTwentyWeeks(findings)(variant, last);
            yield return new($"{name}: plans within 20 weeks, {findings.Last}", Numbers.Median(share, Numbers.Share), Numbers.Range(share, Numbers.Share));
        }
    }
}
