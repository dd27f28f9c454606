using System.Globalization;
using System.Text;

namespace HighNeedsSim.Reports.Tables;

/// <summary>Writes comma-separated values (RFC 4180) that a spreadsheet opens without running anything.</summary>
internal sealed class Csv
{
    private readonly StringBuilder _text = new();

    /// <summary>UTF-8 with a byte order mark: without it spreadsheets read a pound sign wrongly.</summary>
    public static readonly Encoding Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

    /// <summary>A line of cells. Numbers are written in full with the invariant culture.</summary>
    public Csv Line(params IEnumerable<object> cells)
    {
        _text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        return this;
    }

    /// <summary>The lines so far.</summary>
    public override string ToString() => _text.ToString();

    private static string Cell(object value) => value is string text
        ? Quote(Harmless(text))
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    // A text that begins like a formula would be run by a spreadsheet: an apostrophe makes it text again.
    private static string Harmless(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0' ? "'" + text : text;

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
