using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace HighNeedsSim.Cli.Tests;

/// <summary>What the browser of this machine makes of a paper: a tagged PDF, and a picture of every chart.</summary>
public sealed class PrintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PrintFact, Tier("Files")]
    public async Task A_paper_prints_tagged_in_its_language_and_the_archive_holds_a_picture_of_every_drawing()
    {
        Assert.Equal(0, (await Hns.RunAsync("run", Hns.Small, "--replicates", "3", "--engine", "loop", "--quiet", "--out", _folder["run"])).ExitCode);

        var report = await Hns.RunAsync("report", _folder["run"], "--out", _folder["paper"]);

        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        var pdf = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_folder["paper"], "paper.pdf")));
        Assert.All((string[])["/StructTreeRoot", "/Lang (en-GB)", "/MarkInfo", "/Title (High needs: where the deficit goes", "/Outlines"], mark => Assert.Contains(mark, pdf, StringComparison.Ordinal));

        using var zip = ZipFile.OpenRead(Path.Combine(_folder["paper"], "report.zip"));
        var drawings = zip.Entries.Where(entry => entry.FullName.EndsWith(".svg", StringComparison.Ordinal)).ToArray();
        var listed = JsonDocument.Parse(await Bytes(zip, "report-manifest.json")).RootElement.GetProperty("pictures").EnumerateArray()
            .ToDictionary(picture => picture.GetProperty("path").GetString()!, picture => picture.GetProperty("sha256").GetString());
        Assert.NotEmpty(drawings);
        Assert.Equal(drawings.Length, listed.Count);
        foreach (var drawing in drawings)
        {
            var name = Path.ChangeExtension(drawing.FullName, ".png");
            var (svg, png) = (XDocument.Parse(Encoding.UTF8.GetString(await Bytes(zip, drawing.FullName))).Root!, await Bytes(zip, name));
            Assert.Equal(listed[name], Convert.ToHexStringLower(SHA256.HashData(png)));
            var picture = Picture.Read(png);
            // Twice the size of the drawing, and drawn in its colours on white.
            Assert.Equal((2 * (int)(double)svg.Attribute("width")!, 2 * (int)(double)svg.Attribute("height")!), (picture.Width, picture.Height));
            Assert.True(picture.Of(0x12436D) > 500, $"{name} has no dark blue in it.");
            Assert.True(picture.Of(0xFFFFFF) > picture.Width * picture.Height / 4, $"{name} is not on white.");
        }
    }

    private static async Task<byte[]> Bytes(ZipArchive zip, string name)
    {
        await using var content = await zip.GetEntry(name)!.OpenAsync();
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>A PNG of eight bits a channel, read back pixel by pixel (ISO/IEC 15948).</summary>
    private sealed record Picture(int Width, int Height, IReadOnlyDictionary<int, int> Colours)
    {
        public int Of(int colour) => Colours.GetValueOrDefault(colour);

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

/// <summary>A fact about what a browser makes: it is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrintFactAttribute : FactAttribute
{
    public PrintFactAttribute() => Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "chromium")))
        ? null
        : "There is no Chromium on the PATH: on Debian, apt-get install chromium.";
}
