using HighNeedsSim.Server.Hosting;

namespace HighNeedsSim.Server.Tests;

/// <summary>What the server is told when it starts.</summary>
[Tier("Files")]
public class StartTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.1.2.3:80")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    public void This_machine_alone_may_be_listened_to(string url) => Assert.Null(LoopbackAddress.Refusal(url));

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://10.0.0.1:5080")]
    [InlineData("http://council.example:5080")]
    [InlineData("http://127.0.0.1.example:5080")]
    [InlineData("http://localhost.example:5080")]
    public void An_address_that_others_reach_is_refused_with_the_reason_and_what_to_do(string url)
    {
        var (options, refusal) = ServerOptions.Read(["--urls", url]);

        Assert.Null(options);
        Assert.Contains("nobody signs in", refusal, StringComparison.Ordinal);
        Assert.Contains("--urls http://127.0.0.1:5080", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal!);
    }

    [Fact]
    public void One_open_address_among_closed_ones_is_refused_too() =>
        Assert.NotNull(ServerOptions.Read(["--urls=http://127.0.0.1:5080;http://0.0.0.0:5081"]).Refusal);

    [Theory]
    [InlineData("--port", "5080")]
    [InlineData("5080")]
    [InlineData("--urls")]
    [InlineData("--data=")]
    [InlineData("--urls", "five thousand")]
    [InlineData("--log", "xml")]
    [InlineData("--urls", "https://127.0.0.1:5080")]
    [InlineData("--urls", "http://localhost:0")]
    public void What_cannot_be_understood_is_answered_in_one_line(params string[] args)
    {
        var (options, refusal) = ServerOptions.Read(args);

        Assert.Null(options);
        Assert.NotEmpty(refusal!);
        Assert.DoesNotContain('\n', refusal!);
    }

    [Fact]
    public void The_help_names_every_option_and_exit_code()
    {
        Assert.True(ServerOptions.Read(["--help"]).Options!.Help);
        Assert.All(["--urls", "--scenarios", "--data", "--log", "Exit codes"], o => Assert.Contains(o, ServerOptions.HelpText, StringComparison.Ordinal));
    }

    [Fact]
    public void Scenarios_are_found_from_a_folder_below_them()
    {
        var root = Directory.CreateTempSubdirectory("highneedssim-");
        var scenario = root.CreateSubdirectory("scenarios/here");
        File.WriteAllText(Path.Combine(scenario.FullName, "scenario.yaml"), "");
        var below = root.CreateSubdirectory("a/b");

        Assert.Equal(Path.Combine(root.FullName, "scenarios"), Folders.Scenarios(below.FullName));
        root.Delete(recursive: true);
    }

    [Fact]
    public void A_data_folder_belongs_to_one_server_at_a_time()
    {
        var data = Directory.CreateTempSubdirectory("highneedssim-");

        using (var first = Folders.Claim(data.FullName))
        {
            Assert.NotNull(first);
            Assert.Null(Folders.Claim(data.FullName));
        }

        using var second = Folders.Claim(data.FullName);
        Assert.NotNull(second);
        second.Dispose();
        data.Delete(recursive: true);
    }
}
