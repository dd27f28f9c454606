namespace HighNeedsSim.Scenarios;

/// <summary>A table of a scenario, read row by row with the lines they stand on.</summary>
/// <remarks>
/// A row is a line: quotation marks may hold commas, never line breaks, so that every problem has a line that a
/// spreadsheet shows too.
/// </remarks>
internal sealed class CsvTable
{
    private const int MostRows = 20_000;
    private const int MostColumns = 64;
    private static readonly string[] Overrides = ["source", "year", "confidence", "rationale"];

    private readonly Reading _reading;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<CsvRow> _rows = [];

    private CsvTable(Reading reading, string name) =>
        (_reading, Name, File, From) = (reading, name, reading.In(name), reading.Sources.Table(reading, name));

    /// <summary>Within the scenario's folder: <c>data/providers.csv</c>.</summary>
    internal string Name { get; }

    internal string File { get; }

    internal Pedigree From { get; }

    /// <summary>Whether it could be read at all; if not, that is among the problems.</summary>
    internal bool IsReadable { get; private set; }

    internal IReadOnlyList<CsvRow> Rows => _rows;

    /// <summary>Reads a table whose first columns are those given, in this order; columns of pedigree may follow.</summary>
    internal static CsvTable Read(Reading reading, string name, params string[] columns)
    {
        var table = new CsvTable(reading, name);
        if (reading.Text(table.File, $"it has the columns {string.Join(',', columns)}.") is { } file)
        {
            table.Parse(file, columns);
        }

        return table;
    }

    internal int Column(string name) => _columns[name];

    internal bool Has(string name) => _columns.ContainsKey(name);

    internal void Add(int? line, string message) => _reading.Problems.Add(File, line, message);

    internal void Log(string label) => _reading.Log(Name, label, $"{_rows.Count} rows", From, File, null);

    private void Parse(TextFile file, string[] columns)
    {
        var lines = file.Text.Split('\n');
        if (Cells(lines[0], 1) is not { } header || !Header(header, columns))
        {
            return;
        }

        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 && i == lines.Length - 1)
            {
                break;
            }

            if (_rows.Count == MostRows)
            {
                Add(i + 1, $"the table has more than {MostRows} rows: no table of a scenario needs that.");
                return;
            }

            if (Cells(lines[i], i + 1) is { } cells)
            {
                Row(cells, i + 1, header.Count);
            }
        }

        IsReadable = true;
        if (_rows.Count == 0 && !_reading.Problems.Has(File))
        {
            Add(null, "the table has a header and no rows: fill it in.");
        }
    }

    private void Row(List<string> cells, int line, int wanted)
    {
        if (cells.TrueForAll(c => c.Length == 0))
        {
            Add(line, "the row is blank: remove it.");
        }
        else if (cells.Count != wanted)
        {
            Add(line, $"the row has {cells.Count} cells, the header has {wanted}: check commas and quotation marks.");
        }
        else
        {
            _rows.Add(new(this, _reading, line, [.. cells]));
        }
    }

    private bool Header(List<string> header, string[] columns)
    {
        if (header.Count > MostColumns)
        {
            Add(1,
                $"the header has {header.Count} columns: at most {MostColumns} are read. Wanted are {string.Join(',', columns)}.");
            return false;
        }

        for (var i = 0; i < header.Count; i++)
        {
            if (!_columns.TryAdd(header[i], i))
            {
                Add(1, $"the column {ProblemList.Quote(header[i])} is there twice: keep one of them.");
                return false;
            }
        }

        var allowed = columns.Concat(Overrides).ToArray();
        var missing = columns.Where(c => !_columns.ContainsKey(c)).ToArray();
        var unknown = header.Where(c => !allowed.Contains(c)).ToArray();
        if (missing.Length > 0 || unknown.Length > 0)
        {
            Add(1,
                $"the header does not fit: {Named("missing", missing)}{(missing.Length > 0 && unknown.Length > 0 ? ", " : "")}{Named("not known", unknown)}. "
                + $"Wanted are {string.Join(',', columns)}, and {string.Join(", ", Overrides)} may follow.");
            return false;
        }

        var order = header.Where(columns.Contains);
        if (!order.SequenceEqual(columns) || !header.Take(columns.Length).SequenceEqual(columns))
        {
            Add(1, $"the columns are in another order: wanted are {string.Join(',', columns)}.");
            return false;
        }

        return true;
    }

    private static string Named(string what, string[] columns) => columns.Length == 0
        ? ""
        : $"{what} {(columns.Length == 1 ? "is" : "are")} {string.Join(", ", columns.Take(8).Select(ProblemList.Quote))}"
            + (columns.Length > 8 ? " and more" : "");

    private List<string>? Cells(string line, int number)
    {
        var cells = CsvLine.Cells(line);
        if (cells is null)
        {
            Add(number, CsvLine.Unclosed);
        }

        return cells;
    }
}
