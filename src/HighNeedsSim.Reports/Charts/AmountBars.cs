using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Charts;

/// <summary>A bar that lies between two amounts.</summary>
/// <param name="Label">What it is.</param>
/// <param name="From">Where it begins, in pence.</param>
/// <param name="To">Where it ends, in pence.</param>
/// <param name="Value">What is written beside it.</param>
/// <param name="IsTotal">Whether it is a whole that others are parts of.</param>
public sealed record AmountBar(string Label, double From, double To, string Value, bool IsTotal = false);

/// <summary>What a bar chart shows, with the words that go with it.</summary>
/// <param name="Title">The message.</param>
/// <param name="Caption">What is measured, in what unit, and what the bars and their sides mean.</param>
/// <param name="Bars">From the top.</param>
/// <param name="Line">An amount, in pence, at which a line goes down; null for none.</param>
public sealed record AmountBarData(string Title, string Caption, IReadOnlyList<AmountBar> Bars, double? Line)
{
    /// <summary>The message and every bar in words: what a reader who cannot see the chart needs.</summary>
    public string Description => string.Join(" ", [Title + ".", .. Bars.Select(b => $"{b.Label}: {b.Value}."), Caption]);
}

/// <summary>Draws amounts as bars side by side down the page: a tornado, shares of a whole, a waterfall.</summary>
/// <remarks>Rising bars are plain and falling ones framed, so that no meaning hangs on colour.</remarks>
public static class AmountBars
{
    private const double PencePerMillion = 100_000_000;

    /// <summary>The chart as the text of an SVG document.</summary>
    public static string Draw(AmountBarData data, ChartOptions options)
    {
        var layout = FanLayout.Of(options.Width);
        var (size, line) = (layout.Size, layout.LineHeight);
        var frame = new ChartFrame(data.Title, data.Caption, options);
        var top = options.Headed ? frame.Heading : 14;
        var amounts = data.Bars.SelectMany(b => new[] { b.From, b.To }).Concat(data.Line is { } at ? [at] : []).ToArray();
        var (low, high) = (amounts.Min(), Math.Max(amounts.Max(), amounts.Min() + 1));
        // A row for the words, a row for the bar: so long labels have the whole width, wide or narrow.
        var row = (2 * line) + 8;
        var bottom = top + (data.Bars.Count * row);
        double X(double pence) => 4 + ((pence - low) / (high - low) * (layout.Width - 8));

        var svg = new SvgWriter();
        ChartFrame.Open(svg, options.Id, data.Title, data.Description, layout.Width, bottom + line + 10, size);
        frame.Draw(svg, bottom + line + 10);
        for (var n = 0; n < data.Bars.Count; n++)
        {
            var (bar, of) = (data.Bars[n], top + (n * row));
            var style = Palette.Paths[bar.IsTotal ? 3 : 0];
            svg.Text("text", Shorten(bar.Label, layout.Width - SvgText.Width(bar.Value, size) - 20, size), ("x", 4.0), ("y", of + size));
            svg.Text("text", bar.Value, ("x", layout.Width - 4), ("y", of + size), ("text-anchor", "end"), ("fill", Palette.FaintInk));
            svg.Element("rect", ("x", X(Math.Min(bar.From, bar.To))), ("y", of + line), ("width", Math.Max(1, Math.Abs(X(bar.To) - X(bar.From)))),
                ("height", line - 2), ("fill", style.Colour), ("fill-opacity", bar.To >= bar.From ? 1 : 0.25), ("stroke", style.Colour), ("stroke-width", 1.5));
            if (data.Line is { } central)
            {
                // Beside the bars alone: through the words it would strike them out.
                svg.Element("line", ("x1", X(central)), ("y1", of + line - 1), ("x2", X(central)), ("y2", of + (2 * line) + 3), ("stroke", Palette.FaintInk),
                    ("stroke-width", 1.0), ("stroke-dasharray", "3 3"));
            }
        }

        svg.Text("text", $"{Numbers.Millions(low)} £ million", ("x", 4.0), ("y", bottom + line), ("fill", Palette.FaintInk));
        svg.Text("text", Numbers.Millions(high), ("x", layout.Width - 4), ("y", bottom + line), ("text-anchor", "end"), ("fill", Palette.FaintInk));
        return svg.Close().ToString();
    }

    /// <summary>Bars that begin where the one before ends: a waterfall from a first total to a last.</summary>
    public static IReadOnlyList<AmountBar> Waterfall(string before, double first, IEnumerable<(string Label, double Amount)> steps, string after)
    {
        var bars = new List<AmountBar> { new(before, 0, first, Numbers.PoundsM(first), IsTotal: true) };
        var at = first;
        foreach (var (label, amount) in steps)
        {
            bars.Add(new(label, at, at + amount, Numbers.PoundsM(amount)));
            at += amount;
        }

        bars.Add(new(after, 0, at, Numbers.PoundsM(at), IsTotal: true));
        return bars;
    }

    private static string Shorten(string label, double width, double size)
    {
        var shown = label;
        while (SvgText.Width(shown, size) > width && shown.Length > 4)
        {
            shown = shown[..^4].TrimEnd() + "…";
        }

        return shown;
    }
}
