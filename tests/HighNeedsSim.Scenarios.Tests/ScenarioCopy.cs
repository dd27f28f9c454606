using System.Text;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>A copy of kent-small with its registry and national rules in a folder of its own, to be spoilt.</summary>
internal sealed class ScenarioCopy : IDisposable
{
    internal const string Id = "kent-small";

    private readonly string _root = Directory.CreateTempSubdirectory("scenario-").FullName;

    internal ScenarioCopy()
    {
        Copy(Repository.Scenario(Id), Path.Combine(_root, Id));
        Copy(Path.Combine(Repository.Scenarios, "national"), Path.Combine(_root, "national"));
        File.Copy(Path.Combine(Repository.Scenarios, "mitigations.yaml"), Path.Combine(_root, "mitigations.yaml"));
    }

    internal string Root => _root;

    internal string Folder => Path.Combine(_root, Id);

    /// <summary>A file by its path in the package: <c>kent-small/scenario.yaml</c>, <c>mitigations.yaml</c>.</summary>
    internal string PathOf(string file) => Path.Combine(_root, file);

    internal void Replace(string file, string found, string with)
    {
        var text = File.ReadAllText(PathOf(file));
        Assert.Contains(found, text, StringComparison.Ordinal);
        var at = text.IndexOf(found, StringComparison.Ordinal);
        File.WriteAllText(PathOf(file), text[..at] + with + text[(at + found.Length)..]);
    }

    internal void RemoveLine(string file, string beginning) =>
        File.WriteAllLines(PathOf(file), File.ReadAllLines(PathOf(file)).Where(l => !l.StartsWith(beginning, StringComparison.Ordinal)));

    /// <summary>Takes the first rationale after a key away: the key itself and the indented lines of its text.</summary>
    internal void RemoveRationale(string file, string after)
    {
        var lines = File.ReadAllLines(PathOf(file)).ToList();
        var at = lines.FindIndex(lines.IndexOf(after + ":"), l => l.TrimStart().StartsWith("rationale:", StringComparison.Ordinal));
        var indent = lines[at].Length - lines[at].TrimStart().Length;
        var end = lines.FindIndex(at + 1, l => l.Length - l.TrimStart().Length <= indent);
        lines.RemoveRange(at, end - at);
        File.WriteAllLines(PathOf(file), lines);
    }

    internal void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    internal void Write(string file, byte[] bytes) => File.WriteAllBytes(PathOf(file), bytes);

    internal void WriteUtf16(string file) => File.WriteAllText(PathOf(file), File.ReadAllText(PathOf(file)), Encoding.Unicode);

    internal IReadOnlyList<Problem> Problems()
    {
        var (package, problems) = ScenarioPackage.FromFolder(Folder);
        return package is null ? problems : ScenarioReader.Read(package).Problems;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
