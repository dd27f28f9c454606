using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Hosting;

/// <summary>Where the server finds scenarios and keeps runs.</summary>
public static class Folders
{
    /// <summary>The nearest folder called 'scenarios' that holds a scenario, in one of these folders or above it; null when there is none.</summary>
    public static string? Scenarios(params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "scenarios");
                if (Directory.Exists(candidate)
                    && Directory.EnumerateDirectories(candidate).Any(d => File.Exists(Path.Combine(d, "scenario.yaml"))))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    /// <summary>Where programs of this user keep their data: <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>.</summary>
    public static string DefaultData() => RunStoreOptions.UsualFolder();

    /// <summary>Makes a folder that only its owner may look into.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Claims a data folder for this process until the claim is disposed of; null when another process has it.</summary>
    /// <exception cref="IOException">The folder cannot be written: its disk is full or read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written by this user.</exception>
    public static FileStream? Claim(string data) => FileClaim.Take(Path.Combine(data, "server.lock"));
}
