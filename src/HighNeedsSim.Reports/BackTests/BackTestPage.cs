using System.Net;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>A back-test as one page that needs nothing beside it: sentences, charts, tables.</summary>
public static class BackTestPage
{
    /// <summary>The page as HTML in UTF-8.</summary>
    public static byte[] Write(BackTestFindings findings)
    {
        var sentences = BackTestWords.Of(findings);
        var html = PlainPage.Begin("Back-test: how good forecasts were");
        foreach (var sentence in sentences)
        {
            html.Append("<p>").Append(Encode(sentence)).Append("</p>\n");
        }

        html.Append("<p>Each forecast was made with what was known on census day of its origin, and is set beside what was published since. ")
            .Append("It leaves out ").Append(Encode(Words.Caveats.LeftOut)).Append(".</p>\n<h2>All plans</h2>\n").Append(BackTestChart.Skill(findings, "skill"));
        PlainPage.Append(html, BackTestTables.ByYearsAhead(findings), BackTestTables.ByOrigin(findings), BackTestTables.ByHalf(findings));
        html.Append("<h2>How wide the ranges are</h2>\n").Append(BackTestChart.Coverage(findings, "coverage"));
        PlainPage.Append(html, BackTestTables.Pit(findings));
        html.Append("<h2>Groups of placements</h2>\n");
        PlainPage.Append(html, BackTestTables.ByPlacement(findings));
        html.Append("<h2>How this was made</h2>\n<ul>\n");
        foreach (var file in findings.Data)
        {
            html.Append("<li>").Append(Encode(file.Path)).Append(", SHA-256 ").Append(file.Sha256).Append("</li>\n");
        }

        var spec = findings.Result.Spec;
        html.Append(FormattableString.Invariant($"<li>{spec.Replicates} simulated futures each, seed {spec.Seed}, model version {Encode(findings.ModelVersion)}</li>\n"))
            .Append("<li>SHA-256 of backtest.csv: ").Append(BackTestData.Digest(findings.Result)).Append("</li>\n</ul>\n");
        return PlainPage.End(html);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
