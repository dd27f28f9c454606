namespace HighNeedsSim.Scenarios;

/// <summary>A scenario that can be run, as a list shows it.</summary>
/// <param name="Id">The folder's name.</param>
/// <param name="Title">One line for people; the id where the file cannot be read.</param>
/// <param name="Folder">Path of the folder, as the root was given.</param>
/// <param name="Summary">A few sentences; what is wrong where the file cannot be read.</param>
public sealed record ScenarioListing(string Id, string Title, string Folder, string Summary);

/// <summary>The scenarios of a root folder.</summary>
public static class ScenarioCatalogue
{
    /// <summary>Every folder of the root that holds a <c>scenario.yaml</c>, by name; an empty list where there is no such root.</summary>
    public static IReadOnlyList<ScenarioListing> List(string scenariosRoot)
    {
        ArgumentNullException.ThrowIfNull(scenariosRoot);
        return Directory.Exists(scenariosRoot)
            ? [.. Folders(scenariosRoot).Select(One)]
            : [];
    }

    /// <summary>The scenario of a root folder by its id; null where there is none. Only a folder that is there becomes a path.</summary>
    public static ScenarioListing? Find(string scenariosRoot, string id)
    {
        ArgumentNullException.ThrowIfNull(scenariosRoot);
        return Directory.Exists(scenariosRoot) && Folders(scenariosRoot).FirstOrDefault(folder => Path.GetFileName(folder) == id) is { } folder ? One(folder) : null;
    }

    internal static IEnumerable<string> Folders(string scenariosRoot) => Directory.EnumerateDirectories(scenariosRoot)
        .Where(folder => File.Exists(Path.Combine(folder, ScenarioReader.FileName)))
        .Order(StringComparer.Ordinal);

    private static ScenarioListing One(string folder)
    {
        var id = Path.GetFileName(folder);
        var problems = new ProblemList();
        try
        {
            var info = new FileInfo(Path.Combine(folder, ScenarioReader.FileName));
            var bytes = info.Length <= TextFile.MostBytes ? File.ReadAllBytes(info.FullName) : [];
            if (TextFile.Of(ScenarioReader.FileName, bytes, problems) is { } file && YamlNode.Parse(file, problems) is { } root)
            {
                return new(id, Find(root, "title") ?? id, folder, Find(root, "summary") ?? "");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(ScenarioReader.FileName, null, "the file cannot be opened.");
        }

        return new(id, id, folder, "This scenario cannot be read: " + problems.ToList()[0].Message);
    }

    private static string? Find(YamlNode root, string key) => root.Entries?.Find(e => e.Key == key).Value?.Text?.Trim();
}
