using System.CommandLine;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary>What the commands that ask the expected path have in common: scenario, variant, where the answer goes.</summary>
internal sealed class ExpectedAsk
{
    private readonly Argument<string> _scenario = new("scenario") { Description = "The scenario's folder." };
    private readonly Option<string> _variant = new("--variant") { Description = "Which policies are asked about.", HelpName = "ID" };
    private readonly Option<string> _folder = new("--out") { Description = "A folder for the answer as JSON, CSV and charts; none if left out.", HelpName = "DIR" };
    private readonly Option<bool> _json;

    public ExpectedAsk(string schema) => _json = new("--json") { Description = $"Print one JSON document ({schema}) and nothing else." };

    /// <summary>As many of the runs at once as there are processors.</summary>
    public static Repeat AtOnce { get; } = (count, body) => Parallel.For(0, count, body);

    /// <summary>Adds the words to a command.</summary>
    public Command To(Command command)
    {
        command.Add(_scenario);
        command.Add(_variant);
        command.Add(_folder);
        command.Add(_json);
        return command;
    }

    /// <summary>Reads, asks, tells.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="parsed">The words.</param>
    /// <param name="otherwise">The variant that is meant where none is named.</param>
    /// <param name="ask">Gives the answer, or null with faults added.</param>
    public int Run(Terminal terminal, ParseResult parsed, Func<Scenario, Variant> otherwise, Func<ScenarioPackage, Scenario, Variant, List<string>, Answer?> ask)
    {
        var read = ScenarioFolder.Read(parsed.GetRequiredValue(_scenario));
        if (read.NotFound is { } notFound)
        {
            terminal.Error.WriteLine($"hns: {notFound}");
            return ExitCode.NotFound;
        }

        foreach (var problem in read.Problems)
        {
            terminal.Error.WriteLine(problem);
        }

        if (read.Scenario is not { } scenario || read.Package is not { } package)
        {
            return ExitCode.Invalid;
        }

        var faults = new List<string>();
        var named = parsed.GetValue(_variant);
        var variant = named is null ? otherwise(scenario) : scenario.Variants.FirstOrDefault(v => v.Id == named);
        if (variant is null)
        {
            faults.Add($"there is no variant '{named}': {Nearest.Hint(named!, [.. scenario.Variants.Select(v => v.Id)])}");
        }

        var folder = parsed.GetValue(_folder);
        if (folder is not null && File.Exists(folder))
        {
            faults.Add($"--out {folder} is a file: name a folder.");
        }

        var answer = variant is null || faults.Count > 0 ? null : ask(package, scenario, variant, faults);
        faults.ForEach(fault => terminal.Error.WriteLine($"hns: {fault}"));
        if (answer is null || faults.Count > 0)
        {
            return ExitCode.Usage;
        }

        terminal.Out.Write(parsed.GetValue(_json) ? answer.Json : answer.Screen);
        return folder is null ? ExitCode.Ok : Keep(terminal, folder, answer);
    }

    private static int Keep(Terminal terminal, string folder, Answer answer)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, bytes) in answer.Files)
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"hns: {folder} could not be written to: name another folder.");
            return ExitCode.Failure;
        }

        terminal.Error.WriteLine($"Written to {folder}: {string.Join(", ", answer.Files.Select(f => f.Name))}.");
        return ExitCode.Ok;
    }
}
