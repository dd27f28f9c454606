using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Charts;

/// <summary>Draws balances over the years: for each path the median as a line and the middle 8 in 10 futures as a band.</summary>
/// <remarks>
/// A pure function of its data, so that the first page, the live update, the download and the paper show the same picture.
/// The vertical axis always holds zero; gridlines are horizontal; labels stand at the ends of lines, so there is no legend.
/// </remarks>
public static class FanChart
{
    /// <summary>The chart as the text of an SVG document.</summary>
    public static string Draw(FanData data, ChartOptions options) => new Drawing(data, options).Draw();

    private sealed class Drawing
    {
        private readonly FanData _data;
        private readonly string _id;
        private readonly FanLayout _layout;
        private readonly SvgWriter _svg = new();
        private readonly ChartFrame _frame;
        private readonly Axis _axis;
        private readonly int _points;
        private readonly int _lead;
        private readonly double _top;
        private readonly double _height;
        private readonly double _left;
        private readonly double _plotRight;

        public Drawing(FanData data, ChartOptions options)
        {
            _data = data;
            _id = options.Id;
            _layout = FanLayout.Of(options.Width);
            _frame = new(data.Title, data.Caption, options);
            _axis = Axis.Around(data.Paths.SelectMany(p => p.Balances).SelectMany(b => new[] { b.P10 / data.Scale.Divisor, b.P90 / data.Scale.Divisor })
                .Concat(data.Published.Select(p => p.Value / data.Scale.Divisor)));
            _left = _axis.Ticks.Max(tick => SvgText.Width(TickText(tick), _layout.Size)) + 12;
            // Room for the widest word of a label, which cannot be broken; the plot keeps half of the drawing.
            var label = data.Paths.SelectMany(path => LabelLines(path, 0, withRange: true)).Max(line => SvgText.Width(line.Text, _layout.Size, line.Bold));
            _plotRight = Math.Max(_layout.Width / 2, Math.Min(_layout.PlotRight, _layout.Width - BeforeLabel - label));
            _lead = Math.Max(0, data.Published.Select(p => data.Start - p.Year).DefaultIfEmpty(0).Max());
            _points = _lead + data.Paths.Max(p => p.Balances.Count);
            _top = _frame.Heading + (2 * _layout.LineHeight) + 10;
            _height = _top + _layout.PlotHeight + (2 * _layout.LineHeight) + 14;
        }

        // From the plot to a label.
        private double BeforeLabel => 10 + (_layout.Swatch > 0 ? _layout.Swatch + 8 : 6);

        private double Bottom => _top + _layout.PlotHeight;

        public string Draw()
        {
            ChartFrame.Open(_svg, _id, _data.Title, _data.Description, _layout.Width, _height, _layout.Size);
            Fillings();
            _frame.Draw(_svg, _height);
            VerticalAxis();
            HorizontalAxis();
            for (var p = 0; p < _data.Paths.Count; p++)
            {
                Band(p);
            }

            // The baseline last, so that its solid line is never under another's band or halo.
            for (var p = _data.Paths.Count - 1; p >= 0; p--)
            {
                Line(p);
            }

            Opening();
            Published();
            Labels();
            return _svg.Close().ToString();
        }

        private static PathStyle Style(int path) => Palette.Paths[path % Palette.Paths.Count];

        private double X(int point) => _left + 6 + (point * (_plotRight - _left - 6) / Math.Max(1, _points - 1));

        private double Y(double value) =>
            Bottom - (((value / _data.Scale.Divisor) - _axis.Low) / (_axis.High - _axis.Low) * _layout.PlotHeight);

        private string FillingId(int path) => $"{_id}-band{path + 1}";

        private void Fillings()
        {
            if (_data.Paths.Count < 2)
            {
                return;
            }

            _svg.Open("defs");
            for (var p = 1; p < _data.Paths.Count; p++)
            {
                var style = Style(p);
                var turn = style.Filling switch { Filling.Hatched => 45, Filling.CrossHatched => -45, _ => 0 };
                _svg.Open("pattern", ("id", FillingId(p)), ("width", 7.0), ("height", 7.0), ("patternUnits", "userSpaceOnUse"),
                    ("patternTransform", turn == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"rotate({turn})")));
                if (style.Filling == Filling.Dotted)
                {
                    _svg.Element("circle", ("cx", 3.5), ("cy", 3.5), ("r", 0.9), ("fill", style.Colour), ("fill-opacity", 0.6));
                }
                else
                {
                    _svg.Element("line", ("x1", 0.0), ("y1", 0.0), ("x2", 0.0), ("y2", 7.0), ("stroke", style.Colour),
                        ("stroke-width", 1.2), ("stroke-opacity", 0.55));
                }

                _svg.Close();
            }

