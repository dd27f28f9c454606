using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace HighNeedsSim.Reports.Tests;

[Tier("Files")]
[SuppressMessage("Design", "CA1001", Justification = "xunit makes one for each test and disposes of it.")]
public sealed class ResultFilesTests : IDisposable
{
    private static readonly Findings Run = Synthetic.Run();
    private readonly string _folder = Directory.CreateTempSubdirectory("hns-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly byte[] Package = [1, 2, 3];

    private string Target => Path.Combine(_folder, "runs", "one");

    [Fact]
    public void A_run_leaves_its_files_and_nothing_else()
    {
        var (files, fault) = Write(Target);

        Assert.Null(fault);
        Assert.Equal(["run.json", "trajectories.csv", "trajectories.meta.csv", "deficit.csv", "deficit.svg", "replicates.npy", "scenario.hnspkg", "manifest.json"], files);
        Assert.Equal(files.Order(StringComparer.Ordinal), Directory.GetFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Data_files_begin_with_a_byte_order_mark_for_spreadsheets()
    {
        Write(Target);

        Assert.Equal([0xEF, 0xBB, 0xBF], File.ReadAllBytes(Path.Combine(Target, "trajectories.csv"))[..3]);
        Assert.NotEqual(0xEF, File.ReadAllBytes(Path.Combine(Target, "run.json"))[0]);
    }

    [Fact]
    public void The_manifest_says_how_to_make_the_run_again()
    {
        Write(Target);

        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Target, "manifest.json")))!;
        Assert.Equal("hns run synthetic --replicates 101 --seed 1 --variants unmitigated,planned,safety-valve", (string?)manifest["command"]);
        Assert.Equal(Run.Result.Digest, (string?)manifest["digest"]);
    }

    [Fact]
    public void The_same_run_may_be_written_again()
    {
        Write(Target);

        Assert.Null(Write(Target).Fault);
    }

    [Fact]
    public void A_run_of_the_same_result_may_take_its_place()
    {
        Write(Target);

        Assert.Null(ResultFiles.WhatIsInTheWay(Target, Synthetic.Manifest(Run, "")));
        Assert.Null(ResultFiles.Write(Target, Run, Synthetic.Manifest(Run, "r-again"), Synthetic.Timings, Package).Fault);
    }

    [Fact]
    public void Another_runs_folder_is_left_alone()
    {
        Write(Target);
        var before = File.ReadAllBytes(Path.Combine(Target, "run.json"));

        var other = Synthetic.Manifest(Run, "r-other") with { Spec = Run.Result.Spec with { Seed = 2 } };
        var (files, fault) = ResultFiles.Write(Target, Run, other, Synthetic.Timings, Package);

        Assert.Empty(files);
        Assert.Equal($"{Target} holds another run, r-0123456789ab: name another folder.", fault);
        Assert.Equal(fault, ResultFiles.WhatIsInTheWay(Target, other with { Run = "" }));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Target, "run.json")));
    }

    [Fact]
    public void Somebody_elses_folder_is_left_alone()
    {
        File.WriteAllText(Path.Combine(_folder, "thesis.txt"), "mine");

        Assert.Equal($"{_folder} is not empty and holds no run: name an empty or new folder.", Write(_folder).Fault);
        Assert.Equal($"{_folder} is not empty and holds no run: name an empty or new folder.", ResultFiles.WhatIsInTheWay(_folder, Synthetic.Manifest(Run)));
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_where_a_folder_is_wanted_is_told_in_one_sentence()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Assert.Equal($"{file} is a file: name a folder for the results, or move the file away.", Write(file).Fault);
        Assert.Equal($"{file}/deeper cannot be made, because {file} is a file.", Write(file + "/deeper").Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void No_name_is_no_folder(string folder) => Assert.Equal("is no folder: name one for the results.", Write(folder).Fault);

    [Fact]
    public void A_folder_that_the_system_keeps_to_itself_is_told_in_one_sentence()
    {
        if (Directory.Exists("/proc"))
        {
            Assert.Equal("/proc/results could not be written to: name another folder.", Write("/proc/results").Fault);
        }
    }

    [Fact]
    public void Looking_first_leaves_nothing_behind()
    {
        Assert.Null(ResultFiles.WhatIsInTheWay(Target, Synthetic.Manifest(Run, "")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static (IReadOnlyList<string> Files, string? Fault) Write(string folder) =>
        ResultFiles.Write(folder, Run, Synthetic.Manifest(Run), Synthetic.Timings, Package);
}
