using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tests.Papers;

namespace HighNeedsSim.Reports.Tests.Charts;

/// <summary>Pictures are their drawings: as large, in the same colours, with letters, wherever they are made.</summary>
public class ChartPictureTests
{
    [Fact, Tier("Files")]
    public void Every_drawing_of_a_paper_has_a_picture_beside_it_of_twice_its_size_in_its_colours_on_white()
    {
        var drawings = SmallRun.Files.Concat(SmallChange.Files).Where(file => file.Name.EndsWith(".svg", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(drawings);
        foreach (var drawing in drawings)
        {
            var picture = Picture.Read(SmallRun.Files.Concat(SmallChange.Files).First(file => file.Name == Path.ChangeExtension(drawing.Name, ".png")).Bytes);
            var svg = XDocument.Parse(Encoding.UTF8.GetString(drawing.Bytes)).Root!;
            Assert.Equal(
                (ChartPicture.Scale * (int)Math.Round((double)svg.Attribute("width")!), ChartPicture.Scale * (int)Math.Round((double)svg.Attribute("height")!)), (picture.Width, picture.Height));
            Assert.True(picture.Of(0x12436D) > 500, $"{drawing.Name} has no dark blue in it.");
            Assert.True(picture.Of(0xFFFFFF) > picture.Width * picture.Height / 4, $"{drawing.Name} is not on white.");
        }
    }

    [Fact, Tier("Files")]
    public void Words_are_drawn_with_letters_of_our_own_in_both_weights()
    {
        var (plain, bold, none) = (Ink("Deficit £593.8 million − 8 in 10", null), Ink("Deficit £593.8 million − 8 in 10", "bold"), Ink("", null));

        Assert.Equal(0, none);
        Assert.True(plain > 1_000, $"{plain} dots of ink are no words.");
        Assert.True(bold > plain * 1.15, "Bold words are no darker than plain ones.");

        static int Ink(string words, string? weight) => Picture.Read(ChartPicture.Png(new SvgWriter()
            .Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("width", 400.0), ("height", 40.0), ("viewBox", "0 0 400 40"), ("font-family", ChartFrame.Fonts), ("font-size", 16.0))
            .Text("text", words, ("x", 2.0), ("y", 25.0), ("font-weight", weight)).Close().ToString())).Dark;
    }

    /// <summary>A PNG of eight bits a channel, read back pixel by pixel (ISO/IEC 15948).</summary>
    private sealed record Picture(int Width, int Height, IReadOnlyDictionary<int, int> Colours)
    {
        public int Of(int colour) => Colours.GetValueOrDefault(colour);

        public int Dark => Colours.Where(colour => (colour.Key & 0xFF) < 0x80).Sum(colour => colour.Value);

        public static Picture Read(byte[] png)
        {
            var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
            var channels = png[25] == 6 ? 4 : 3;
            Assert.Equal(8, png[24]);
            using var packed = new MemoryStream();
            for (var at = 8; at < png.Length;)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
                if (Encoding.ASCII.GetString(png, at + 4, 4) == "IDAT")
                {
                    packed.Write(png, at + 8, length);
                }

                at += length + 12;
            }

            packed.Position = 0;
            using var inflated = new ZLibStream(packed, CompressionMode.Decompress);
            var (line, above) = (new byte[width * channels], new byte[width * channels]);
            var colours = new Dictionary<int, int>();
            for (var y = 0; y < height; y++)
            {
                var filter = inflated.ReadByte();
                inflated.ReadExactly(line);
                for (var x = 0; x < line.Length; x++)
                {
                    var (left, up, corner) = (x >= channels ? line[x - channels] : 0, (int)above[x], x >= channels ? above[x - channels] : 0);
                    line[x] = unchecked((byte)(line[x] + (filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 })));
                }

                for (var x = 0; x < line.Length; x += channels)
                {
                    var colour = (line[x] << 16) | (line[x + 1] << 8) | line[x + 2];
                    colours[colour] = colours.GetValueOrDefault(colour) + 1;
                }

                (line, above) = (above, line);
            }

            return new(width, height, colours);
        }

        private static int Paeth(int left, int up, int corner)
        {
            var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - corner - corner));
            return a <= b && a <= c ? left : b <= c ? up : corner;
        }
    }
}
