using System.Globalization;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Server.Runs;

/// <summary>How far a run is, in the words that the page shows: drawn by the server, sent again whole with every change.</summary>
/// <param name="State">In one word: <c>Running</c>.</param>
/// <param name="Percent">0 to 100.</param>
/// <param name="Replicates">Simulated futures finished: <c>120 of 1,000</c>.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Left">Estimated time left.</param>
/// <param name="Ended">Whether no more frames will come.</param>
/// <param name="Picture">What has been found so far; null while there is too little, or when the listener has seen it.</param>
public sealed record ProgressFrame(
    string State, int Percent, string Replicates, string Elapsed, string Left, bool Ended, LivePicture? Picture = null)
{
    /// <summary>The frame for a state of a run.</summary>
    public static ProgressFrame Of(RunState state, RunProgress progress) => new(
        Words.Of(state),
        Percentage(progress),
        string.Create(CultureInfo.InvariantCulture, $"{progress.ReplicatesDone:N0} of {progress.ReplicatesTotal:N0}"),
        Words.Of(progress.Elapsed),
        HasEnded(state) ? "None" : progress.Left is { } left ? "About " + Words.Of(left) : "Not known yet",
        HasEnded(state));

    /// <summary>How much of a run is done, 0 to 100.</summary>
    public static int Percentage(RunProgress progress) =>
        progress.MonthsTotal > 0 ? (int)Math.Clamp(100 * progress.MonthsDone / progress.MonthsTotal, 0, 100) : 0;

    /// <summary>Whether a run in this state will not change any more.</summary>
    public static bool HasEnded(RunState state) => state is RunState.Finished or RunState.Failed or RunState.Cancelled;
}