            _svg.Close();
        }

        private void VerticalAxis()
        {
            _svg.Text("text", _data.Scale.Unit, ("x", 0.0), ("y", _top - _layout.LineHeight - 10), ("fill", Palette.FaintInk));
            foreach (var tick in _axis.Ticks)
            {
                var y = Y(tick * _data.Scale.Divisor);
                var zero = Math.Abs(tick) < _axis.Step / 2;
                _svg.Element("line", ("x1", _left), ("y1", y), ("x2", _plotRight), ("y2", y),
                    ("stroke", zero ? Palette.FaintInk : Palette.Grid), ("stroke-width", 1.0));
                _svg.Text("text", TickText(tick),
                    ("x", _left - 6), ("y", y + (_layout.Size * 0.35)), ("text-anchor", "end"), ("fill", Palette.FaintInk));
            }
        }

        private string TickText(double tick) => _axis.Step < 1 ? _data.Scale.Tick(tick * _data.Scale.Divisor) : Numbers.Count(tick);

        private void HorizontalAxis()
        {
            // What is before the first point is known; the line says so once, at the top of the plot.
            _svg.Element("line", ("x1", X(_lead)), ("y1", _top - 8), ("x2", X(_lead)), ("y2", Bottom), ("stroke", Palette.FaintInk),
                ("stroke-width", 1.0), ("stroke-dasharray", "3 3"));
            // After years of history it stands before the line, where no label of a path can reach it.
            _svg.Text("text", "Forecast starts", ("x", X(_lead) + (_lead > 0 ? -5 : 5)), ("y", _top - 6), ("text-anchor", _lead > 0 ? "end" : null), ("fill", Palette.FaintInk));

            var room = SvgText.Width("2000", _layout.Size) + 8;
            var every = (int)Math.Ceiling(room / (X(1) - X(0)));
            for (var point = 0; point < _points; point++)
            {
                _svg.Element("line", ("x1", X(point)), ("y1", Bottom), ("x2", X(point)), ("y2", Bottom + 5),
                    ("stroke", Palette.FaintInk), ("stroke-width", 1.0));
                // Counted from the last, which is the year that is asked about.
                if ((_points - 1 - point) % every == 0)
                {
                    _svg.Text("text", string.Create(CultureInfo.InvariantCulture, $"{(_data.Start + (point - _lead)).Starts + 1}"),
                        ("x", X(point)), ("y", Bottom + 6 + _layout.LineHeight), ("text-anchor", "middle"), ("fill", Palette.FaintInk));
                }
            }

            // Below the middle of the plot, and no further out than the drawing goes.
            var below = SvgText.Width(_data.Scale.Below, _layout.Size) / 2;
            var middle = Math.Max(below, Math.Min((_left + _plotRight) / 2, _layout.Width - below));
            _svg.Text("text", _data.Scale.Below, ("x", middle), ("y", Bottom + 8 + (2 * _layout.LineHeight)),
                ("text-anchor", "middle"), ("fill", Palette.FaintInk));
        }

        private void Band(int p)
        {
            var (path, style) = (_data.Paths[p], Style(p));
            if (path.IsLine)
            {
                return;
            }

            var upper = Points(path, b => b.P90);
            var lower = Points(path, b => b.P10);
            var outline = $"M{string.Join(" L", upper)} L{string.Join(" L", lower.Reverse())} Z";
            _svg.Element("path", ("d", outline), ("fill", style.Colour),
                ("fill-opacity", style.Filling == Filling.Plain ? 0.14 : 0.07));
            if (style.Filling != Filling.Plain)
            {
                _svg.Element("path", ("d", outline), ("fill", $"url(#{FillingId(p)})"));
            }

            foreach (var edge in new[] { upper, lower })
            {
                _svg.Element("path", ("d", $"M{string.Join(" L", edge)}"), ("fill", "none"), ("stroke", style.Colour), ("stroke-width", 1.0));
            }
        }

        private void Line(int p)
        {
            var style = Style(p);
            var line = Course(p);
            // A path that lies on one drawn before it has no halo: the other shows in the gaps of its dashes.
            if (!Enumerable.Range(p + 1, _data.Paths.Count - p - 1).Any(under => Course(under) == line))
            {
                _svg.Element("path", ("d", line), ("fill", "none"), ("stroke", Palette.Paper), ("stroke-width", 4.5));
            }

            _svg.Element("path", ("d", line), ("fill", "none"), ("stroke", style.Colour), ("stroke-width", 3.0),
                ("stroke-dasharray", style.Dash), ("stroke-linejoin", "round"));
        }

