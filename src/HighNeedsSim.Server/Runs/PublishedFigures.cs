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
    public FitTable? FitOf(Findings findings) => PublishedSince.FitOf(
        findings, Of(Targets.FileOf(Path.Combine(shelf.Root, findings.Scenario.Id), findings.Scenario.Authority.Code), findings.Scenario));

    private static IReadOnlyList<Target> Of(string file, Scenario scenario) =>
        File.Exists(file) && Targets.Read(file).Targets is var figures && PublishedSince.AreOf(scenario, figures) ? figures : [];
}
