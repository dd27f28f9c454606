using System.CommandLine;
using System.Globalization;
using HighNeedsSim.Reports.Disclosure;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Cli;

/// <summary><c>hns import</c>: counts an authority's own return on this machine, and keeps the counts alone.</summary>
internal static class ImportCommand
{
    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The XML of the person-level SEN2 return, as the case-management system writes it." };
        var census = new Option<string>("--census") { Description = "The census day: 2025-01-16.", HelpName = "DAY", Required = true };
        var schools = new Option<string>("--schools") { Description = "A table with the columns urn,type: what type of placement each provider is.", HelpName = "FILE" };
        var threshold = new Option<int>("--suppress-below")
        {
            Description = "Counts from 1 up to one less than this are hidden in the tables to publish.",
            HelpName = "N",
            DefaultValueFactory = _ => Suppression.UsualThreshold,
        };
        var target = new Option<string>("--out") { Description = "A new or empty folder for the tables.", HelpName = "DIR", Required = true };
        var sen2 = new Command("sen2", "Count a SEN2 return: plans in force, and the year's requests, decisions, new and ceased plans, as tables of a scenario and to publish.") { file, census, schools, threshold, target };
        sen2.SetAction((parsed, cancel) => Sen2Async(
            terminal, parsed.GetRequiredValue(file), parsed.GetRequiredValue(census), parsed.GetValue(schools), parsed.GetValue(threshold), parsed.GetRequiredValue(target), cancel));
        return new("import", "Count an authority's own records on this machine; nothing of a child is kept, logged or written.") { sen2 };
    }

    private static async Task<int> Sen2Async(
        Terminal terminal, string file, string census, string? schools, int threshold, string target, CancellationToken cancel)
    {
        List<string> faults = [];
        if (!DateOnly.TryParseExact(census, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Month != 1)
        {
            faults.Add($"--census {census} is no day in January: write it as 2025-01-16");
        }

        if (threshold is < 2 or > 100)
        {
            faults.Add($"--suppress-below {threshold} is not from 2 to 100");
        }

        if (faults.Count > 0)
        {
            await TellAsync(terminal, faults.Select(fault => $"{fault}."));
            return ExitCode.Usage;
        }

        string[] missing = [.. new[] { file, schools }.OfType<string>().Where(path => !File.Exists(path))];
        if (missing.Length > 0)
        {
            await TellAsync(terminal, missing.Select(path => $"there is no file {path}."));
            return ExitCode.NotFound;
        }

        var (known, mistakes) = schools is null ? (Sen2Schools.None, []) : Sen2Schools.Read(schools, await File.ReadAllTextAsync(schools, cancel));
        Sen2Reading reading;
        await using (var stream = File.OpenRead(file))
        {
            reading = mistakes.Count > 0 ? new(null, null, mistakes, []) : Sen2Return.Read(file, stream, day, known);
        }

        foreach (var note in reading.Notes)
        {
            await terminal.Error.WriteLineAsync($"Note: {note}");
        }

        if (reading is not { Stock: { } stock, Flows: { } flows })
        {
            foreach (var problem in reading.Problems)
            {
                await terminal.Error.WriteLineAsync(problem.ToString());
            }

            return ExitCode.Invalid;
        }

        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            await TellAsync(terminal, [$"{target} is not empty: name a new folder."]);
            return ExitCode.Failure;
        }

        foreach (var (name, text) in stock.Tables().Concat(flows.Tables()))
        {
            await WriteAsync(Path.Combine(target, name), System.Text.Encoding.UTF8.GetBytes(text), cancel);
        }

        foreach (var (name, bytes) in StockTables.Files(stock, threshold).Concat(FlowTables.Files(flows, threshold)))
        {
            await WriteAsync(Path.Combine(target, "to-publish", name), bytes, cancel);
        }

        await terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"""
            Counted {stock.Total} plans in force on {day:d MMMM yyyy}; in {flows.Year} {flows.Requests} requests, {flows.AllNewPlans} new plans and {flows.AllCeased} that ceased.
            {target}/data holds them in full, for a scenario's own folder, and {target}/figures.csv what scenario.yaml says in single figures: they stay in the house. Write there in scenario.yaml:
              suppress-below: {threshold}
            so that papers, pages and data files hide small counts of it. {target}/to-publish holds tables in which they are hidden.
            """));
        return ExitCode.Ok;
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes, cancel);
    }

    private static async Task TellAsync(Terminal terminal, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault}");
        }
    }
}
