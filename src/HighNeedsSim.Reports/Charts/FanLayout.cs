namespace HighNeedsSim.Reports.Charts;

/// <summary>The two sizes that a chart is drawn in.</summary>
public enum ChartWidth
{
    /// <summary>960 units: screens, papers, files.</summary>
    Wide,

    /// <summary>290 units, so that text keeps its size on a screen of 320 pixels.</summary>
    Narrow,
}

/// <summary>How a chart is drawn, beside what it shows.</summary>
/// <param name="Id">Put before every id of the drawing: two drawings on a page must not share one.</param>
/// <param name="Width">Wide or narrow.</param>
/// <param name="Headed">Whether title and caption are drawn too: a file of its own needs them, a page has them as text.</param>
public sealed record ChartOptions(string Id, ChartWidth Width = ChartWidth.Wide, bool Headed = false);

/// <summary>The measures of a fan chart, in units of the drawing.</summary>
/// <param name="Width">The whole drawing.</param>
/// <param name="PlotHeight">From the top of the vertical axis to the horizontal axis.</param>
/// <param name="Right">Room for the labels of paths.</param>
/// <param name="Size">Of text.</param>
/// <param name="TitleSize">Of the drawn title.</param>
/// <param name="Swatch">Length of the piece of line before a label.</param>
internal sealed record FanLayout(
    double Width, double PlotHeight, double Right, double Size, double TitleSize, double Swatch)
{
    public static FanLayout Of(ChartWidth width) => width == ChartWidth.Wide
        ? new(960, 400, 218, 15, 22, 26)
        : new(290, 300, 96, 14, 18, 0);

    public double LineHeight => Size * 1.3;

    public double PlotRight => Width - Right;
}
