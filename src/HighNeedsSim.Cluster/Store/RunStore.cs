using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster;

/// <summary>
/// Remembers runs, their scenario packages, what their worlds found, and where the worlds under way can be taken up again. What a
/// world found is written once and never changed.
/// </summary>
/// <remarks>
/// A run has one lead and a world one attempt at a time: each is counted, and whoever writes says which it is. A lead or an attempt
/// that was thought dead and comes back finds that it has been followed, and writes nothing.
/// </remarks>
internal sealed class RunStore : IDisposable
{
    /// <summary>Writes without being the lead of the run: whoever stops it, for one.</summary>
    public const long AnyLead = -1;

    private readonly Database _database;

    /// <summary>Opens the database, and makes or migrates its tables.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the program made it.</exception>
    /// <exception cref="StoreUnavailableException">There is no such database, or it does not let us in.</exception>
    public RunStore(RunStoreOptions options, TimeProvider time)
    {
        _database = Database.Open(options);
        KeepsCheckpoints = options.OutlivesTheProcess;
        try
        {
            // The constructor of a singleton, before anything runs: nothing waits for this thread.
#pragma warning disable RS0030, VSTHRD002
            Do(db => Schema.Migrate(_database, db, time)).GetAwaiter().GetResult();
#pragma warning restore RS0030, VSTHRD002
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What to call the database in messages.</summary>
    public string Name => _database.Name;

    /// <summary>Whether worlds under way are worth saving here.</summary>
    public bool KeepsCheckpoints { get; }

    /// <summary>Remembers a run and its package, unless the client's key is known already.</summary>
    /// <returns>The run that the key belongs to.</returns>
    public Task<StoredRun> Create(StoredRun run, byte[] package) => Do(db =>
    {
        using var transaction = _database.BeginWrite(db);
        if (db.Query(SelectRuns + " WHERE client_key = @key", ReadRun, ("@key", run.ClientKey)) is [var known])
        {
            return known;
        }

        db.Execute("INSERT INTO packages VALUES (@hash, @bytes) ON CONFLICT DO NOTHING", ("@hash", run.Package), ("@bytes", package));
        db.Execute(
            """
            INSERT INTO runs (run, client_key, scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state, owner, tag)
            VALUES (@run, @key, @scenario, @package, @seed, @replicates, @variants, @months, @batch, @model, @created, @state, @owner, @tag)
            ON CONFLICT DO NOTHING
            """,
            ("@run", run.Run),
            ("@key", run.ClientKey),
            ("@scenario", run.ScenarioId),
            ("@package", run.Package),
            ("@seed", unchecked((long)run.Spec.Seed)),
            ("@replicates", run.Spec.Replicates),
            ("@variants", string.Join('\n', run.Spec.Variants)),
            ("@months", run.Months),
            ("@batch", run.BatchSize),
            ("@model", run.ModelVersion),
            ("@created", Written(run.Created)),
            ("@state", (int)run.State),
            ("@owner", run.Owner),
            ("@tag", run.Tag));
        // Two who ask with the same key at the same time get the same run.
        var kept = db.Query(SelectRuns + " WHERE client_key = @key", ReadRun, ("@key", run.ClientKey)).Single();
        transaction.Commit();
        return kept;
    });

    /// <summary>A run by id; null when there is none.</summary>
    public Task<StoredRun?> Find(string run) =>
        Do(db => db.Query(SelectRuns + " WHERE run = @run", ReadRun, ("@run", run)).SingleOrDefault());

    /// <summary>The run of a client's key; null when there is none.</summary>
    public Task<StoredRun?> FindByClientKey(string clientKey) =>
        Do(db => db.Query(SelectRuns + " WHERE client_key = @key", ReadRun, ("@key", clientKey)).SingleOrDefault());

    /// <summary>All runs, the newest first.</summary>
    public Task<List<StoredRun>> List() => Do(db => db.Query(SelectRuns + " ORDER BY created DESC, run", ReadRun));

    /// <summary>Calls a run something else; nothing that was found changes by it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tag">What it is called from now on; null for nothing.</param>
    public Task Tag(string run, string? tag) => Do(db => db.Execute("UPDATE runs SET tag = @tag WHERE run = @run", ("@run", run), ("@tag", tag)));

    /// <summary>Ids of the runs that have not ended, the oldest first.</summary>
    public Task<List<string>> Unfinished() => Do(db => db.Query(
        "SELECT run FROM runs WHERE state IN (@queued, @running) ORDER BY created",
        row => row.GetString(0),
        ("@queued", (int)RunState.Queued),
        ("@running", (int)RunState.Running)));

    /// <summary>The bytes of a package.</summary>
    /// <exception cref="InvalidOperationException">They are not what they were when they were stored.</exception>
    public Task<byte[]> Package(string hash) => Do(db =>
    {
        var bytes = db.Query("SELECT bytes FROM packages WHERE hash = @hash", row => row.GetFieldValue<byte[]>(0), ("@hash", hash)).Single();
        return HashOf(bytes) == hash ? bytes : throw Damaged($"the scenario package {hash}");
    });

    /// <summary>Takes the lead of a run, unless it has ended: whoever led it before leads it no more.</summary>
    /// <param name="run">The run.</param>
    /// <param name="silo">Where it is led from, for people.</param>
    /// <returns>The run as it is afterwards.</returns>
    public Task<StoredRun> Lead(string run, string silo) => Do(db =>
    {
        db.Execute(
            "UPDATE runs SET lead = lead + 1, leader = @silo WHERE run = @run AND state IN (@queued, @running)",
            ("@run", run),
            ("@silo", silo),
            ("@queued", (int)RunState.Queued),
            ("@running", (int)RunState.Running));
        return db.Query(SelectRuns + " WHERE run = @run", ReadRun, ("@run", run)).Single();
    });

    /// <summary>Moves a run on, unless it has ended (what has ended stays as it ended) or somebody else leads it now.</summary>
    /// <returns>The run as it is afterwards.</returns>
    public Task<StoredRun> Move(
        string run, long lead, RunState state, DateTimeOffset? finished = null, string? failure = null, string? digest = null, double cpuSeconds = 0) =>
        Do(db =>
        {
            using var transaction = _database.BeginWrite(db);
            db.Execute(
                """
                UPDATE runs SET state = @state, finished = @finished, failure = @failure, digest = @digest, cpu_seconds = cpu_seconds + @cpu
                WHERE run = @run AND state IN (@queued, @running) AND (@lead < 0 OR lead = @lead)
                """,
                ("@run", run),
                ("@lead", lead),
                ("@state", (int)state),
                ("@finished", finished is { } at ? Written(at) : null),
                ("@failure", failure),
                ("@digest", digest),
                ("@cpu", cpuSeconds),
                ("@queued", (int)RunState.Queued),
                ("@running", (int)RunState.Running));
            var after = db.Query(SelectRuns + " WHERE run = @run", ReadRun, ("@run", run)).Single();
            if (after.State.IsFinal())
            {
                // Nobody goes on with its worlds.
                db.Execute("DELETE FROM attempts WHERE run = @run", ("@run", run));
            }

            transaction.Commit();
            return after;
        });

    /// <summary>
    /// Begins a new attempt at a world, after which no earlier one can write; gives where the last one was saved. Null when the
    /// world has been played, or its run has ended or is not there.
    /// </summary>
    /// <param name="world">The world.</param>
    /// <param name="silo">Where it is played, for people.</param>
    /// <exception cref="InvalidOperationException">The checkpoint is not what it was when it was stored.</exception>
    public Task<WorldAttempt?> Begin(WorldKey world, string silo) => Do(db =>
    {
        using var transaction = _database.BeginWrite(db);
        var attempts = db.Query(
            // A run that ends in this moment ends before, and the world does not begin, or after, and takes the attempt with it.
            $"""
            INSERT INTO attempts (run, variant, first, fence, silo, months)
            SELECT run, @variant, @first, 1, @silo, 0 FROM runs WHERE run = @run AND state IN (@queued, @running) {_database.Unchanged}
            ON CONFLICT (run, variant, first) DO UPDATE SET fence = attempts.fence + 1, silo = @silo
            RETURNING fence, sha256, bytes
            """,
            row => (Fence: row.GetInt64(0), Hash: row.IsDBNull(1) ? null : row.GetString(1), Bytes: row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2)),
            ("@run", world.Run),
            ("@silo", silo),
            ("@variant", world.Variant),
            ("@first", world.First),
            ("@queued", (int)RunState.Queued),
            ("@running", (int)RunState.Running));
        // Asked after the row is locked: an attempt that was just ending has ended now, and what it found stays found.
        if (attempts.Count == 0 || IsPlayed(db, world))
        {
            return null;
        }

        transaction.Commit();
        return attempts switch
        {
            [var (fence, _, bytes)] when bytes is null => new WorldAttempt(fence, null),
            [var (fence, hash, bytes)] => HashOf(bytes!) == hash ? new WorldAttempt(fence, bytes) : throw Damaged($"the checkpoint of world {world}"),
            _ => throw Damaged($"world {world} stands in it twice"),
        };
    });

    /// <summary>Remembers where an attempt can be taken up again.</summary>
    /// <returns>Whether it still is the newest attempt; if not, nothing was written.</returns>
    public Task<bool> Save(WorldKey world, long fence, int months, byte[] checkpoint)
    {
        var hash = HashOf(checkpoint);
        return Do(db => db.Execute(
            """
            UPDATE attempts SET months = @months, sha256 = @hash, bytes = @bytes
            WHERE run = @run AND variant = @variant AND first = @first AND fence = @fence
            """,
            ("@run", world.Run),
            ("@variant", world.Variant),
            ("@first", world.First),
            ("@fence", fence),
            ("@months", months),
            ("@hash", hash),
            ("@bytes", checkpoint)) > 0);
    }

    /// <summary>How many months of a world the last checkpoint holds; 0 when there is none.</summary>
    public Task<int> SavedMonths(WorldKey world) => Do(db => db.Query(
        "SELECT months FROM attempts WHERE run = @run AND variant = @variant AND first = @first",
        row => row.GetInt32(0),
        ("@run", world.Run),
        ("@variant", world.Variant),
        ("@first", world.First)).SingleOrDefault());

    /// <summary>The worlds of a run that have been played.</summary>
    public Task<List<PlayedWorld>> Played(string run) => Do(db => db.Query(
        "SELECT variant, first, count, model_seconds FROM worlds WHERE run = @run",
        row => new PlayedWorld(new(run, row.GetString(0), row.GetInt32(1), row.GetInt32(2)), row.GetDouble(3)),
        ("@run", run)));

    /// <summary>Whether a world has been played.</summary>
    public Task<bool> IsPlayed(WorldKey world) => Do(db => IsPlayed(db, world));

    /// <summary>Remembers what a world found. Doing it again with the same numbers changes nothing.</summary>
    /// <returns>Whether the attempt still was the newest one; if not, nothing was written.</returns>
    /// <exception cref="DeterminismAlarmException">The world found other numbers before.</exception>
    public Task<bool> Add(WorldKey world, long fence, WorldResult result, double modelSeconds, double wallSeconds) => Do(db =>
    {
        var bytes = Bytes(result.Values);
        var hash = HashOf(bytes);
        using var transaction = _database.BeginWrite(db);
        // The row is locked until the end, so that no attempt begins in between; the checkpoint is not needed any more.
        var newest = db.Execute(
            """
            UPDATE attempts SET sha256 = NULL, bytes = NULL
            WHERE run = @run AND variant = @variant AND first = @first AND fence = @fence
            """,
            ("@run", world.Run),
            ("@variant", world.Variant),
            ("@first", world.First),
            ("@fence", fence)) > 0;
        var before = db.Query(
            "SELECT count, sha256 FROM worlds WHERE run = @run AND variant = @variant AND first = @first",
            row => (Count: row.GetInt32(0), Hash: row.GetString(1)),
            ("@run", world.Run),
            ("@variant", world.Variant),
            ("@first", world.First));
        if (before is [var known] && known != (world.Count, hash))
        {
            throw new DeterminismAlarmException(
                $"World {world} was played twice and found different numbers: {known.Count} replicates with SHA-256 {known.Hash}, "
                + $"then {world.Count} with {hash}. Keep the database and report it: no result of this version can be trusted.");
        }

        if (newest && before.Count == 0)
        {
            db.Execute(
                "INSERT INTO worlds VALUES (@run, @variant, @first, @count, @hash, @bytes, @model, @wall)",
                ("@run", world.Run),
                ("@variant", world.Variant),
                ("@first", world.First),
                ("@count", world.Count),
                ("@hash", hash),
                ("@bytes", bytes),
                ("@model", modelSeconds),
                ("@wall", wallSeconds));
        }

        transaction.Commit();
        return newest || before.Count > 0;
    });

    /// <summary>What all worlds of a run found, in a fixed order.</summary>
    /// <exception cref="InvalidOperationException">A result is not what it was when it was stored.</exception>
    public Task<List<WorldResult>> Results(string run) => Do(db => db.Query(
        SelectResults + " WHERE run = @run ORDER BY variant, first", row => ReadResult(run, row), ("@run", run)));

    /// <summary>What one world found; null while it has not been played.</summary>
    /// <exception cref="InvalidOperationException">The result is not what it was when it was stored.</exception>
    public Task<WorldResult?> Result(WorldKey world) => Do(db => db.Query(
        SelectResults + " WHERE run = @run AND variant = @variant AND first = @first",
        row => ReadResult(world.Run, row),
        ("@run", world.Run),
        ("@variant", world.Variant),
        ("@first", world.First)).SingleOrDefault());

    /// <summary>Hashes of all packages.</summary>
    public Task<List<string>> Packages() => Do(db => db.Query("SELECT hash FROM packages ORDER BY hash", row => row.GetString(0)));

    /// <summary>What the database's own check finds wrong; nothing, in a sound one.</summary>
    public Task<IReadOnlyList<string>> Damage() => Do(_database.Check);

    /// <summary>Takes out for good what is of age: all of it, and the entries of the audit trail that say so, or nothing.</summary>
    public Task Remove(Removal removal)
    {
        var ids = removal.Runs.Append("").Select(_ => AuditEntries.NewId(removal.Time)).ToArray();
        AuditEntry Entry(string subject) => new(removal.Time, removal.By, AuditEntries.Retention, subject, removal.Why, AuditEntries.Done);
        return Change(db =>
        {
            // Before the runs: what was done to a run that goes now is still about one that is kept.
            if (removal.EntriesBefore is { } before && AuditEntries.CountBefore(db, before) is var entries and > 0)
            {
                AuditEntries.RemoveBefore(db, before);
                AuditEntries.Add(db, ids[^1], Entry(string.Create(CultureInfo.InvariantCulture, $"{entries} entries of this trail from before {before:yyyy-MM-dd}")));
            }

            foreach (var (run, id) in removal.Runs.Zip(ids))
            {
                if (db.Query(SelectRuns + " WHERE run = @run", ReadRun, ("@run", run)) is [{ State: var state }] && state.IsFinal())
                {
                    db.Execute("DELETE FROM attempts WHERE run = @run", ("@run", run));
                    db.Execute("DELETE FROM worlds WHERE run = @run", ("@run", run));
                    db.Execute("DELETE FROM signatures WHERE run = @run", ("@run", run));
                    db.Execute("DELETE FROM runs WHERE run = @run", ("@run", run));
                    AuditEntries.Add(db, id, Entry(run));
                }
            }

            return db.Execute("DELETE FROM packages WHERE hash NOT IN (SELECT package FROM runs)");
        });
    }

    /// <summary>How many entries of the audit trail are from before a moment and may go.</summary>
    public Task<int> EntriesBefore(DateTimeOffset before) => Do(db => AuditEntries.CountBefore(db, before));

    /// <summary>Writes a copy of the database as it is at this moment to a new file, which is there when it is whole and not before.</summary>
    public Task Copy(string file) => Do(db =>
    {
        _database.Copy(db, file);
        return true;
    });

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Does some work with the database, for those beside this class who keep something in it.</summary>
    internal Task<T> Do<T>(Func<DbConnection, T> work) => _database.Do(work);

    /// <summary>The same for work that writes more than one thing, all of them or none.</summary>
    internal Task<T> Change<T>(Func<DbConnection, T> work) => Do(db =>
    {
        using var transaction = _database.BeginWrite(db);
        var done = work(db);
        transaction.Commit();
        return done;
    });

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static bool IsPlayed(DbConnection db, WorldKey world) => db.Query(
        "SELECT 1 FROM worlds WHERE run = @run AND variant = @variant AND first = @first",
        _ => true,
        ("@run", world.Run),
        ("@variant", world.Variant),
        ("@first", world.First)).Count > 0;

    private const string SelectRuns =
        """
        SELECT run, client_key, scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state, finished, failure,
            digest, cpu_seconds, lead, owner, tag
        FROM runs
        """;

    private const string SelectResults = "SELECT variant, first, count, sha256, bytes FROM worlds";

    private static WorldResult ReadResult(string run, DbDataReader row)
    {
        var bytes = row.GetFieldValue<byte[]>(4);
        return HashOf(bytes) == row.GetString(3)
            ? new WorldResult(row.GetString(0), row.GetInt32(1), row.GetInt32(2), Values(bytes))
            : throw Damaged($"the result of replicates from {row.GetInt32(1)} of '{row.GetString(0)}' in run '{run}'");
    }

    private static StoredRun ReadRun(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        new(unchecked((ulong)row.GetInt64(4)), row.GetInt32(5), row.GetString(6).Split('\n')),
        row.GetInt32(7),
        row.GetInt32(8),
        row.GetString(9),
        Read(row.GetString(10)),
        (RunState)row.GetInt32(11),
        row.IsDBNull(12) ? null : Read(row.GetString(12)),
        row.IsDBNull(13) ? null : row.GetString(13),
        row.IsDBNull(14) ? null : row.GetString(14),
        row.GetDouble(15),
        row.GetInt64(16),
        row.IsDBNull(17) ? null : row.GetString(17),
        row.IsDBNull(18) ? null : row.GetString(18));

    internal static InvalidOperationException Damaged(string what) =>
        new($"The database is damaged: {what} does not have the hash it was stored with. Restore a backup, or run it again.");

    // Little-endian on every machine, so that a database can be moved.
    private static byte[] Bytes(long[] values) => BitConverter.IsLittleEndian
        ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray()
        : throw new PlatformNotSupportedException("Results are stored little-endian, and this machine is big-endian.");

    private static long[] Values(byte[] bytes) => BitConverter.IsLittleEndian
        ? MemoryMarshal.Cast<byte, long>(bytes).ToArray()
        : throw new PlatformNotSupportedException("Results are stored little-endian, and this machine is big-endian.");

    internal static string Written(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    internal static DateTimeOffset Read(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
