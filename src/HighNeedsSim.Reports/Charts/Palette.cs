namespace HighNeedsSim.Reports.Charts;

/// <summary>How a path is told apart from the others: by colour, by dash and by the filling of its band, never by colour alone.</summary>
/// <param name="Colour">Of lines and patterns; at least 3:1 on white.</param>
/// <param name="Dash">The line's dashes and gaps; null for solid.</param>
/// <param name="Filling">What fills the band.</param>
public sealed record PathStyle(string Colour, string? Dash, Filling Filling);

/// <summary>What fills a band.</summary>
public enum Filling
{
    /// <summary>A light tint.</summary>
    Plain,

    /// <summary>Lines that rise to the right.</summary>
    Hatched,

    /// <summary>Dots.</summary>
    Dotted,

    /// <summary>Lines that fall to the right.</summary>
    CrossHatched,
}

/// <summary>
/// The colours of every chart, with the same meaning on every page: the first path is the baseline, the others are
/// mitigated. Government Analysis Function palette; contrast is held by a test, because no page checker can see it in a drawing.
/// </summary>
public static class Palette
{
    /// <summary>Paper.</summary>
    public const string Paper = "#FFFFFF";

    /// <summary>Text.</summary>
    public const string Ink = "#0B0C0C";

    /// <summary>Text of less weight; axes.</summary>
    public const string FaintInk = "#505A5F";

    /// <summary>Gridlines, which carry no meaning of their own.</summary>
    public const string Grid = "#D2D5D6";

    /// <summary>Paths in the order of a run's variants. Orange is for lines only: it is too light for text.</summary>
    public static IReadOnlyList<PathStyle> Paths { get; } =
    [
        new("#12436D", null, Filling.Plain),
        new("#F46A25", "10 5", Filling.Hatched),
        new("#801650", "2 4", Filling.Dotted),
        new("#3D3D3D", "12 4 2 4", Filling.CrossHatched),
    ];

    /// <summary>The colours that text is drawn in.</summary>
    public static IReadOnlyList<string> TextColours { get; } = [Ink, FaintInk];
}
