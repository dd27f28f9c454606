using System.Globalization;
using DocumentFormat.OpenXml;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace HighNeedsSim.Reports.Office;

/// <summary>
/// A chart as Word and Excel draw it themselves: it can be restyled and copied, needs no font of ours, and carries its numbers
/// with it. Each option is a thick line for the median and two thin ones for the 8 in 10; the parts of bars stand side by side.
/// </summary>
internal static class NativeChart
{
    private const uint CategoryAxis = 1;
    private const uint ValueAxis = 2;
    private const int Thick = 31_750;
    private const int Thin = 9_525;
    private const string Ends = ", 8 in 10";

    /// <summary>One line or row of bars: what it is called and which figures it holds.</summary>
    /// <param name="Name">As the legend has it.</param>
    /// <param name="Path">Which option, for colour and dash.</param>
    /// <param name="IsEnd">Whether it is an end of a range.</param>
    /// <param name="Values">A figure for each category.</param>
    internal sealed record Strand(string Name, int Path, bool IsEnd, IReadOnlyList<Figure> Values);

    /// <summary>The strands of a chart, in the order in which they are drawn and tabled.</summary>
    internal static IReadOnlyList<Strand> Strands(PaperChart chart) =>
    [
        .. chart.Series.SelectMany((series, path) => series.Low.Count == 0 || chart.IsBars
            ? (IEnumerable<Strand>)[new(series.Name, path, false, series.Values)]
            :
            [
                new(series.Name, path, false, series.Values),
                new($"{series.Name}{Ends}, from", path, true, series.Low),
                new($"{series.Name}{Ends}, to", path, true, series.High),
            ]),
    ];

    /// <summary>The chart.</summary>
    /// <param name="chart">What it shows.</param>
    /// <param name="address">Where a workbook keeps the names (−1) or the values of a strand; null where there is no workbook.</param>
    internal static C.ChartSpace Of(PaperChart chart, Func<int, string>? address)
    {
        var strands = Strands(chart);
        OpenXmlCompositeElement drawn = chart.IsBars
            ? new C.BarChart(new C.BarDirection { Val = C.BarDirectionValues.Bar }, new C.BarGrouping { Val = C.BarGroupingValues.Clustered }, new C.VaryColors { Val = false })
            : new C.LineChart(new C.Grouping { Val = C.GroupingValues.Standard }, new C.VaryColors { Val = false });
        for (var n = 0; n < strands.Count; n++)
        {
            drawn.Append(chart.IsBars ? Bars(chart, strands[n], n, address) : Line(chart, strands[n], n, address));
        }

        if (chart.IsBars)
        {
            drawn.Append(new C.GapWidth { Val = 60 });
        }
        else
        {
            drawn.Append(new C.ShowMarker { Val = true });
        }

        drawn.Append(new C.AxisId { Val = CategoryAxis }, new C.AxisId { Val = ValueAxis });
        var space = new C.ChartSpace(
            new C.EditingLanguage { Val = "en-GB" },
            new C.RoundedCorners { Val = false },
            new C.Chart(
                Title(chart),
                new C.AutoTitleDeleted { Val = false },
                new C.PlotArea(new C.Layout(), drawn, Categories(chart), Values(chart)),
                Legend(chart, strands),
                new C.PlotVisibleOnly { Val = true },
                new C.DisplayBlanksAs { Val = C.DisplayBlanksAsValues.Gap }));
        space.AddNamespaceDeclaration("c", "http://schemas.openxmlformats.org/drawingml/2006/chart");
        space.AddNamespaceDeclaration("a", "http://schemas.openxmlformats.org/drawingml/2006/main");
        return space;
    }

    private static C.LineChartSeries Line(PaperChart chart, Strand strand, int n, Func<int, string>? address)
    {
        var style = Palette.Paths[strand.Path % Palette.Paths.Count];
        var outline = new A.Outline(Fill(style.Colour)) { Width = strand.IsEnd ? Thin : Thick };
        if (style.Dash is not null)
        {
            outline.Append(new A.PresetDash { Val = strand.Path == 1 ? A.PresetLineDashValues.Dash : A.PresetLineDashValues.SystemDot });
        }

        return new C.LineChartSeries(
            Index(n), Order(n), Name(strand.Name, n, address), new C.ChartShapeProperties(outline),
            new C.Marker(new C.Symbol { Val = C.MarkerStyleValues.None }), CategoriesOf(chart, address), ValuesOf(chart, strand, n, address), new C.Smooth { Val = false });
    }

    private static C.BarChartSeries Bars(PaperChart chart, Strand strand, int n, Func<int, string>? address) => new(
        Index(n), Order(n), Name(strand.Name, n, address), new C.ChartShapeProperties(Fill(Palette.Paths[strand.Path % Palette.Paths.Count].Colour)),
        new C.InvertIfNegative { Val = false }, CategoriesOf(chart, address), ValuesOf(chart, strand, n, address));

    private static C.Index Index(int n) => new() { Val = (uint)n };

    private static C.Order Order(int n) => new() { Val = (uint)n };

    private static A.SolidFill Fill(string colour) => new(new A.RgbColorModelHex { Val = colour.TrimStart('#') });

    private static C.SeriesText Name(string name, int n, Func<int, string>? address) => address is null
        ? new(new C.NumericValue(name))
        : new(new C.StringReference(
            new C.Formula(Head(address(n))),
            new C.StringCache(new C.PointCount { Val = 1 }, new C.StringPoint(new C.NumericValue(name)) { Index = 0 })));

