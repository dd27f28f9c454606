using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace HighNeedsSim.Cluster;

/// <summary>One SQLite file, or memory: for a single process, with nothing to install.</summary>
/// <remarks>
/// One connection, used by one caller at a time: everything asked of it takes milliseconds, and a database in memory lives as
/// long as its connection.
/// </remarks>
internal sealed class SqliteDatabase : Database
{
    // SQLITE_FULL, SQLITE_IOERR, SQLITE_BUSY, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_CORRUPT and SQLITE_NOTADB: https://www.sqlite.org/rescode.html
    private const int Full = 13;
    private const int Broken = 10;
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private const int Corrupt = 11;
    private const int NotDatabase = 26;

    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);

    public SqliteDatabase(string connectionString)
    {
        // Pooled connections would keep the file open after the store is closed.
        _connection = new(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            _connection.Open();
            // Readers do not wait for a writer; what is acknowledged is on the disk; somebody else's write is waited for.
            _connection.Execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
            RefuseForeign();
        }
        catch (SqliteException failure) when (Told(failure) is { } told)
        {
            Dispose();
            throw told;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override string Name => _connection.DataSource;

    public override async Task<T> Do<T>(Func<DbConnection, T> work)
    {
        await _turn.WaitAsync();
        try
        {
            // SQLite works on the caller's thread, and a slow disk must not hold up a grain.
            return await Task.Run(() => work(_connection));
        }
        catch (SqliteException failure) when (Told(failure) is { } told)
        {
            throw told;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override DbTransaction BeginWrite(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    public override DbTransaction BeginMigration(DbConnection connection) => BeginWrite(connection);

    public override string Unchanged => "";

    public override string Ddl(string step) => step;

    public override IReadOnlyList<string> Check(DbConnection connection) =>
        [
            .. connection.Query("PRAGMA integrity_check", row => row.GetString(0)).Where(line => line != "ok"),
            .. connection.Query("PRAGMA foreign_key_check", row => $"a row of {row.GetString(0)} belongs to nothing in {row.GetString(2)}.").Distinct(),
        ];

    // SQLite leaves half a copy behind where it is stopped, and does not wait for the disk: https://www.sqlite.org/lang_vacuum.html#vacuuminto
    public override void Copy(DbConnection connection, string file)
    {
        var unfinished = $"{file}.{Guid.NewGuid():N}.unfinished";
        try
        {
            connection.Execute("VACUUM INTO @file", ("@file", unfinished));
            using (var copy = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
            {
                copy.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == Full)
        {
            throw new StoreFullException($"The disk is full: the copy {file} could not be written. Nothing is left of it, and '{Name}' is as it was.", failure);
        }
        finally
        {
            foreach (var left in new[] { unfinished, unfinished + "-journal" }.Where(File.Exists))
            {
                File.Delete(left);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _connection.Dispose();
        _turn.Dispose();
    }

    /// <summary>What SQLite says of the file or its disk, in our words; null where it says something of the statement.</summary>
    private Exception? Told(SqliteException failure) => failure.SqliteErrorCode switch
    {
        Full => new StoreFullException($"The disk is full: '{Name}' could not be written. What was stored before is unharmed; make room, and the work goes on.", failure),
        Broken or Busy or ReadOnly or CannotOpen => new StoreUnavailableException($"The database '{Name}' could not be read or written: {failure.Message}", failure),
        NotDatabase => new InvalidOperationException($"'{Name}' is no database, or its beginning is damaged. Restore a backup, or name another data folder.", failure),
        Corrupt => new InvalidOperationException($"The database '{Name}' is damaged: {failure.Message} Restore a backup (docs/operations.md).", failure),
        _ => null,
    };

    // Somebody else's file must not get our tables.
    private void RefuseForeign()
    {
        var tables = _connection.Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", row => row.GetString(0));
        if (tables.Count > 0 && !tables.Contains("schema_version"))
        {
            throw new InvalidOperationException(
                $"'{Name}' is a database of another program: it holds the tables {string.Join(", ", tables)}. Name another data folder.");
        }
    }
}
