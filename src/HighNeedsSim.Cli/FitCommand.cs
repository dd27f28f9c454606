using System.CommandLine;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns fit</c>: plays a scenario out and holds it against what was published of its authority, misses first.</summary>
internal static class FitCommand
{
    public static Command Make(Terminal terminal)
    {
        var scenario = new Argument<string>("scenario") { Description = "The scenario's folder." };
        var replicates = new Option<string>("--replicates")
        {
            Description = "How many futures to simulate, 1 to 100,000.",
            HelpName = "N",
            DefaultValueFactory = _ => "200",
        };
        var seed = new Option<string>("--seed")
        {
            Description = "Where the random numbers start.",
            HelpName = "S",
            DefaultValueFactory = _ => "1",
        };
        var targets = new Option<string>("--targets")
        {
            Description = "A table of published figures; scenarios/targets/<authority code>.csv if left out.",
            HelpName = "FILE",
        };
        var folder = new Option<string>("--out")
        {
            Description = "A new or empty folder for fit.txt, fit.csv and fit.html; none are written if left out.",
            HelpName = "DIR",
        };
        var engine = new Option<string>("--engine")
        {
            Description = "grains, or loop for the plain reference. Both find the same.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "loop",
        };
        var forecast = new Option<bool>("--no-hindsight")
        {
            Description = "Leave out what the scenario gives of years after its census; with the loop only.",
        };
        var quiet = new Option<bool>("--quiet") { Description = "No progress and no notes." };
        var command = new Command("fit", "Hold a scenario against what was published since, misses first.")
        {
            scenario, replicates, seed, targets, folder, engine, forecast, quiet,
        };
        command.SetAction((parsed, cancel) => FitAsync(
            terminal,
            new(
                parsed.GetRequiredValue(scenario), parsed.GetValue(replicates)!, parsed.GetValue(seed)!, null,
                parsed.GetValue(folder), parsed.GetValue(engine)!, Json: false, parsed.GetValue(quiet), Colour: false),
            parsed.GetValue(targets),
            parsed.GetValue(forecast),
            cancel));
        return command;
    }

    private static async Task<int> FitAsync(Terminal terminal, RunWords words, string? targetsFile, bool noHindsight, CancellationToken cancel)
    {
        var faults = new List<string>();
        var replicates = words.ReadReplicates(faults);
        var seed = words.ReadSeed(faults);
        if (!Engine.All.TryGetValue(words.Engine, out var play))
        {
            faults.Add($"there is no engine '{words.Engine}': {Nearest.Hint(words.Engine, [.. Engine.All.Keys])}");
        }

        if (noHindsight && words.Engine != "loop")
        {
            // Grains read the scenario's files themselves, hindsight and all.
            faults.Add("--no-hindsight is played by the loop: leave --engine out.");
        }

        if (words.Folder is { } named && (File.Exists(named) || (Directory.Exists(named) && Directory.EnumerateFileSystemEntries(named).Any())))
        {
            faults.Add($"--out {named} is not an empty folder: name a new or empty one.");
        }

        var read = ScenarioFolder.Read(words.Scenario);
        var (targets, problems) = read.Scenario is { } found ? Published(found, words.Scenario, targetsFile) : ([], []);
        foreach (var fault in faults.Concat(read.NotFound is { } notFound ? [notFound] : []))
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
        }

        foreach (var problem in read.Problems.Concat(problems))
        {
            await terminal.Error.WriteLineAsync(problem.ToString());
        }

        if (faults.Count > 0 || play is null || problems.Count > 0 || read.Package is not { } package || read.Scenario is not { } known)
        {
            return faults.Count > 0 ? ExitCode.Usage : read.NotFound is null ? ExitCode.Invalid : ExitCode.NotFound;
        }

        var scenario = noHindsight ? known.WithoutHindsight() : known;
        var notes = words.Quiet ? TextWriter.Null : terminal.Error;
        var spec = new RunSpec(seed ?? 0, replicates ?? 1, [.. scenario.Variants.Select(v => v.Id)]);
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

        var fit = FitTable.Of(new(scenario, outcome.Result), targets);
        var text = TerminalTable.Write(fit.ForPeople());
        await terminal.Out.WriteAsync(text);
        return words.Folder is null ? ExitCode.Ok : await KeepAsync(terminal, words.Folder, text, fit);
    }

    private static async Task<int> KeepAsync(Terminal terminal, string folder, string text, FitTable fit)
    {
        if (FitFiles.Write(folder, text, fit) is { } fault)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
            return ExitCode.Failure;
        }

        await terminal.Out.WriteLineAsync($"\nWritten to {folder}: {string.Join(", ", FitFiles.Names)}.");
        return ExitCode.Ok;
    }

    private static (IReadOnlyList<Target> Targets, IReadOnlyList<Problem> Problems) Published(Scenario scenario, string named, string? file)
    {
        // A name without a path is that of a scenario among the others, as for a run.
        var folder = Directory.Exists(named) ? named : Path.Combine(ScenarioFolder.Root, named);
        var path = file ?? Targets.FileOf(folder, scenario.Authority.Code);
        if (!File.Exists(path))
        {
            return ([], [new(path, null,
                $"there is no table of published figures for {scenario.Authority.Name}: name one with --targets, or put it there "
                + "(scenarios/README.md says how it is written).")]);
        }

        var (targets, problems) = Targets.Read(path);
        Problem[] unknown = [.. targets.Select(t => (Target: t, Fault: FitTable.Fault(t))).Where(t => t.Fault is not null)
            .Select(t => new Problem(path, null, $"{t.Target.Measure}, {t.Target.Period}: {t.Fault}."))];
        return (targets, [.. problems, .. unknown, .. AnotherSize(path, scenario, targets)]);
    }

    // Published figures are of the whole authority: beside a part of one they would only mislead.
    private static IEnumerable<Problem> AnotherSize(string path, Scenario scenario, IReadOnlyList<Target> targets)
    {
        var census = scenario.Timetable.Census.ToString();
        var plans = scenario.OpeningStock.Total;
        return targets.Where(t => t.Measure == "plans" && t.Period == census && Math.Abs(plans - t.Value) > t.Value / 10).Select(t => new Problem(
            path, null, $"the table has {Numbers.Count(t.Value)} plans in {census}, the scenario {Numbers.Count(plans)}: "
                + "they are not of the same children. Name another table with --targets."));
    }
}
