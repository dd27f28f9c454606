using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.BackTests;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns backtest</c>: forecasts authorities from past Januaries and scores the forecasts against what was published since.</summary>
internal static class BackTestCommand
{
    private const string DefaultFolder = "runs/backtest";
    private const string All = "all";
    private const int MostYears = 10;
    private const int MostReplicates = 100_000;

    public static Command Make(Terminal terminal)
    {
        var history = new Option<string>("--history") { Description = "Plans in force by authority and January (CSV).", HelpName = "FILE", Required = true };
        var flows = new Option<string>("--flows") { Description = "Requests and new plans by authority and year (CSV).", HelpName = "FILE", Required = true };
        var authorities = new Option<string[]>("--la")
        {
            Description = "Codes of the authorities to forecast, or all.",
            HelpName = "CODE|all",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [All],
        };
        var origins = new Option<string[]>("--origin")
        {
            Description = "The Januaries to forecast from, each with what was known then.",
            HelpName = "YEAR",
            AllowMultipleArgumentsPerToken = true,
            Required = true,
        };
        var horizon = Option("--horizon", "N", "How many years ahead.", "2");
        var replicates = Option("--replicates", "N", "How many futures of each authority.", "1000");
        var seed = Option("--seed", "S", "Where the random numbers start: the same seed gives the same forecasts.", "1");
        var folder = Option("--out", "DIR", "Where the files go.", DefaultFolder);
        var heldOut = new Option<bool>("--held-out") { Description = "Learn from the authorities that are not forecast, and from no other." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document (hn.backtest/1) and nothing else." };
        var quiet = new Option<bool>("--quiet") { Description = "No notes." };
        var command = new Command("backtest", "Forecast authorities from past Januaries and score that against what was published since.")
        {
            history, flows, authorities, origins, horizon, replicates, seed, folder, heldOut, json, quiet,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            terminal,
            new(
                parsed.GetRequiredValue(history), parsed.GetRequiredValue(flows), Words(parsed.GetValue(authorities)), Words(parsed.GetValue(origins)),
                parsed.GetValue(horizon)!, parsed.GetValue(replicates)!, parsed.GetValue(seed)!, parsed.GetValue(folder)!, parsed.GetValue(json), parsed.GetValue(quiet),
                parsed.GetValue(heldOut)),
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, Asked asked, CancellationToken cancel)
    {
        // Everything that can be known to be wrong is told before anything is simulated, and all of it at once.
        var faults = new List<string>();
        var horizon = Number("--horizon", asked.Horizon, MostYears, faults);
        var replicates = Number("--replicates", asked.Replicates, MostReplicates, faults);
        if (!ulong.TryParse(asked.Seed, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            faults.Add($"--seed {asked.Seed} is not possible: give a whole number from 0 to {ulong.MaxValue}.");
        }

        if (BackTestFiles.WhatIsInTheWay(asked.Folder) is { } inTheWay)
        {
            faults.Add($"--out {inTheWay}");
        }

        string[] missing = [.. new[] { asked.History, asked.Flows }.Where(path => !File.Exists(path))];
        var reading = missing.Length > 0 ? null : PublishedHistoryReader.Read(asked.History, asked.Flows);
        var codes = reading?.History is { } found ? Codes(asked.Authorities, found, faults) : [];
        if (asked.HeldOut && reading?.History is { } whole && codes.Length == whole.Authorities.Count)
        {
            faults.Add("--held-out leaves nobody to learn from: forecast some authorities, as in --la even.");
        }

        var origins = Origins(asked.Origins, reading?.History, faults);
        foreach (var fault in faults.Concat(missing.Select(path => $"there is no file {path}: name the table (docs/back-test-format.md says what is in it).")))
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
        }

        foreach (var problem in reading?.Problems ?? [])
        {
            await terminal.Error.WriteLineAsync(problem.ToString());
        }

        if (faults.Count > 0 || reading?.History is not { } history)
        {
            return faults.Count > 0 ? ExitCode.Usage : missing.Length > 0 ? ExitCode.NotFound : ExitCode.Invalid;
        }

        var result = BackTest.Run(history, new(codes, origins, horizon, replicates, seed) { IsHeldOut = asked.HeldOut }, cancel);
        return await TellAsync(terminal, asked, new(
            result, history.Authorities.Count, history.Last, [await HashOfAsync(asked.History, cancel), await HashOfAsync(asked.Flows, cancel)],
            Engine.ModelVersion(), reading.Notes));
    }

    private static async Task<int> TellAsync(Terminal terminal, Asked asked, BackTestFindings findings)
    {
        var (files, fault) = BackTestFiles.Write(asked.Folder, findings);
        await terminal.Out.WriteAsync(asked.Json ? Encoding.UTF8.GetString(BackTestDocument.Write(findings)) : Screen(findings));
        // The result is told even where it cannot be kept.
        if (fault is not null)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
            return ExitCode.Failure;
        }

        await (asked.Quiet ? TextWriter.Null : asked.Json ? terminal.Error : terminal.Out).WriteLineAsync($"Written to {asked.Folder}: {string.Join(", ", files)}.");
        return ExitCode.Ok;
    }

    private static string Screen(BackTestFindings findings) => string.Join('\n',
    [
        .. BackTestWords.Of(findings).SelectMany(line => TerminalTable.Wrap(line, TerminalTable.Width)),
        "",
        TerminalTable.Write(BackTestTables.ByYearsAhead(findings)),
        TerminalTable.Write(BackTestTables.ByPlacement(findings)),
    ]);

    private static string[] Codes(IReadOnlyList<string> asked, PublishedHistory history, List<string> faults)
    {
        string[] all = [.. history.Authorities.Select(authority => authority.Code)];
        if (asked.Contains(All, StringComparer.Ordinal))
        {
            if (asked.Count > 1)
            {
                faults.Add("--la all stands alone: leave it out, or the codes.");
            }

            return all;
        }

        if (asked is ["even"] or ["odd"])
        {
            return [.. all.Where(code => (code[^1] - '0') % 2 == (asked[0] == "even" ? 0 : 1))];
        }

        if (asked.Count == 0)
        {
            faults.Add("--la names no authority: give codes, or all.");
        }

        faults.AddRange(asked.Except(all).Select(unknown => $"there is no authority '{unknown}' in the tables: {Meant(unknown, history)}"));
        return [.. all.Intersect(asked)];
    }

    // By name for those who wrote one, else by code.
    private static string Meant(string unknown, PublishedHistory history)
    {
        var byName = history.Authorities.Where(authority => authority.Name.Contains(unknown, StringComparison.OrdinalIgnoreCase) && unknown.Length > 2).Take(3).ToArray();
        var near = byName.Length > 0
            ? byName
            : [.. Nearest.To(unknown, history.Authorities.Select(authority => authority.Code)).Select(code => history.Authorities.Single(a => a.Code == code))];
        return near.Length > 0
            ? $"did you mean {string.Join(" or ", near.Select(authority => $"{authority.Code} ({authority.Name})"))}?"
            : $"there are {string.Join(", ", history.Authorities.Select(authority => authority.Code))}.";
    }

    private static List<CalendarYear> Origins(IReadOnlyList<string> asked, PublishedHistory? history, List<string> faults)
    {
        var origins = new List<CalendarYear>();
        foreach (var word in asked.Distinct(StringComparer.Ordinal))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || word.Length != 4)
            {
                faults.Add($"--origin {word} is not a year: write four digits, as in 2023.");
            }
            else if (history is not null && !history.Origins.Contains(new(year)))
            {
                faults.Add($"--origin {word} is not possible: an origin has {PublishedHistory.YearsBeforeOrigin} calendar years of England's flows before it and a "
                    + $"January after it; with these tables there are {string.Join(", ", history.Origins)}.");
            }
            else
            {
                origins.Add(new(year));
            }
        }

        return [.. origins.Order()];
    }

    private static int Number(string option, string text, int most, List<string> faults)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        faults.Add($"{option} {text} is not possible: give a whole number from 1 to {most}.");
        return 1;
    }

    private static string[] Words(string[]? given) =>
        [.. (given ?? []).SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];

    private static async Task<FileHash> HashOfAsync(string path, CancellationToken cancel) =>
        // The name only: where the reader keeps it is theirs to know.
        new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancel))));

    private static Option<string> Option(string name, string value, string description, string otherwise) =>
        new(name) { Description = description, HelpName = value, DefaultValueFactory = _ => otherwise };

    /// <summary>What somebody wrote, not yet judged.</summary>
    private sealed record Asked(
        string History, string Flows, IReadOnlyList<string> Authorities, IReadOnlyList<string> Origins, string Horizon, string Replicates, string Seed,
        string Folder, bool Json, bool Quiet, bool HeldOut);
}
