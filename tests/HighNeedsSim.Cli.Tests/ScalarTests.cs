using System.Text.Json;

namespace HighNeedsSim.Cli.Tests;

[Tier("Fact")]
public class ScalarTests
{
    // The processor's features are chosen when a process starts, so each path runs in its own.
    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task A_processor_with_fewer_vector_instructions_finds_the_same(string withheld)
    {
        Assert.Equal(await Digest([]), await Digest([(withheld, "0")]));
    }

    private static async Task<string> Digest(params (string Name, string Value)[] settings)
    {
        using var folder = new TemporaryFolder();
        var ran = await Hns.RunAsync(
            Hns.Root,
            ["run", Hns.Small, "--replicates", "5", "--engine", "loop", "--json", "--quiet", "--out", folder["run"]],
            settings);
        Assert.Equal(0, ran.ExitCode);
        return JsonDocument.Parse(ran.Out).RootElement.GetProperty("digest").GetString()!;
    }
}
