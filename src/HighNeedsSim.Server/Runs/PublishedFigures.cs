using HighNeedsSim.Model.World;
using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Runs;

/// <summary>What was published of authorities, in tables beside the scenarios: years before for charts, years since for judging runs.</summary>
/// <param name="shelf">Where scenarios are.</param>
public sealed class PublishedFigures(ScenarioShelf shelf)
{
    /// <summary>Years before, of the scenario's authority; nothing where the scenario is of another size than it.</summary>
    public IReadOnlyList<Target> HistoryOf(Scenario scenario) => Of(Path.Combine(shelf.Root, "history", scenario.Authority.Code + ".csv"), scenario);

    /// <summary>What was published of the authority before the scenario starts and since; nothing where the scenario is of another size than it.</summary>
    public IReadOnlyList<Target> AtStartOf(Scenario scenario) =>
        [.. Of(Targets.FileOf(Path.Combine(shelf.Root, scenario.Id), scenario.Authority.Code), scenario), .. HistoryOf(scenario)];

    /// <summary>A run beside what was published since; null where nothing was that it can be held against.</summary>
    public FitTable? FitOf(Findings findings)
    {
        var targets = Of(Targets.FileOf(Path.Combine(shelf.Root, findings.Scenario.Id), findings.Scenario.Authority.Code), findings.Scenario)
            .Where(target => FitTable.Fault(target) is null).ToList();
        return targets.Count > 0 && FitTable.Of(findings, targets) is { Rows.Count: > 0 } fit ? fit : null;
    }

    // Published figures are of the whole authority: beside a part of one they would only mislead.
    private static IReadOnlyList<Target> Of(string file, Scenario scenario)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        var (figures, _) = Targets.Read(file);
        var (census, plans) = (scenario.Timetable.Census.ToString(), scenario.OpeningStock.Total);
        return figures.Any(t => t.Measure == "plans" && t.Period == census && Math.Abs(plans - t.Value) <= t.Value / 10) ? figures : [];
    }
}
