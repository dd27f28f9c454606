namespace HighNeedsSim.Cluster.Tests;

/// <summary>A database file that goes when the test ends.</summary>
internal sealed class TestFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "runs.db");

    public string ConnectionString => $"Data Source={Path}";

    public RunStoreOptions Options => new() { ConnectionString = ConnectionString };

    public void Dispose() => _folder.Delete(recursive: true);
}
