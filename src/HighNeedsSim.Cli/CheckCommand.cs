using System.CommandLine;
using System.Globalization;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Cli;

/// <summary><c>hns check</c>: reads a scenario as a run would and says everything that is wrong with it.</summary>
internal static class CheckCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("scenario") { Description = "The scenario's folder." };
        var command = new Command("check", "Say everything that is wrong with a scenario, or that it is sound.") { folder };
        command.SetAction(parsed => Check(terminal, parsed.GetRequiredValue(folder)));
        return command;
    }

    private static int Check(Terminal terminal, string named)
    {
        var read = ScenarioFolder.Read(named);
        if (read.NotFound is { } notFound)
        {
            terminal.Error.WriteLine($"hns: {notFound}");
            return ExitCode.NotFound;
        }

        // The problems are what was asked for: they are this command's data.
        foreach (var problem in read.Problems)
        {
            terminal.Out.WriteLine(problem);
        }

        if (read.Scenario is not { } scenario)
        {
            terminal.Out.WriteLine($"{named}: {Counted(read.Problems.Count, "problem", "problems")}.");
            return ExitCode.Invalid;
        }

        var figures = Counted(read.Assumptions.Count, "figure", "figures");
        var byConfidence = string.Join(", ", ((string[])["high", "medium", "low"])
            .Select(confidence => $"{Numbers.Count(read.Assumptions.Count(a => a.Confidence == confidence))} {confidence}"));
        terminal.Out.WriteLine($"{named}: sound. {scenario.Title}.");
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted(scenario.Districts.Count, "district", "districts")}, {Counted(scenario.Providers.Count, "provider", "providers")}, "
            + $"{Counted(scenario.Mitigations.Count, "mitigation", "mitigations")}, {Counted(scenario.Variants.Count, "variant", "variants")} "
            + $"({VariantNames.List(scenario.Variants.Select(v => v.Id))}), {Numbers.Count(scenario.OpeningStock.Total)} plans in force."));
        terminal.Out.WriteLine($"{figures} with unit, source, year and confidence: {byConfidence}.");
        return ExitCode.Ok;
    }

    private static string Counted(int count, string one, string many) => $"{Numbers.Count(count)} {(count == 1 ? one : many)}";
}
