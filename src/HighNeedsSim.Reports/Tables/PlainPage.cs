using System.Net;
using System.Text;

namespace HighNeedsSim.Reports.Tables;

/// <summary>A page that needs nothing beside it: its own style, no script, nothing fetched.</summary>
internal static class PlainPage
{
    // The class names are those of the tables elsewhere; here there is no style sheet to give them a look.
    private const string Style = """
        body { font-family: Arial, "Liberation Sans", Helvetica, sans-serif; color: #0b0c0c; background: #ffffff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.4; }
        h1 { font-size: 2rem; } h2 { font-size: 1.4rem; margin-top: 2.5rem; }
        svg { max-width: 100%; height: auto; }
        table { border-collapse: collapse; margin: 1rem 0; } caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
        th, td { border-bottom: 1px solid #b1b4b6; padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; }
        .govuk-table__header--numeric, .govuk-table__cell--numeric { text-align: right; font-variant-numeric: tabular-nums; }
        .table { overflow-x: auto; }
        """;

    /// <summary>The page up to and with its heading.</summary>
    internal static StringBuilder Begin(string title) => new StringBuilder("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        .Append(Encode(title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(Encode(title)).Append("</h1>\n");

    /// <summary>Tables, each scrolled by itself where it is wider than the page.</summary>
    internal static void Append(StringBuilder html, params ReadOnlySpan<Table> tables)
    {
        foreach (var table in tables)
        {
            html.Append("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Encode(table.Caption)).Append("\">\n")
                .Append(HtmlTable.Write(table)).Append("</div>\n");
        }
    }

    /// <summary>The end of the page, and all of it in UTF-8.</summary>
    internal static byte[] End(StringBuilder html) => Encoding.UTF8.GetBytes(html.Append("</main>\n</body>\n</html>\n").ToString());

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
