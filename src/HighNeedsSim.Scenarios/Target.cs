namespace HighNeedsSim.Scenarios;

/// <summary>A published figure that a run of its authority should explain.</summary>
/// <param name="Measure">What was counted, by a name that <c>hns fit</c> knows: <c>plans</c>, <c>placements:state-special</c>.</param>
/// <param name="Period">
/// A month (<c>2024-01</c>), a calendar year (<c>2024</c>), a financial year (<c>2023-24</c>) or a day (<c>2025-03-31</c>).
/// </param>
/// <param name="Variant">The variant it is to be held against; empty for the baseline.</param>
/// <param name="Value">As published, in <paramref name="Unit"/>.</param>
/// <param name="Unit">plans, requests, cases, reviews, weeks, %, GBP or GBP m.</param>
/// <param name="Source">The publication, with the place in it.</param>
/// <param name="Year">When it was published.</param>
/// <param name="Confidence">high, medium or low.</param>
/// <param name="Why">Why a run may miss it, where that is known; else empty.</param>
public sealed record Target(
    string Measure,
    string Period,
    string Variant,
    double Value,
    string Unit,
    string Source,
    string Year,
    string Confidence,
    string Why);

/// <summary>
/// Reads tables of published figures: <c>targets/</c> beside the scenarios, one file an authority, named by its ONS code. They
/// are no part of a scenario, so that no outcome can find its way into a run.
/// </summary>
public static class Targets
{
    private const string Folder = "targets";
    private static readonly string[] Columns = ["measure", "period", "variant", "value", "unit", "source", "year", "confidence", "why"];
    private static readonly string[] Confidences = ["high", "medium", "low"];

    // Measure, period, unit, source and year: a variant and a reason may be left blank.
    private static readonly int[] Wanted = [0, 1, 4, 5, 6];

    /// <summary>Where an authority's published figures lie, beside a scenario's folder.</summary>
    public static string FileOf(string scenarioFolder, string authorityCode) =>
        Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(scenarioFolder))) ?? "", Folder, authorityCode + ".csv");

    /// <summary>Reads a table.</summary>
    /// <param name="file">Its path.</param>
    /// <returns>The figures in the order of the file; and everything that is wrong with it, in which case there are no figures.</returns>
    public static (IReadOnlyList<Target> Targets, IReadOnlyList<Problem> Problems) Read(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var problems = new ProblemList();
        var targets = new List<Target>();
        if (Text(file, problems) is { } text)
        {
            Parse(file, text, targets, problems);
        }

        return problems.Any ? ([], problems.ToList()) : (targets, []);
    }

    /// <summary>Reads a table that came with the program.</summary>
    /// <param name="stream">Its text, in UTF-8.</param>
    /// <returns>The figures in the order of the table.</returns>
    /// <exception cref="InvalidOperationException">The table is not as tables are written.</exception>
    public static IReadOnlyList<Target> Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var problems = new ProblemList();
        var targets = new List<Target>();
        Parse(Folder, reader.ReadToEnd(), targets, problems);
        return problems.Any ? throw new InvalidOperationException(problems.ToList()[0].ToString()) : targets;
    }

    private static string? Text(string file, ProblemList problems)
    {
        try
        {
            var info = new FileInfo(file);
            if (info is { Exists: true, Length: > TextFile.MostBytes })
            {
                problems.Add(file, null, TextFile.TooLarge(info.Length));
                return null;
            }

            return TextFile.Of(file, File.ReadAllBytes(file), problems)?.Text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(file, null, "the file cannot be opened: check its name and that you may read it.");
            return null;
        }
    }

    private static void Parse(string file, string text, List<Target> targets, ProblemList problems)
    {
        var lines = text.Split('\n');
        if (CsvLine.Cells(lines[0]) is not { } header || !header.SequenceEqual(Columns))
        {
            problems.Add(file, 1, $"the header does not fit: wanted are {string.Join(',', Columns)}.");
            return;
        }

        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 && i == lines.Length - 1)
            {
                break;
            }

            if (CsvLine.Cells(lines[i]) is not { } cells || cells.Count != Columns.Length)
            {
                problems.Add(file, i + 1, $"the row has not {Columns.Length} cells: check commas and quotation marks.");
            }
            else if (Row(cells) is var (target, fault) && target is not null)
            {
                targets.Add(target);
            }
            else
            {
                problems.Add(file, i + 1, fault!);
            }
        }
    }

    private static (Target? Target, string? Fault) Row(List<string> cells)
    {
        if (!Numbers.TryParse(cells[3], out var value))
        {
            return (null, $"value: {ProblemList.Quote(cells[3])} is not a number: {Numbers.HowTo}.");
        }

        if (!Confidences.Contains(cells[7]))
        {
            return (null, $"confidence: {ProblemList.Quote(cells[7])} is not known: allowed are {string.Join(", ", Confidences)}.");
        }

        foreach (var at in Wanted.Where(at => cells[at].Length == 0))
        {
            return (null, $"{Columns[at]}: the cell is blank: fill it in.");
        }

        return (new(cells[0], cells[1], cells[2], value, cells[4], cells[5], cells[6], cells[7], cells[8]), null);
    }
}
