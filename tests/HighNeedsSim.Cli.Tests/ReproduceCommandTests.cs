namespace HighNeedsSim.Cli.Tests;

public sealed class ReproduceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Tier("Files")]
    public async Task A_run_is_reproduced_to_the_byte_and_a_changed_number_is_noticed()
    {
        await RunAsync();

        var again = await Hns.RunAsync("reproduce", _folder["run"], "--engine", "loop", "--quiet");
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Contains("reproduced. Every file is the same to the byte", again.Out, StringComparison.Ordinal);

        Assert.Contains("every file the same to the byte", await ChecklistAsync(), StringComparison.Ordinal);
        Assert.Contains(",Met", await ChecklistAsync(), StringComparison.Ordinal);

        var file = Path.Combine(_folder["run"], "trajectories.csv");
        await File.AppendAllTextAsync(file, " ");
        var changed = await Hns.RunAsync("reproduce", _folder["run"], "--engine", "loop", "--quiet");

        Assert.Equal(5, changed.ExitCode);
        Assert.StartsWith("trajectories.csv: differs", changed.Out, StringComparison.Ordinal);
        Assert.EndsWith("but other bytes in trajectories.csv\",Not met", await ChecklistAsync(), StringComparison.Ordinal);
    }

    // What the paper's checklist says about making the run again, as its data file has it.
    private async Task<string> ChecklistAsync()
    {
        Assert.Equal(0, (await Hns.RunAsync("report", _folder["run"], "--no-pdf")).ExitCode);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder["run"], "report", "data", "quality-checks.csv"));
        return Assert.Single(lines, line => line.Contains("can be made again", StringComparison.Ordinal));
    }

    [Fact, Tier("Files")]
    public async Task A_replicate_that_was_changed_is_found_by_its_digest()
    {
        await RunAsync();
        var file = Path.Combine(_folder["run"], "replicates.npy");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var again = await Hns.RunAsync("reproduce", _folder["run"]);

        Assert.Equal(3, again.ExitCode);
        Assert.Contains("is damaged: the manifest's digest is", again.Error, StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public async Task A_folder_without_a_run_is_told_in_one_sentence()
    {
        var none = await Hns.RunAsync("reproduce", _folder.Path);

        Assert.Equal((4, ""), (none.ExitCode, none.Out));
        Assert.Contains("holds no run: name a folder that 'hns run' wrote", none.Error, StringComparison.Ordinal);
    }

    private async Task RunAsync() => Assert.Equal(0, (await Hns.RunAsync(
        // So many that the document holds the expected path beside the futures.
        "run", Hns.Small, "--replicates", "20", "--engine", "loop", "--quiet", "--out", _folder["run"])).ExitCode);
}
