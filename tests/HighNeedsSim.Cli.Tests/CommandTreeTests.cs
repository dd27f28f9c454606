
namespace HighNeedsSim.Cli.Tests;

[Tier("Files")]
public sealed class CommandTreeTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Help_says_every_exit_code()
    {
        Assert.Equal(0, await InvokeAsync("--help"));

        Assert.Contains(ExitCode.Explained, _out.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void The_page_and_the_help_know_the_same_exit_codes()
    {
        var page = File.ReadAllText(Page());

        Assert.All((int[])[0, 1, 2, 3, 4, 130], code =>
        {
            Assert.Contains($"  {code} ", ExitCode.Explained, StringComparison.Ordinal);
            Assert.Contains($"| {code} | ", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_page_names_every_option()
    {
        var page = File.ReadAllText(Page());
        var root = CommandTree.Make(new(_out, _error, false, false));

        Assert.All(
            root.Subcommands.SelectMany(command => command.Options).Select(option => option.Name),
            name => Assert.Contains($"`{name}", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_command_at_all_is_answered_with_help_on_the_standard_error()
    {
        Assert.Equal(2, await InvokeAsync());

        Assert.Equal("", _out.ToString());
        Assert.Contains("Usage:", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hns: there is no command 'rum': did you mean run or runs?", "rum", "scenarios/kent-small")]
    [InlineData("hns: there is no option --replicats of 'hns run': did you mean --replicates?", "run", "x", "--replicats", "5")]
    [InlineData("hns: 'y' is one word too many: 'hns check' takes <scenario>.", "check", "x", "y")]
    [InlineData("hns: 'hns run' needs <scenario>.", "run")]
    [InlineData("hns: 'hns replay' needs <address>.", "replay", "scenarios/kent-small")]
    [InlineData("hns: Required argument missing for option: '--seed'.", "run", "x", "--seed")]
    [InlineData("hns: there is no script for 'zhs': did you mean zsh?", "completion", "zhs")]
    public async Task A_word_nobody_knows_is_answered_with_the_nearest(string answer, params string[] words)
    {
        Assert.Equal(2, await InvokeAsync(words));

        Assert.Equal("", _out.ToString());
        Assert.Equal(answer, _error.ToString().Split('\n')[0]);
    }

    [Fact]
    public async Task A_command_like_none_is_answered_with_all_there_are()
    {
        Assert.Equal(2, await InvokeAsync("xyzzy"));

        var commands = CommandTree.Make(new(_out, _error, false, false)).Subcommands.Select(command => command.Name);
        Assert.Equal($"hns: there is no command 'xyzzy': there are {string.Join(", ", commands)}.", _error.ToString().Split('\n')[0]);
    }

    [Fact]
    public async Task All_words_nobody_knows_are_told_at_once()
    {
        Assert.Equal(2, await InvokeAsync("run", "x", "--sed", "1", "--jsn", "y"));

        Assert.Equal(
            [
                "hns: there is no option --sed of 'hns run': did you mean --seed?",
                "hns: there is no option --jsn of 'hns run': did you mean --json?",
                "Try 'hns run --help'.",
            ],
            _error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_command_within_a_command_is_called_by_both_their_names()
    {
        Assert.Equal(2, await InvokeAsync("import", "sen2", "return.xml", "--outt", "x"));

        Assert.Contains("there is no option --outt of 'hns import sen2'", _error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Try 'hns import sen2 --help'.", _error.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public async Task There_is_a_completion_script_for_each_shell(string shell)
    {
        Assert.Equal(0, await InvokeAsync("completion", shell));

        Assert.Contains("[suggest:", _out.ToString(), StringComparison.Ordinal);
    }

    private Task<int> InvokeAsync(params string[] words) => CommandTree.InvokeAsync(new(_out, _error, false, false), words, default);

    private static string Page() => RepositoryRoot.Of("docs", "command-line.md");
}
