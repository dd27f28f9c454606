using System.Globalization;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Charts;

/// <summary>Draws amounts side by side: for each group a bar for every series, its median, with a line over the middle 8 in 10 futures.</summary>
/// <remarks>Bars lie, so that names of any length can be read; the axis starts at zero; every bar is labelled, so it needs no gridlines.</remarks>
public static class BarChart
{
    /// <summary>The chart as the text of an SVG document.</summary>
    public static string Draw(BarData data, ChartOptions options) => new Drawing(data, options).Draw();

    private sealed class Drawing
    {
        private const double Bar = 16;
        private const double BarGap = 5;
        private const double GroupGap = 16;

        private readonly BarData _data;
        private readonly string _id;
        private readonly bool _wide;
        private readonly double _width;
        private readonly FanLayout _layout;
        private readonly SvgWriter _svg = new();
        private readonly ChartFrame _frame;
        private readonly IReadOnlyList<string>[] _names;
        private readonly double _left;
        private readonly double _right;
        private readonly double _low;
        private readonly double _high;

        public Drawing(BarData data, ChartOptions options)
        {
            _data = data;
            _id = options.Id;
            _wide = options.Width == ChartWidth.Wide;
            _layout = FanLayout.Of(options.Width);
            _width = _layout.Width;
            _frame = new(data.Title, data.Caption, options);
            var room = _wide ? 260 : _width - 4;
            _names = [.. data.Groups.Select(g => SvgText.Wrap(g.Name, room - 12, _layout.Size))];
            _left = _wide ? room : 2;
            _right = _width - 12 - data.Groups.SelectMany(g => g.Values).Max(v => SvgText.Width(Numbers.Median(v, data.Number), _layout.Size));
            _low = Math.Min(0, data.Groups.SelectMany(g => g.Values).Min(v => v.P10));
            _high = Math.Max(1, data.Groups.SelectMany(g => g.Values).Max(v => v.P90));
        }

        private bool HasKey => _data.Series.Count > 1;

        private double GroupBars => (_data.Series.Count * (Bar + BarGap)) - BarGap;

        public string Draw()
        {
            var top = _frame.Heading + (HasKey ? KeyHeight() : 4);
            var height = top + _names.Sum(GroupHeight) + 4;
            ChartFrame.Open(_svg, _id, _data.Title, _data.Description, _width, height, _layout.Size);
            Fillings();
            _frame.Draw(_svg, height);
            if (HasKey)
            {
                Key(_frame.Heading);
            }

            for (var g = 0; g < _data.Groups.Count; g++)
            {
                Group(g, top);
                top += GroupHeight(_names[g]);
            }

            return _svg.Close().ToString();
        }

        private double X(double value) => _left + ((value - _low) / (_high - _low) * (_right - _left));

        private double GroupHeight(IReadOnlyList<string> name) => GroupGap + (_wide
            ? Math.Max(GroupBars, name.Count * _layout.LineHeight)
            : GroupBars + (name.Count * _layout.LineHeight));

        // Side by side where there is room, else one below another.
        private double KeyHeight() => IsKeyInOneRow ? _layout.LineHeight + 12 : (_data.Series.Count * _layout.LineHeight) + 12;

        private bool IsKeyInOneRow => _wide && _left + _data.Series.Sum(KeyWidth) <= _width;

        private double KeyWidth(string series) => 60 + SvgText.Width(series, _layout.Size);

        private void Key(double top)
        {
            var (x, y) = (_left, top + 4);
            for (var s = 0; s < _data.Series.Count; s++)
            {
                Filled(s, x, y, 26, Bar - 2);
                _svg.Text("text", _data.Series[s], ("x", x + 33), ("y", y + (Bar - 2) - 2));
                if (IsKeyInOneRow)
                {
                    x += KeyWidth(_data.Series[s]);
                }
                else
                {
                    y += _layout.LineHeight;
                }
            }
        }

