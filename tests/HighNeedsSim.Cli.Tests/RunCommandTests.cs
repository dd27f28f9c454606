using System.Diagnostics;
using System.Text.Json.Nodes;

namespace HighNeedsSim.Cli.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Target => _folder["results"];

    [Fact, Tier("Files")]
    public async Task A_run_prints_its_trajectories_and_says_where_its_files_are()
    {
        var run = await Hns.RunAsync("run", Hns.Small, "--replicates", "6", "--engine", "loop", "--out", Target);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Cumulative deficit", run.Out, StringComparison.Ordinal);
        Assert.Contains("2028      Unmitigated", run.Out, StringComparison.Ordinal);
        Assert.Contains("of 6 simulated futures", run.Out, StringComparison.Ordinal);
        Assert.StartsWith($"Written to {Target}: run.json", run.Out.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal(
            ["deficit.csv", "deficit.svg", "manifest.json", "replicates.npy", "run.json", "scenario.hnspkg", "trajectories.csv", "trajectories.meta.csv"],
            Directory.GetFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("100% of 6 futures", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', run.Error);
    }

    [Fact, Tier("Files")]
    public async Task Json_is_the_only_thing_on_the_standard_output()
    {
        var run = await Hns.RunAsync("run", Hns.Small, "--replicates", "3", "--engine", "loop", "--json", "--out", Target);

        var document = JsonNode.Parse(run.Out)!;
        Assert.Equal("hn.run/1", (string?)document["schema"]);
        Assert.Equal(3, (int)document["replicates"]!);
        Assert.Equal(run.Out, await File.ReadAllTextAsync(Path.Combine(Target, "run.json")));
        Assert.Contains("Written to", run.Error, StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public async Task Quiet_leaves_the_standard_error_empty()
    {
        var run = await Hns.RunAsync(
            "run", Hns.Small, "--replicates", "2", "--engine", "loop", "--variants", "planned", "--quiet", "--out", Target);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact, Tier("Files")]
    public async Task Without_a_folder_the_files_go_to_runs_under_the_current_one()
    {
        _folder.CopyScenarios();

        var run = await Hns.RunAsync(_folder.Path, ["run", "kent-small", "--replicates", "1", "--engine", "loop"]);

        var folder = Directory.GetDirectories(_folder["runs"]).Single();
        Assert.StartsWith("kent-small-", Path.GetFileName(folder), StringComparison.Ordinal);
        Assert.Contains($"Written to {Path.Combine("runs", Path.GetFileName(folder))}: ", run.Out, StringComparison.Ordinal);
    }

    [Fact, Tier("Cluster")]
    public async Task Grains_and_the_plain_loop_find_the_same()
    {
        var grains = await Hns.RunAsync("run", Hns.Small, "--replicates", "5", "--json", "--quiet", "--out", _folder["grains"]);
        var loop = await Hns.RunAsync("run", Hns.Small, "--replicates", "5", "--json", "--quiet", "--out", _folder["loop"], "--engine", "loop");

        Assert.Equal(("", ""), (grains.Error, loop.Error));
        Assert.Equal(Digest(loop), Digest(grains));
    }

    [Fact, Tier("Fact")]
    public async Task The_seed_decides_the_futures()
    {
        async Task<string?> WithSeed(string seed, string folder) => Digest(
            await Hns.RunAsync("run", Hns.Small, "--replicates", "2", "--engine", "loop", "--json", "--seed", seed, "--out", _folder[folder]));

        var first = await WithSeed("18446744073709551615", "first");

        Assert.Equal(first, await WithSeed("18446744073709551615", "again"));
        Assert.NotEqual(first, await WithSeed("0", "other"));
    }

    [Fact, Tier("Files")]
    public async Task The_baseline_is_added_where_it_is_missing_and_that_is_said()
    {
        var run = await Hns.RunAsync(
            "run", Hns.Small, "--replicates", "2", "--engine", "loop", "--variants", "safety-valve", "--json", "--out", Target);

        Assert.Equal(["unmitigated", "safety-valve"], JsonNode.Parse(run.Out)!["variants"]!.AsArray().Select(variant => (string?)variant!["id"]));
        Assert.Contains("Variant unmitigated is added", run.Error, StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public async Task Every_wrong_option_is_told_at_once_and_nothing_is_simulated()
    {
        await File.WriteAllTextAsync(_folder["file"], "");

        var run = await Hns.RunAsync(
            "run", Hns.Small, "--replicates", "100001", "--seed", "-1", "--variants", "plannned,unmitigated", "--engine", "grain", "--out", _folder["file"]);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            [
                "hns: --replicates 100001 is not possible: give a whole number from 1 to 100000.",
                "hns: --seed -1 is not possible: give a whole number from 0 to 18446744073709551615.",
                "hns: there is no engine 'grain': did you mean grains?",
                "hns: there is no variant 'plannned': did you mean planned?",
                $"hns: --out {_folder["file"]} is a file: name a folder for the results, or move the file away.",
            ],
            run.Error.TrimEnd().Split('\n'));
    }

    [Theory, Tier("Files")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public async Task A_number_of_futures_that_is_none_is_refused(string replicates)
    {
        var run = await Hns.RunAsync("run", Hns.Small, "--replicates", replicates);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains($"--replicates {replicates} is not possible", run.Error, StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public async Task Anothers_folder_is_refused_before_anything_is_simulated()
    {
        await File.WriteAllTextAsync(_folder["thesis.txt"], "mine");

        var run = await Hns.RunAsync("run", Hns.Small, "--out", _folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"hns: --out {_folder.Path} is not empty and holds no run: name an empty or new folder.\n", run.Error);
    }

    [Fact, Tier("Files")]
    public async Task The_same_run_may_be_made_again_in_its_folder_and_another_may_not()
    {
        Task<Hns> WithSeed(string seed) =>
            Hns.RunAsync("run", Hns.Small, "--replicates", "1", "--engine", "loop", "--seed", seed, "--out", Target);

        Assert.Equal(0, (await WithSeed("1")).ExitCode);
        Assert.Equal(0, (await WithSeed("1")).ExitCode);
        var other = await WithSeed("2");

        Assert.Equal(2, other.ExitCode);
        Assert.Contains("holds another run", other.Error, StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public async Task A_scenario_that_is_not_there_is_not_found_and_the_nearest_is_named()
    {
        var run = await Hns.RunAsync("run", "scenarios/kent-smal");

        Assert.Equal((4, ""), (run.ExitCode, run.Out));
        Assert.Equal("hns: there is no scenario folder scenarios/kent-smal: did you mean scenarios/kent-small?\n", run.Error);
    }

    [Fact, Tier("Files")]
    public async Task An_unsound_scenario_is_refused_with_its_problems()
    {
        _folder.CopyScenarios();
        await File.AppendAllTextAsync(_folder["scenarios/kent-small/scenario.yaml"], "\nno-such-key: 1\n");

        var run = await Hns.RunAsync(_folder.Path, ["run", Hns.Small]);

        Assert.Equal((3, ""), (run.ExitCode, run.Out));
        Assert.Contains("no-such-key", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory, Tier("Cluster")]
    [InlineData("grains")]
    [InlineData("loop")]
    public async Task An_interrupted_run_ends_within_two_seconds_and_leaves_nothing(string engine)
    {
        using var process = Hns.Start(
            Hns.Root, ["run", "scenarios/kent-2023-safety-valve", "--replicates", "2000", "--engine", engine, "--json", "--out", Target]);
        // Well into the run: the first line of progress may take long on a busy machine, so time decides.
        await Task.Delay(TimeSpan.FromSeconds(6));

        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(130, process.ExitCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2.5);
        Assert.False(Directory.Exists(Target));
    }

    private static string? Digest(Hns run) => (string?)JsonNode.Parse(run.Out)!["digest"];
}
