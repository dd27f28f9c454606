using System.Data.Common;

namespace HighNeedsSim.Cluster;

/// <summary>Where runs and results are kept.</summary>
public sealed class RunStoreOptions
{
    /// <summary>Keeps everything in memory, for as long as the process lives.</summary>
    public const string InMemory = "Data Source=:memory:";

    /// <summary>
    /// A connection string of SQLite (<c>Data Source=runs.db</c>, or <see cref="InMemory"/>) or of PostgreSQL
    /// (<c>Host=127.0.0.1;Database=highneedssim;Username=…</c>): the one with a host is PostgreSQL's.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>Whether it is PostgreSQL's.</summary>
    internal bool IsPostgres => new DbConnectionStringBuilder { ConnectionString = ConnectionString }.ContainsKey("Host");

    /// <summary>Whether worlds are worth saving at year ends: what is kept in memory dies with the worlds themselves.</summary>
    internal bool OutlivesTheProcess => ConnectionString != InMemory;
}
