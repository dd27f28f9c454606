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
        var folder = new Argument<string>("run folder") { Description = "A folder that 'hns run' wrote; with --server the id of a run." };
        var target = new Option<string>("--out") { Description = "Where the files go; <run folder>/report if left out.", HelpName = "DIR" };
        var details = new Option<string>("--details")
        {
            Description = $"A {PaperDetailsReader.FileName} with what no run knows: the meeting, the people, their comments, the thresholds.",
            HelpName = "FILE",
        };
        var since = new Option<string>("--since")
        {
            Description = "Write the comparison paper instead: what changed since an earlier run, split into data, assumptions, prices and the model.",
            HelpName = "RUN FOLDER",
        };
        var noPdf = new Option<bool>("--no-pdf") { Description = "No PDF, even where a browser could make one." };
        var (server, tokenFile) = RemoteServer.Options();
        var command = new Command("report", "Write the council paper of a run, its workbooks and its data files.") { folder, target, details, since, noPdf, server, tokenFile };
        command.SetAction((parsed, cancel) => parsed.GetValue(server) is { } address
            ? RemoteCommands.ReportAsync(
                terminal, parsed.GetRequiredValue(folder), parsed.GetValue(since), parsed.GetValue(details), parsed.GetValue(target), address, parsed.GetValue(tokenFile), cancel)
            : ReportAsync(
                terminal, parsed.GetRequiredValue(folder), parsed.GetValue(target), parsed.GetValue(details), parsed.GetValue(since), parsed.GetValue(noPdf), cancel));
        return command;
    }

    private static async Task<int> ReportAsync(
        Terminal terminal, string folder, string? target, string? details, string? since, bool noPdf, CancellationToken cancel)
    {
        var (kept, earlier) = (RunFolder.Read(folder), since is null ? default : RunFolder.Read(since));
        RunFault[] faults = [.. new[] { kept.Fault, earlier.Fault }.OfType<RunFault>()];
        if (kept.Run is not { } run || faults.Length > 0)
        {
            foreach (var fault in faults)
            {
                await terminal.Error.WriteLineAsync($"hns: {fault.Message}");
            }

            return faults.Any(fault => fault.NotFound) ? ExitCode.NotFound : ExitCode.Invalid;
        }

        var (paper, wrong) = await DetailsAsync(terminal, details, run, cancel);
        if (paper is null)
        {
            return wrong;
        }

        var into = target ?? Path.Combine(folder, earlier.Run is { } before ? $"since-{before.Run.Manifest.Run}" : "report");
        int code;
        try
        {
            code = earlier.Run is null
                ? await PaperAsync(terminal, run, paper, into)
                : await ReportSince.WriteAsync(terminal, earlier.Run, run, paper, into, cancel);
        }
        catch (InvalidDataException damage)
        {
            await terminal.Error.WriteLineAsync($"hns: {damage.Message}");
            return ExitCode.Invalid;
        }

        if (code == ExitCode.Ok && !noPdf)
        {
            var how = since is null
                ? await PaperPrint.PrintAsync(into, PaperFiles.Html, PaperFiles.Pdf, cancel)
                : await PaperPrint.PrintAsync(into, ChangeFiles.Html, ChangeFiles.Pdf, cancel);
            await (how.IsPrinted ? terminal.Out : terminal.Error).WriteLineAsync(how.Said);
        }

        return code;
    }

    private static async Task<int> PaperAsync(Terminal terminal, KeptRun run, PaperDetails details, string into)
    {
        var (files, trouble) = PaperFiles.Write(into, run.Run, details, Assurance.Of(run.Folder, run.Run.Findings.Result.Digest));
        if (trouble is not null)
        {
            await terminal.Error.WriteLineAsync($"hns: {trouble}");
            return ExitCode.Failure;
        }

        await terminal.Out.WriteLineAsync($"Written to {into}: {string.Join(", ", files)}.");
        return ExitCode.Ok;
    }

    private static async Task<(PaperDetails? Details, int Wrong)> DetailsAsync(Terminal terminal, string? file, KeptRun run, CancellationToken cancel)
    {
        if (file is null)
        {
            return (PaperDetails.None, ExitCode.Ok);
        }

        if (!File.Exists(file))
        {
            await terminal.Error.WriteLineAsync($"hns: there is no file {file}: name a {PaperDetailsReader.FileName}, or leave --details out.");
            return (null, ExitCode.NotFound);
        }

        var (read, problems) = PaperDetailsReader.Read(await File.ReadAllBytesAsync(file, cancel), run.Run.Findings.Variants);
        foreach (var problem in problems)
        {
            await terminal.Error.WriteLineAsync(problem.ToString());
        }

        return (read, ExitCode.Invalid);
    }
}
