using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary>A scenario as somebody named it on the command line, read and judged.</summary>
/// <param name="Package">Its files; null where there are problems.</param>
/// <param name="Scenario">What they say; null where there are problems.</param>
/// <param name="Assumptions">Every figure with its pedigree.</param>
/// <param name="Problems">Every problem there is.</param>
/// <param name="NotFound">One sentence where there is no such folder; else null.</param>
internal sealed record ScenarioFolder(
    ScenarioPackage? Package, Scenario? Scenario, IReadOnlyList<Assumption> Assumptions, IReadOnlyList<Problem> Problems, string? NotFound)
{
    /// <summary>Where scenarios are kept, below the current directory.</summary>
    public const string Root = "scenarios";

    /// <summary>Reads a scenario by its folder, or by its name where it lies among the others.</summary>
    public static ScenarioFolder Read(string named)
    {
        // A name without a path is looked for among the scenarios too: manifests give the name alone.
        var folder = !Path.Exists(named) && Path.GetFileName(named) == named && Directory.Exists(Path.Combine(Root, named))
            ? Path.Combine(Root, named)
            : named;
        if (!Path.Exists(folder))
        {
            var known = ScenarioCatalogue.List(Root).Select(scenario => scenario.Folder.Replace('\\', '/')).ToArray();
            var near = Nearest.To(Path.GetFileName(Path.TrimEndingDirectorySeparator(named)), known.Select(path => Path.GetFileName(path)!))
                .Select(name => $"{Root}/{name}").ToArray();
            return new(null, null, [], [], $"there is no scenario folder {named}"
                + (near.Length > 0 ? $": did you mean {string.Join(" or ", near)}?"
                    : known.Length > 0 ? $": there are {string.Join(", ", known)}."
                    : ": name the folder that holds scenario.yaml."));
        }

        var (package, problems) = ScenarioPackage.FromFolder(folder);
        if (package is null)
        {
            return new(null, null, [], problems, null);
        }

        var reading = ScenarioReader.Read(package);
        return new(reading.Scenario is null ? null : package, reading.Scenario, reading.Assumptions, reading.Problems, null);
    }
}
