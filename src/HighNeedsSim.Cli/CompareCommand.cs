using System.CommandLine;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Cli;

/// <summary><c>hns compare</c>: what changed from one run to another, and what it did; refused, with the reasons, where the runs are unlike.</summary>
internal static class CompareCommand
{
    public static Command Make(Terminal terminal)
    {
        var first = new Argument<string>("first run folder") { Description = "The folder of the run before." };
        var second = new Argument<string>("second run folder") { Description = "The folder of the run after." };
        var command = new Command("compare", "Say what changed from one run to another, in data, assumptions and prices, and what it did.") { first, second };
        command.SetAction(parsed => Compare(terminal, parsed.GetRequiredValue(first), parsed.GetRequiredValue(second)));
        return command;
    }

    private static int Compare(Terminal terminal, string first, string second)
    {
        var (one, other) = (RunFolder.Read(first), RunFolder.Read(second));
        if (one.Run is not { } before || other.Run is not { } after)
        {
            RunFault[] faults = [.. new[] { one.Fault, other.Fault }.OfType<RunFault>()];
            foreach (var fault in faults)
            {
                terminal.Error.WriteLine($"hns: {fault.Message}");
            }

            return faults.Any(fault => fault.NotFound) ? ExitCode.NotFound : ExitCode.Invalid;
        }

        var (comparison, refusals) = RunComparison.Of(Of(before), Of(after));
        if (comparison is null)
        {
            foreach (var refusal in refusals)
            {
                terminal.Error.WriteLine($"hns: these runs cannot be compared. {refusal}");
            }

            return ExitCode.CheckFailed;
        }

        foreach (var sentence in comparison.InWords())
        {
            terminal.Out.WriteLine(sentence);
        }

        terminal.Out.WriteLine();
        terminal.Out.Write(TerminalTable.Write(comparison.Table()));
        foreach (var (kind, changes) in ChangesByKind.Of(before.Run, after.Run))
        {
            terminal.Out.WriteLine($"\nChanged in {kind}:{(changes.Count == 0 ? " nothing." : "")}");
            foreach (var change in changes)
            {
                terminal.Out.WriteLine($"- {change}");
            }
        }

        return ExitCode.Ok;
    }

    private static Comparable Of(KeptRun kept) => new(kept.Run.Manifest, kept.Run.Findings, kept.Run.Assumptions);
}
