namespace HighNeedsSim.Reports.Charts;

/// <summary>What every chart begins with: a drawing that says what it shows to those who cannot see it, white paper, and its heading where it stands alone.</summary>
internal sealed class ChartFrame
{
    /// <summary>What text is drawn in: the first of these that the reader's machine has. All have the same widths.</summary>
    internal const string Fonts = "Arial, Liberation Sans, Helvetica, sans-serif";

    private readonly FanLayout _layout;
    private readonly IReadOnlyList<string> _title;
    private readonly IReadOnlyList<string> _caption;

    /// <param name="title">The message.</param>
    /// <param name="caption">What is measured.</param>
    /// <param name="options">How it is drawn: a page has title and caption as text of its own.</param>
    internal ChartFrame(string title, string caption, ChartOptions options)
    {
        _layout = FanLayout.Of(options.Width);
        _title = options.Headed ? SvgText.Wrap(title, _layout.Width - 8, _layout.TitleSize, bold: true) : [];
        _caption = options.Headed ? SvgText.Wrap(caption, _layout.Width - 8, _layout.Size) : [];
    }

    /// <summary>How high the heading is; nothing where there is none.</summary>
    internal double Heading => (_title.Count * _layout.TitleSize * 1.25) + (_caption.Count * _layout.LineHeight) + (_title.Count > 0 ? 14 : 0);

    /// <summary>Opens a drawing.</summary>
    internal static void Open(SvgWriter svg, string id, string title, string description, double width, double height, double size)
    {
        svg.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"), ("id", id), ("role", "img"),
            ("aria-labelledby", $"{id}-title"), ("aria-describedby", $"{id}-desc"),
            ("viewBox", $"0 0 {SvgWriter.Number(width)} {SvgWriter.Number(height)}"),
            ("width", width), ("height", height),
            ("font-family", Fonts), ("font-size", size), ("fill", Palette.Ink));
        svg.Text("title", title, ("id", $"{id}-title"));
        svg.Text("desc", description, ("id", $"{id}-desc"));
    }

    /// <summary>White paper and, at its top, the heading.</summary>
    internal void Draw(SvgWriter svg, double height)
    {
        svg.Element("rect", ("width", _layout.Width), ("height", height), ("fill", Palette.Paper));
        var y = 0.0;
        foreach (var line in _title)
        {
            y += _layout.TitleSize * 1.25;
            svg.Text("text", line, ("x", 0.0), ("y", y - 5), ("font-size", _layout.TitleSize), ("font-weight", "bold"));
        }

        foreach (var line in _caption)
        {
            y += _layout.LineHeight;
            svg.Text("text", line, ("x", 0.0), ("y", y), ("fill", Palette.FaintInk));
        }
    }
}
