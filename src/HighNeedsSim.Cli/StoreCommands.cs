using System.CommandLine;
using System.Globalization;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns doctor</c>, <c>hns backup</c> and <c>hns retain</c>: what an operator does with a store of runs.</summary>
internal static class StoreCommands
{
    /// <summary>Reads everything, and compares it with the hashes it was stored with.</summary>
    public static Command Doctor(Terminal terminal)
    {
        var store = new StoreWords();
        var scenarios = new Option<string>("--folder") { Description = "Where the scenarios are.", DefaultValueFactory = _ => ScenarioFolder.Root, HelpName = "DIR" };
        var command = new Command("doctor", "Read every run, result and scenario and say what is damaged.") { scenarios };
        store.AddTo(command);
        command.SetAction(async (parsed, _) =>
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
        });
        return command;
    }

    /// <summary>Copies a database file while the server goes on.</summary>
    public static Command Backup(Terminal terminal)
    {
        var store = new StoreWords();
        var file = new Argument<string>("file") { Description = "A new file; restored by putting it in the data folder as highneedssim.db." };
        var command = new Command("backup", "Copy the runs of a data folder to a new file, as they are at this moment.") { file };
        store.AddTo(command);
        command.SetAction(async (parsed, _) =>
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
        });
        return command;
    }

    /// <summary>Takes old runs out.</summary>
    public static Command Retain(Terminal terminal)
    {
        var store = new StoreWords();
        var days = new Option<int>("--days") { Description = "Runs that ended longer ago go, with all that they found.", HelpName = "N", Required = true };
        var yes = new Option<bool>("--yes") { Description = "Take them out; without it they are only listed." };
        var command = new Command("retain", "Keep the runs of the last days, and take out those that ended before.") { days, yes };
        store.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(days) < 1)
            {
                await terminal.Error.WriteLineAsync("hns: --days must be a whole number from 1.");
                return ExitCode.Usage;
            }

            var (opened, code) = store.Open(parsed, terminal);
            if (opened is null)
            {
                return code;
            }

            using (opened)
            {
                var old = await opened.Old(TimeProvider.System.GetUtcNow().AddDays(-parsed.GetValue(days)));
                foreach (var run in old)
                {
                    await terminal.Out.WriteLineAsync(run);
                }

                if (parsed.GetValue(yes))
                {
                    await opened.Remove(old);
                }

                await terminal.Out.WriteLineAsync($"{old.Count} runs {(parsed.GetValue(yes) ? "taken out" : "would go; add --yes to take them out")}.");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
