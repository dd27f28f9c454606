using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns report --since</c>: the comparison paper of a run and an earlier one.</summary>
internal static class ReportSince
{
    /// <summary>Writes the paper's files.</summary>
    public static async Task<int> WriteAsync(Terminal terminal, KeptRun before, KeptRun after, PaperDetails details, string folder, CancellationToken cancel)
    {
        var version = Engine.ModelVersion();
        if (after.Run.Manifest.ModelVersion != version && (await PlayAsync(terminal, after, cancel)).Digest != after.Run.Findings.Result.Digest)
        {
            await terminal.Error.WriteLineAsync(
                $"hns: {after.Folder} was made by model version {after.Run.Manifest.ModelVersion}, and this version, {version}, finds other numbers in its scenario: run it again, "
                + "so that both can be told by one version.");
            return ExitCode.CheckFailed;
        }

        var replayed = before.Run.Manifest.ModelVersion == version ? null : await PlayAsync(terminal, before, cancel);
        var (change, refusals) = ForecastChange.Of(before.Run, after.Run, replayed, ExpectedAsk.AtOnce);
        if (change is null)
        {
            foreach (var refusal in refusals)
            {
                await terminal.Error.WriteLineAsync($"hns: these runs cannot be compared. {refusal}");
            }

            return ExitCode.CheckFailed;
        }

        var state = AssuranceOf(before).StateWith(AssuranceOf(after));
        var (files, trouble) = ChangeFiles.Write(folder, change, details, state);
        if (trouble is not null)
        {
            await terminal.Error.WriteLineAsync($"hns: {trouble}");
            return ExitCode.Failure;
        }

        await terminal.Out.WriteLineAsync(ChangePaper.SummaryText(change, ChangePaper.PreferredOf(change, details)));
        await terminal.Out.WriteLineAsync($"Written to {folder}: {string.Join(", ", files)}.");
        return ExitCode.Ok;
    }

    private static Assurance AssuranceOf(KeptRun run) => Assurance.Of(run.Folder, run.Run.Findings.Result.Digest);

    private static async Task<RunResult> PlayAsync(Terminal terminal, KeptRun run, CancellationToken cancel)
    {
        await terminal.Error.WriteLineAsync($"{run.Folder} was made by model version {run.Run.Manifest.ModelVersion}: its scenario is played again with this one.");
        using var progress = new ProgressReport(terminal.Error, terminal.ErrorIsTerminal, TimeProvider.System);
        return (await Engine.All["loop"](run.Package, run.Run.Findings.Scenario, run.Run.Manifest.Spec, progress, cancel)).Result;
    }
}
