using System.Globalization;
using System.Text;

namespace HighNeedsSim.Cluster;

/// <summary>Whose a run is, and what they call it.</summary>
/// <param name="Owner">By the name that they signed in with; null where nobody is known.</param>
/// <param name="Tag">As in <c>S151 report Feb 2027</c>; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("RunLabel")]
public sealed record RunLabel([property: Id(0)] string? Owner, [property: Id(1)] string? Tag)
{
    /// <summary>The longest tag, in characters.</summary>
    public const int LongestTag = 80;

    /// <summary>What a tag must be, said of one that is not: "must be ..."; null for one that may be kept, and for none.</summary>
    /// <param name="tag">As it is to be kept, without blanks around it.</param>
    public static string? FaultOf(string? tag) => tag switch
    {
        null => null,
        { Length: > LongestTag } => string.Create(CultureInfo.InvariantCulture, $"must be at most {LongestTag} characters"),

        // What cannot be seen can make one run look like another: a tag may not turn the direction in which a list is read.
        _ when tag.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            => "must be of characters that can be seen: no control characters, and none that turn the direction of writing",
        _ => null,
    };

    /// <summary>Of nobody, called nothing.</summary>
    public static RunLabel None { get; } = new(null, null);
}
