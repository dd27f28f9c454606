using System.CommandLine;
using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Cli;

/// <summary><c>hns ledger</c>: plays one future again and shows the accounts of a year, and the placements behind a line.</summary>
internal static class LedgerCommand
{
    public static Command Make(Terminal terminal)
    {
        var scenario = new Argument<string>("scenario") { Description = "The scenario's folder." };
        var variant = Option("--variant", "V", "Which variant; the baseline if left out.");
        var replicate = Option("--replicate", "R", "Which future, from 0; 0 if left out.", "0");
        var year = Option("--year", "Y", "Which financial year, as in 2025-26; the last if left out.");
        var line = Option("--line", "L", "Which section 251 line, as in 1.2.3: who was paid on it, and for how many.");
        var seed = Option("--seed", "S", "The seed of the run whose future it is.", "1");
        var csv = new Option<bool>("--csv") { Description = "Every posting with its reason, as comma-separated values." };
        var command = new Command("ledger", "Show the accounts of one year of one future, and the placements behind a line.")
        {
            scenario, variant, replicate, year, line, seed, csv,
        };
        command.SetAction((parsed, cancel) => ShowAsync(
            terminal,
            new(
                parsed.GetRequiredValue(scenario), parsed.GetValue(variant), parsed.GetValue(replicate)!, parsed.GetValue(year),
                parsed.GetValue(line), parsed.GetValue(seed)!, parsed.GetValue(csv)),
            cancel));
        return command;
    }

    private static async Task<int> ShowAsync(Terminal terminal, Words words, CancellationToken cancel)
    {
        var faults = new List<string>();
        var read = ScenarioFolder.Read(words.Scenario);
        var asked = words.Read(read.Scenario, faults);
        foreach (var fault in faults.Concat(read.NotFound is { } notFound ? [notFound] : []))
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
        }

        foreach (var problem in read.Problems)
        {
            await terminal.Error.WriteLineAsync(problem.ToString());
        }

        if (faults.Count > 0 || read.Scenario is not { } scenario || asked is not { } future)
        {
            return faults.Count > 0 ? ExitCode.Usage : read.NotFound is null ? ExitCode.Invalid : ExitCode.NotFound;
        }

        var tables = WorldTables.Compile(scenario);
        var book = new LedgerBook();
        var result = await Task.Run(
            () => World.Replay(WorldContext.Create(tables, future.Variant, future.Seed, future.Replicate, 1), book, cancel), cancel);
        if (words.Csv)
        {
            await terminal.Out.WriteAsync(LedgerTables.WriteCsv(book, future.Year, future.Line));
            return ExitCode.Ok;
        }

        var caption = string.Create(
            CultureInfo.InvariantCulture, $"{scenario.Authority.Name}, {VariantNames.InSentence(future.Variant)}, future {future.Replicate} of seed {future.Seed}");
        if (future.Line is not { } line)
        {
            await terminal.Out.WriteAsync(TerminalTable.Write(LedgerTables.OfYear(book, future.Year, caption)));
            return ExitCode.Ok;
        }

        await terminal.Out.WriteAsync(TerminalTable.Write(LedgerTables.OfLine(book, future.Year, line, caption)));
        var found = new Money(result.Values[tables.Layout.At(future.Year - scenario.Timetable.FirstYear, tables.Layout.IndexOf(MeasureCodes.Line(line)))]);
        var posted = LedgerTables.Total(book, future.Year, line);
        if (posted != found)
        {
            await terminal.Error.WriteLineAsync($"hns: the postings add up to {posted}, but the run holds {found}: please report this.");
            return ExitCode.Failure;
        }

        await terminal.Out.WriteLineAsync($"The postings add up to £{Numbers.PoundsAndPence(posted)}, which is the line's value in the run.");
        return ExitCode.Ok;
    }

    private static Option<string> Option(string name, string value, string description, string? otherwise = null)
    {
        var option = new Option<string>(name) { Description = description, HelpName = value };
        if (otherwise is not null)
        {
            option.DefaultValueFactory = _ => otherwise;
        }

        return option;
    }

    /// <summary>One year of one future.</summary>
    private sealed record Future(string Variant, ulong Seed, int Replicate, FinancialYear Year, Section251Line? Line);

    /// <summary>What somebody wrote after <c>hns ledger</c>, not yet judged.</summary>
    private sealed record Words(string Scenario, string? Variant, string Replicate, string? Year, string? Line, string Seed, bool Csv)
    {
        /// <summary>What is asked for; judges as it reads. Null where the scenario is not there to judge by.</summary>
        public Future? Read(Scenario? scenario, List<string> faults)
        {
            if (!int.TryParse(Replicate, NumberStyles.None, CultureInfo.InvariantCulture, out var replicate) || replicate > 99_999)
            {
                faults.Add($"--replicate {Replicate} is not possible: give a whole number from 0 to 99999.");
            }

            if (!ulong.TryParse(Seed, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            {
                faults.Add($"--seed {Seed} is not possible: give a whole number from 0 to {ulong.MaxValue}.");
            }

            var line = default(Section251Line);
            if (Line is not null && !Section251Lines.TryParse(Line, out line))
            {
                faults.Add($"--line {Line} is no high needs line: there are {string.Join(", ", Section251Lines.All.Select(l => l.Code()))}.");
            }

            if (scenario is null)
            {
                return null;
            }

            var variants = scenario.Variants.Select(v => v.Id).ToArray();
            if (Variant is not null && !variants.Contains(Variant))
            {
                faults.Add($"there is no variant '{Variant}': {Nearest.Hint(Variant, variants)}");
            }

            var first = scenario.Timetable.FirstYear;
            var last = first + (scenario.Timetable.Years - 1);
            var year = last;
            if (Year is not null && (!FinancialYear.TryParse(Year, out year) || year < first || year > last))
            {
                faults.Add($"--year {Year} is not possible: the scenario plays {first} to {last} out.");
            }

            return new(Variant ?? variants[0], seed, replicate, year, Line is null ? null : line);
        }
    }
}
