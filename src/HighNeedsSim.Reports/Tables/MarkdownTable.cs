using System.Text;

namespace HighNeedsSim.Reports.Tables;

/// <summary>Writes a table as Markdown, for documents that are kept in a repository.</summary>
public static class MarkdownTable
{
    /// <summary>Caption, rows and notes.</summary>
    public static string Write(Table table)
    {
        var text = new StringBuilder("**").Append(Escaped(table.Caption)).Append("**\n\n");
        Line(text, table.Columns.Select(column => Escaped(column.FullHead)));
        Line(text, table.Columns.Select(column => column.IsNumeric ? "---:" : "---"));
        foreach (var row in table.Rows)
        {
            Line(text, row.Select(Escaped));
        }

        foreach (var note in table.Notes)
        {
            text.Append(note == table.Notes[0] ? "\n" : "").Append("- ").Append(Escaped(note)).Append('\n');
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
