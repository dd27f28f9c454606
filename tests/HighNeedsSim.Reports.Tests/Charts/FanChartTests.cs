using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Charts;

namespace HighNeedsSim.Reports.Tests.Charts;

public partial class FanChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Gen<FanData> AnyData =
        from ends in Gen.Double[-2e10, 2e11].Array[1, 4]
        from spread in Gen.Double[0, 3e10]
        from years in Gen.Int[1, 10]
        select new FanData("Title", "Caption", new(2022), [.. ends.Select((end, n) => new FanPath(
            n == 2 ? "A variant with a long name" : $"Variant {n}",
            [.. Enumerable.Range(0, years + 1).Select(y => Around(1e10 + ((end - 1e10) * y / years), spread))]))]);

    public static TheoryData<ChartWidth, bool> Forms => new()
    {
        { ChartWidth.Wide, true }, { ChartWidth.Wide, false }, { ChartWidth.Narrow, true }, { ChartWidth.Narrow, false },
    };

    [Theory, Tier("Golden")]
    [InlineData(ChartWidth.Wide, true, "deficit-wide-headed.svg")]
    [InlineData(ChartWidth.Narrow, false, "deficit-narrow.svg")]
    public void The_drawing_is_the_one_that_was_looked_at(ChartWidth width, bool headed, string file) =>
        Golden.Matches(file, Draw(width, headed));

    [Theory, MemberData(nameof(Forms)), Tier("Fact")]
    public void A_drawing_has_a_role_a_title_and_a_description_with_the_end_figures(ChartWidth width, bool headed)
    {
        var svg = XDocument.Parse(Draw(width, headed)).Root!;

        Assert.Equal("img", (string?)svg.Attribute("role"));
        var title = svg.Elements(Svg + "title").Single();
        var description = svg.Elements(Svg + "desc").Single();
        Assert.Equal((string?)svg.Attribute("aria-labelledby"), (string?)title.Attribute("id"));
        Assert.Equal((string?)svg.Attribute("aria-describedby"), (string?)description.Attribute("id"));
        Assert.Contains("Unmitigated: £700m at 31 March 2028, 8 in 10 simulated futures between", description.Value, StringComparison.Ordinal);
        Assert.Contains("Safety Valve: £11m at 31 March 2028", description.Value, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Forms)), Tier("Fact")]
    public void A_drawing_stands_under_a_strict_content_security_policy(ChartWidth width, bool headed)
    {
        var elements = XDocument.Parse(Draw(width, headed)).Descendants().ToArray();

        Assert.DoesNotContain(elements, e => e.Name.LocalName is "style" or "script" or "image" or "foreignObject");
        Assert.DoesNotContain(elements.Attributes(), a => a.Name.LocalName is "style" or "class" or "href"
            || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Forms)), Tier("Fact")]
    public void Every_id_of_a_drawing_begins_with_its_own(ChartWidth width, bool headed)
    {
        var text = Draw(width, headed);
        string[] ids = [.. XDocument.Parse(text).Descendants().Attributes("id").Select(a => a.Value)];

        Assert.All(ids, id => Assert.StartsWith("one", id, StringComparison.Ordinal));
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Reference().Matches(text), match => Assert.Contains(match.Groups[1].Value, ids));
    }

    [Theory, MemberData(nameof(Forms)), Tier("Fact")]
    public void Coordinates_have_two_decimals_at_most(ChartWidth width, bool headed)
    {
        var drawn = Draw(width, headed);

        Assert.DoesNotMatch(@"\d\.\d{3}", drawn);
        Assert.DoesNotContain("NaN", drawn, StringComparison.Ordinal);
    }

    [Fact, Tier("Property")]
    public void Labels_never_cover_one_another() =>
        Gen.Select(AnyData, Gen.Enum<ChartWidth>()).Sample((data, width) =>
        {
            var boxes = Boxes(XDocument.Parse(FanChart.Draw(data, new("x", width))));
            for (var i = 0; i < boxes.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    Assert.False(boxes[i].Covers(boxes[j]), $"'{boxes[i].Text}' covers '{boxes[j].Text}'");
                }
            }
        }, iter: 500);

    [Fact, Tier("Property")]
    public void Everything_is_drawn_inside_the_drawing() =>
        Gen.Select(AnyData, Gen.Enum<ChartWidth>()).Sample((data, width) =>
        {
            var svg = XDocument.Parse(FanChart.Draw(data, new("x", width)));
            var (right, bottom) = ((double)svg.Root!.Attribute("width")!, (double)svg.Root!.Attribute("height")!);

            Assert.All(Boxes(svg), box => Assert.True(
                box.Left >= -1 && box.Right <= right + 1 && box.Top >= -1 && box.Bottom <= bottom + 1, $"'{box.Text}' is cut off"));
        }, iter: 500);

    // Widths of DejaVu Sans Bold: what a browser without Arial and its like draws with.
    [Theory, Tier("Fact")]
    [InlineData("Without M1", 91.7)]
    [InlineData("Unmitigated", 97.9)]
    [InlineData("agreement", 86.1)]
    public void Text_is_taken_to_be_as_wide_as_the_widest_common_font_draws_it(string text, double width) =>
        Assert.Equal(width, SvgText.Width(text, 14, bold: true), 0.1);

    [Theory, Tier("Fact")]
    [InlineData("Without M1")]
    [InlineData("Unmitigated")]
    [InlineData("With the agreement")]
    [InlineData("Counterfactual")]
    public void A_label_fits_the_narrow_drawing_in_the_widest_common_font(string name)
    {
        var data = new FanData("Title", "Caption", new(2022), [new(name, [Around(1e10, 1e9), Around(1e11, 1e10)])]);
        var svg = XDocument.Parse(FanChart.Draw(data, new("x", ChartWidth.Narrow)));
        var (right, size) = ((double)svg.Root!.Attribute("width")!, (double)svg.Root.Attribute("font-size")!);

        Assert.All(svg.Descendants(Svg + "text").Where(text => text.Attribute("text-anchor") is null), text => Assert.InRange(
            (double)text.Attribute("x")! + SvgText.Width(text.Value, size, (string?)text.Attribute("font-weight") == "bold"), 0, right + 0.1));
    }

    [Fact, Tier("Property")]
    public void The_vertical_axis_always_holds_zero() =>
        Gen.Select(AnyData, Gen.Enum<ChartWidth>()).Sample((data, width) =>
            Assert.Contains(
                XDocument.Parse(FanChart.Draw(data, new("x", width))).Descendants(Svg + "text"), text => text.Value is "0" or "0.0"));

    [Fact, Tier("Fact")]
    public void Paths_are_told_apart_without_colour()
    {
        Assert.Equal(4, Palette.Paths.Select(style => style.Dash ?? "solid").Distinct().Count());
        Assert.Equal(4, Palette.Paths.Select(style => style.Filling).Distinct().Count());
    }

    [Fact, Tier("Fact")]
    public void Lines_stand_out_from_paper_three_to_one_and_text_four_and_a_half()
    {
        Assert.All(Palette.Paths, style => Assert.True(Contrast(style.Colour, Palette.Paper) >= 3, style.Colour));
        Assert.All(Palette.TextColours, colour => Assert.True(Contrast(colour, Palette.Paper) >= 4.5, colour));
    }

    [Theory, MemberData(nameof(Forms)), Tier("Fact")]
    public void Text_is_drawn_in_text_colours_only(ChartWidth width, bool headed) =>
        Assert.All(
            XDocument.Parse(Draw(width, headed)).Descendants(Svg + "text").Attributes("fill"),
            fill => Assert.Contains(fill.Value, Palette.TextColours));

    [Theory, Tier("Fact")]
    [InlineData(new double[] { 68, 89, 111, 132, 154 }, "Unmitigated deficit grows to £700m by March 2028; Safety Valve: £11m")]
    [InlineData(new double[] { -50, -30, -20, -10, -2 }, "Unmitigated deficit falls to £30m by March 2028; Safety Valve: £11m")]
    [InlineData(new double[] { -60, -50, -40, -20, -2 }, "Unmitigated deficit turns into a £30m surplus by March 2028; Safety Valve: £11m")]
    [InlineData(new double[] { 1, -1, 1, -1, 0 }, "Unmitigated deficit stays at £142.0m by March 2028; Safety Valve: £11m")]
    public void The_title_says_what_the_figures_say(double[] inYear, string title)
    {
        var findings = Synthetic.Run(
            101, ("unmitigated", "Unmitigated", new(142, inYear)), ("safety-valve", "Safety Valve", new(68.7, [33, 23, 14, 7, -1], 14.2, 12.5)));

        Assert.Equal(title, DeficitFan.Title(findings));
        Assert.InRange(title.Split(' ').Length, 1, 13);
    }

    [Fact, Tier("Fact")]
    public void The_caption_is_neutral_and_complete()
    {
        var caption = DeficitFan.Caption(Synthetic.Run());

        Assert.All(
            (string[])["Cumulative DSG deficit", "£ million", "cash terms", "Kent", "31 March 2023 to 31 March 2028", "Positive is a deficit", "8 in 10 of 101 simulated futures", "leaves out"],
            part => Assert.Contains(part, caption, StringComparison.Ordinal));
        Assert.DoesNotContain("confidence", caption, StringComparison.Ordinal);
    }

    [Fact, Tier("Fact")]
    public void Paths_that_lie_on_one_line_show_through_each_other_and_the_caption_says_so()
    {
        Summary[] one = [Around(1e9, 0), Around(2e9, 5e8)];
        FanPath[] together = [new("Unmitigated", [Around(1e9, 0), Around(3e9, 5e8)]), new("Planned", one), new("Safety valve", one)];
        FanPath[] apart = [together[0], together[1], new("Safety valve", [Around(1e9, 0), Around(1.5e9, 5e8)])];

        Assert.Equal((2, 3), (Halos(together), Halos(apart)));
        Assert.Equal("Planned and Safety valve lie on one line.", FanData.OnOneLine(together));
        Assert.Null(FanData.OnOneLine(apart));

        static int Halos(FanPath[] paths) => XDocument.Parse(FanChart.Draw(new("Title", "Caption.", new(2023), paths), new("one", ChartWidth.Wide)))
            .Descendants(Svg + "path").Count(path => path.Attribute("stroke-width")?.Value == "4.5");
    }

    private static string Draw(ChartWidth width, bool headed) =>
        FanChart.Draw(DeficitFan.Of(Synthetic.Run()), new("one", width, headed));

    private static Summary Around(double middle, double spread) => new(middle, middle - spread, middle, middle + spread);

    private static Box[] Boxes(XDocument svg)
    {
        var size = (double)svg.Root!.Attribute("font-size")!;
        return [.. svg.Descendants(Svg + "text").Select(text =>
        {
            var (x, y) = ((double)text.Attribute("x")!, (double)text.Attribute("y")!);
            // Digits and lower case of Arial are about half as wide as high; letters reach a little below the line.
            var width = text.Value.Length * size * 0.52;
            var left = (string?)text.Attribute("text-anchor") switch { "end" => x - width, "middle" => x - (width / 2), _ => x };
            return new Box(text.Value, left, y - (size * 0.75), left + width, y + (size * 0.2));
        })];
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    // Relative luminance as WCAG 2.2 defines it.
    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    private sealed record Box(string Text, double Left, double Top, double Right, double Bottom)
    {
        public bool Covers(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }

    [GeneratedRegex(@"url\(#([^)]+)\)")]
    private static partial Regex Reference();
}
