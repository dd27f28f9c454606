namespace HighNeedsSim.Cli;

/// <summary>What somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary>The names most like a word, best first; none where nothing is alike.</summary>
    public static IReadOnlyList<string> To(string word, IEnumerable<string> names) =>
    [
        .. names.Select(name => (Name: name, Distance: Distance(word, name)))
            .Where(entry => entry.Distance <= Math.Max(2, entry.Name.Length / 3) || (word.Length > 1 && entry.Name.StartsWith(word, StringComparison.Ordinal)))
            .OrderBy(entry => entry.Distance).ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => entry.Name).Take(3),
    ];

    /// <summary>The end of a sentence about an unknown word: what it may have meant, else all there is.</summary>
    public static string Hint(string word, IReadOnlyList<string> names) => To(word, names) is { Count: > 0 } near
        ? $"did you mean {string.Join(" or ", near)}?"
        : $"there are {string.Join(", ", names)}.";

    // How many letters must be put in, taken out or changed (Levenshtein).
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