        private string Course(int p) => $"M{string.Join(" L", Points(_data.Paths[p], b => b.P50))}";

        private string[] Points(FanPath path, Func<Summary, double> value) =>
            [.. path.Balances.Select((b, i) => $"{SvgWriter.Number(X(i + _lead))},{SvgWriter.Number(Y(value(b)))}")];

        private void Opening()
        {
            if (!_data.IsStartKnown)
            {
                return;
            }

            foreach (var y in _data.Paths.Select(p => SvgWriter.Number(Y(p.Balances[0].P50))).Distinct())
            {
                _svg.Element("circle", ("cx", X(_lead)), ("cy", y), ("r", 4.0), ("fill", Palette.Ink));
            }
        }

        // What came after the last year of the run is not drawn: there is nothing to hold it against.
        private void Published()
        {
            foreach (var (year, value) in _data.Published.Where(p => _lead + (p.Year - _data.Start) < _points))
            {
                _svg.Element("circle", ("cx", X(_lead + (year - _data.Start))), ("cy", Y(value)), ("r", 4.0), ("fill", Palette.Ink),
                    ("stroke", Palette.Paper), ("stroke-width", 1.0));
            }
        }

        private void Labels()
        {
            var x = _plotRight + BeforeLabel;
            var (top, bottom) = (_top - _layout.LineHeight, Bottom + 4);
            var blocks = _data.Paths.Select(p => LabelLines(p, _layout.Width - x, withRange: true)).ToArray();
            if (blocks.Sum(Height) > bottom - top)
            {
                blocks = [.. _data.Paths.Select(p => LabelLines(p, _layout.Width - x, withRange: false))];
            }

            // Where a piece of line stands before a label, its first line is to be level with the end of the path; else its middle.
            var middles = LabelPlaces.Apart(
                [.. _data.Paths.Select((p, n) => Y(p.Balances[^1].P50)
                    + (_layout.Swatch > 0 ? (blocks[n].Count - 1) * _layout.LineHeight / 2 : 0))],
                [.. blocks.Select(Height)], top, bottom);
            for (var p = 0; p < blocks.Length; p++)
            {
                var first = middles[p] - ((blocks[p].Count - 1) * _layout.LineHeight / 2);
                Leader(p, Y(_data.Paths[p].Balances[^1].P50), _layout.Swatch > 0 ? first : middles[p]);
                for (var line = 0; line < blocks[p].Count; line++)
                {
                    var (text, bold) = blocks[p][line];
                    _svg.Text("text", text, ("x", x), ("y", first + (line * _layout.LineHeight) + (_layout.Size * 0.35)),
                        ("font-weight", bold ? "bold" : null), ("fill", bold ? null : Palette.FaintInk));
                }
            }
        }

        // From the line's end to its label: a piece of the path's own line where there is room, so that the label needs no colour.
        private void Leader(int p, double from, double to)
        {
            var style = Style(p);
            var x = _plotRight + 10;
            if (_layout.Swatch > 0)
            {
                _svg.Element("line", ("x1", _plotRight + 1), ("y1", from), ("x2", x - 1), ("y2", to), ("stroke", Palette.FaintInk), ("stroke-width", 1.0));
                _svg.Element("line", ("x1", x), ("y1", to), ("x2", x + _layout.Swatch), ("y2", to), ("stroke", style.Colour),
                    ("stroke-width", 3.0), ("stroke-dasharray", style.Dash));
            }
            else
            {
                _svg.Element("line", ("x1", _plotRight + 1), ("y1", from), ("x2", x + 3), ("y2", to), ("stroke", style.Colour), ("stroke-width", 1.5));
            }
        }

        private double Height(List<(string Text, bool Bold)> label) => (label.Count * _layout.LineHeight) + 6;

        private List<(string Text, bool Bold)> LabelLines(FanPath path, double width, bool withRange)
        {
            var end = path.Balances[^1];
            List<(string, bool)> lines = [.. SvgText.Wrap(path.Name, width, _layout.Size, bold: true).Select(line => (line, true))];
            lines.AddRange(SvgText.Wrap(Numbers.Median(end, _data.Scale.Label), width, _layout.Size, bold: true).Select(line => (line, true)));
            if (withRange && !path.IsLine)
            {
                lines.AddRange(SvgText.Wrap(Numbers.Range(end, _data.Scale.Label), width, _layout.Size).Select(line => (line, false)));
            }

            return lines;
        }
    }
}
