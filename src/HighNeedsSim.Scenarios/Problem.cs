using System.Globalization;

namespace HighNeedsSim.Scenarios;

/// <summary>A mistake in somebody's file, told so that they can mend it: what was found, what is allowed, what to do.</summary>
/// <param name="File">Path as the user gave it, or relative to the scenarios' root.</param>
/// <param name="Line">1-based; null when the whole file is meant.</param>
/// <param name="Message">One or two sentences, beginning with the key or column concerned.</param>
public sealed record Problem(string File, int? Line, string Message)
{
    /// <summary>As compilers write it: <c>scenarios/kent-small/scenario.yaml(41): requests.growth: …</c>.</summary>
    public override string ToString() => Line is { } line
        ? string.Create(CultureInfo.InvariantCulture, $"{File}({line}): {Message}")
        : $"{File}: {Message}";
}
