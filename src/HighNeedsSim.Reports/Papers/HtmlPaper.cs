using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Papers;

/// <summary>Writes a paper as one HTML page that needs nothing else: for the screen, and for print on A4.</summary>
public static partial class HtmlPaper
{
    /// <summary>How a paper looks, as a file of its own.</summary>
    public static string Styles(Paper paper) => PaperStyles.Css(paper.State);

    /// <summary>The page.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="stylesheet">
    /// Where its styles are, for a server whose security policy allows none in the page; else they stand in it.
    /// </param>
    /// <param name="icon">Where its icon is: without one a browser looks for it where there may be none.</param>
    public static string Write(Paper paper, string? stylesheet = null, string? icon = null)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>").Append(Encode(paper.Title)).Append("</title>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"description\" content=\"")
            .Append(Encode(paper.Subject)).Append("\">\n")
            .Append(stylesheet is null ? $"<style>\n{Styles(paper)}</style>" : $"<link rel=\"stylesheet\" href=\"{Encode(stylesheet)}\">")
            .Append(icon is null ? "" : $"\n<link rel=\"icon\" href=\"{Encode(icon)}\" type=\"image/svg+xml\">").Append("\n</head>\n<body>\n");
        html.Append("<main>\n").Append(Body(paper)).Append("</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>What stands in the page, for a page that brings its own frame and styles.</summary>
    public static string Body(Paper paper)
    {
        var html = new StringBuilder();
        if (paper.State != AssuranceState.Approved)
        {
            html.Append("<p class=\"paper-state\"><strong>").Append(Encode(paper.State.ToString())).Append("</strong>: ").Append(paper.State == AssuranceState.Draft
                ? "nobody has yet assured this analysis. Nothing should rest on it alone."
                : "assured, not yet approved.").Append("</p>\n");
        }

        html.Append("<h1>").Append(Prose(paper.Title)).Append("</h1>\n<dl class=\"paper-front\">\n");
        foreach (var (head, value) in paper.Front)
        {
            html.Append("<div><dt>").Append(Encode(head)).Append("</dt><dd>").Append(Encode(value)).Append("</dd></div>\n");
        }

        html.Append("</dl>\n");
        foreach (var section in paper.Sections)
        {
            html.Append("<section").Append(section.Number.StartsWith("Appendix", StringComparison.Ordinal) ? " class=\"paper-appendix\"" : "")
                .Append(section.Blocks is [TableBlock first, ..] && first.Table.ForPeople().IsWide ? ">\n<h2 class=\"paper-wide\">" : ">\n<h2>")
                .Append(Encode(section.Number)).Append(section.Number.Length > 2 ? ": " : ". ").Append(Encode(section.Title)).Append("</h2>\n");
            foreach (var block in section.Blocks)
            {
                Write(html, block);
            }

            html.Append("</section>\n");
        }

        return html.ToString();
    }

    private static void Write(StringBuilder html, PaperBlock block)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                html.Append("<p class=\"paper-paragraph\"><span class=\"paper-number\">").Append(Encode(paragraph.Number)).Append("</span> <span>").Append(Prose(paragraph.Text)).Append("</span></p>\n");
                break;
            case ListBlock list:
                html.Append("<ul>\n");
                foreach (var item in list.Items)
                {
                    html.Append("<li>").Append(Encode(item)).Append("</li>\n");
                }

                html.Append("</ul>\n");
                break;
            case HeadingBlock heading:
                html.Append("<h3>").Append(Encode(heading.Text)).Append("</h3>\n");
                break;
            case ChartBlock chart:
                html.Append("<figure>\n<figcaption><strong>").Append(Encode($"{chart.Label}: {chart.Chart.Title}.")).Append("</strong> ").Append(Prose(chart.Chart.Caption))
                    .Append("</figcaption>\n<div class=\"paper-chart\">\n").Append(chart.Chart.Draw(new($"figure-{chart.Chart.Id}", ChartWidth.Wide))).Append("</div>\n</figure>\n");
                break;
            case TableBlock table:
                Write(html, table.Label, table.Table);
                break;
        }
    }

    private static void Write(StringBuilder html, string label, FigureTable figures)
    {
        var table = figures.ForPeople();
        html.Append("<div class=\"paper-table").Append(table.IsWide ? " paper-wide" : "").Append(table.Rows.Count <= Table.MostRowsTogether ? " paper-short" : "").Append("\" role=\"region\" tabindex=\"0\" aria-label=\"").Append(Encode($"{label}: {figures.Title}"))
            .Append("\">\n<table id=\"table-").Append(Encode(figures.Id)).Append("\">\n<caption><strong>").Append(Encode($"{label}: {figures.Title}.")).Append("</strong> ")
            .Append(Prose(figures.Caption)).Append("</caption>\n<thead>\n");
        Heads(html, table);
        html.Append("</thead>\n<tbody>\n");
        var rating = RatingAt(figures);
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var c = 0; c < row.Count; c++)
            {
                var column = table.Columns[c];
                var isLong = Array.Exists(row[c].Split(' '), word => word.Length > Table.LongestWord);
                html.Append(column.IsRowHead ? isLong ? "<th scope=\"row\" class=\"long\">" : "<th scope=\"row\">"
                    : column.IsNumeric ? "<td class=\"n\">" : c == rating ? $"<td class=\"{RatingClass(row[c])}\">" : isLong ? "<td class=\"long\">" : "<td>")
                    .Append(Breakable(row[c])).Append(column.IsRowHead ? "</th>" : "</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n");
        foreach (var note in table.Notes)
        {
            html.Append("<p class=\"paper-note\">").Append(Encode(note)).Append("</p>\n");
        }

        html.Append("</div>\n");
    }

    // Two rows of heads where columns share a group; one where none does.
    private static void Heads(StringBuilder html, Table table)
    {
        if (table.Columns.All(column => column.Group.Length == 0))
        {
            html.Append("<tr>");
            foreach (var column in table.Columns)
            {
                html.Append("<th scope=\"col\"").Append(column.IsNumeric ? " class=\"n\">" : ">").Append(Encode(column.Head)).Append("</th>");
            }

            html.Append("</tr>\n");
            return;
        }

        html.Append("<tr>");
        for (var c = 0; c < table.Columns.Count; c++)
        {
            var group = table.Columns[c].Group;
            if (group.Length == 0)
            {
                html.Append("<th scope=\"col\" rowspan=\"2\">").Append(Encode(table.Columns[c].Head)).Append("</th>");
            }
            else if (c == 0 || table.Columns[c - 1].Group != group)
            {
                var span = table.Columns.Skip(c).TakeWhile(column => column.Group == group).Count();
                html.Append("<th scope=\"colgroup\" class=\"g\" colspan=\"").Append(span).Append("\">").Append(Encode(group)).Append("</th>");
            }
        }

        html.Append("</tr>\n<tr>");
        foreach (var column in table.Columns.Where(column => column.Group.Length > 0))
        {
            html.Append("<th scope=\"col\" class=\"n\">").Append(Encode(column.Head)).Append("</th>");
        }

        html.Append("</tr>\n");
    }

    private static int RatingAt(FigureTable figures) =>
        figures.Columns.ToList().FindIndex(column => column.Code == Scorecard.RatingColumn);

    private static string RatingClass(string text) => $"rag rag-{text.Split(':')[0].ToLowerInvariant()}";

    // A hash or a path may break anywhere; a browser asked nicely breaks it at the column's edge.
    private static string Breakable(string text) => Encode(text).Replace("/", "/<wbr>", StringComparison.Ordinal).Replace(".", ".<wbr>", StringComparison.Ordinal)
        is var broken && text.Contains(' ', StringComparison.Ordinal) ? Encode(text) : broken;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    // A year's hyphen is no place to break a line.
    private static string Prose(string text) => Year().Replace(Encode(text), "<span class=\"year\">$0</span>");

    [GeneratedRegex(@"\b20[0-9]{2}-[0-9]{2}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Year();
}
