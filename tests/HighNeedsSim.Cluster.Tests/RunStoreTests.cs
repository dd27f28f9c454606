using System.Data.Common;
using HighNeedsSim.Model.Results;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HighNeedsSim.Cluster.Tests;

/// <summary>What the store promises, on whatever database it stands.</summary>
public abstract class RunStoreTests
{
    private protected static readonly WorldKey World = new("run", "planned", 0, 2);
    private static readonly WorldResult Found = new("planned", 0, 2, [1, 2, 3, -4]);

    [Fact]
    public async Task The_same_world_twice_is_stored_once()
    {
        using var store = await WithRun(await Fresh());
        var fence = await Fence(store);

        Assert.True(await store.Add(World, fence, Found, 1, 1));
        Assert.True(await store.Add(World, fence, Found with { Values = [.. Found.Values] }, 2, 2));

        Assert.Single(await store.Played("run"));
        Assert.Equal(Found.Values, Assert.Single(await store.Results("run")).Values);
    }

    [Fact]
    public async Task The_same_world_with_other_numbers_is_an_alarm()
    {
        using var store = await WithRun(await Fresh());
        var fence = await Fence(store);
        await store.Add(World, fence, Found, 1, 1);

        await Assert.ThrowsAsync<DeterminismAlarmException>(() => store.Add(World, fence, Found with { Values = [1, 2, 3, 4] }, 1, 1));
    }

    [Fact]
    public async Task An_attempt_that_has_been_followed_by_another_can_write_nothing()
    {
        using var store = await WithRun(await Fresh());
        var zombie = await Fence(store);
        var later = await Fence(store);

        Assert.False(await store.Save(World, zombie, 12, [1]));
        Assert.False(await store.Add(World, zombie, Found, 1, 1));

        Assert.Empty(await store.Played("run"));
        Assert.Equal(0, await store.SavedMonths(World));
        Assert.True(await store.Save(World, later, 12, [2]));
        Assert.True(await store.Add(World, later, Found, 1, 1));
    }

    [Fact]
    public async Task An_attempt_goes_on_where_the_last_one_was_saved()
    {
        using var store = await WithRun(await Fresh());
        Assert.Null((await store.Begin(World, "here"))!.Checkpoint);
        await store.Save(World, await Fence(store), 14, [1, 2, 3]);

        Assert.Equal([1, 2, 3], (await store.Begin(World, "here"))!.Checkpoint);
        Assert.Equal(14, await store.SavedMonths(World));
    }

    [Fact]
    public async Task A_lead_that_has_been_followed_by_another_moves_the_run_no_more()
    {
        using var store = await WithRun(await Fresh());
        var old = (await store.Lead("run", "here")).Lead;
        var now = (await store.Lead("run", "here")).Lead;

        var after = await store.Move("run", old, RunState.Finished, DateTimeOffset.UnixEpoch, digest: "old");

        Assert.Equal((RunState.Queued, now), (after.State, after.Lead));
        Assert.Equal(RunState.Running, (await store.Move("run", now, RunState.Running)).State);
    }

    [Fact]
    public async Task A_run_that_has_ended_begins_no_world_and_keeps_no_checkpoint()
    {
        using var store = await WithRun(await Fresh());
        await store.Save(World, await Fence(store), 14, [1, 2, 3]);
        await store.Move("run", RunStore.AnyLead, RunState.Cancelled, DateTimeOffset.UnixEpoch);

        Assert.Null(await store.Begin(World, "here"));
        Assert.Equal(0, await store.SavedMonths(World));
    }

    [Fact]
    public async Task What_has_ended_stays_as_it_ended()
    {
        using var store = await WithRun(await Fresh());
        await store.Move("run", RunStore.AnyLead, RunState.Cancelled, DateTimeOffset.UnixEpoch);

        var after = await store.Move("run", RunStore.AnyLead, RunState.Finished, DateTimeOffset.UnixEpoch, digest: "digest");

        Assert.Equal((RunState.Cancelled, null), (after.State, after.Digest));
    }

