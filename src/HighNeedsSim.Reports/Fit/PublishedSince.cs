using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Fit;

/// <summary>What was published of an authority, beside a run of it.</summary>
/// <remarks>
/// Papers take the tables that came with the program (<c>scenarios/targets</c>), so that a run's paper is the same wherever it is written; pages and
/// <c>hns fit</c> read those beside the scenario, which an authority can add to.
/// </remarks>
public static class PublishedSince
{
    /// <summary>A run beside what came with the program; null where nothing did that it can be held against.</summary>
    public static FitTable? FitOf(Findings findings)
    {
        using var stream = typeof(PublishedSince).Assembly.GetManifestResourceStream($"HighNeedsSim.Reports.Fit.{findings.Scenario.Authority.Code}.csv");
        return stream is null ? null : FitOf(findings, Targets.Read(stream));
    }

    /// <summary>A run beside published figures; null where it can be held against none of them.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="figures">Figures of its authority.</param>
    public static FitTable? FitOf(Findings findings, IReadOnlyList<Target> figures)
    {
        if (!AreOf(findings.Scenario, figures))
        {
            return null;
        }

        var judged = FitTable.Of(findings, [.. figures.Where(target => FitTable.Fault(target) is null)]);
        return judged.Rows.Count > 0 ? judged : null;
    }

    /// <summary>
    /// Whether figures are of what a scenario plays out: their plans in force on its census day are its opening stock, within a tenth. Published
    /// figures are of the whole authority; beside a part of one they would only mislead.
    /// </summary>
    public static bool AreOf(Scenario scenario, IReadOnlyList<Target> figures)
    {
        var (census, plans) = (scenario.Timetable.Census.ToString(), scenario.OpeningStock.Total);
        return figures.Any(target => target.Measure == "plans" && target.Period == census && Math.Abs(plans - target.Value) <= target.Value / 10);
    }
}
