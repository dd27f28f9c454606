using SkiaSharp;
using Svg.Skia;
using Svg.Skia.TypefaceProviders;

namespace HighNeedsSim.Reports.Charts;

/// <summary>A drawing of ours as a picture, for slides and mails, where SVG does not always go.</summary>
/// <remarks>
/// The fonts come with the program and no other is asked for, so a picture looks the same on every machine, one without fonts included. Whoever asks for many at once waits:
/// a picture takes about a tenth of a second, and its memory is ten megabytes that nobody should hold twice.
/// </remarks>
public static class ChartPicture
{
    /// <summary>Pixels for a unit of the drawing: sharp on a slide.</summary>
    public const int Scale = 2;

    private const string Family = "Liberation Sans";
    private static readonly Lock OneAtATime = new();
    private static readonly Lazy<SKData[]> Fonts = new(() => [Font("Regular"), Font("Bold")]);

    /// <summary>The picture as PNG, on white.</summary>
    /// <param name="drawing">The text of an SVG document that <see cref="SvgWriter"/> wrote.</param>
    /// <exception cref="InvalidDataException">The text is no drawing.</exception>
    public static byte[] Png(string drawing)
    {
        lock (OneAtATime)
        {
            using var svg = new SKSvg();
            var typefaces = svg.Settings.TypefaceProviders ?? throw new InvalidDataException("The reader of drawings takes no fonts.");
            // The system's own would stand first, and differ.
            typefaces.Clear();
            foreach (var font in Fonts.Value)
            {
                typefaces.Add(new CustomTypefaceProvider(font));
            }

            using var picture = svg.FromSvg(drawing.Replace(ChartFrame.Fonts, Family, StringComparison.Ordinal)) ?? throw new InvalidDataException("A chart's drawing cannot be read.");
            var size = picture.CullRect;
            using var bitmap = new SKBitmap((int)Math.Round(size.Width) * Scale, (int)Math.Round(size.Height) * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque);
            using (var canvas = new SKCanvas(bitmap))
            {
                canvas.Clear(SKColors.White);
                canvas.Scale(Scale);
                canvas.DrawPicture(picture);
            }

            using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            return png.ToArray();
        }
    }

    private static SKData Font(string weight)
    {
        using var stream = typeof(ChartPicture).Assembly.GetManifestResourceStream($"HighNeedsSim.Reports.Charts.LiberationSans-{weight}.ttf")!;
        return SKData.Create(stream);
    }
}
