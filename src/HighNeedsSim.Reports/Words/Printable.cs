using System.Text;

namespace HighNeedsSim.Reports.Words;

/// <summary>Text as a document can hold it, whoever typed it.</summary>
internal static class Printable
{
    /// <summary>The same text; what XML cannot hold (NUL and other control characters, halves of a pair) is told by the sign for a character that cannot be shown.</summary>
    internal static string Text(string text) => text.AsSpan().ContainsAny(Unsure) || text.Any(char.IsSurrogate) ? Mended(text) : text;

    private static readonly System.Buffers.SearchValues<char> Unsure = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (char)code).Except(['\t', '\r', '\n']), '\uFFFE', '\uFFFF']);

    // Runes put the same sign in place of half a pair.
    private static string Mended(string text)
    {
        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            mended.Append(rune.IsBmp && Unsure.Contains((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return mended.ToString();
    }
}
