using System.CommandLine;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns scenarios</c>: lists what can be run.</summary>
internal static class ScenariosCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Option<string>("--folder")
        {
            Description = "Where the scenarios are.",
            DefaultValueFactory = _ => ScenarioFolder.Root,
            HelpName = "DIR",
        };
        var command = new Command("scenarios", "List the scenarios that can be run.") { folder };
        command.SetAction(parsed => List(terminal, parsed.GetRequiredValue(folder)));
        return command;
    }

    private static int List(Terminal terminal, string root)
    {
        var scenarios = ScenarioCatalogue.List(root);
        if (scenarios.Count == 0)
        {
            terminal.Error.WriteLine($"hns: there are no scenarios in {root}: name their folder with --folder.");
            return ExitCode.NotFound;
        }

        var width = scenarios.Max(scenario => scenario.Folder.Length);
        foreach (var scenario in scenarios)
        {
            terminal.Out.WriteLine($"{scenario.Folder.PadRight(width)}  {scenario.Title}");
        }

        return ExitCode.Ok;
    }
}
