namespace HighNeedsSim.Cli.Tests;

[Tier("Files")]
public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("scenarios/kent-small")]
    [InlineData("scenarios/kent-2023-safety-valve")]
    public async Task The_scenarios_of_the_repository_are_sound(string scenario)
    {
        var check = await Hns.RunAsync("check", scenario);

        Assert.Equal((0, ""), (check.ExitCode, check.Error));
        Assert.StartsWith($"{scenario}: sound.", check.Out, StringComparison.Ordinal);
        Assert.Matches(@"[\d,]+ districts, [\d,]+ providers, ", check.Out);
        Assert.Matches(@"[\d,]+ figures with unit, source, year and confidence: [\d,]+ high, [\d,]+ medium, [\d,]+ low\.", check.Out);
    }

    [Fact]
    public async Task Every_problem_is_told_at_once_on_the_standard_output()
    {
        _folder.CopyScenarios();
        await File.AppendAllTextAsync(_folder["scenarios/kent-small/scenario.yaml"], "\nno-such-key: 1\n");
        File.Delete(_folder["scenarios/kent-small/data/population.csv"]);
        Directory.CreateDirectory(_folder["scenarios/kent-small/data/population.csv"]);

        var check = await Hns.RunAsync(_folder.Path, ["check", "scenarios/kent-small"]);

        Assert.Equal((3, ""), (check.ExitCode, check.Error));
        Assert.Contains("no-such-key", check.Out, StringComparison.Ordinal);
        Assert.Contains("population.csv", check.Out, StringComparison.Ordinal);
        Assert.EndsWith("problems.\n", check.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_place_of_a_folder_is_no_scenario()
    {
        await File.WriteAllTextAsync(_folder["scenario.yaml"], "");

        var check = await Hns.RunAsync("check", _folder["scenario.yaml"]);

        Assert.Equal(3, check.ExitCode);
        Assert.Contains("this is a file", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_at_all_is_not_found()
    {
        var check = await Hns.RunAsync(_folder.Path, ["check", "nowhere"]);

        Assert.Equal((4, ""), (check.ExitCode, check.Out));
        Assert.Equal("hns: there is no scenario folder nowhere: name the folder that holds scenario.yaml.\n", check.Error);
    }

    [Fact]
    public async Task The_list_of_scenarios_has_a_line_for_each()
    {
        var list = await Hns.RunAsync("scenarios");

        Assert.Equal(0, list.ExitCode);
        Assert.Contains("scenarios/kent-small ", list.Out, StringComparison.Ordinal);
        Assert.Contains("scenarios/kent-2023-safety-valve ", list.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_scenarios_is_not_found()
    {
        var list = await Hns.RunAsync("scenarios", "--folder", _folder.Path);

        Assert.Equal((4, ""), (list.ExitCode, list.Out));
    }
}
