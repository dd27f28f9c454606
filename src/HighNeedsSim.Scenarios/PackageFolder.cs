namespace HighNeedsSim.Scenarios;

/// <summary>Reads a scenario's folder from disk, looking at every file before opening it.</summary>
internal sealed class PackageFolder
{
    private const int MostFiles = 200;
    private const int Deepest = 3;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly string _root;
    private readonly ProblemList _problems = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private long _bytes;
    private int _seen;

    private PackageFolder(string root) => _root = root;

    internal static (ScenarioPackage? Package, IReadOnlyList<Problem> Problems) Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Length == 0 ? "." : folder));
            if (Refused(folder, full) is { } refused)
            {
                return (null, [new(folder, null, refused)]);
            }

            var id = Path.GetFileName(full);
            return new PackageFolder(Path.GetDirectoryName(full)!).Package(id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, [new(folder, null, "the folder cannot be read: check its name and that you may open it.")]);
        }
    }

    private static string? Refused(string folder, string full) =>
        File.Exists(full) ? "this is a file: give the scenario's folder, which holds scenario.yaml."
        : !Directory.Exists(full) ? $"there is no such folder: check the name{Alike(folder, full)}."
        : Path.GetDirectoryName(full) is null ? "the root of a disk is no scenario: give the scenario's folder."
        : !Numbers.IsSlug(Path.GetFileName(full))
            ? $"the folder is called {ProblemList.Quote(Path.GetFileName(full))}: use small letters, digits and hyphens, as in kent-2025-my-council."
        : null;

    private static string Alike(string folder, string full)
    {
        var parent = Path.GetDirectoryName(full);
        var names = parent is not null && Directory.Exists(parent)
            ? ScenarioCatalogue.Folders(parent).Take(8).Select(Path.GetFileName).ToArray()
            : [];
        return names.Length > 0 ? $"; beside {ProblemList.Quote(folder)} there are {string.Join(", ", names)}" : "";
    }

    private (ScenarioPackage? Package, IReadOnlyList<Problem> Problems) Package(string id)
    {
        Folder(id, 0);
        if (Directory.Exists(Path.Combine(_root, ScenarioPackage.National)))
        {
            Folder(ScenarioPackage.National, 0);
        }

        if (Path.Exists(Path.Combine(_root, ScenarioPackage.Registry)))
        {
            Entry(ScenarioPackage.Registry, 0);
        }

        var package = new ScenarioPackage(id, _files);
        if (!_problems.Any)
        {
            return (package, []);
        }

        // What the readable files hold is judged as well, so that nobody has to come back for a second list.
        ScenarioReader.Check(package, _unreadable, _problems);
        return (null, _problems.ToList());
    }

    private void Folder(string path, int depth)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Path.Combine(_root, path)).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(entry);
            if (name.StartsWith('.'))
            {
                // What file managers and editors leave behind (.DS_Store) is no part of a scenario.
                continue;
            }

            if (++_seen > MostFiles)
            {
                _problems.Add(path, null, $"there are more than {MostFiles} files: keep only what the scenario reads.");
                return;
            }

            Entry(path + "/" + name, depth);
        }
    }

    private void Entry(string path, int depth)
    {
        var info = new FileInfo(Path.Combine(_root, path));
        if (info.LinkTarget is not null)
        {
            Refuse(path, "this is a symbolic link: put the file itself here, so that the scenario can be sent to others.");
        }
        else if (Directory.Exists(info.FullName))
        {
            SubFolder(path, depth);
        }
        else if (info.Length > TextFile.MostBytes)
        {
            Refuse(path, TextFile.TooLarge(info.Length));
        }
        else if (_bytes + info.Length > MostBytes)
        {
            Refuse(path, $"the scenario has more than {MostBytes / (1024 * 1024)} MiB in all: leave out what it does not need.");
        }
        else
        {
            Bytes(path, info);
        }
    }

    private void SubFolder(string path, int depth)
    {
        if (path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".csv", StringComparison.Ordinal))
        {
            Refuse(path, "this is a folder, and a file is wanted: remove it, or move its contents.");
        }
        else if (depth >= Deepest)
        {
            Refuse(path, "the folders are nested too deeply: a scenario has its files in its folder and in data/.");
        }
        else
        {
            Folder(path, depth + 1);
        }
    }

    private void Bytes(string path, FileInfo info)
    {
        try
        {
            // A pipe or device has no length: it is never opened, so it cannot keep anybody waiting.
            _files[path] = info.Length == 0 ? [] : Content(info);
            _bytes += _files[path].Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(path, "the file cannot be opened: check that you may read it and that no other program holds it.");
        }
    }

    private static byte[] Content(FileInfo info)
    {
        // No more than was announced: a file that grows while it is read stays within its bound.
        using var stream = info.OpenRead();
        var bytes = new byte[info.Length];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private void Refuse(string path, string message)
    {
        _unreadable.Add(path);
        _problems.Add(path, null, message);
    }
}
