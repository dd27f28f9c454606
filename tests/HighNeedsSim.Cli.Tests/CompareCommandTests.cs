namespace HighNeedsSim.Cli.Tests;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Tier("Files")]
    public async Task What_changed_is_told_by_kind_and_unlike_runs_are_refused_with_the_reason()
    {
        await RunAsync("one", "1");
        await RunAsync("two", "1");
        await RunAsync("other", "2");

        var same = await Hns.RunAsync("compare", _folder["one"], _folder["two"]);
        var unlike = await Hns.RunAsync("compare", _folder["one"], _folder["other"]);

        Assert.Equal((0, ""), (same.ExitCode, same.Error));
        Assert.Contains("the deficit at 31 March 2028 is the same in both", same.Out, StringComparison.Ordinal);
        Assert.All(["data", "assumptions", "prices", "the model"], kind => Assert.Contains($"Changed in {kind}: nothing.", same.Out, StringComparison.Ordinal));
        Assert.Equal((5, ""), (unlike.ExitCode, unlike.Out));
        Assert.Contains("They have different seeds (1 and 2)", unlike.Error, StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public async Task A_comparison_paper_is_written_of_two_runs_and_refused_with_the_reason_where_they_are_unlike()
    {
        await RunAsync("one", "1");
        await RunAsync("two", "1");
        await RunAsync("other", "2");

        var same = await Hns.RunAsync("report", _folder["two"], "--since", _folder["one"], "--no-pdf", "--out", _folder["paper"]);
        var unlike = await Hns.RunAsync("report", _folder["two"], "--since", _folder["other"], "--no-pdf", "--out", _folder["none"]);
        var missing = await Hns.RunAsync("report", _folder["two"], "--since", _folder["nowhere"], "--no-pdf");

        Assert.Equal((0, ""), (same.ExitCode, same.Error));
        Assert.Contains("the expected deficit at 31 March 2028 stays at", same.Out, StringComparison.Ordinal);
        Assert.All(["comparison.html", "comparison.docx", "comparison.xlsx", "comparison.zip", "data/change-shares-unmitigated.csv"],
            name => Assert.True(File.Exists(Path.Combine(_folder["paper"], name)), name));
        Assert.Equal((5, ""), (unlike.ExitCode, unlike.Out));
        Assert.Contains("They have different seeds (2 and 1)", unlike.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["none"]));
        Assert.Equal(4, missing.ExitCode);
    }

    private async Task RunAsync(string name, string seed) => Assert.Equal(0, (await Hns.RunAsync(
        "run", Hns.Small, "--replicates", "2", "--seed", seed, "--engine", "loop", "--quiet", "--out", _folder[name])).ExitCode);
}
