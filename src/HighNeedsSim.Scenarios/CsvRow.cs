using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Scenarios;

/// <summary>A typed look into a row of a table; what is wrong becomes a problem and a harmless value.</summary>
internal sealed class CsvRow(CsvTable table, Reading reading, int line, string[] cells)
{
    internal delegate bool Parser<T>(string? text, out T value);

    internal int Line => line;

    internal string Text(string column)
    {
        var text = cells[table.Column(column)];
        if (text.Length == 0)
        {
            Add(column, "the cell is blank: write a value (0 where there is none)");
        }

        return text;
    }

    internal int Int(string column, int min, int max)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return min;
        }

        if (!Numbers.TryParseInt(text, out var value))
        {
            Add(column,
                $"{ProblemList.Quote(text)} is not a whole number: write digits only, without thousands separators, from {min} to {max}");
            return min;
        }

        if (value < min || value > max)
        {
            Add(column, $"{value} is out of range: allowed are {min} to {max}");
            return min;
        }

        return value;
    }

    internal double Number(string column, double min, double max)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return min;
        }

        if (!Numbers.TryParse(text, out var value))
        {
            Add(column, $"{ProblemList.Quote(text)} is not a number: {Numbers.HowTo}");
            return min;
        }

        if (value < min || value > max)
        {
            Add(column, $"{text} is out of range: allowed are {Numbers.Text(min)} to {Numbers.Text(max)}");
            return min;
        }

        return value;
    }

    internal string Slug(string column)
    {
        var text = Text(column);
        if (text.Length > 0 && !Numbers.IsSlug(text))
        {
            Add(column, $"{ProblemList.Quote(text)} cannot be a name: use small letters, digits and hyphens");
        }

        return text;
    }

    /// <summary>A code of the field, as in <c>state-special</c>; <paramref name="allowed"/> are listed in the message.</summary>
    internal T Code<T>(string column, Parser<T> parse, IEnumerable<string> allowed)
    {
        var text = Text(column);
        if (!parse(text, out var value) && text.Length > 0)
        {
            Add(column, $"{ProblemList.Quote(text)} is not known: allowed are {string.Join(", ", allowed)}");
        }

        return value;
    }

    internal PlacementType Type(string column) =>
        Code<PlacementType>(column, PlacementTypes.TryParse, PlacementTypes.All.Select(t => t.Code()));

    /// <summary>The columns from-year and to-year: curriculum years that do not fall.</summary>
    internal (int First, int Last) YearRange()
    {
        var (first, last) = (Int("from-year", NcYear.First.Value, NcYear.Last.Value), Int("to-year", NcYear.First.Value, NcYear.Last.Value));
        if (first > last)
        {
            Add("to-year", $"{last} is before from-year {first}: put the lower curriculum year first");
        }

        return (first, last);
    }

    internal Month Month(string column)
    {
        var text = Text(column);
        if (text.Length > 0 && YamlMap.MonthFault(text) is { } fault)
        {
            Add(column, fault);
        }

        return YamlMap.ParseMonth(text) ?? new(Years.First * 12);
    }

    internal FinancialYear FinancialYear(string column)
    {
        var text = Text(column);
        if (text.Length > 0 && Years.Fault(text) is { } fault)
        {
            Add(column, fault);
            return new(Years.First);
        }

        return Model.Units.FinancialYear.TryParse(text, out var year) ? year : new(Years.First);
    }

    /// <summary>Three columns as an uncertain value; its pedigree is the table's, but for what the row itself says.</summary>
    internal Elicited Elicited(string id, string label, ValueKind kind, double min, double max, string prefix = "")
    {
        var before = reading.Problems.Count(table.File);
        var (low, central, high) = (Number(prefix + "p10", min, max), Number(prefix + "p50", min, max), Number(prefix + "p90", min, max));
        // A number that is none has its problem already: what it would do to the range is no second one.
        return reading.Problems.Count(table.File) > before
            ? Model.Uncertainty.Elicited.Known(id, 0)
            : reading.Note(new(id, low, central, high, kind), label, From(), table.File, line);
    }

    internal void Add(string column, string message) => table.Add(line, $"{column}: {message}.");

    private Pedigree From()
    {
        var pedigree = table.From with
        {
            Source = Override("source", table.From.Source, reading.Sources.SourceFault),
            Year = Override("year", table.From.Year, SourceBook.YearFault),
            Confidence = Override("confidence", table.From.Confidence, SourceBook.ConfidenceFault),
        };
        return table.Has("rationale") ? pedigree with { Rationale = Text("rationale") } : pedigree;
    }

    private string Override(string column, string given, Func<string, string?> fault)
    {
        if (!table.Has(column) || cells[table.Column(column)] is not { Length: > 0 } text)
        {
            return given;
        }

        if (fault(text) is { } message)
        {
            Add(column, message);
        }

        return text;
    }
}
