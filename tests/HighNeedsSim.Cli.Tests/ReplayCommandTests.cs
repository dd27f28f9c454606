using System.Text.RegularExpressions;

namespace HighNeedsSim.Cli.Tests;

[Tier("Files")]
public class ReplayCommandTests
{
    [Fact]
    public async Task A_future_played_alone_is_the_one_among_others()
    {
        var alone = await Hns.RunAsync("replay", Hns.Small, "7/planned/3");
        var several = await Hns.RunAsync("replay", Hns.Small, "7/planned/2-4");

        Assert.Equal((0, ""), (alone.ExitCode, alone.Error));
        Assert.Contains("Future 7/planned/3", alone.Out, StringComparison.Ordinal);
        var digest = Assert.Single(Digests(alone.Out));
        Assert.Equal(3, Digests(several.Out).Distinct().Count());
        Assert.Equal(digest, Digests(several.Out)[1]);
    }

    [Theory]
    [InlineData(2, "is no address of a future", Hns.Small, "planned")]
    [InlineData(2, "is no address of a future", Hns.Small, "1/planned/4-2")]
    [InlineData(2, "is no address of a future", Hns.Small, "-1/planned/4")]
    [InlineData(2, "did you mean planned?", Hns.Small, "1/planed/4")]
    [InlineData(4, "did you mean scenarios/kent-small?", "scenarios/kent-smal", "1/planned/4")]
    public async Task An_address_that_is_none_is_told(int code, string said, string scenario, string address)
    {
        var refused = await Hns.RunAsync("replay", scenario, address);

        Assert.Equal((code, ""), (refused.ExitCode, refused.Out));
        Assert.Contains(said, refused.Error, StringComparison.Ordinal);
    }

    private static string[] Digests(string said) => [.. Regex.Matches(said, "Digest of all its numbers: ([0-9a-f]{64})").Select(m => m.Groups[1].Value)];
}
