namespace HighNeedsSim.Reports.Words;

/// <summary>What variants are called where there is little room.</summary>
public static class VariantNames
{
    /// <summary>The longest title that a chart's label shows whole.</summary>
    private const int LongestLabel = 24;

    /// <summary>In a sentence: the id's words, <c>safety valve</c>.</summary>
    public static string InSentence(string id) => id.Replace('-', ' ');

    /// <summary>As a label: the variant's title where it is short, else the id's words.</summary>
    public static string Label(Findings findings, string id) =>
        findings.TitleOf(id) is { Length: <= LongestLabel } title && title != id ? title : Capital(InSentence(id));

    /// <summary>The same words with a capital first letter.</summary>
    public static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>Names as a list: <c>unmitigated, planned and safety valve</c>.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
