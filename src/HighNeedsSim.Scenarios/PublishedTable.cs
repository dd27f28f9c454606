using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Scenarios;

/// <summary>A row of a published table: whose, of which year, and its counts in the order of the columns asked for.</summary>
/// <param name="Line">In the file.</param>
/// <param name="Level">National, Regional or Local authority.</param>
/// <param name="Code">The authority's code; empty for England and regions.</param>
/// <param name="Name">Its name.</param>
/// <param name="Year">Of the January or the calendar year.</param>
/// <param name="Counts">Null where nothing was published.</param>
internal sealed record PublishedRow(int Line, string Level, string Code, string Name, CalendarYear Year, int?[] Counts);

/// <summary>
/// Reads a table of counts by authority and year as the Department for Education publishes them: columns in any order, further
/// columns ignored, blank cells and its symbols for what was not published.
/// </summary>
internal static class PublishedTable
{
    internal const string National = "National";
    internal const string Regional = "Regional";
    internal const string Local = "Local authority";

    private const int MostRows = 100_000;
    private const int MostCount = 10_000_000;
    private static readonly (int First, int Last) Years = (2000, 2099);

    // As in the Department's table of symbols: not available, not applicable, confidential, low, unreliable.
    private static readonly string[] NotPublished = ["", "x", "z", "c", "low", "u", ":", "..", "."];

    /// <summary>The rows that could be read; what could not is among the problems.</summary>
    internal static IReadOnlyList<PublishedRow> Read(string path, string yearColumn, string[] columns, ProblemList problems)
    {
        if (Text(path, problems) is not { } file)
        {
            return [];
        }

        var lines = file.Text.Split('\n');
        string[] wanted = ["level", "la_code", "name", yearColumn, .. columns];
        if (Header(path, lines[0], wanted, problems) is not { } header)
        {
            return [];
        }

        var rows = new List<PublishedRow>();
        var seen = new Dictionary<(string, CalendarYear), int>();
        for (var i = 1; i < lines.Length && (lines[i].Length > 0 || i < lines.Length - 1); i++)
        {
            if (rows.Count == MostRows)
            {
                problems.Add(path, i + 1, $"the table has more than {MostRows} rows: there are not so many authorities and years.");
                break;
            }

            if (Row(path, lines[i], i + 1, header, yearColumn, columns, problems) is not { } row)
            {
                continue;
            }

            if (row.Level != Regional && !seen.TryAdd((row.Code, row.Year), row.Line))
            {
                problems.Add(path, row.Line, $"{row.Name} has a row for {row.Year} already, in line {seen[(row.Code, row.Year)]}: keep one of them.");
                continue;
            }

            rows.Add(row);
        }

        if (rows.Count == 0 && !problems.Has(path))
        {
            problems.Add(path, null, "the table has a header and no rows: fill it in.");
        }

        return rows;
    }

    private static TextFile? Text(string path, ProblemList problems)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.Length > TextFile.MostBytes)
            {
                problems.Add(path, null, TextFile.TooLarge(info.Length));
                return null;
            }

            return TextFile.Of(path, File.ReadAllBytes(path), problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(path, null, "the file cannot be opened: check its name, that you may read it and that no other program holds it.");
            return null;
        }
    }

    // Where each wanted column stands, and how many there are.
    private static (Dictionary<string, int> At, int Count)? Header(string path, string line, string[] wanted, ProblemList problems)
    {
        if (CsvLine.Cells(line) is not { } cells)
        {
            problems.Add(path, 1, CsvLine.Unclosed);
            return null;
        }

        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Count; i++)
        {
            if (!at.TryAdd(cells[i], i))
            {
                problems.Add(path, 1, $"the column {ProblemList.Quote(cells[i])} is there twice: keep one of them.");
                return null;
            }
        }

        string[] missing = [.. wanted.Where(column => !at.ContainsKey(column))];
        if (missing.Length > 0)
        {
            problems.Add(path, 1, $"columns are missing: {string.Join(", ", missing)}. Wanted are {string.Join(", ", wanted)}, in any order.");
            return null;
        }

        return (at, cells.Count);
    }

    private static PublishedRow? Row(
        string path, string line, int number, (Dictionary<string, int> At, int Count) header, string yearColumn, string[] columns, ProblemList problems)
    {
        if (CsvLine.Cells(line) is not { } cells)
        {
            problems.Add(path, number, CsvLine.Unclosed);
            return null;
        }

        if (cells.Count != header.Count)
        {
            problems.Add(path, number, $"the row has {cells.Count} cells, the header has {header.Count}: check commas and quotation marks.");
            return null;
        }

        var before = problems.Count(path);
        var (level, code, name) = (cells[header.At["level"]], cells[header.At["la_code"]], cells[header.At["name"]]);
        if (level is not (National or Regional or Local))
        {
            Add("level", $"{ProblemList.Quote(level)} is not known: allowed are {National}, {Regional} and {Local}");
        }
        else if (level == Local && !(code.Length == 3 && code.All(char.IsAsciiDigit)))
        {
            Add("la_code", $"{ProblemList.Quote(code)} is not an authority's code: write its three digits, as in 886 for Kent");
        }

        var year = cells[header.At[yearColumn]];
        if (!Numbers.TryParseInt(year, out var value) || value < Years.First || value > Years.Last)
        {
            Add(yearColumn, $"{ProblemList.Quote(year)} is not a year: write four digits, from {Years.First} to {Years.Last}");
        }

        var counts = columns.Select(column => Count(column, cells[header.At[column]])).ToArray();
        return problems.Count(path) > before ? null : new(number, level, level == Local ? code : "", name, new(value), counts);

        int? Count(string column, string text)
        {
            if (NotPublished.Contains(text))
            {
                return null;
            }

            if (!Numbers.TryParseInt(text, out var count) || count is < 0 or > MostCount)
            {
                Add(column, $"{ProblemList.Quote(text)} is not a count: write digits only, without thousands separators, from 0 to {MostCount}; "
                    + "leave the cell blank where nothing was published");
            }

            return count;
        }

        void Add(string column, string message) => problems.Add(path, number, $"{column}: {message}.");
    }
}