        private void Group(int g, double top)
        {
            var (name, bars) = (_names[g], top + GroupGap);
            var baseline = bars + (_layout.Size * 0.85);
            for (var line = 0; line < name.Count; line++)
            {
                _svg.Text("text", name[line], ("x", _wide ? _left - 10 : _left), ("y", baseline + (line * _layout.LineHeight)),
                    ("text-anchor", _wide ? "end" : null));
            }

            bars += _wide ? 0 : name.Count * _layout.LineHeight;
            for (var s = 0; s < _data.Series.Count; s++)
            {
                var value = _data.Groups[g].Values[s];
                var (y, from, to) = (bars + (s * (Bar + BarGap)), X(Math.Min(0, value.P50)), X(Math.Max(0, value.P50)));
                Filled(s, from, y, Math.Max(1, to - from), Bar);
                Range(X(value.P10), X(value.P90), y + (Bar / 2));
                _svg.Text("text", Numbers.Median(value, _data.Number), ("x", Math.Max(to, X(value.P90)) + 8), ("y", y + (Bar / 2) + (_layout.Size * 0.35)));
            }

            _svg.Element("line", ("x1", X(0)), ("y1", bars - 3), ("x2", X(0)), ("y2", bars + GroupBars + 3),
                ("stroke", Palette.FaintInk), ("stroke-width", 1.0));
        }

        // Ink on a halo of paper, so that it shows on a bar and beside it.
        private void Range(double from, double to, double y)
        {
            if (to - from < 1)
            {
                return;
            }

            var whisker = string.Create(
                CultureInfo.InvariantCulture,
                $"M{SvgWriter.Number(from)},{SvgWriter.Number(y - 4)} V{SvgWriter.Number(y + 4)} M{SvgWriter.Number(from)},{SvgWriter.Number(y)} H{SvgWriter.Number(to)} M{SvgWriter.Number(to)},{SvgWriter.Number(y - 4)} V{SvgWriter.Number(y + 4)}");
            _svg.Element("path", ("d", whisker), ("fill", "none"), ("stroke", Palette.Paper), ("stroke-width", 4.0));
            _svg.Element("path", ("d", whisker), ("fill", "none"), ("stroke", Palette.Ink), ("stroke-width", 1.5));
        }

        private void Filled(int series, double x, double y, double width, double height)
        {
            var style = Palette.Paths[series % Palette.Paths.Count];
            _svg.Element("rect", ("x", x), ("y", y), ("width", width), ("height", height), ("fill", series == 0 ? style.Colour : $"url(#{_id}-bar{series + 1})"),
                ("stroke", style.Colour), ("stroke-width", 1.0));
        }

        // The same colours and patterns as the paths of a fan, on white: never told apart by colour alone.
        private void Fillings()
        {
            if (!HasKey)
            {
                return;
            }

            _svg.Open("defs");
            for (var s = 1; s < _data.Series.Count; s++)
            {
                var style = Palette.Paths[s % Palette.Paths.Count];
                var turn = style.Filling switch { Filling.Hatched => 45, Filling.CrossHatched => -45, _ => 0 };
                _svg.Open("pattern", ("id", $"{_id}-bar{s + 1}"), ("width", 6.0), ("height", 6.0), ("patternUnits", "userSpaceOnUse"),
                    ("patternTransform", turn == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"rotate({turn})")));
                _svg.Element("rect", ("width", 6.0), ("height", 6.0), ("fill", Palette.Paper));
                if (style.Filling == Filling.Dotted)
                {
                    _svg.Element("circle", ("cx", 3.0), ("cy", 3.0), ("r", 1.6), ("fill", style.Colour));
                }
                else
                {
                    _svg.Element("line", ("x1", 1.5), ("y1", 0.0), ("x2", 1.5), ("y2", 6.0), ("stroke", style.Colour), ("stroke-width", 3.0));
                }

                _svg.Close();
            }

            _svg.Close();
        }
    }
}
