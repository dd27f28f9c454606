using System.CommandLine;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns run</c>: plays a scenario out, prints its trajectories and keeps its files.</summary>
internal static class RunCommand
{
    private const string DefaultFolder = "runs";

    public static Command Make(Terminal terminal)
    {
        var scenario = new Argument<string>("scenario") { Description = "The scenario's folder." };
        var replicates = Option("--replicates", "N", "How many futures to simulate, 1 to 100,000.", "1000");
        var seed = Option("--seed", "S", "Where the random numbers start: the same seed gives the same futures.", "1");
        var variants = Option("--variants", "A,B", "Which variants to play out; all if left out. The baseline is always among them.");
        var folder = Option("--out", "DIR", "Where the files go; runs/<run id> if left out.");
        var engine = Option("--engine", "NAME", "grains, or loop for the plain reference. Both find the same.", "grains");
        var json = new Option<bool>("--json") { Description = "Print one JSON document (hn.run/1) and nothing else." };
        var quiet = new Option<bool>("--quiet") { Description = "No progress and no notes." };
        var noColour = new Option<bool>("--no-colour") { Description = "No bold headings; NO_COLOR does the same." };
        var (server, tokenFile) = RemoteServer.Options();
        var command = new Command("run", "Play a scenario out and tell what becomes of the deficit.")
        {
            scenario, replicates, seed, variants, folder, engine, json, quiet, noColour, server, tokenFile,
        };
        command.SetAction((parsed, cancel) =>
        {
            RunWords words = new(
                parsed.GetRequiredValue(scenario), parsed.GetValue(replicates)!, parsed.GetValue(seed)!, parsed.GetValue(variants),
                parsed.GetValue(folder), parsed.GetValue(engine)!, parsed.GetValue(json), parsed.GetValue(quiet),
                terminal.OutIsTerminal && !parsed.GetValue(noColour) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
            return parsed.GetValue(server) is { } address
                ? RemoteCommands.RunAsync(terminal, words, address, parsed.GetValue(tokenFile), cancel)
                : RunAsync(terminal, words, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, RunWords words, CancellationToken cancel)
    {
        // Everything that can be known to be wrong is told before anything is simulated, and all of it at once.
        var faults = new List<string>();
        var replicates = words.ReadReplicates(faults);
        var seed = words.ReadSeed(faults);
        if (!Engine.All.TryGetValue(words.Engine, out var play))
        {
            faults.Add($"there is no engine '{words.Engine}': {Nearest.Hint(words.Engine, [.. Engine.All.Keys])}");
        }

        var read = ScenarioFolder.Read(words.Scenario);
        var (variants, baselineAdded) = read.Scenario is { } found ? words.ReadVariants(found, faults) : ([], false);
        var spec = new RunSpec(seed ?? 0, replicates ?? 1, variants);
        if (read.Package is { } files && ResultFiles.WhatIsInTheWay(
            words.Folder ?? DefaultFolder + Path.DirectorySeparatorChar + Guid.NewGuid().ToString("N"), Engine.Manifest("", files, spec)) is { } inTheWay)
        {
            faults.Add(words.Folder is null ? inTheWay : $"--out {inTheWay}");
        }

        foreach (var fault in faults.Concat(read.NotFound is { } notFound ? [notFound] : []))
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
        }

        foreach (var problem in read.Problems)
        {
            await terminal.Error.WriteLineAsync(problem.ToString());
        }

        if (faults.Count > 0 || play is null || read.Package is not { } package || read.Scenario is not { } scenario)
        {
            return faults.Count > 0 ? ExitCode.Usage : read.NotFound is null ? ExitCode.Invalid : ExitCode.NotFound;
        }

        var notes = words.Quiet ? TextWriter.Null : terminal.Error;
        if (baselineAdded)
        {
            await notes.WriteLineAsync($"Variant {variants[0]} is added: the others are compared with it, future by future.");
        }

        using var paths = PathsMeanwhile.Begin(scenario, spec);
        RunOutcome outcome;
        using (var progress = new ProgressReport(notes, terminal.ErrorIsTerminal, TimeProvider.System))
        {
            try
            {
                outcome = await play(package, scenario, spec, progress, cancel);
            }
            catch (RunFailedException failure)
            {
                await terminal.Error.WriteLineAsync($"hns: the run failed: {failure.Message}");
                return ExitCode.Failure;
            }
        }

        var beside = paths is null ? null : await paths.Beside(outcome.Result);
        return await TellAsync(terminal, notes, words, new(scenario, outcome.Result), outcome, package, beside);
    }

    private static async Task<int> TellAsync(
        Terminal terminal, TextWriter notes, RunWords words, Findings findings, RunOutcome outcome, ScenarioPackage package, ExpectedBeside? beside)
    {
        var folder = words.Folder ?? Path.Combine(DefaultFolder, outcome.Manifest.Run);
        Func<string, string, int, ExpectedFigure>? expected = beside is null ? null : beside.At;
        var (files, fault) = ResultFiles.Write(folder, findings, outcome.Manifest, outcome.Timings, package.ToBytes(), expected);

        if (words.Json)
        {
            await terminal.Out.WriteAsync(System.Text.Encoding.UTF8.GetString(RunDocument.Write(findings, outcome.Manifest, outcome.Timings, expected)));
        }
        else
        {
            await terminal.Out.WriteAsync(TerminalPage.Write(findings, title => words.Colour ? $"\u001b[1m{title}\u001b[0m" : title));
            foreach (var line in beside is null ? [] : Spread.Of(findings, beside).SelectMany(sentence => TerminalTable.Wrap(sentence, TerminalTable.Width)).Prepend(""))
            {
                await terminal.Out.WriteLineAsync(line);
            }
        }

        // The run is told even where it cannot be kept: it took its time.
        if (fault is not null)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
            return ExitCode.Failure;
        }

        await (words.Json ? notes : terminal.Out).WriteLineAsync($"{(words.Json ? "" : "\n")}Written to {folder}: {string.Join(", ", files)}.");
        return ExitCode.Ok;
    }

    private static Option<string> Option(string name, string value, string description, string? otherwise = null)
    {
        var option = new Option<string>(name) { Description = description, HelpName = value };
        if (otherwise is not null)
        {
            option.DefaultValueFactory = _ => otherwise;
        }

        return option;
    }
}
