using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Papers;

/// <summary>The small run beside an earlier one, of a census a year before, at other prices and with another belief about growth.</summary>
internal static class SmallChange
{
    private static readonly Lazy<ReportedRun> Played = new(() => SmallRun.Play(SmallRun.Findings.Replicates, Earlier));

    public static ReportedRun Before => Played.Value;

    public static ForecastChange Change { get; } = Of(SmallRun.Run);

    public static Paper Paper { get; } = ChangePaper.Of(Change, PaperDetails.None, AssuranceState.Draft);

    public static IReadOnlyList<PaperFile> Files { get; } = ChangeFiles.Of(Change, PaperDetails.None, AssuranceState.Draft);

    /// <summary>A run beside the earlier one.</summary>
    public static ForecastChange Of(ReportedRun after) => Between(Before, after).Change!;

    /// <summary>Two runs beside each other, or why not.</summary>
    public static (ForecastChange? Change, IReadOnlyList<string> Refusals) Between(ReportedRun before, ReportedRun after) =>
        ForecastChange.Of(before, after, null, OneByOne);

    public static void OneByOne(int count, Action<int> body)
    {
        for (var n = 0; n < count; n++)
        {
            body(n);
        }
    }

    private static Scenario Earlier(Scenario scenario) => scenario with
    {
        Timetable = scenario.Timetable with { Census = scenario.Timetable.Census - 12, FirstYear = scenario.Timetable.FirstYear + -1 },
        Requests = scenario.Requests with { Growth = scenario.Requests.Growth with { Low = 0, Central = 0.02, High = 0.04 } },
        Funding = scenario.Funding with { InterimTuition = Elicited.Known(scenario.Funding.InterimTuition.Id, 12_000) },
    };
}
