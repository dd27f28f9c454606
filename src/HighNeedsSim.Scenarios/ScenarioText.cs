using System.Globalization;
using System.Text;

namespace HighNeedsSim.Scenarios;

/// <summary>
/// Changes single values in the text of a <c>scenario.yaml</c> and leaves everything else, comments too, as its author wrote it.
/// </summary>
/// <remarks>
/// A value is addressed by its keys: <c>requests.growth.p50</c>; an entry of a list by its id: <c>variants.planned.mitigations</c>. What the
/// change does to the scenario is for the reader to judge afterwards.
/// </remarks>
public static class ScenarioText
{
    /// <summary>The text of a value; null when there is none, or when it is a group or list.</summary>
    public static string? Find(string yaml, string address) => Locate(yaml, address)?.Value.Text;

    /// <summary>Whether there is a value, group or list of that address.</summary>
    public static bool Has(string yaml, string address) => Locate(yaml, address) is not null;

    /// <summary>The yaml with a value replaced, or added to a group that is there; null when there is no such place.</summary>
    public static string? Set(string yaml, string address, string value) => Write(yaml, address, Scalar(value));

    /// <summary>The yaml with a list of words replaced; null when there is no such place.</summary>
    public static string? SetList(string yaml, string address, IEnumerable<string> words) => Write(yaml, address, $"[{string.Join(", ", words.Select(Scalar))}]");

    private static string? Write(string yaml, string address, string written)
    {
        var lines = yaml.Split('\n').ToList();
        var at = address.LastIndexOf('.');
        var (parent, key) = (at < 0 ? "" : address[..at], address[(at + 1)..]);
        if (Locate(yaml, address) is { } found)
        {
            var line = lines[found.Line - 1];
            var start = line.IndexOf(key + ":", StringComparison.Ordinal);
            if (start < 0)
            {
                return null;
            }

            lines[found.Line - 1] = $"{line[..start]}{key}: {written}";
            // What belongs to the old value lies deeper; a blank line within it too.
            var end = found.Line;
            while (end < lines.Count && (Indent(lines[end]) > start || (lines[end].Trim().Length == 0 && end + 1 < lines.Count && Indent(lines[end + 1]) > start)))
            {
                end++;
            }

            lines.RemoveRange(found.Line, end - found.Line);
            return string.Join('\n', lines);
        }

        if (Locate(yaml, parent) is not { Value.Entries: [var first, ..] })
        {
            return null;
        }

        var head = lines[first.Line - 1];
        lines.Insert(first.Line - 1, $"{new string(' ', head.IndexOf(first.Key, StringComparison.Ordinal))}{key}: {written}");
        return string.Join('\n', lines);
    }

    private static (int Line, YamlNode Value)? Locate(string yaml, string address)
    {
        var problems = new ProblemList();
        if (TextFile.Of(ScenarioReader.FileName, Encoding.UTF8.GetBytes(yaml), problems) is not { } file || YamlNode.Parse(file, problems) is not { } node)
        {
            return null;
        }

        var line = 1;
        foreach (var key in address.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node.Items?.Find(item => item.Entries?.Exists(e => e.Key == "id" && e.Value.Text == key) == true) is { } item)
            {
                (line, node) = (item.Line, item);
            }
            else if (node.Entries is { } entries && entries.FindIndex(e => e.Key == key) is var at and >= 0)
            {
                (_, line, node) = entries[at];
            }
            else
            {
                return null;
            }
        }

        return (line, node);
    }

    /// <summary>A value as it will stand in the file: on one line, without characters that cannot be seen.</summary>
    public static string Printable(string value) => string.Join(
        ' ', string.Concat(value.EnumerateRunes().Select(c => IsSeen(c) ? c.ToString() : " ")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Marks of direction make a text look like another; what has no meaning yet may be anything.
    private static bool IsSeen(Rune c) => Rune.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static int Indent(string line) => line.Trim().Length == 0 ? -1 : line.Length - line.TrimStart(' ').Length;

    // Numbers and plain words as they are; all else in quotation marks, where nothing has a meaning of its own.
    private static string Scalar(string value)
    {
        var text = Printable(value);
        var plain = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') && (text[0] is not '-' || (text.Length > 1 && text.Skip(1).All(c => char.IsAsciiDigit(c) || c == '.')));
        return plain ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
