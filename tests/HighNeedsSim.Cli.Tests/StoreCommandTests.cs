using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HighNeedsSim.Cli.Tests;

/// <summary>What an operator does with a store of runs, on a data folder as a server leaves it.</summary>
[Tier("Files")]
public sealed class StoreCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sound_store_is_called_sound_and_says_how_much_was_read()
    {
        await Finished();

        var doctor = await Hns.RunAsync("doctor", "--data", _folder["data"]);

        Assert.Equal((0, ""), (doctor.ExitCode, doctor.Error));
        Assert.Contains("1 runs and 1 scenario packages read, all as they were stored.", doctor.Out, StringComparison.Ordinal);
        Assert.Contains("kent-small: sound.", doctor.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bit_of_a_result_a_missing_result_and_a_spoilt_scenario_are_each_named()
    {
        var run = await Finished();
        _folder.CopyScenarios();
        File.AppendAllText(_folder["scenarios/kent-small/scenario.yaml"], "\nfrobnicate: 1\n");

        // A bit, as a failing disk turns it: in the file, past all checks of the database.
        var result = Query<byte[]>("SELECT bytes FROM worlds ORDER BY variant LIMIT 1");
        var file = await File.ReadAllBytesAsync(_folder["data/highneedssim.db"]);
        // The same bytes may lie in room that is free again, too.
        var flips = 0;
        for (int at = 0, next; (next = file.AsSpan(at).IndexOf(result.AsSpan(0, 256))) >= 0; at += next + 256)
        {
            file[at + next + 100] ^= 1;
            flips++;
        }

        Assert.True(flips > 0, "The result is not where it was looked for.");
        await File.WriteAllBytesAsync(_folder["data/highneedssim.db"], file);
        var flipped = await Hns.RunAsync("doctor", "--data", _folder["data"], "--folder", _folder["scenarios"]);

        Execute("DELETE FROM worlds WHERE variant = (SELECT min(variant) FROM worlds)");
        var missing = await Hns.RunAsync("doctor", "--data", _folder["data"]);

        Assert.Equal((5, ""), (flipped.ExitCode, flipped.Error));
        Assert.Contains($"run {run}: The database is damaged: the result of replicates", flipped.Out, StringComparison.Ordinal);
        Assert.Contains("frobnicate", flipped.Out, StringComparison.Ordinal);
        Assert.Contains("kent-small: not sound.", flipped.Out, StringComparison.Ordinal);
        Assert.Equal((5, ""), (missing.ExitCode, missing.Error));
        Assert.Contains($"run {run}: ", missing.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_ours_is_refused_in_a_sentence_by_all_of_them()
    {
        Directory.CreateDirectory(_folder["data"]);
        await File.WriteAllTextAsync(_folder["data/highneedssim.db"], "Minutes of the finance committee, to be kept.");

        foreach (var words in new[] { new[] { "doctor" }, ["backup", _folder["copy.db"]], ["retain", "--days", "9"] })
        {
            var refused = await Hns.RunAsync([.. words, "--data", _folder["data"]]);

            Assert.Equal(1, refused.ExitCode);
            Assert.Matches("^hns: '.*highneedssim.db' is no database, or its beginning is damaged", refused.Error);
        }

        Assert.Equal("Minutes of the finance committee, to be kept.", await File.ReadAllTextAsync(_folder["data/highneedssim.db"]));
    }

    [Fact]
    public async Task A_backup_made_while_the_server_runs_is_a_data_folder_that_a_server_starts_from()
    {
        string run;
        await using (var server = await DataFolder.Serve(_folder["data"]))
        {
            run = await server.Begin();
            await server.End(run);
            var backup = await Hns.RunAsync("backup", _folder["copy.db"], "--data", _folder["data"]);
            var again = await Hns.RunAsync("backup", _folder["copy.db"], "--data", _folder["data"]);
            Assert.Equal((0, ""), (backup.ExitCode, backup.Error));
            Assert.Equal(2, again.ExitCode);
            Assert.Contains("is there already: name a new file.", again.Error, StringComparison.Ordinal);
        }

        Directory.CreateDirectory(_folder["restored"]);
        File.Move(_folder["copy.db"], _folder["restored/highneedssim.db"]);
        await using (var restored = await DataFolder.Serve(_folder["restored"]))
        {
            var before = await restored.End(run);
            var after = await restored.End(await restored.Begin());
            Assert.Equal(before, after);
        }

        Assert.Equal(0, (await Hns.RunAsync("doctor", "--data", _folder["restored"])).ExitCode);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_written_is_told_in_a_sentence_and_leaves_nothing()
    {
        await Finished();

        var refused = await Hns.RunAsync("backup", _folder["nowhere/copy.db"], "--data", _folder["data"]);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Matches("^hns: The database .* could not be read or written: .*unable to open database", refused.Error);
        Assert.DoesNotContain("should not have happened", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_runs_are_listed_and_go_when_asked_twice()
    {
        var run = await Finished();

        var young = await Hns.RunAsync("retain", "--days", "1", "--data", _folder["data"]);
        Execute("UPDATE runs SET finished = '2020-01-01T00:00:00.0000000+00:00'");
        var listed = await Hns.RunAsync("retain", "--days", "1", "--data", _folder["data"]);
        var gone = await Hns.RunAsync("retain", "--days", "1", "--yes", "--data", _folder["data"]);
        var doctor = await Hns.RunAsync("doctor", "--data", _folder["data"]);

        Assert.Equal((0, "0 runs would go; add --yes to take them out."), (young.ExitCode, young.Out.Trim()));
        Assert.Equal((0, $"{run}\n1 runs would go; add --yes to take them out."), (listed.ExitCode, listed.Out.Trim()));
        Assert.Equal((0, $"{run}\n1 runs taken out."), (gone.ExitCode, gone.Out.Trim()));
        Assert.Contains("0 runs and 0 scenario packages read", doctor.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_entries_of_the_audit_trail_go_when_asked_twice_and_whatever_went_stands_in_it()
    {
        var run = await Finished();
        Execute("INSERT INTO audit VALUES ('2019-01-01T00:00:00.0000000+00:00', 'one', 'Ben', 'POST /', NULL, NULL, 200)");
        Execute($"INSERT INTO audit VALUES ('2019-01-01T00:00:00.0000000+00:00', 'two', 'Ben', 'POST /', '{run}', NULL, 200)");

        var listed = await Hns.RunAsync("retain", "--audit-days", "9", "--data", _folder["data"]);
        var gone = await Hns.RunAsync("retain", "--audit-days", "9", "--reason", "Schedule 4", "--yes", "--data", _folder["data"]);
        Execute("UPDATE runs SET finished = '2020-01-01T00:00:00.0000000+00:00'");
        var both = await Hns.RunAsync("retain", "--days", "9", "--audit-days", "9", "--yes", "--data", _folder["data"]);

        Assert.Equal((0, "1 entries of the audit trail would go; add --yes to take them out."), (listed.ExitCode, listed.Out.Trim()));
        Assert.Equal((0, "1 entries of the audit trail taken out."), (gone.ExitCode, gone.Out.Trim()));
        Assert.Equal((0, $"{run}\n1 runs and 0 entries of the audit trail taken out."), (both.ExitCode, both.Out.Trim()));
        Assert.Matches("^1 entries of this trail from before .*: Schedule 4, by .+@.+$", Query<string>("SELECT subject || ': ' || reason || ', by ' || name FROM audit WHERE reason IS NOT NULL"));
        Assert.Equal(1L, Query<long>($"SELECT count(*) FROM audit WHERE action = 'hns retain' AND subject = '{run}'"));
    }

    [Theory]
    [InlineData(4, "there are no runs in nowhere", "doctor", "--data", "nowhere")]
    [InlineData(4, "there are no runs in nowhere", "backup", "copy.db", "--data", "nowhere")]
    [InlineData(4, "there are no runs in nowhere", "retain", "--days", "9", "--data", "nowhere")]
    [InlineData(2, "--days must be a whole number from 1", "retain", "--days", "0", "--data", "nowhere")]
    [InlineData(2, "say --days for runs, --audit-days for the audit trail, or both", "retain", "--data", "nowhere")]
    [InlineData(2, "--audit-days must be a whole number from 1", "retain", "--days", "9", "--audit-days", "99999", "--data", "nowhere")]
    [InlineData(1, "PostgreSQL does not let us in", "doctor", "--database", "Host=127.0.0.1;Port=1;Database=none;Username=nobody")]
    public async Task What_is_not_possible_is_told(int code, string said, params string[] words)
    {
        var refused = await Hns.RunAsync(words);

        Assert.Equal(code, refused.ExitCode);
        Assert.Contains(said, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }

    private async Task<string> Finished()
    {
        await using var server = await DataFolder.Serve(_folder["data"]);
        var run = await server.Begin();
        await server.End(run);
        return run;
    }

    private T Query<T>(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (T)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder["data/highneedssim.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>A data folder with a silo over it, as the server has one.</summary>
    private sealed class DataFolder(IHost host) : IAsyncDisposable
    {
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

        private IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

        public static async Task<DataFolder> Serve(string folder)
        {
            Directory.CreateDirectory(folder);
            var builder = Host.CreateEmptyApplicationBuilder(new());
            builder.AddEmbeddedSilo(RunStoreOptions.InFolder(folder));
            var host = builder.Build();
            await host.StartAsync().WaitAsync(Limit);
            return new(host);
        }

        /// <summary>Begins the same small run, under another name each time.</summary>
        public async Task<string> Begin()
        {
            var package = ScenarioPackage.FromFolder(Path.Combine(Hns.Root, Hns.Small)).Package!;
            return (await Grains.GetGrain<IRunDirectory>(0)
                .Create(Guid.NewGuid().ToString(), package.ScenarioId, package.ToBytes(), new(1, 3, ["unmitigated", "planned"])).WaitAsync(Limit)).Run;
        }

        /// <summary>Waits for the end of a run and gives its digest, read again from the database.</summary>
        public async Task<string> End(string run)
        {
            using var limit = new CancellationTokenSource(Limit);
            await foreach (var _ in Grains.GetGrain<IRun>(run).Watch(0, limit.Token).WithCancellation(limit.Token))
            {
            }

            return (await host.Services.GetRequiredService<RunReader>().Read(run, limit.Token))!.Result.Digest;
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync().WaitAsync(Limit);
            host.Dispose();
        }
    }
}
