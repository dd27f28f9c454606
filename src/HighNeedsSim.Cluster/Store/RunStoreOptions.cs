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

    /// <summary>The database of a data folder.</summary>
    public static RunStoreOptions InFolder(string data) => new() { ConnectionString = $"Data Source={Path.Combine(data, "highneedssim.db")}" };

    /// <summary>Where programs of this user keep their data: <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>.</summary>
    public static string UsualFolder() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "highneedssim");

    /// <summary>A database of PostgreSQL.</summary>
    /// <param name="connectionString">How to reach it.</param>
    /// <param name="passwordFile">The file whose first line is the password; null where the connection string says all.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RunStoreOptions OfPostgres(string connectionString, string? passwordFile) => new()
    {
        ConnectionString = passwordFile is null
            ? connectionString
            : new DbConnectionStringBuilder { ConnectionString = connectionString, ["Password"] = File.ReadLines(passwordFile).FirstOrDefault() ?? "" }
                .ConnectionString,
    };

    /// <summary>Whether it is PostgreSQL's.</summary>
    internal bool IsPostgres => new DbConnectionStringBuilder { ConnectionString = ConnectionString }.ContainsKey("Host");

    /// <summary>Whether worlds are worth saving at year ends: what is kept in memory dies with the worlds themselves.</summary>
    internal bool OutlivesTheProcess => ConnectionString != InMemory;
}
