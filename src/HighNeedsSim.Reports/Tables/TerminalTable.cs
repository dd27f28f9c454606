using System.Text;

namespace HighNeedsSim.Reports.Tables;

/// <summary>Writes a table in columns of text.</summary>
public static class TerminalTable
{
    /// <summary>The widest line that fits a terminal.</summary>
    public const int Width = 100;

    private const int Gap = 2;

    /// <summary>
    /// The table as lines of at most <see cref="Width"/> characters. Where it is wider than that, each group of columns
    /// becomes a table of its own beside the row heads.
    /// </summary>
    public static string Write(Table table)
    {
        var text = new StringBuilder();
        foreach (var line in Wrap(table.Caption, Width))
        {
            text.Append(line).Append('\n');
        }

        foreach (var part in Parts(table))
        {
            text.Append('\n');
            Write(text, table, part);
        }

        text.Append('\n');
        foreach (var line in table.Notes.SelectMany(note => Wrap(note, Width)))
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Breaks a sentence into lines no longer than so many characters, between words.</summary>
    public static IEnumerable<string> Wrap(string sentence, int width)
    {
        var line = new StringBuilder();
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    private static IEnumerable<int[]> Parts(Table table)
    {
        int[] all = [.. Enumerable.Range(0, table.Columns.Count)];
        if (Layout(table, all).Sum(width => width + Gap) - Gap <= Width)
        {
            return [all];
        }

        int[] heads = [.. all.Where(c => table.Columns[c].IsRowHead)];
        return all.Except(heads).GroupBy(c => table.Columns[c].Group).Select(group => (int[])[.. heads, .. group]);
    }

    private static void Write(StringBuilder text, Table table, int[] columns)
    {
        var widths = Layout(table, columns);
        var groups = new StringBuilder();
        for (var i = 0; i < columns.Length; i++)
        {
            var group = table.Columns[columns[i]].Group;
            if (group.Length > 0 && (i == 0 || table.Columns[columns[i - 1]].Group != group))
            {
                var start = widths.Take(i).Sum(width => width + Gap);
                var span = Span(table, columns, i, widths);
                groups.Append(' ', start - groups.Length).Append(group.PadLeft(span));
            }
        }

        if (groups.Length > 0)
        {
            AppendLine(text, groups.ToString());
        }

        AppendLine(text, Line(table, columns, widths, c => table.Columns[c].Head));
        string? head = null;
        foreach (var row in table.Rows)
        {
            // The first head is said once for the rows that share it.
            var first = row[columns[0]];
            AppendLine(text, Line(table, columns, widths, c => c == columns[0] && first == head ? "" : row[c]));
            head = first;
        }
    }

    private static int Span(Table table, int[] columns, int first, int[] widths)
    {
        var span = widths[first];
        for (var i = first + 1; i < columns.Length && table.Columns[columns[i]].Group == table.Columns[columns[first]].Group; i++)
        {
            span += Gap + widths[i];
        }

        return span;
    }

    private static int[] Layout(Table table, int[] columns)
    {
        var widths = columns.Select(c => table.Rows.Select(r => r[c].Length).Append(table.Columns[c].Head.Length).Max()).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            var group = table.Columns[columns[i]].Group;
            if (group.Length > 0 && (i == 0 || table.Columns[columns[i - 1]].Group != group))
            {
                widths[i] += Math.Max(0, group.Length - Span(table, columns, i, widths));
            }
        }

        return widths;
    }

    private static string Line(Table table, int[] columns, int[] widths, Func<int, string> cell) =>
        string.Join(new string(' ', Gap), columns.Select((c, i) =>
            table.Columns[c].IsNumeric ? cell(c).PadLeft(widths[i]) : cell(c).PadRight(widths[i])));

    private static void AppendLine(StringBuilder text, string line) => text.Append(line.TrimEnd()).Append('\n');
}
