using System.Text.Json.Nodes;

namespace HighNeedsSim.Cli.Tests;

/// <summary>A machine whose clock is wrong, or passes over an odd hour while a run goes on: libfaketime tells the command another time.</summary>
/// <remarks>
/// All clocks alike. Told to leave the one alone by which programs wait, libfaketime 0.9.10 makes them wait by the wrong one: .NET then turns in
/// circles (a day back) or waits too long (a day ahead), and a command of four seconds takes fifteen.
/// </remarks>
[Tier("Cluster")]
public sealed class ClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FaketimeTheory]
    [InlineData("+1d")]
    [InlineData("-1d")]
    [InlineData("@2026-12-31 23:59:59")]
    [InlineData("@2027-03-28 00:59:59")]
    [InlineData("@2028-02-28 23:59:59")]
    public async Task Whatever_the_clock_says_a_run_finds_the_same(string clock)
    {
        string[] Words(string engine) => ["run", Hns.Small, "--replicates", "2", "--json", "--out", _folder[engine], "--engine", engine];
        var other = await Hns.RunAsync(Hns.Root, Words("grains"), ("LD_PRELOAD", Faketime!), ("FAKETIME", clock));
        var loop = await Hns.RunAsync(Words("loop"));

        Assert.Equal(0, other.ExitCode);
        Assert.Equal((string?)JsonNode.Parse(loop.Out)!["digest"], (string?)JsonNode.Parse(other.Out)!["digest"]);
    }

    /// <summary>Debian keeps it in a folder named after the machine.</summary>
    private static string? Faketime { get; } = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>A theory that is skipped where there is no libfaketime.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FaketimeTheoryAttribute : TheoryAttribute
    {
        public FaketimeTheoryAttribute() => Skip = Faketime is null ? "There is no libfaketime on this machine (Debian: apt-get install faketime)." : null;
    }
}
