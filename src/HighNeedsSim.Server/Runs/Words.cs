using System.Globalization;
using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Papers;

namespace HighNeedsSim.Server.Runs;

/// <summary>States and times in plain words.</summary>
public static class Words
{
    private static readonly TimeZoneInfo London = FindLondon();

    /// <summary>A state as people say it.</summary>
    public static string Of(RunState state) => state switch
    {
        RunState.Queued => "Waiting",
        RunState.Running => "Running",
        RunState.Finished => "Finished",
        RunState.Failed => "Failed",
        RunState.Cancelled => "Cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a run."),
    };

    /// <summary>The colour of a state's tag. The word says the same: the colour only helps to find it.</summary>
    public static string TagClass(RunState state) => state switch
    {
        RunState.Finished => "govuk-tag--green",
        RunState.Failed => "govuk-tag--red",
        RunState.Cancelled => "govuk-tag--grey",
        RunState.Running => "govuk-tag--blue",
        _ => "govuk-tag--yellow",
    };

    /// <summary>How far a run has been assured, in a sentence.</summary>
    public static string Of(AssuranceState state) => state switch
    {
        AssuranceState.Draft => "Nobody has yet assured this analysis. Nothing should rest on it alone.",
        AssuranceState.Assured => "Assured, not yet approved.",
        AssuranceState.Approved => "Assured, and approved for its use.",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of assurance."),
    };

    /// <summary>The colour of its tag; the word says the same.</summary>
    public static string TagClass(AssuranceState state) => state switch
    {
        AssuranceState.Approved => "govuk-tag--green",
        AssuranceState.Assured => "govuk-tag--blue",
        _ => "govuk-tag--yellow",
    };

    /// <summary>A length of time, no more exact than is useful: <c>8 seconds</c>, <c>3 minutes</c>.</summary>
    public static string Of(TimeSpan time) => time.TotalSeconds < 99.5
        ? Count(Math.Max(1, (int)Math.Round(time.TotalSeconds)), "second")
        : Count((int)Math.Round(time.TotalMinutes), "minute");

    /// <summary>A moment as people in Kent say it: <c>23 January 2026, 3:42pm</c>.</summary>
    public static string Of(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, London);
        var half = local.Hour < 12 ? "am" : "pm";
        var zone = London == TimeZoneInfo.Utc ? " UTC" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{local:d MMMM yyyy, h:mm}{half}{zone}");
    }

    private static string Count(int number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {unit}{(number == 1 ? "" : "s")}");

    // A bare machine may have no time zone database; then times are said to be in UTC.
    private static TimeZoneInfo FindLondon() => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out var zone) ? zone : TimeZoneInfo.Utc;
}
