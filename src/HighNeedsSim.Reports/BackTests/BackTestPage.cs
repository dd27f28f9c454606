using System.Net;
using System.Text;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>A back-test as one page that needs nothing beside it: sentences, charts, tables.</summary>
public static class BackTestPage
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

    /// <summary>The page as HTML in UTF-8.</summary>
    public static byte[] Write(BackTestFindings findings)
    {
        var sentences = BackTestWords.Of(findings);
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Back-test: how good forecasts were</title>\n<style>\n")
            .Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>Back-test: how good forecasts were</h1>\n");
        foreach (var sentence in sentences)
        {
            html.Append("<p>").Append(Encode(sentence)).Append("</p>\n");
        }

        html.Append("<p>Each forecast was made with what was known on census day of its origin, and is set beside what was published since. ")
            .Append("It leaves out ").Append(Encode(Words.Caveats.LeftOut)).Append(".</p>\n<h2>All plans</h2>\n").Append(BackTestChart.Skill(findings, "skill"));
        Append(html, BackTestTables.ByYearsAhead(findings), BackTestTables.ByOrigin(findings), BackTestTables.ByHalf(findings));
        html.Append("<h2>How wide the ranges are</h2>\n").Append(BackTestChart.Coverage(findings, "coverage"));
        Append(html, BackTestTables.Pit(findings));
        html.Append("<h2>Groups of placements</h2>\n");
        Append(html, BackTestTables.ByPlacement(findings));
        html.Append("<h2>How this was made</h2>\n<ul>\n");
        foreach (var file in findings.Data)
        {
            html.Append("<li>").Append(Encode(file.Path)).Append(", SHA-256 ").Append(file.Sha256).Append("</li>\n");
        }

        var spec = findings.Result.Spec;
        html.Append(FormattableString.Invariant($"<li>{spec.Replicates} simulated futures each, seed {spec.Seed}, model version {Encode(findings.ModelVersion)}</li>\n"))
            .Append("<li>SHA-256 of backtest.csv: ").Append(BackTestData.Digest(findings.Result)).Append("</li>\n</ul>\n</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private static void Append(StringBuilder html, params ReadOnlySpan<Table> tables)
    {
        foreach (var table in tables)
        {
            html.Append("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Encode(table.Caption)).Append("\">\n")
                .Append(HtmlTable.Write(table)).Append("</div>\n");
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
