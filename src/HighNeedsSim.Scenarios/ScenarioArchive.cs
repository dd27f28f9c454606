using System.IO.Compression;

namespace HighNeedsSim.Scenarios;

/// <summary>A scenario's folder as one zip file, to hand to a colleague and to take from one.</summary>
public static class ScenarioArchive
{
    /// <summary>The largest file that is taken.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    private const int MostFiles = 200;
    private const long MostUnpacked = 64 * 1024 * 1024;
    private const int MostTimes = 100;

    // What Unix writes of a file's kind into the upper half of its attributes.
    private const int FileKind = 0xF000;
    private const int LinkKind = 0xA000;

    /// <summary>A scenario's own files as a zip file, without the national rules and the registry, which every server has.</summary>
    public static byte[] Write(ScenarioPackage package)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes) in package.Contents.Where(file => file.Key.StartsWith(package.ScenarioId + "/", StringComparison.Ordinal)))
            {
                var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
                // The same scenario gives the same bytes.
                entry.LastWriteTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Reads a zip file with the files of one scenario, in a folder or without one.</summary>
    /// <param name="zip">The file; no more than <see cref="MostBytes"/> of it are looked at.</param>
    /// <returns>The files by their path in the scenario's folder; or every reason why they are not taken.</returns>
    public static (IReadOnlyDictionary<string, byte[]>? Files, IReadOnlyList<string> Problems) Read(byte[] zip)
    {
        if (zip.Length > MostBytes)
        {
            return (null, [$"The file has more than {MostBytes / (1024 * 1024)} MiB: leave out what the scenario does not read."]);
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip, writable: false), ZipArchiveMode.Read);
            return Read(archive, zip.Length);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException or NotSupportedException or IOException or ArgumentException)
        {
            return (null, ["This is not a zip file that can be read: pack the scenario's folder again, without a password."]);
        }
    }

    private static (IReadOnlyDictionary<string, byte[]>? Files, IReadOnlyList<string> Problems) Read(ZipArchive archive, long packed)
    {
        if (archive.Entries.Count > MostFiles)
        {
            return (null, [$"The zip file has more than {MostFiles} entries: leave out what the scenario does not read."]);
        }

        var entries = archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).ToList();
        List<string> problems = [.. entries.Select(Refusal).OfType<string>()];
        // Told before anything is unpacked, and watched while it is: what a zip file says of itself may be untrue.
        if (entries.Sum(entry => Math.Max(0, entry.Length)) > Math.Min(MostUnpacked, packed * MostTimes))
        {
            problems.Add($"The zip file would unpack to more than {MostUnpacked / (1024 * 1024)} MiB or {MostTimes} times its size: no scenario does.");
        }

        if (problems.Count > 0)
        {
            return (null, problems);
        }

        var root = Root(entries);
        if (root is null)
        {
            return (null, ["There is no scenario.yaml in the zip file, or more than one: pack the folder of one scenario."]);
        }

        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var left = Math.Min(MostUnpacked, packed * MostTimes);
        foreach (var entry in entries)
        {
            if (!entry.FullName.StartsWith(root, StringComparison.Ordinal))
            {
                problems.Add($"'{entry.FullName}' lies outside the scenario's folder: leave it out.");
                continue;
            }

            using var content = entry.Open();
            if (Unpacked(content, left) is not { } bytes || !files.TryAdd(entry.FullName[root.Length..], bytes))
            {
                return (null, [$"'{entry.FullName}' is there twice, or unpacks to more than it may: no scenario does."]);
            }

            left -= bytes.Length;
        }

        return problems.Count > 0 ? (null, problems) : (files, []);
    }

    private static byte[]? Unpacked(Stream content, long most)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > most)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    private static string? Root(List<ZipArchiveEntry> entries)
    {
        var found = entries.Where(entry => entry.Name == ScenarioReader.FileName).Select(entry => entry.FullName[..^ScenarioReader.FileName.Length]).ToList();
        return found is [var root] ? root : null;
    }

    private static string? Refusal(ZipArchiveEntry entry) => Refusal(entry.FullName)
        ?? (((entry.ExternalAttributes >> 16) & FileKind) == LinkKind ? $"'{Printable(entry.FullName)}' is a link: put the file itself in." : null);

    private static string? Refusal(string path) =>
        path.Length > 200 || path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal)
            || path.Any(char.IsControl) || path.Split('/').Any(part => part is "" or "." or "..")
            ? $"'{Printable(path)}' is no name of a file in a scenario's folder."
        : Path.GetExtension(path) is not (".yaml" or ".csv" or ".md")
            ? $"'{Printable(path)}' is not read by a scenario: it has .yaml, .csv and .md files."
        : null;

    private static string Printable(string path) => new([.. path.Take(80).Select(c => char.IsControl(c) ? '?' : c)]);
}
