using System.Net;
using System.Text;

namespace HighNeedsSim.Reports.Tables;

/// <summary>Writes a table as HTML with the class names of the GOV.UK design system.</summary>
public static class HtmlTable
{
    /// <summary>The table with its caption and a scope on every head; notes follow as a list.</summary>
    public static string Write(Table table)
    {
        var html = new StringBuilder("<table class=\"govuk-table\">\n");
        html.Append("  <caption class=\"govuk-table__caption govuk-table__caption--m\">").Append(Encode(table.Caption)).Append("</caption>\n");
        html.Append("  <thead class=\"govuk-table__head\">\n    <tr class=\"govuk-table__row\">\n");
        foreach (var column in table.Columns)
        {
            html.Append("      <th scope=\"col\" class=\"govuk-table__header").Append(column.IsNumeric ? " govuk-table__header--numeric" : "")
                .Append("\">").Append(Encode(column.FullHead)).Append("</th>\n");
        }

        html.Append("    </tr>\n  </thead>\n  <tbody class=\"govuk-table__body\">\n");
        foreach (var row in table.Rows)
        {
            html.Append("    <tr class=\"govuk-table__row\">\n");
            for (var c = 0; c < row.Count; c++)
            {
                var column = table.Columns[c];
                html.Append(column.IsRowHead ? "      <th scope=\"row\" class=\"govuk-table__header\">"
                        : column.IsNumeric ? "      <td class=\"govuk-table__cell govuk-table__cell--numeric\">"
                        : "      <td class=\"govuk-table__cell\">")
                    .Append(Encode(row[c])).Append(column.IsRowHead ? "</th>\n" : "</td>\n");
            }

            html.Append("    </tr>\n");
        }

        html.Append("  </tbody>\n</table>\n");
        if (table.Notes.Count > 0)
        {
            html.Append("<ul class=\"govuk-list govuk-list--bullet\">\n");
            foreach (var note in table.Notes)
            {
                html.Append("  <li>").Append(Encode(note)).Append("</li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
