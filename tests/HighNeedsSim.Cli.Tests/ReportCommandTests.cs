namespace HighNeedsSim.Cli.Tests;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Tier("Files")]
    public async Task A_run_becomes_a_paper_the_same_to_the_byte_each_time_and_a_signature_shows_in_it()
    {
        Assert.Equal(0, (await Hns.RunAsync("run", Hns.Small, "--replicates", "3", "--engine", "loop", "--quiet", "--out", _folder["run"])).ExitCode);

        var first = await Hns.RunAsync("report", _folder["run"], "--no-pdf", "--out", _folder["one"]);
        await Hns.RunAsync("report", _folder["run"], "--no-pdf", "--out", _folder["two"]);

        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        var names = Directory.GetFiles(_folder["one"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder["one"], file)).ToArray();
        Assert.Contains("paper.html", names);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["one"], name)), File.ReadAllBytes(Path.Combine(_folder["two"], name))));

        Assert.Equal(2, (await Hns.RunAsync("sign", _folder["run"], "--role", "assurer", "--name", "Bob", "--note", "n")).ExitCode);
        var signed = await Hns.RunAsync("sign", _folder["run"], "--role", "analyst", "--name", "Ann Analyst", "--note", "Made it.", "--date", "2026-11-24");
        Assert.Contains("Draft. Signed by Ann Analyst (analyst).", signed.Out, StringComparison.Ordinal);
        await Hns.RunAsync("report", _folder["run"], "--no-pdf", "--out", _folder["two"]);
        Assert.Contains("Ann Analyst", await File.ReadAllTextAsync(Path.Combine(_folder["two"], "paper.html")), StringComparison.Ordinal);
    }
}
