using System.Diagnostics;

namespace HighNeedsSim.House.Tests;

/// <summary>The repository as git sees it: what is committed, and what would be with the next commit.</summary>
internal static class Repository
{
    public static string Root { get; } = RepositoryRoot.Folder;

    /// <summary>Every file of ours, by its path from the root, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    /// <summary>The files that people read and write as text, without those that a package manager writes.</summary>
    public static IEnumerable<(string File, string Text)> Texts =>
        from file in Files
        where Path.GetFileName(file) is not ("packages.lock.json" or "package-lock.json")
        let text = Read(file)
        where !text.Contains('\0', StringComparison.Ordinal)
        select (file, text);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static bool Has(string file) => File.Exists(Path.Combine(Root, file));

    private static List<string> ListFiles()
    {
        // A clone may belong to another user than the one who runs the tests (a container does that): reading it is safe.
        var start = new ProcessStartInfo("git",
            ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException("The tidy tests need a git clone: git ls-files failed.");
        }

        // A file deleted but not yet committed is still listed.
        return [.. files.Where(Has).Distinct().Order(StringComparer.Ordinal)];
    }
}