    // The head of a column stands in the row above its first cell.
    private static string Head(string range)
    {
        var sheet = range[..(range.IndexOf('!', StringComparison.Ordinal) + 1)];
        var parts = range[sheet.Length..].Split(':')[0].Split('$');
        return string.Create(CultureInfo.InvariantCulture, $"{sheet}${parts[1]}${int.Parse(parts[2], CultureInfo.InvariantCulture) - 1}");
    }

    private static C.CategoryAxisData CategoriesOf(PaperChart chart, Func<int, string>? address)
    {
        var points = chart.Categories.Select((category, at) => new C.StringPoint(new C.NumericValue(category)) { Index = (uint)at });
        OpenXmlElement[] all = [new C.PointCount { Val = (uint)chart.Categories.Count }, .. points];
        return address is null
            ? new(new C.StringLiteral(all))
            : new(new C.StringReference(new C.Formula(address(-1)), new C.StringCache(all)));
    }

    private static C.Values ValuesOf(PaperChart chart, Strand strand, int n, Func<int, string>? address)
    {
        var points = strand.Values.Select((figure, at) => new C.NumericPoint(new C.NumericValue(
            SpreadsheetNumbers.Written(figure.Number ?? 0, chart.Unit)))
        { Index = (uint)at });
        OpenXmlElement[] all = [new C.FormatCode(SpreadsheetNumbers.FormatOf(chart.Unit)), new C.PointCount { Val = (uint)strand.Values.Count }, .. points];
        return address is null
            ? new(new C.NumberLiteral(all))
            : new(new C.NumberReference(new C.Formula(address(n)), new C.NumberingCache(all)));
    }

    private static C.Title Title(PaperChart chart) => new(
        new C.ChartText(Rich(chart.Title, 1200, bold: true)), new C.Overlay { Val = false });

    private static C.RichText Rich(string text, int size, bool bold) => new(
        new A.BodyProperties(),
        new A.ListStyle(),
        new A.Paragraph(
            new A.ParagraphProperties(new A.DefaultRunProperties { FontSize = size, Bold = bold }),
            new A.Run(new A.RunProperties { Language = "en-GB", FontSize = size, Bold = bold }, new A.Text(Printable.Text(text)))));

    private static C.CategoryAxis Categories(PaperChart chart) => new(
        new C.AxisId { Val = CategoryAxis },
        new C.Scaling(new C.Orientation { Val = chart.IsBars ? C.OrientationValues.MaxMin : C.OrientationValues.MinMax }),
        new C.Delete { Val = false },
        new C.AxisPosition { Val = chart.IsBars ? C.AxisPositionValues.Left : C.AxisPositionValues.Bottom },
        new C.Title(new C.ChartText(Rich(chart.CategoryTitle, 900, bold: false)), new C.Overlay { Val = false }),
        new C.NumberingFormat { FormatCode = "General", SourceLinked = false },
        new C.MajorTickMark { Val = C.TickMarkValues.Outside },
        new C.MinorTickMark { Val = C.TickMarkValues.None },
        new C.TickLabelPosition { Val = C.TickLabelPositionValues.Low },
        new C.CrossingAxis { Val = ValueAxis },
        new C.Crosses { Val = C.CrossesValues.AutoZero },
        new C.AutoLabeled { Val = true },
        new C.LabelAlignment { Val = C.LabelAlignmentValues.Center },
        new C.LabelOffset { Val = 100 },
        new C.NoMultiLevelLabels { Val = true });

    private static C.ValueAxis Values(PaperChart chart) => new(
        new C.AxisId { Val = ValueAxis },
        new C.Scaling(new C.Orientation { Val = C.OrientationValues.MinMax }),
        new C.Delete { Val = false },
        new C.AxisPosition { Val = chart.IsBars ? C.AxisPositionValues.Bottom : C.AxisPositionValues.Left },
        new C.MajorGridlines(new C.ChartShapeProperties(new A.Outline(Fill(Palette.Grid)) { Width = Thin })),
        new C.Title(new C.ChartText(Rich(chart.Unit == FigureUnit.Million ? "£ million" : "Plans", 900, bold: false)), new C.Overlay { Val = false }),
        new C.NumberingFormat { FormatCode = "#,##0", SourceLinked = false },
        new C.MajorTickMark { Val = C.TickMarkValues.None },
        new C.MinorTickMark { Val = C.TickMarkValues.None },
        new C.TickLabelPosition { Val = chart.IsBars ? C.TickLabelPositionValues.NextTo : C.TickLabelPositionValues.Low },
        new C.CrossingAxis { Val = CategoryAxis },
        // Bars begin at the top, so the axis that is last is at the bottom.
        new C.Crosses { Val = chart.IsBars ? C.CrossesValues.Maximum : C.CrossesValues.AutoZero },
        new C.CrossBetween { Val = chart.IsBars ? C.CrossBetweenValues.Between : C.CrossBetweenValues.MidpointCategory });

    // The ends of ranges are explained in the caption; in the legend they would be two thirds of it.
    private static C.Legend Legend(PaperChart chart, IReadOnlyList<Strand> strands)
    {
        var legend = new C.Legend(new C.LegendPosition { Val = C.LegendPositionValues.Bottom });
        foreach (var n in Enumerable.Range(0, strands.Count).Where(n => strands[n].IsEnd && !chart.IsBars))
        {
            legend.Append(new C.LegendEntry(new C.Index { Val = (uint)n }, new C.Delete { Val = true }));
        }

        legend.Append(new C.Overlay { Val = false });
        return legend;
    }
}
