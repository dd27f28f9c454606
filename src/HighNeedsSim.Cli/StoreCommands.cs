using System.CommandLine;
using System.Globalization;
using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns doctor</c>, <c>hns backup</c> and <c>hns retain</c>: what an operator does with a store of runs.</summary>
internal static class StoreCommands
{
    /// <summary>A hundred years, in days.</summary>
    private const int LongestAge = 36_525;

    /// <summary>Reads everything, and compares it with the hashes it was stored with.</summary>
    public static Command Doctor(Terminal terminal)
    {
        var store = new StoreWords();
        var scenarios = new Option<string>("--folder") { Description = "Where the scenarios are.", DefaultValueFactory = _ => ScenarioFolder.Root, HelpName = "DIR" };
        var command = new Command("doctor", "Read every run, result and scenario and say what is damaged.") { scenarios };
        store.AddTo(command);
        command.SetAction((parsed, _) => Told(terminal, async () =>
        {
            var wrong = 0;
            foreach (var listing in ScenarioCatalogue.List(parsed.GetRequiredValue(scenarios)))
            {
                var read = ScenarioFolder.Read(listing.Folder);
                foreach (var problem in read.Problems)
                {
                    wrong++;
                    await terminal.Out.WriteLineAsync(problem.ToString());
                }

                await terminal.Out.WriteLineAsync($"{listing.Folder}: {(read.Scenario is null ? "not sound" : "sound")}.");
            }

            var (opened, code) = store.Open(parsed, terminal);
            if (opened is null)
            {
                return code;
            }

            using (opened)
            {
                var found = await opened.Check();
                foreach (var problem in found.Wrong)
                {
                    wrong++;
                    await terminal.Out.WriteLineAsync($"{opened.Name}: {problem}");
                }

                await terminal.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{opened.Name}: {found.Runs} runs and {found.Packages} scenario packages read, {(found.Wrong.Count == 0 ? "all as they were stored" : $"{found.Wrong.Count} problems")}."));
            }

            return wrong == 0 ? ExitCode.Ok : ExitCode.CheckFailed;
        }));
        return command;
    }

    /// <summary>Copies a database file while the server goes on.</summary>
    public static Command Backup(Terminal terminal)
    {
        var store = new StoreWords();
        var file = new Argument<string>("file") { Description = "A new file; restored by putting it in the data folder as highneedssim.db." };
        var command = new Command("backup", "Copy the runs of a data folder to a new file, as they are at this moment.") { file };
        store.AddTo(command);
        command.SetAction((parsed, _) => Told(terminal, async () =>
        {
            var to = parsed.GetRequiredValue(file);
            if (Path.Exists(to))
            {
                await terminal.Error.WriteLineAsync($"hns: {to} is there already: name a new file.");
                return ExitCode.Usage;
            }

            var (opened, code) = store.Open(parsed, terminal);
            if (opened is null)
            {
                return code;
            }

            using (opened)
            {
                try
                {
                    await opened.Copy(to);
                }
                catch (InvalidOperationException refusal)
                {
                    await terminal.Error.WriteLineAsync($"hns: {refusal.Message}");
                    return ExitCode.Usage;
                }
            }

            await terminal.Out.WriteLineAsync($"Copied to {to}.");
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>Takes old runs out.</summary>
    public static Command Retain(Terminal terminal)
    {
        var store = new StoreWords();
        var days = new Option<int?>("--days") { Description = "Runs that ended longer ago go, with all that they found.", HelpName = "N" };
        var auditDays = new Option<int?>("--audit-days")
        {
            Description = "Older entries of the audit trail go, but those about a run that is kept, and those about what was taken out.",
            HelpName = "N",
        };
        var reason = new Option<string?>("--reason") { Description = "Why: it stands in the audit trail.", HelpName = "TEXT" };
        var yes = new Option<bool>("--yes") { Description = "Take them out; without it they are only listed." };
        var command = new Command("retain", "Keep the runs, or the audit trail, of the last days, and take out what is older.") { days, auditDays, reason, yes };
        store.AddTo(command);
        command.SetAction((parsed, _) => Told(terminal, async () =>
        {
            var (runDays, entryDays, why) = (parsed.GetValue(days), parsed.GetValue(auditDays), parsed.GetValue(reason));
            var refusal = WrongAge("--days", runDays) ?? WrongAge("--audit-days", entryDays)
                ?? (runDays is null && entryDays is null ? "say --days for runs, --audit-days for the audit trail, or both" : null)
                ?? (why?.Length > AuditEntries.LongestReason ? $"--reason may have {AuditEntries.LongestReason} characters at most" : null);
            if (refusal is not null)
            {
                await terminal.Error.WriteLineAsync($"hns: {refusal}.");
                return ExitCode.Usage;
            }

            var (opened, code) = store.Open(parsed, terminal);
            if (opened is null)
            {
                return code;
            }

            using (opened)
            {
                var now = TimeProvider.System.GetUtcNow();
                var before = now.AddDays(-entryDays ?? 0);
                var runs = runDays is { } age ? await opened.Old(now.AddDays(-age)) : [];
                var entries = entryDays is null ? 0 : await opened.OldEntries(before);
                foreach (var run in runs)
                {
                    await terminal.Out.WriteLineAsync(run);
                }

                if (parsed.GetValue(yes))
                {
                    // The account of the machine is all that is known of whoever works on the database itself.
                    await opened.Remove(new(runs, entryDays is null ? null : before, $"{Environment.UserName}@{Environment.MachineName}", why, now));
                }

                string?[] what = [runDays is null ? null : $"{runs.Count} runs", entryDays is null ? null : $"{entries} entries of the audit trail"];
                await terminal.Out.WriteLineAsync(
                    $"{string.Join(" and ", what.Where(text => text is not null))} {(parsed.GetValue(yes) ? "taken out" : "would go; add --yes to take them out")}.");
            }

            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>Does what a command says; a store or a file that cannot be read or written is told in a sentence.</summary>
    private static async Task<int> Told(Terminal terminal, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync($"hns: {failure.Message}");
            return ExitCode.Failure;
        }
    }

    private static string? WrongAge(string option, int? days) => days is < 1 or > LongestAge ? $"{option} must be a whole number from 1 to {LongestAge}" : null;
}
