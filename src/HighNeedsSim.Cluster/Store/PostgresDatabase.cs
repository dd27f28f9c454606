using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace HighNeedsSim.Cluster;

/// <summary>A PostgreSQL server, for several processes on several machines.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Any number that no other program would choose: all of ours take this lock to change the tables.</summary>
    private const long MigrationLock = 0x486E_7353_696D;

    /// <summary>A server that restarts is waited for this long before the caller is told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Acknowledged means on the disk, whatever the server's own default is. And a process that stands still or is cut off in the middle
    /// of a change keeps nobody from the rows that it had locked: after five seconds the server takes the change back and ends the
    /// session, and it notices within some ten that nobody is at the other end any more. Ours take milliseconds.
    /// </summary>
    private const string SessionSettings =
        "-c synchronous_commit=on -c idle_in_transaction_session_timeout=5000 "
        + "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    /// <summary>
    /// How the server's words for what may pass begin (https://www.postgresql.org/docs/current/errcodes-appendix.html): connections lost, not let in (a password
    /// that is being changed), out of room or of connections, starting or stopping, a disk that fails; no writing, on a server that is not the first any more;
    /// the session ended because we stood still (idle_in_transaction_session_timeout); and a scenario package that somebody took out in the moment in which
    /// somebody else wanted it: done anew, each sees what the other did.
    /// </summary>
    private static readonly string[] Passing =
        ["08", "28", "53", "57P", "58", PostgresErrorCodes.ReadOnlySqlTransaction, "25P03", PostgresErrorCodes.ForeignKeyViolation];

    private static readonly string[] MustBeOn = ["fsync", "full_page_writes"];

    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // A few dozen short statements a second; and an answer that does not come is asked for again rather than waited for.
        Default(settings, "Maximum Pool Size", 16);
        Default(settings, "Timeout", 5);
        Default(settings, "Command Timeout", 20);
        Default(settings, "Keepalive", 5);
        Default(settings, "Application Name", "HighNeedsSim");
        settings.Options = string.Join(' ', settings.Options, SessionSettings).Trim();
        Name = $"{settings.Database ?? settings.Username} on {settings.Host}:{settings.Port}";
        _source = NpgsqlDataSource.Create(settings);
        try
        {
            using var connection = _source.OpenConnection();
            RefuseLossy(connection);
        }
        catch (NpgsqlException failure)
        {
            _source.Dispose();
            throw new StoreUnavailableException($"PostgreSQL does not let us in to {Name}: {failure.InnerException?.Message ?? failure.Message}", failure);
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    public override string Name { get; }

    public override async Task<T> Do<T>(Func<DbConnection, T> work)
    {
        long? first = null;
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause *= 2)
        {
            try
            {
                return await Task.Run(() => With(work));
            }
            catch (Exception failure) when (IsAway(failure))
            {
                // Not by the clock on the wall, which may be put back meanwhile.
                first ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(first.Value) >= Patience)
                {
                    throw failure is PostgresException { SqlState: PostgresErrorCodes.DiskFull }
                        ? new StoreFullException($"The disk of PostgreSQL is full: {Name} could not be written. What was stored before is unharmed; make room, and the work goes on.", failure)
                        : new StoreUnavailableException($"PostgreSQL does not answer for {Name}: {failure.Message}", failure);
                }
            }

            await Task.Delay(pause);
        }
    }

    public override DbTransaction BeginWrite(DbConnection connection) => connection.BeginTransaction();

    public override DbTransaction BeginMigration(DbConnection connection)
    {
        var transaction = connection.BeginTransaction();
        connection.Execute($"SELECT pg_advisory_xact_lock({MigrationLock})");
        return transaction;
    }

    public override string Unchanged => "FOR SHARE";

    public override string Ddl(string step) => step
        .Replace(" BLOB", " BYTEA", StringComparison.Ordinal)
        .Replace(" REAL", " DOUBLE PRECISION", StringComparison.Ordinal)
        .Replace(" INTEGER", " BIGINT", StringComparison.Ordinal);

    // PostgreSQL has no check of its own that a plain user may run; checksums of pages are the server's (initdb --data-checksums).
    public override IReadOnlyList<string> Check(DbConnection connection) =>
        connection.Query("SHOW data_checksums", row => row.GetString(0)) is ["on"]
            ? []
            : ["this PostgreSQL has no page checksums (initdb --data-checksums), so a failing disk shows only in our own hashes."];

    public override void Copy(DbConnection connection, string file) => throw new InvalidOperationException(
        $"{Name} is PostgreSQL's: copy it with pg_dump --format=custom, and bring it back with pg_restore (docs/operations.md).");

    protected override void Dispose(bool disposing) => _source.Dispose();

    private static void Default(NpgsqlConnectionStringBuilder settings, string name, object value)
    {
        if (!settings.Keys.Cast<string>().Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            settings[name] = value;
        }
    }

    private T With<T>(Func<DbConnection, T> work)
    {
        using var connection = _source.OpenConnection();
        try
        {
            return work(connection);
        }
        catch (InvalidOperationException closed) when (connection.State != ConnectionState.Open)
        {
            // The driver noticed between two statements that the connection was gone, and says of the second that it is not open.
            throw new NpgsqlException("The connection was lost in the middle of the work.", closed);
        }
    }

    // A server that acknowledges before it has written loses results when the power goes; no other measure of ours helps then.
    private void RefuseLossy(NpgsqlConnection connection)
    {
        var off = MustBeOn
            .Where(name => connection.Query($"SHOW {name}", row => row.GetString(0)) is not ["on"])
            .ToArray();
        if (off.Length > 0)
        {
            throw new InvalidOperationException(
                $"The PostgreSQL of {Name} runs with {string.Join(" and ", off)} off: what it says it has stored may be lost. Turn them on.");
        }
    }

    // The same statement may succeed a moment later: nothing of this says that it is wrong.
    private static bool IsAway(Exception failure) => failure switch
    {
        PostgresException postgres => postgres.IsTransient || Passing.Any(state => postgres.SqlState.StartsWith(state, StringComparison.Ordinal)),
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        _ => false,
    };
}
