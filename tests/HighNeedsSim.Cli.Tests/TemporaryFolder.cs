namespace HighNeedsSim.Cli.Tests;

/// <summary>A folder for one test, gone when it ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hns-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The repository's scenarios, to spoil one of them.</summary>
    public void CopyScenarios()
    {
        var from = System.IO.Path.Combine(Hns.Root, "scenarios");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = this[System.IO.Path.GetRelativePath(Hns.Root, file)];
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
