using System.CommandLine;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;

namespace HighNeedsSim.Cli;

/// <summary><c>hns reproduce</c>: makes a run again from its folder alone, and proves that every file comes out the same to the byte.</summary>
internal static class ReproduceCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("run folder") { Description = "A folder that 'hns run' wrote." };
        var engine = new Option<string>("--engine")
        {
            Description = "grains, or loop for the plain reference. Both find the same.",
            DefaultValueFactory = _ => "grains",
            HelpName = "NAME",
        };
        var quiet = new Option<bool>("--quiet") { Description = "No progress and no notes." };
        var command = new Command("reproduce", "Make a run again from its folder and prove that every file is the same to the byte.") { folder, engine, quiet };
        command.SetAction((parsed, cancel) => ReproduceAsync(
            terminal, parsed.GetRequiredValue(folder), parsed.GetValue(engine)!, parsed.GetValue(quiet), cancel));
        return command;
    }

    private static async Task<int> ReproduceAsync(Terminal terminal, string folder, string engine, bool quiet, CancellationToken cancel)
    {
        if (!Engine.All.TryGetValue(engine, out var play))
        {
            await terminal.Error.WriteLineAsync($"hns: there is no engine '{engine}': {Nearest.Hint(engine, [.. Engine.All.Keys])}");
            return ExitCode.Usage;
        }

        var (kept, fault) = RunFolder.Read(folder);
        if (kept is null)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault!.Message}");
            return fault.NotFound ? ExitCode.NotFound : ExitCode.Invalid;
        }

        var notes = quiet ? TextWriter.Null : terminal.Error;
        var manifest = kept.Run.Manifest;
        var version = Engine.ModelVersion();
        if (version != manifest.ModelVersion)
        {
            await notes.WriteLineAsync($"The model version differs: the run was made by {manifest.ModelVersion}, this is {version}.");
        }

        RunOutcome outcome;
        using (var progress = new ProgressReport(notes, terminal.ErrorIsTerminal, TimeProvider.System))
        {
            outcome = await play(kept.Package, kept.Run.Findings.Scenario, manifest.Spec, progress, cancel);
        }

        var differences = await DifferencesAsync(kept, outcome, cancel);
        // Evidence for the checklist of the run's paper. Whether it can be kept does not change what was found.
        var evidence = new Reproduction(
            TimeProvider.System.GetUtcNow(), version, kept.Run.Findings.Result.Digest, outcome.Result.Digest, [.. differences.Select(difference => difference.File)]);
        if (evidence.Keep(folder) is { } unkept)
        {
            await notes.WriteLineAsync($"The outcome is not kept beside the run: {unkept}");
        }

        foreach (var (file, how) in differences)
        {
            await terminal.Out.WriteLineAsync($"{file}: {how}");
        }

        if (differences.Count > 0)
        {
            await terminal.Out.WriteLineAsync(
                $"{folder}: NOT reproduced. Kept digest {kept.Run.Findings.Result.Digest}, found {outcome.Result.Digest}"
                + (version == manifest.ModelVersion ? "." : $"; the model version differs ({manifest.ModelVersion}, now {version})."));
            return ExitCode.CheckFailed;
        }

        await terminal.Out.WriteLineAsync($"{folder}: reproduced. Every file is the same to the byte; digest {outcome.Result.Digest}.");
        return ExitCode.Ok;
    }

    // The files are written again beside the first, under the first's id and times, which are no part of what is proved.
    private static async Task<IReadOnlyList<(string File, string How)>> DifferencesAsync(KeptRun kept, RunOutcome outcome, CancellationToken cancel)
    {
        var again = Directory.CreateTempSubdirectory("hns-").FullName;
        try
        {
            var findings = new Findings(kept.Run.Findings.Scenario, outcome.Result);
            var beside = ExpectedBeside.WhereItSaysSomething(findings.Scenario, findings.Result, ExpectedAsk.AtOnce);
            var (files, fault) = ResultFiles.Write(
                again, findings, kept.Run.Manifest, kept.Run.Timings, kept.Package.ToBytes(), beside is null ? null : beside.At);
            if (fault is not null)
            {
                return [("the files", fault)];
            }

            var differences = new List<(string, string)>();
            foreach (var name in files)
            {
                var before = Path.Combine(kept.Folder, name);
                if (!File.Exists(before))
                {
                    differences.Add((name, "is not in the folder"));
                }
                else if (!await SameAsync(before, Path.Combine(again, name), cancel))
                {
                    differences.Add((name, "differs"));
                }
            }

            return differences;
        }
        finally
        {
            Directory.Delete(again, recursive: true);
        }
    }

    private static async Task<bool> SameAsync(string one, string other, CancellationToken cancel)
    {
        var (first, second) = (await File.ReadAllBytesAsync(one, cancel), await File.ReadAllBytesAsync(other, cancel));
        return first.AsSpan().SequenceEqual(second);
    }
}
