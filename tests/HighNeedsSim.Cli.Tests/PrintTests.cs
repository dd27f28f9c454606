using System.Text;

namespace HighNeedsSim.Cli.Tests;

/// <summary>What the browser of this machine makes of a paper: a tagged PDF.</summary>
public sealed class PrintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PrintFact, Tier("Files")]
    public async Task A_paper_prints_tagged_in_its_language()
    {
        Assert.Equal(0, (await Hns.RunAsync("run", Hns.Small, "--replicates", "3", "--engine", "loop", "--quiet", "--out", _folder["run"])).ExitCode);

        var report = await Hns.RunAsync("report", _folder["run"], "--out", _folder["paper"]);

        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        var pdf = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_folder["paper"], "paper.pdf")));
        Assert.All((string[])["/StructTreeRoot", "/Lang (en-GB)", "/MarkInfo", "/Title (High needs: where the deficit goes", "/Outlines"], mark => Assert.Contains(mark, pdf, StringComparison.Ordinal));
    }
}

/// <summary>A fact about what a browser makes: it is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrintFactAttribute : FactAttribute
{
    public PrintFactAttribute() => Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "chromium")))
        ? null
        : "There is no Chromium on the PATH: on Debian, apt-get install chromium.";
}
