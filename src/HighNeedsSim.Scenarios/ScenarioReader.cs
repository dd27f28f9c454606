namespace HighNeedsSim.Scenarios;

/// <summary>Reads a scenario package: files in, a scenario that is sound out, or every problem there is.</summary>
public static class ScenarioReader
{
    internal const string FileName = "scenario.yaml";

    /// <summary>Reads a package. A mistake in a file is a problem in the answer, never an exception.</summary>
    public static ScenarioReading Read(ScenarioPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Check(package, new HashSet<string>(), new());
    }

    /// <param name="package">The files that could be read from disk.</param>
    /// <param name="unreadable">Those that could not, of which the problems know already.</param>
    /// <param name="problems">Found so far.</param>
    /// <param name="schema">Where to note what is asked of the files; null for reading alone.</param>
    internal static ScenarioReading Check(
        ScenarioPackage package, IReadOnlySet<string> unreadable, ProblemList problems, ScenarioSchema? schema = null)
    {
        var reading = new Reading(package, unreadable, problems) { Schema = schema };
        SourceBook.Read(reading);
        var registry = MitigationRegistry.Read(reading);
        var scenario = new ScenarioParts(reading, registry).Scenario(package.ScenarioId);
        if (!problems.Any)
        {
            ScenarioChecks.Whole(reading, scenario);
        }

        reading.ReportUnused();
        return new(problems.Any ? null : scenario, problems.ToList(), reading.Assumptions) { Registered = registry.All, Sources = reading.Sources.Publications };
    }
}
