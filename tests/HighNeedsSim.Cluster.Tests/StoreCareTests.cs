using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;
using Microsoft.Data.Sqlite;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Fact")]
public sealed class StoreCareTests : IDisposable
{
    private readonly TestFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_sound_store_is_found_sound_and_so_is_a_copy_of_it()
    {
        var run = await Finished(_file.Options, DateTimeOffset.UnixEpoch);
        using var other = new TestFile();

        using (var care = new StoreCare(_file.Options))
        {
            Assert.Equal((1, 1, 0), await care.Check() is var found ? (found.Packages, found.Runs, found.Wrong.Count) : default);
            await care.Copy(other.Path);
        }

        using var copy = new StoreCare(other.Options);
        Assert.Empty((await copy.Check()).Wrong);
        using var store = new RunStore(other.Options, TimeProvider.System);
        Assert.Equal(run.Digest, (await store.Find(run.Run))!.Digest);
    }

    [Fact]
    public async Task A_copy_that_cannot_have_its_name_leaves_what_has_it_and_nothing_of_itself()
    {
        await Finished(_file.Options, DateTimeOffset.UnixEpoch);
        using var other = new TestFile();
        await File.WriteAllTextAsync(other.Path, "the copy of yesterday");

        using var care = new StoreCare(_file.Options);
        await Assert.ThrowsAsync<IOException>(() => care.Copy(other.Path));

        Assert.Equal("the copy of yesterday", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(other.Path)!))));
    }

    [Theory]
    [InlineData("UPDATE worlds SET bytes = zeroblob(length(bytes))", "run ")]
    [InlineData("DELETE FROM worlds", "run ")]
    [InlineData("UPDATE runs SET digest = 'no'", "run ")]
    [InlineData("UPDATE packages SET bytes = zeroblob(length(bytes))", "scenario package ")]
    public async Task Whatever_is_damaged_is_named(string damage, string named)
    {
        await Finished(_file.Options, DateTimeOffset.UnixEpoch);
        using (var connection = new SqliteConnection(_file.ConnectionString + ";Pooling=False"))
        {
            connection.Open();
            connection.Execute(damage);
        }

        using var care = new StoreCare(_file.Options);
        var found = await care.Check();

        Assert.Contains(found.Wrong, problem => problem.StartsWith(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_the_disk_lost_is_found_and_what_can_be_read_is_still_read()
    {
        await Finished(_file.Options, DateTimeOffset.UnixEpoch);
        await using (var file = File.OpenWrite(_file.Path))
        {
            file.Position = file.Length - 4096;
            await file.WriteAsync(new byte[4096]);
        }

        using var care = new StoreCare(_file.Options);
        var found = await care.Check();

        Assert.NotEmpty(found.Wrong);
        Assert.Equal(1, found.Runs);
    }

    [Theory]
    [InlineData("no database at all", "is no database")]
    [InlineData("CREATE TABLE letters (text TEXT)", "a database of another program: it holds the tables letters")]
    public async Task A_file_of_somebody_else_is_refused_and_left_as_it_is(string content, string refusal)
    {
        if (content.StartsWith("CREATE", StringComparison.Ordinal))
        {
            using var connection = new SqliteConnection(_file.ConnectionString + ";Pooling=False");
            connection.Open();
            connection.Execute(content);
        }
        else
        {
            await File.WriteAllTextAsync(_file.Path, content);
        }

        var refused = Assert.Throws<InvalidOperationException>(() => new StoreCare(_file.Options));

        Assert.Contains(refusal, refused.Message, StringComparison.Ordinal);
        if (!content.StartsWith("CREATE", StringComparison.Ordinal))
        {
            Assert.Equal(content, await File.ReadAllTextAsync(_file.Path));
        }
    }

    [Fact]
    public async Task Old_runs_go_with_all_that_only_they_need_and_others_stay()
    {
        var old = await Finished(_file.Options, DateTimeOffset.UnixEpoch);
        var recent = await Finished(_file.Options, DateTimeOffset.UnixEpoch.AddDays(10), seed: 2);
        using var care = new StoreCare(_file.Options);

        var chosen = await care.Old(DateTimeOffset.UnixEpoch.AddDays(5));
        await care.Remove(new(chosen, null, "Ann", null, DateTimeOffset.UnixEpoch));

        Assert.Equal([old.Run], chosen);
        using var store = new RunStore(_file.Options, TimeProvider.System);
        Assert.Equal(recent.Run, Assert.Single(await store.List()).Run);
        Assert.Empty(await store.Played(old.Run));
        Assert.Empty((await care.Check()).Wrong);
    }

    [Fact]
    public async Task A_result_with_fewer_measures_is_said_to_be_another_model_s_and_not_damaged()
    {
        var run = await Finished(_file.Options, DateTimeOffset.UnixEpoch, fewer: 1);
        using var store = new RunStore(_file.Options, TimeProvider.System);

        var said = await Assert.ThrowsAsync<OtherModelException>(() => new RunReader(store, StoredPackage.Open).Read(run.Run, default));

        Assert.Contains("start it again", said.Message, StringComparison.Ordinal);
    }

    /// <summary>A run of a real package, as the cluster leaves it.</summary>
    /// <param name="options">Where.</param>
    /// <param name="when">When it was asked for and finished.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="fewer">How many measures less it has than the model counts today.</param>
    internal static async Task<StoredRun> Finished(RunStoreOptions options, DateTimeOffset when, ulong seed = 1, int fewer = 0)
    {
        var package = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", "kent-small")).Package!;
        var scenario = ScenarioReader.Read(package).Scenario!;
        var spec = new RunSpec(seed, 1, [scenario.Variants[0].Id]);
        var result = TestPackages.ByReferenceLoop(spec, scenario);
        var bytes = package.ToBytes();
        using var store = new RunStore(options, TimeProvider.System);
        var run = await store.Create(
            new($"run-{seed}", $"key-{seed}", scenario.Id, RunStore.HashOf(bytes), spec, scenario.Timetable.Months, 1, ModelVersion.Current, when), bytes);
        var world = new WorldKey(run.Run, spec.Variants[0], 0, 1);
        await store.Add(world, (await store.Begin(world, "here"))!.Fence, new(world.Variant, 0, 1, result.Values(world.Variant).ToArray()[..^fewer]), 1, 1);
        return await store.Move(run.Run, RunStore.AnyLead, RunState.Finished, when, digest: result.Digest);
    }
}

/// <summary>The same over PostgreSQL, with its own programs where ours have none.</summary>
[Tier("Fact"), Collection(nameof(TestPostgres))]
public sealed class PostgresStoreCareTests(TestPostgres postgres)
{
    [Fact]
    public async Task What_pg_dump_keeps_pg_restore_brings_back_with_the_same_digest()
    {
        RunStoreOptions original = new() { ConnectionString = await postgres.Server.NewDatabase() };
        RunStoreOptions restored = new() { ConnectionString = await postgres.Server.NewDatabase() };
        var run = await StoreCareTests.Finished(original, DateTimeOffset.UnixEpoch);

        await postgres.Server.Copy(original.ConnectionString, restored.ConnectionString);

        using var care = new StoreCare(restored);
        Assert.Equal((1, 1, 0), await care.Check() is var found ? (found.Packages, found.Runs, found.Wrong.Count) : default);
        using var store = new RunStore(restored, TimeProvider.System);
        var merged = await new RunReader(store, StoredPackage.Open).Read(run.Run, default);
        Assert.Equal(run.Digest, merged!.Result.Digest);
    }
}