    [Fact]
    public async Task A_run_comes_back_as_it_was()
    {
        var options = await Fresh();
        StoredRun before;
        using (var store = await WithRun(options))
        {
            before = (await store.Find("run"))!;
        }

        using var opened = new RunStore(options, TimeProvider.System);
        var after = (await opened.Find("run"))!;

        Assert.Equal(before.Spec.Variants, after.Spec.Variants);
        Assert.Equal(before with { Spec = after.Spec }, after);
        Assert.Equal(ulong.MaxValue, after.Spec.Seed);
    }

    [Fact]
    public async Task Two_who_ask_with_one_key_at_once_get_one_run()
    {
        using var store = await WithRun(await Fresh());
        byte[] package = [4, 5, 6];

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => store.Create(
            new($"run-{n}", "same", "small", RunStore.HashOf(package), new(1, 2, ["planned"]), 38, 2, "1", DateTimeOffset.UnixEpoch), package)));

        Assert.Single(runs.Select(r => r.Run).Distinct());
        Assert.Equal(2, (await store.List()).Count);
    }

    [Fact]
    public async Task Several_that_open_a_new_database_at_once_make_its_tables_once()
    {
        var options = await Fresh();

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new RunStore(options, TimeProvider.System))));

        Assert.All(stores, store => store.Dispose());
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_in_words()
    {
        var options = await Fresh();
        (await WithRun(options)).Dispose();
        Execute(options, "INSERT INTO schema_version VALUES (99, '')");

        var refusal = Assert.Throws<InvalidOperationException>(() => new RunStore(options, TimeProvider.System));

        Assert.Contains("newer HighNeedsSim", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_every_earlier_version_is_brought_up_to_today_with_what_is_in_it()
    {
        for (var version = 1; version < Schema.Newest; version++)
        {
            var options = await Fresh();
            await OfVersion(version, options);

            using var store = new RunStore(options, TimeProvider.System);

            var run = Assert.Single(await store.List());
            Assert.Equal(("run", RunState.Running, null, null), (run.Run, run.State, run.Owner, run.Tag));
            var found = Assert.Single(await store.Results("run")).Values;
            Assert.Equal([7, 8], found);
            var package = await store.Package(run.Package);
            Assert.Equal([1, 2, 3], package);
            Assert.Equal(1, await Fence(store));
            await store.Tag("run", "S151 report Feb 2027");
            Assert.Equal("S151 report Feb 2027", (await store.Find("run"))!.Tag);
            Assert.True(await new RunSignatures(store).Add("run", 0, Signed("Ann")));
            Assert.Empty(await new ProgramTokens(store).List());
            Assert.Empty(await new SignOffs(store).Of("small"));
            Assert.Empty(await new AuditEntries(store).Newest(10));
        }
    }

    /// <summary>Makes a database as the program made it that knew so many versions of the tables, with a run under way in it.</summary>
    private static async Task OfVersion(int version, RunStoreOptions options)
    {
        using var database = Database.Open(options);
        await database.Do(db =>
        {
            db.Execute("CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY, applied TEXT NOT NULL)");
            foreach (var (n, step) in Schema.Steps.Take(version).Index())
            {
                db.Execute(database.Ddl(step));
                db.Execute("INSERT INTO schema_version VALUES (@version, '2026-11-24T09:00:00.0000000+00:00')", ("@version", n + 1));
            }

            db.Execute("INSERT INTO packages VALUES (@hash, @bytes)", ("@hash", RunStore.HashOf([1, 2, 3])), ("@bytes", new byte[] { 1, 2, 3 }));
            db.Execute(
                """
                INSERT INTO runs (run, client_key, scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state)
                VALUES ('run', 'key', 'small', @package, 1, 8, 'unmitigated', 24, 4, '0.1.0', '2026-11-24T09:00:00.0000000+00:00', @running)
                """,
                ("@package", RunStore.HashOf([1, 2, 3])),
                ("@running", (int)RunState.Running));
            byte[] found = [7, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];
            return db.Execute("INSERT INTO worlds VALUES ('run', 'unmitigated', 4, 4, @hash, @bytes, 1.5, 2.5)", ("@hash", RunStore.HashOf(found)), ("@bytes", found));
        });
    }

    [Fact]
    public async Task Of_two_who_sign_at_once_the_second_looks_again_first()
    {
        var options = await Fresh();
        using (var store = await WithRun(options))
        {
            var signatures = new RunSignatures(store);
            Assert.True(await signatures.Add("run", 0, Signed("Ann")));
            Assert.False(await signatures.Add("run", 0, Signed("Bob")));
            Assert.True(await signatures.Add("run", 1, Signed("Cath")));
        }

        using var opened = new RunStore(options, TimeProvider.System);
        Assert.Equal([Signed("Ann"), Signed("Cath")], await new RunSignatures(opened).Of("run"));
    }

    [Fact]
    public async Task A_token_taken_back_by_one_process_is_taken_back_for_all()
    {
        var options = await Fresh();
        using var one = new RunStore(options, TimeProvider.System);
        using var other = new RunStore(options, TimeProvider.System);
        var (here, there) = (new ProgramTokens(one), new ProgramTokens(other));
        var token = new ProgramToken("a1b2c3d4", "nightly report", "viewer", "Ada Officer", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(30), "hash");

        await here.Add(token);
        Assert.Equal(token, await there.Find(token.Id));
        Assert.Null(await there.Find("none"));

        Assert.True(await there.Revoke(token.Id, DateTimeOffset.UnixEpoch.AddDays(1)));
        Assert.False(await here.Revoke(token.Id, DateTimeOffset.UnixEpoch.AddDays(2)));
        Assert.Equal(token with { Revoked = DateTimeOffset.UnixEpoch.AddDays(1) }, Assert.Single(await here.List()));
    }

    [Fact]
    public async Task What_one_process_signs_off_and_writes_down_another_reads_the_newest_first()
    {
        var options = await Fresh();
        using var one = new RunStore(options, TimeProvider.System);
        using var other = new RunStore(options, TimeProvider.System);
        SignOff[] signed = [.. Enumerable.Range(0, 3).Select(n => new SignOff("kent", $"hash {n}", "Ada Officer", "SEN2 of January", DateTimeOffset.UnixEpoch.AddTicks(n)))];
        AuditEntry[] done = [.. Enumerable.Range(0, 5).Select(n => new AuditEntry(
            DateTimeOffset.UnixEpoch.AddTicks(n), "Ada Officer", "POST /scenarios/{id}", n % 2 == 0 ? null : "kent", n % 2 == 0 ? "“Why not?” – £5" : null, 302))];

        foreach (var signOff in signed)
        {
            await new SignOffs(one).Add(signOff);
        }

        foreach (var entry in done)
        {
            await new AuditEntries(one).Add(entry);
        }

        Assert.Equal(signed.Reverse(), await new SignOffs(other).Of("kent"));
        Assert.Empty(await new SignOffs(other).Of("surrey"));
        Assert.Equal(done.Reverse().Take(4), await new AuditEntries(other).Newest(4));
    }

    [Fact]
    public async Task Signatures_go_when_the_run_goes()
    {
        using var store = await WithRun(await Fresh());
        var signatures = new RunSignatures(store);
        await signatures.Add("run", 0, Signed("Ann"));
        await store.Move("run", RunStore.AnyLead, RunState.Finished, DateTimeOffset.UnixEpoch, digest: "digest");

        await store.Remove(new(["run"], null, "Ann", null, DateTimeOffset.UnixEpoch));

        Assert.Null(await store.Find("run"));
        Assert.Empty(await signatures.Of("run"));
    }

    [Fact]
    public async Task What_is_taken_out_stands_in_the_trail_and_a_run_that_goes_on_stays()
    {
        using var store = await WithRun(await Fresh());
        var one = (await store.Find("run"))!;
        await store.Create(one with { Run = "ended", ClientKey = "ended" }, [1, 2, 3]);
        await store.Move("ended", RunStore.AnyLead, RunState.Finished, DateTimeOffset.UnixEpoch, digest: "digest");
        var now = DateTimeOffset.UnixEpoch.AddDays(9);

        await store.Remove(new(["run", "ended", "never-there"], null, "Ann", "a year has gone", now));

        Assert.Equal("run", Assert.Single(await store.List()).Run);
        Assert.Equal([new(now, "Ann", "hns retain", "ended", "a year has gone", 200)], await new AuditEntries(store).Newest(9));
    }

    [Fact]
    public async Task Old_entries_of_the_trail_go_but_not_those_of_a_run_that_is_kept_nor_those_of_what_was_taken_out()
    {
        using var store = await WithRun(await Fresh());
        var trail = new AuditEntries(store);
        AuditEntry On(int day, string action, string? subject) => new(DateTimeOffset.UnixEpoch.AddDays(day), "Ben", action, subject, null, 200);
        AuditEntry[] stay = [On(1, "POST /api/v1/runs", "run"), On(2, "hns retain", "gone-long-ago"), On(5, "POST /", "at-the-limit")];
        foreach (var entry in stay.Concat([On(3, "POST /", "gone-long-ago"), On(4, "POST /scenarios", null)]))
        {
            await trail.Add(entry);
        }

        var (limit, now) = (DateTimeOffset.UnixEpoch.AddDays(5), DateTimeOffset.UnixEpoch.AddDays(9));
        Assert.Equal(2, await store.EntriesBefore(limit));
        await store.Remove(new([], limit, "Ann", "six years", now));
        await store.Remove(new([], limit, "Ann", "nothing is left of that age", now));

        AuditEntry told = new(now, "Ann", "hns retain", "2 entries of this trail from before 1970-01-06", "six years", 200);
        Assert.Equal([told, .. stay.Reverse()], await trail.Newest(9));
    }

    [Fact]
    public async Task A_run_that_plays_the_same_is_found_and_another_is_not()
    {
        using var store = await WithRun(await Fresh());
        var one = (await store.Find("run"))!;
        byte[] package = [1, 2, 3];
        foreach (var (run, seed) in new[] { ("again", one.Spec.Seed), ("other", 7UL), ("not-yet", one.Spec.Seed) })
        {
            await store.Create(one with { Run = run, ClientKey = run, Spec = one.Spec with { Seed = seed } }, package);
        }

        foreach (var run in new[] { "again", "other" })
        {
            await store.Move(run, RunStore.AnyLead, RunState.Finished, DateTimeOffset.UnixEpoch, digest: "digest");
        }

        Assert.Equal([new("again", "1", DateTimeOffset.UnixEpoch, "digest")], await new RunSignatures(store).RepeatsOf("run"));
    }

    [Fact]
    public async Task A_damaged_result_or_checkpoint_is_noticed()
    {
        var options = await Fresh();
        using var store = await WithRun(options);
        await store.Add(World, await Fence(store), Found, 1, 1);
        var other = World with { First = 2 };
        await store.Save(other, (await store.Begin(other, "here"))!.Fence, 12, [1, 2, 3]);
        Execute(options, "UPDATE worlds SET sha256 = 'no'; UPDATE attempts SET sha256 = 'no' WHERE first = 2");

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Results("run"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Begin(other, "here"));
    }

    /// <summary>A new, empty database.</summary>
    private protected abstract Task<RunStoreOptions> Fresh();

    private protected static async Task<RunStore> WithRun(RunStoreOptions options)
    {
        var store = new RunStore(options, TimeProvider.System);
        byte[] package = [1, 2, 3];
        await store.Create(
            new("run", "key", "small", RunStore.HashOf(package), new(ulong.MaxValue, 2, ["unmitigated", "planned"]), 38, 2, "1", DateTimeOffset.UnixEpoch),
            package);
        return store;
    }

    private static StoredSignature Signed(string name) => new("digest", "analyst", name, new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero), "Looked at; all of it's well.");

    private protected static async Task<long> Fence(RunStore store) => (await store.Begin(World, "here"))!.Fence;

    private static void Execute(RunStoreOptions options, string sql)
    {
        using DbConnection connection = options.IsPostgres
            ? new NpgsqlConnection(options.ConnectionString)
            : new SqliteConnection(options.ConnectionString + ";Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }
}

[Tier("Fact")]
public sealed class SqliteRunStoreTests : RunStoreTests, IDisposable
{
    private readonly List<TestFile> _files = [];

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private protected override Task<RunStoreOptions> Fresh()
    {
        _files.Add(new());
        return Task.FromResult(_files[^1].Options);
    }
}

[Tier("Fact"), Collection(nameof(TestPostgres))]
public sealed class PostgresRunStoreTests(TestPostgres postgres) : RunStoreTests
{
    [Fact]
    public async Task Whoever_stands_still_in_the_middle_of_a_change_keeps_nobody_from_going_on()
    {
        var options = await Fresh();
        using var store = await WithRun(options);
        await Fence(store);
        using var halted = new RunStore(options, TimeProvider.System);
        using var begun = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();

        // As a silo that is paused after its first statement; its second finds the change taken back, and begins again from the first.
        var standing = halted.Change(db =>
        {
            var rows = db.Execute("UPDATE attempts SET silo = 'halted'");
            begun.Set();
            over.Wait(TestRuns.Limit);
            return rows + db.Execute("UPDATE attempts SET silo = 'late'");
        });
        begun.Wait(TestRuns.Limit);
        var second = await store.Begin(World, "elsewhere").WaitAsync(TestRuns.Limit);

        Assert.Equal(2, second!.Fence);
        Assert.False(standing.IsCompleted);
        over.Set();
        await standing.WaitAsync(TestRuns.Limit);
    }

    [Fact]
    public async Task A_server_that_may_only_be_read_is_away_and_not_at_fault_and_so_is_each_thing_that_may_pass()
    {
        var options = await Fresh();
        using var store = await WithRun(options);
        string[] passing = ["28P01", "53100", "53300", "57P03", "58030", "08006", "25006"];
        await using (var connection = new NpgsqlConnection(options.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            // Whoever begins a world at a place is told what the place is called.
            connection.Execute(
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'on purpose' USING ERRCODE = NEW.silo;
                END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON attempts FOR EACH ROW EXECUTE FUNCTION refuse();
                """);
            await Task.WhenAll(passing.Select((state, n) =>
                Assert.ThrowsAnyAsync<StoreUnavailableException>(() => store.Begin(World with { First = 2 * n }, state))));
            await Assert.ThrowsAsync<PostgresException>(() => store.Begin(World, "22012"));
            connection.Execute("DROP FUNCTION refuse CASCADE");

            // As after a failover, when the address leads to a server that follows another.
            connection.Execute($"ALTER DATABASE {connection.Database} SET default_transaction_read_only = on");
            connection.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Begin(World, "here"));
            Assert.Single(await store.List());
            connection.Execute($"ALTER DATABASE {connection.Database} RESET default_transaction_read_only");
            connection.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }

        Assert.NotNull(await store.Begin(World, "here"));
    }

    [Fact]
    public async Task A_scenario_package_that_is_taken_out_and_wanted_in_the_same_moment_is_there_in_the_end()
    {
        var options = await Fresh();
        using var store = await WithRun(options);
        var one = (await store.Find("run"))!;
        await store.Move("run", RunStore.AnyLead, RunState.Finished, DateTimeOffset.UnixEpoch, digest: "digest");
        await using var other = new NpgsqlConnection(options.ConnectionString + ";Pooling=false");
        await other.OpenAsync();

        // Somebody has just begun to keep a second run of the package, when the first is taken out with all that only it needs.
        await using (var keeping = await other.BeginTransactionAsync())
        {
            other.Execute(
                """
                INSERT INTO runs (run, client_key, scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state)
                SELECT 'second', 'second', scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state FROM runs
                """);
            var removing = store.Remove(new(["run"], null, "Ann", null, DateTimeOffset.UnixEpoch));
            await Until(() => IsWaitedFor(options));
            await keeping.CommitAsync();
            await removing;
        }

        Assert.Equal("second", Assert.Single(await store.List()).Run);
        Assert.Equal([1, 2, 3], await store.Package(one.Package));

        // And the other way round: it is taken out after a third has seen that it is there.
        await store.Move("second", RunStore.AnyLead, RunState.Finished, DateTimeOffset.UnixEpoch, digest: "digest");
        await using (var holding = await other.BeginTransactionAsync())
        {
            byte[] another = [4];
            await store.Create(one with { Run = "other", ClientKey = "other", Package = RunStore.HashOf(another) }, another);
            other.Execute(
                """
                INSERT INTO runs (run, client_key, scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state)
                SELECT 'never', 'third', scenario, package, seed, replicates, variants, months, batch_size, model_version, created, state FROM runs
                WHERE run = 'other'
                """);
            var creating = store.Create(one with { Run = "third", ClientKey = "third" }, [1, 2, 3]);
            await Until(() => IsWaitedFor(options));
            await store.Remove(new(["second"], null, "Ann", null, DateTimeOffset.UnixEpoch));
            await holding.RollbackAsync();
            Assert.Equal("third", (await creating).Run);
        }

        Assert.Equal([1, 2, 3], await store.Package(one.Package));
    }

    [Fact]
    public async Task A_world_that_begins_in_the_moment_in_which_its_run_is_cancelled_leaves_nothing_behind()
    {
        var options = await Fresh();
        using var store = await WithRun(options);
        await using var other = new NpgsqlConnection(options.ConnectionString + ";Pooling=false");
        await other.OpenAsync();

        // As Move does it, stopped in the middle.
        await using var cancelling = await other.BeginTransactionAsync();
        other.Execute("UPDATE runs SET state = @cancelled", ("@cancelled", (int)RunState.Cancelled));
        var beginning = store.Begin(World, "here");
        await Until(() => IsWaitedFor(options));
        other.Execute("DELETE FROM attempts");
        await cancelling.CommitAsync();

        Assert.Null(await beginning);
        Assert.Empty(other.Query("SELECT run FROM attempts", row => row.GetString(0)));
    }

    private static bool IsWaitedFor(RunStoreOptions options)
    {
        using var connection = new NpgsqlConnection(options.ConnectionString + ";Pooling=false");
        connection.Open();
        return connection.Query(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", row => row.GetInt64(0)).Single() > 0;
    }

    [Fact]
    public async Task More_who_ask_than_there_are_connections_wait_for_their_turn()
    {
        var options = await Fresh();
        using var store = await WithRun(new() { ConnectionString = options.ConnectionString + ";Maximum Pool Size=2;Timeout=1" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => store.Do(db => db.Query("SELECT 1 FROM pg_sleep(0.1)", row => row.GetInt32(0)).Single())));

        Assert.All(answers, answer => Assert.Equal(1, answer));
    }

    [Fact]
    public async Task A_pool_that_stays_exhausted_is_told_as_a_store_that_is_away_and_is_forgotten_when_it_is_not()
    {
        var options = await Fresh();
        using var store = await WithRun(new() { ConnectionString = options.ConnectionString + ";Maximum Pool Size=1;Timeout=1" });
        using var begun = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();
        var holding = store.Do(_ =>
        {
            begun.Set();
            return over.Wait(TestRuns.Limit);
        });
        begun.Wait(TestRuns.Limit);

        var away = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.List());
        over.Set();
        await holding;

        Assert.Contains("PostgreSQL does not answer", away.Message, StringComparison.Ordinal);
        Assert.Single(await store.List());
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public async Task A_server_that_acknowledges_before_it_has_written_is_refused_in_words_to_the_doctor_too(string setting)
    {
        var options = await Fresh();
        await using (var connection = new NpgsqlConnection(options.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            connection.Execute($"ALTER SYSTEM SET {setting} = off");
            connection.Execute("SELECT pg_reload_conf()");
            try
            {
                await Until(() => connection.Query($"SHOW {setting}", row => row.GetString(0)) is ["off"]);

                foreach (var open in new Func<IDisposable>[] { () => new RunStore(options, TimeProvider.System), () => new StoreCare(options) })
                {
                    var refusal = Assert.Throws<InvalidOperationException>(() => open().Dispose());
                    Assert.Contains($"runs with {setting} off: what it says it has stored may be lost", refusal.Message, StringComparison.Ordinal);
                }
            }
            finally
            {
                connection.Execute($"ALTER SYSTEM RESET {setting}");
                connection.Execute("SELECT pg_reload_conf()");
                await Until(() => connection.Query($"SHOW {setting}", row => row.GetString(0)) is ["on"]);
            }
        }
    }

    [Fact]
    public void What_is_said_of_a_database_that_cannot_be_reached_names_it_without_the_password()
    {
        var said = Assert.Throws<StoreUnavailableException>(() => new RunStore(
            new() { ConnectionString = "Host=127.0.0.1;Port=9;Username=somebody;Password=hush-hush;Database=runs" }, TimeProvider.System)).ToString();

        Assert.Contains("runs on 127.0.0.1:9", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", said, StringComparison.Ordinal);
    }

    private protected override async Task<RunStoreOptions> Fresh() => new() { ConnectionString = await postgres.Server.NewDatabase() };

    private static async Task Until(Func<bool> so)
    {
        for (var tries = 0; !so(); tries++)
        {
            Assert.True(tries < 600, "It did not come about within a minute.");
            await Task.Delay(100);
        }
    }
}
