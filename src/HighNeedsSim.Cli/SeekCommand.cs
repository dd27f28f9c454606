using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary><c>hns seek</c>: the least effort with which a variant's mitigations reach a target, or how near they get.</summary>
internal static partial class SeekCommand
{
    private const int MostFutures = 10_000;

    public static Command Make(Terminal terminal)
    {
        var target = new Option<string>("--target")
        {
            Description = "\"in-year balance by 2027-28\", or \"deficit below 300m by 2027-28\".",
            HelpName = "TEXT",
            Required = true,
        };
        var replicates = new Option<string>("--replicates") { Description = "How many futures confirm it.", HelpName = "N", DefaultValueFactory = _ => "100" };
        var least = new Option<string>("--least")
        {
            Description = "What is to be least: effort, cost (of running the mitigations) or harm (on the guard-rails).",
            HelpName = "WHAT",
            DefaultValueFactory = _ => "effort",
        };
        var write = new Option<string>("--write") { Description = "A new folder for the answer as a scenario, to be run; none if left out.", HelpName = "DIR" };
        write.Validators.Add(found =>
        {
            if (found.GetResult("--server") is not null)
            {
                found.AddError("--write belongs to a scenario here: with --server, change the scenario there by what the answer says.");
            }
        });
        var ask = new ExpectedAsk("seek");
        var command = ask.To(new("seek", "Find the least effort with which mitigations reach a target, or say that none does.") { target, replicates, least, write });
        command.SetAction((parsed, cancel) => ask.RunAsync(
            terminal, parsed, [.. Goal(parsed.GetRequiredValue(target)), ("futures", parsed.GetValue(replicates)), ("least", parsed.GetValue(least))], ExplainCommand.MostMitigated, (package, scenario, variant, faults) =>
        {
            var (measure, most, year) = Read(parsed.GetRequiredValue(target), scenario, faults);
            if (!int.TryParse(parsed.GetValue(replicates), NumberStyles.None, CultureInfo.InvariantCulture, out var futures) || futures is < 1 or > MostFutures)
            {
                faults.Add($"--replicates {parsed.GetValue(replicates)} is not possible: 1 to {MostFutures}.");
            }

            if (variant.Mitigations.Count == 0)
            {
                faults.Add($"variant {variant.Id} has no mitigations to work: name another with --variant.");
            }

            if (SeekLeasts.Of(parsed.GetValue(least)!) is not { } wanted)
            {
                wanted = SeekLeast.Effort;
                faults.Add($"--least {parsed.GetValue(least)} is not known: {SeekLeasts.Names}.");
            }

            var folder = parsed.GetValue(write);
            if (folder is not null && ScenarioFork.WhatIsInTheWay(folder) is { } inTheWay)
            {
                faults.Add($"--write {folder}: {inTheWay}.");
            }

            if (faults.Count > 0)
            {
                return null;
            }

            var words = parsed.GetRequiredValue(target);
            var question = new Question(WorldTables.Compile(scenario), measure, year);
            var found = GoalSeek.Of(question, variant, most, ExpectedAsk.AtOnce, wanted);
            var answer = SeekAnswer.Of(scenario, variant, words, found, (found.Met(question, variant, futures, ExpectedAsk.AtOnce), futures), wanted);
            return folder is null ? answer : answer with { Sentences = [.. answer.Sentences, Written(package, scenario, variant, words, found, folder, faults)] };
        }, cancel));
        return command;
    }

    // In the words of the API. A target that is not understood goes as it is, and is refused there with what could be asked.
    private static (string Name, string? Value)[] Goal(string target) => Target().Match(target) is { Success: true } match
        ? match.Groups["millions"] is { Success: true } millions
            ? [("goal", "deficit-below"), ("below", millions.Value), ("year", match.Groups["year"].Value)]
            : [("goal", "in-year-balance"), ("year", match.Groups["year"].Value)]
        : [("goal", target)];

    private static string Written(
        ScenarioPackage package, Scenario scenario, Variant variant, string target, GoalSeek found, string folder, List<string> faults)
    {
        if (!found.Reached)
        {
            return $"Nothing is written to {folder}: there is no answer to write.";
        }

        var strengths =
            from effort in found.Efforts
            where !effort.IsLeftOut
            from effect in scenario.Mitigations.First(m => m.Code == effort.Code).Effects
            where !effect.Strength.IsKnown
            select KeyValuePair.Create(effect.Strength.Id, GoalSeek.StrengthOf(effect, effort));
        if (ScenarioFork.Write(package, folder, $"{scenario.Title}: {target}", variant.Id, found.Undertaken(variant), strengths) is { } fault)
        {
            faults.Add(fault);
        }

        return $"Written to {folder} as a scenario: run it with 'hns run {folder} --variants {variant.Id}'.";
    }

    private static (string Measure, long Most, int Year) Read(string target, Scenario scenario, List<string> faults)
    {
        var years = Enumerable.Range(0, scenario.Timetable.Years).Select(n => scenario.Timetable.FirstYear + n).ToArray();
        var match = Target().Match(target);
        if (!match.Success)
        {
            faults.Add($"--target '{target}' is not understood: write \"in-year balance by {years[^1]}\" or \"deficit below 300m by {years[^1]}\".");
            return ("", 0, 0);
        }

        var year = ExplainCommand.YearOf(match.Groups["year"].Value, "--target: ", years, 0, faults);
        return match.Groups["millions"].Success
            ? (MeasureCodes.Deficit, (long)(decimal.Parse(match.Groups["millions"].Value, CultureInfo.InvariantCulture) * 100_000_000), year)
            : (MeasureCodes.InYear, 0, year);
    }

    [GeneratedRegex(@"^\s*(in-year balance|deficit below £?(?<millions>\d{1,6}(\.\d{1,2})?) ?m(illion)?) by (?<year>\d{4}-\d{2})\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Target();
}
