namespace HighNeedsSim;

/// <summary>Where the repository lies on the machine that runs the tests.</summary>
/// <remarks>Found from the built test, not from source paths: those are rewritten in CI, so that builds are the same anywhere.</remarks>
internal static class RepositoryRoot
{
    /// <summary>The folder that holds HighNeedsSim.sln.</summary>
    public static string Folder { get; } = Find();

    /// <summary>A path below it.</summary>
    public static string Of(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HighNeedsSim.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No HighNeedsSim.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
