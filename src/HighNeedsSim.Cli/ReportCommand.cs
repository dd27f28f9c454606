using System.CommandLine;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns report</c>: writes the paper of a run and the files that people take away.</summary>
internal static class ReportCommand
{
    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("run folder") { Description = "A folder that 'hns run' wrote." };
        var target = new Option<string>("--out") { Description = "Where the files go; <run folder>/report if left out.", HelpName = "DIR" };
        var details = new Option<string>("--details")
        {
            Description = $"A {PaperDetailsReader.FileName} with what no run knows: the meeting, the people, their comments, the thresholds.",
            HelpName = "FILE",
        };
        var noPdf = new Option<bool>("--no-pdf") { Description = "No PDF, even where a browser could make it." };
        var command = new Command("report", "Write the council paper of a run, its workbooks and its data files.") { folder, target, details, noPdf };
        command.SetAction((parsed, cancel) => ReportAsync(
            terminal, parsed.GetRequiredValue(folder), parsed.GetValue(target), parsed.GetValue(details), parsed.GetValue(noPdf), cancel));
        return command;
    }

    private static async Task<int> ReportAsync(Terminal terminal, string folder, string? target, string? details, bool noPdf, CancellationToken cancel)
    {
        var (kept, fault) = RunFolder.Read(folder);
        if (kept is null)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault!.Message}");
            return fault.NotFound ? ExitCode.NotFound : ExitCode.Invalid;
        }

        var paper = PaperDetails.None;
        if (details is not null)
        {
            if (!File.Exists(details))
            {
                await terminal.Error.WriteLineAsync($"hns: there is no file {details}: name a {PaperDetailsReader.FileName}, or leave --details out.");
                return ExitCode.NotFound;
            }

            var (read, problems) = PaperDetailsReader.Read(await File.ReadAllBytesAsync(details, cancel), kept.Run.Findings.Variants);
            if (read is null)
            {
                foreach (var problem in problems)
                {
                    await terminal.Error.WriteLineAsync(problem.ToString());
                }

                return ExitCode.Invalid;
            }

            paper = read;
        }

        Assurance assurance;
        try
        {
            assurance = Assurance.Of(folder, kept.Run.Findings.Result.Digest);
        }
        catch (InvalidDataException damage)
        {
            await terminal.Error.WriteLineAsync($"hns: {damage.Message}");
            return ExitCode.Invalid;
        }

        var into = target ?? Path.Combine(folder, "report");
        var (files, trouble) = PaperFiles.Write(into, kept.Run, paper, assurance);
        if (trouble is not null)
        {
            await terminal.Error.WriteLineAsync($"hns: {trouble}");
            return ExitCode.Failure;
        }

        await terminal.Out.WriteLineAsync($"Written to {into}: {string.Join(", ", files)}.");
        if (!noPdf)
        {
            var how = await PaperPrint.PrintAsync(into, cancel);
            await (how.IsPrinted ? terminal.Out : terminal.Error).WriteLineAsync(how.Said);
        }

        return ExitCode.Ok;
    }
}
