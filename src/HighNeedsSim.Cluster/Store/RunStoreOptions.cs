namespace HighNeedsSim.Cluster;

/// <summary>Where runs and results are kept.</summary>
public sealed class RunStoreOptions
{
    /// <summary>Keeps everything in memory, for as long as the process lives.</summary>
    public const string InMemory = "Data Source=:memory:";

    /// <summary>A connection string of SQLite: <c>Data Source=runs.db</c>, or <see cref="InMemory"/>.</summary>
    public required string ConnectionString { get; init; }
}
