using HighNeedsSim.Model.Results;
using Microsoft.Data.Sqlite;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Fact")]
public class RunStoreTests
{
    private static readonly WorldKey World = new("run", "planned", 0, 2);
    private static readonly WorldResult Found = new("planned", 0, 2, [1, 2, 3, -4]);

    [Fact]
    public async Task The_same_world_twice_is_stored_once()
    {
        using var store = await WithRun(RunStoreOptions.InMemory);

        await store.Add(World, Found, 1, 1);
        await store.Add(World, Found with { Values = [.. Found.Values] }, 2, 2);

        Assert.Single(await store.Played("run"));
        Assert.Equal(Found.Values, Assert.Single(await store.Results("run")).Values);
    }

    [Fact]
    public async Task The_same_world_with_other_numbers_is_an_alarm()
    {
        using var store = await WithRun(RunStoreOptions.InMemory);
        await store.Add(World, Found, 1, 1);

        await Assert.ThrowsAsync<DeterminismAlarmException>(() => store.Add(World, Found with { Values = [1, 2, 3, 4] }, 1, 1));
    }

    [Fact]
    public async Task What_has_ended_stays_as_it_ended()
    {
        using var store = await WithRun(RunStoreOptions.InMemory);
        await store.Move("run", RunState.Cancelled, DateTimeOffset.UnixEpoch);

        var after = await store.Move("run", RunState.Finished, DateTimeOffset.UnixEpoch, digest: "digest");

        Assert.Equal((RunState.Cancelled, null), (after.State, after.Digest));
    }

    [Fact]
    public async Task A_run_comes_back_from_the_file_as_it_was()
    {
        using var file = new TestFile();
        StoredRun before;
        using (var store = await WithRun(file.ConnectionString))
        {
            before = (await store.Find("run"))!;
        }

        using var opened = new RunStore(file.Options, TimeProvider.System);
        var after = (await opened.Find("run"))!;

        Assert.Equal(before.Spec.Variants, after.Spec.Variants);
        Assert.Equal(before with { Spec = after.Spec }, after);
        Assert.Equal(ulong.MaxValue, after.Spec.Seed);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_in_words()
    {
        using var file = new TestFile();
        (await WithRun(file.ConnectionString)).Dispose();
        using (var connection = new SqliteConnection(file.ConnectionString + ";Pooling=False"))
        {
            connection.Open();
            connection.Execute("INSERT INTO schema_version VALUES (99, '')");
        }

        var refusal = Assert.Throws<InvalidOperationException>(() => new RunStore(file.Options, TimeProvider.System));

        Assert.Contains("newer HighNeedsSim", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_result_is_noticed()
    {
        using var file = new TestFile();
        using var store = await WithRun(file.ConnectionString);
        await store.Add(World, Found, 1, 1);
        using (var connection = new SqliteConnection(file.ConnectionString + ";Pooling=False"))
        {
            connection.Open();
            connection.Execute("UPDATE worlds SET bytes = zeroblob(length(bytes))");
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Results("run"));
    }

    private static async Task<RunStore> WithRun(string connectionString)
    {
        var store = new RunStore(new() { ConnectionString = connectionString }, TimeProvider.System);
        byte[] package = [1, 2, 3];
        await store.Create(
            new("run", "key", "small", RunStore.HashOf(package), new(ulong.MaxValue, 2, ["unmitigated", "planned"]), 38, 2, "1", DateTimeOffset.UnixEpoch),
            package);
        return store;
    }
}
