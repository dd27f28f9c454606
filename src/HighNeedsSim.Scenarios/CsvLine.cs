using System.Text;

namespace HighNeedsSim.Scenarios;

/// <summary>One line of comma-separated values: quotation marks may hold commas, never line breaks.</summary>
internal static class CsvLine
{
    internal const string Unclosed =
        "a quotation mark is not closed before the next comma or the end of the line: close it, or write \"\" for a mark inside a text.";

    /// <summary>The cells without the space around them; null where a quotation mark is not closed.</summary>
    internal static List<string>? Cells(string line)
    {
        line = line.EndsWith('\r') ? line[..^1] : line;
        var cells = new List<string>();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (Quoted(line, ref at) is not { } text || (at < line.Length && line[at] != ','))
                {
                    return null;
                }

                cells.Add(text.Trim());
            }
            else
            {
                var end = line.IndexOf(',', at);
                end = end < 0 ? line.Length : end;
                cells.Add(line[at..end].Trim());
                at = end;
            }

            if (at >= line.Length)
            {
                return cells;
            }

            at++;
        }
    }

    private static string? Quoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                text.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                text.Append('"');
                at++;
            }
            else
            {
                at++;
                return text.ToString();
            }
        }

        return null;
    }
}
