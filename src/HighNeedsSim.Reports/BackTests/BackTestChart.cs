using System.Globalization;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>Draws a back-test: how often ranges held, and how much better than the best rival forecasts score.</summary>
/// <remarks>A row for all plans and for each group of placements; years ahead are told apart by shape, not by colour alone.</remarks>
public static class BackTestChart
{
    private const double Width = 960;
    private const double Left = 250;
    private const double Right = 28;
    private const double RowHeight = 34;
    private const double Size = 15;

    /// <summary>Share of forecasts whose 8-in-10 range held what was published.</summary>
    public static string Coverage(BackTestFindings findings, string id) => Draw(
        findings, id,
        CoverageTitle(findings),
        "Share of forecasts, %. The tinted band is 70% to 90%; a range that means what it says holds 80%.",
        summary => summary.Coverage, (0.4, 1), 0.1, 0.8, BackTestWords.RightCoverage);

    /// <summary>How much less the mean score is than the best rival's.</summary>
    public static string Skill(BackTestFindings findings, string id)
    {
        var values = Rows(findings).SelectMany(row => row.Points).Select(point => point.Summary.Skill).ToArray();
        var (low, high) = (Math.Min(-0.1, Math.Floor(values.DefaultIfEmpty(0).Min() * 10) / 10), Math.Max(0.2, Math.Ceiling(values.DefaultIfEmpty(0).Max() * 10) / 10));
        return Draw(
            findings, id,
            BackTestSummary.Of(findings.Lines(CensusMeasure.Total)) is { } all ? BackTestWords.Title(all) : "No forecast could be scored",
            "How much less the mean score (CRPS) is than that of the best naive rival, %. Left of zero the rival is better.",
            summary => summary.Skill, (Math.Max(low, -1), high), 0.1, 0, null);
    }

    private static string CoverageTitle(BackTestFindings findings)
    {
        var rows = Rows(findings).SelectMany(row => row.Points).ToArray();
        var right = rows.Count(point => point.Summary.Coverage >= BackTestWords.RightCoverage.Low && point.Summary.Coverage <= BackTestWords.RightCoverage.High);
        return string.Create(CultureInfo.InvariantCulture, $"{right} of {rows.Length} ranges are as wide as they should be");
    }

    private static List<(CensusMeasure Measure, List<(int Years, BackTestSummary Summary)> Points)> Rows(BackTestFindings findings) =>
    [
        .. from measure in CensusMeasures.All
           let points = (from years in BackTestTables.Distances(findings)
                         let summary = BackTestSummary.Of(findings.Lines(measure, years))
                         where summary is not null
                         select (years, summary)).ToList()
           where points.Count > 0
           select (measure, points),
    ];

    private static string Draw(
        BackTestFindings findings, string id, string title, string caption, Func<BackTestSummary, double> value,
        (double Low, double High) axis, double step, double aim, (double Low, double High)? band)
    {
        var rows = Rows(findings);
        var distances = BackTestTables.Distances(findings).ToArray();
        const double Top = 118;
        var bottom = Top + (rows.Count * RowHeight);
        var height = bottom + 34;
        var svg = new SvgWriter();
        ChartFrame.Open(svg, id, title, Described(rows, value), Width, height, Size);
        svg.Element("rect", ("width", Width), ("height", height), ("fill", Palette.Paper));
        svg.Text("text", title, ("x", 0.0), ("y", 24.0), ("font-size", 22.0), ("font-weight", "bold"));
        svg.Text("text", caption, ("x", 0.0), ("y", 52.0), ("fill", Palette.FaintInk));
        var at = 0.0;
        foreach (var years in distances)
        {
            var words = $"{Numbers.Count(years)} {(years == 1 ? "year" : "years")} ahead";
            Mark(svg, years, at + 8, 79);
            svg.Text("text", words, ("x", at + 22), ("y", 84.0));
            at += 22 + SvgText.Width(words, Size) + 26;
        }

        if (band is { } right)
        {
            svg.Element("rect", ("x", X(right.Low)), ("y", Top - 8), ("width", X(right.High) - X(right.Low)), ("height", bottom - Top + 8),
                ("fill", Palette.Paths[0].Colour), ("fill-opacity", 0.1));
        }

        for (var tick = (int)Math.Round(axis.Low / step); tick <= (int)Math.Round(axis.High / step); tick++)
        {
            var x = X(tick * step);
            var isAim = Math.Abs((tick * step) - aim) < step / 2;
            svg.Element("line", ("x1", x), ("y1", Top - 8), ("x2", x), ("y2", bottom), ("stroke", isAim ? Palette.FaintInk : Palette.Grid),
                ("stroke-width", isAim ? 2.0 : 1.0));
            svg.Text("text", Percent(tick * step), ("x", x), ("y", bottom + 22), ("text-anchor", "middle"), ("fill", Palette.FaintInk));
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var y = Top + ((row + 0.5) * RowHeight);
            svg.Text("text", BackTestTables.Short(rows[row].Measure), ("x", Left - 14), ("y", y + 5), ("text-anchor", "end"),
                ("font-weight", rows[row].Measure == CensusMeasure.Total ? "bold" : null));
            foreach (var (years, summary) in rows[row].Points)
            {
                Mark(svg, years, X(Math.Clamp(value(summary), axis.Low, axis.High)), y);
            }
        }

        return svg.Close().ToString();

        double X(double share) => Left + ((share - axis.Low) / (axis.High - axis.Low) * (Width - Left - Right));
    }

    // A full circle, an open square, an open diamond; further years as the diamond with their number in the table.
    private static void Mark(SvgWriter svg, int years, double x, double y)
    {
        var colour = Palette.Paths[(years - 1) % Palette.Paths.Count].Colour;
        if (years == 1)
        {
            svg.Element("circle", ("cx", x), ("cy", y), ("r", 6.5), ("fill", colour));
        }
        else if (years == 2)
        {
            svg.Element("rect", ("x", x - 5.5), ("y", y - 5.5), ("width", 11.0), ("height", 11.0), ("fill", Palette.Paper), ("stroke", colour), ("stroke-width", 2.5));
        }
        else
        {
            string[] corners = [$"{SvgWriter.Number(x)},{SvgWriter.Number(y - 7.5)}", $"{SvgWriter.Number(x + 7.5)},{SvgWriter.Number(y)}",
                $"{SvgWriter.Number(x)},{SvgWriter.Number(y + 7.5)}", $"{SvgWriter.Number(x - 7.5)},{SvgWriter.Number(y)}"];
            svg.Element("polygon", ("points", string.Join(' ', corners)), ("fill", Palette.Paper), ("stroke", colour), ("stroke-width", 2.0));
        }
    }

    private static string Described(List<(CensusMeasure Measure, List<(int Years, BackTestSummary Summary)> Points)> rows, Func<BackTestSummary, double> value) =>
        string.Join(' ', rows.Select(row => $"{BackTestTables.Short(row.Measure)}: "
            + $"{string.Join(", ", row.Points.Select(point => $"{Numbers.Share(value(point.Summary))} {Numbers.Count(point.Years)} ahead"))}."));

    private static string Percent(double share) => $"{Numbers.Count(Math.Round(share * 100))}%";
}
