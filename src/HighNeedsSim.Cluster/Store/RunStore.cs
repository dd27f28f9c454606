using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HighNeedsSim.Model.Results;
using Microsoft.Data.Sqlite;

namespace HighNeedsSim.Cluster;

/// <summary>
/// Remembers runs, their scenario packages and what their worlds found, in one SQLite database. What a world found is written
/// once and never changed.
/// </summary>
/// <remarks>
/// One connection, used by one caller at a time: everything asked of it takes milliseconds, and a database in memory lives as
/// long as its connection. Several processes or silos may open the same file.
/// </remarks>
internal sealed class RunStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Opens the database, and makes or migrates its tables.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the program made it.</exception>
    public RunStore(RunStoreOptions options, TimeProvider time)
    {
        // Pooled connections would keep the file open after the store is closed.
        _connection = new(new SqliteConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ToString());
        try
        {
            _connection.Open();
            // Readers do not wait for a writer; what is acknowledged is on the disk; somebody else's write is waited for.
            _connection.Execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
            Schema.Migrate(_connection, time);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Remembers a run and its package, unless the client's key is known already.</summary>
    /// <returns>The run that the key belongs to.</returns>
    public Task<StoredRun> Create(StoredRun run, byte[] package) => Do(db =>
    {
        using var transaction = db.BeginTransaction(deferred: false);
        if (db.Query(SelectRuns + " WHERE client_key = $key", ReadRun, ("$key", run.ClientKey)) is [var known])
        {
            return known;
        }

        db.Execute("INSERT INTO packages VALUES ($hash, $bytes) ON CONFLICT DO NOTHING", ("$hash", run.Package), ("$bytes", package));
        db.Execute(
            """
            INSERT INTO runs (run, client_key, scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state)
            VALUES ($run, $key, $scenario, $package, $seed, $replicates, $variants, $months, $batch, $model, $created, $state)
            """,
            ("$run", run.Run),
            ("$key", run.ClientKey),
            ("$scenario", run.ScenarioId),
            ("$package", run.Package),
            ("$seed", unchecked((long)run.Spec.Seed)),
            ("$replicates", run.Spec.Replicates),
            ("$variants", string.Join('\n', run.Spec.Variants)),
            ("$months", run.Months),
            ("$batch", run.BatchSize),
            ("$model", run.ModelVersion),
            ("$created", Written(run.Created)),
            ("$state", (int)run.State));
        transaction.Commit();
        return run;
    });

    /// <summary>A run by id; null when there is none.</summary>
    public Task<StoredRun?> Find(string run) =>
        Do(db => db.Query(SelectRuns + " WHERE run = $run", ReadRun, ("$run", run)).SingleOrDefault());

    /// <summary>The run of a client's key; null when there is none.</summary>
    public Task<StoredRun?> FindByClientKey(string clientKey) =>
        Do(db => db.Query(SelectRuns + " WHERE client_key = $key", ReadRun, ("$key", clientKey)).SingleOrDefault());

    /// <summary>All runs, the newest first.</summary>
    public Task<List<StoredRun>> List() => Do(db => db.Query(SelectRuns + " ORDER BY created DESC, run", ReadRun));

    /// <summary>Ids of the runs that have not ended, the oldest first.</summary>
    public Task<List<string>> Unfinished() => Do(db => db.Query(
        "SELECT run FROM runs WHERE state IN ($queued, $running) ORDER BY created",
        row => row.GetString(0),
        ("$queued", (int)RunState.Queued),
        ("$running", (int)RunState.Running)));

    /// <summary>The bytes of a package.</summary>
    /// <exception cref="InvalidOperationException">They are not what they were when they were stored.</exception>
    public Task<byte[]> Package(string hash) => Do(db =>
    {
        var bytes = db.Query("SELECT bytes FROM packages WHERE hash = $hash", row => row.GetFieldValue<byte[]>(0), ("$hash", hash)).Single();
        return HashOf(bytes) == hash ? bytes : throw Damaged($"the scenario package {hash}");
    });

    /// <summary>Moves a run on, unless it has ended: what has ended stays as it ended.</summary>
    /// <returns>The run as it is afterwards.</returns>
    public Task<StoredRun> Move(string run, RunState state, DateTimeOffset? finished = null, string? failure = null, string? digest = null, double cpuSeconds = 0) =>
        Do(db =>
        {
            db.Execute(
                """
                UPDATE runs SET state = $state, finished = $finished, failure = $failure, digest = $digest, cpu_seconds = cpu_seconds + $cpu
                WHERE run = $run AND state IN ($queued, $running)
                """,
                ("$run", run),
                ("$state", (int)state),
                ("$finished", finished is { } at ? Written(at) : null),
                ("$failure", failure),
                ("$digest", digest),
                ("$cpu", cpuSeconds),
                ("$queued", (int)RunState.Queued),
                ("$running", (int)RunState.Running));
            return db.Query(SelectRuns + " WHERE run = $run", ReadRun, ("$run", run)).Single();
        });

    /// <summary>The worlds of a run that have been played.</summary>
    public Task<List<PlayedWorld>> Played(string run) => Do(db => db.Query(
        "SELECT variant, first, count, model_seconds FROM worlds WHERE run = $run",
        row => new PlayedWorld(new(run, row.GetString(0), row.GetInt32(1), row.GetInt32(2)), row.GetDouble(3)),
        ("$run", run)));

    /// <summary>Whether a world has been played.</summary>
    public Task<bool> IsPlayed(WorldKey world) => Do(db => db.Query(
        "SELECT 1 FROM worlds WHERE run = $run AND variant = $variant AND first = $first",
        _ => true,
        ("$run", world.Run),
        ("$variant", world.Variant),
        ("$first", world.First)).Count > 0);

    /// <summary>Remembers what a world found. Doing it again with the same numbers changes nothing.</summary>
    /// <exception cref="DeterminismAlarmException">It found other numbers before.</exception>
    public Task Add(WorldKey world, WorldResult result, double modelSeconds, double wallSeconds) => Do(db =>
    {
        var bytes = Bytes(result.Values);
        var hash = HashOf(bytes);
        var added = db.Execute(
            """
            INSERT INTO worlds VALUES ($run, $variant, $first, $count, $hash, $bytes, $model, $wall) ON CONFLICT DO NOTHING
            """,
            ("$run", world.Run),
            ("$variant", world.Variant),
            ("$first", world.First),
            ("$count", world.Count),
            ("$hash", hash),
            ("$bytes", bytes),
            ("$model", modelSeconds),
            ("$wall", wallSeconds));
        if (added == 0)
        {
            var before = db.Query(
                "SELECT count, sha256 FROM worlds WHERE run = $run AND variant = $variant AND first = $first",
                row => (Count: row.GetInt32(0), Hash: row.GetString(1)),
                ("$run", world.Run),
                ("$variant", world.Variant),
                ("$first", world.First)).Single();
            if (before != (world.Count, hash))
            {
                throw new DeterminismAlarmException(
                    $"World {world} was played twice and found different numbers: {before.Count} replicates with SHA-256 {before.Hash}, "
                    + $"then {world.Count} with {hash}. Keep the database and report it: no result of this version can be trusted.");
            }
        }

        return added;
    });

    /// <summary>What all worlds of a run found, in a fixed order.</summary>
    /// <exception cref="InvalidOperationException">A result is not what it was when it was stored.</exception>
    public Task<List<WorldResult>> Results(string run) => Do(db => db.Query(
        SelectResults + " WHERE run = $run ORDER BY variant, first", row => ReadResult(run, row), ("$run", run)));

    /// <summary>What one world found; null while it has not been played.</summary>
    /// <exception cref="InvalidOperationException">The result is not what it was when it was stored.</exception>
    public Task<WorldResult?> Result(WorldKey world) => Do(db => db.Query(
        SelectResults + " WHERE run = $run AND variant = $variant AND first = $first",
        row => ReadResult(world.Run, row),
        ("$run", world.Run),
        ("$variant", world.Variant),
        ("$first", world.First)).SingleOrDefault());

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _turn.Dispose();
    }

    private const string SelectRuns =
        """
        SELECT run, client_key, scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state, finished, failure,
            digest, cpu_seconds
        FROM runs
        """;

    private const string SelectResults = "SELECT variant, first, count, sha256, bytes FROM worlds";

    private static WorldResult ReadResult(string run, SqliteDataReader row)
    {
        var bytes = row.GetFieldValue<byte[]>(4);
        return HashOf(bytes) == row.GetString(3)
            ? new WorldResult(row.GetString(0), row.GetInt32(1), row.GetInt32(2), Values(bytes))
            : throw Damaged($"the result of replicates from {row.GetInt32(1)} of '{row.GetString(0)}' in run '{run}'");
    }

    private static StoredRun ReadRun(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        new(unchecked((ulong)row.GetInt64(4)), row.GetInt32(5), row.GetString(6).Split('\n')),
        row.GetInt32(7),
        row.GetInt32(8),
        row.GetString(9),
        Read(row.GetString(10)),
        (RunState)row.GetByte(11),
        row.IsDBNull(12) ? null : Read(row.GetString(12)),
        row.IsDBNull(13) ? null : row.GetString(13),
        row.IsDBNull(14) ? null : row.GetString(14),
        row.GetDouble(15));

    // SQLite works on the caller's thread, and a slow disk must not hold up a grain.
    private async Task<T> Do<T>(Func<SqliteConnection, T> work)
    {
        await _turn.WaitAsync();
        try
        {
            return await Task.Run(() => work(_connection));
        }
        finally
        {
            _turn.Release();
        }
    }

    private static InvalidOperationException Damaged(string what) =>
        new($"The database is damaged: {what} does not have the hash it was stored with. Restore a backup, or run it again.");

    // Little-endian on every machine, so that a database can be moved.
    private static byte[] Bytes(long[] values) => BitConverter.IsLittleEndian
        ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray()
        : throw new PlatformNotSupportedException("Results are stored little-endian, and this machine is big-endian.");

    private static long[] Values(byte[] bytes) => BitConverter.IsLittleEndian
        ? MemoryMarshal.Cast<byte, long>(bytes).ToArray()
        : throw new PlatformNotSupportedException("Results are stored little-endian, and this machine is big-endian.");

    private static string Written(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Read(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
