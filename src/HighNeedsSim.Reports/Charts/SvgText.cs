using System.Text;

namespace HighNeedsSim.Reports.Charts;

/// <summary>How wide text will be: near enough to keep labels apart, for Arial and fonts of its widths.</summary>
internal static class SvgText
{
    /// <summary>Width in units of a line of text.</summary>
    public static double Width(string text, double size, bool bold = false) =>
        text.Sum(c => Ems(c)) * size * (bold ? 1.07 : 1);

    /// <summary>Breaks text into lines no wider than so much, between words.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width($"{line} {word}", size, bold) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        return line.Length > 0 ? [.. lines, line.ToString()] : lines;
    }

    private static double Ems(char c) => c switch
    {
        'i' or 'j' or 'l' or '\'' or '’' or '|' => 0.22,
        ' ' or 't' or 'f' or 'r' or 'I' or '.' or ',' or ':' or ';' or '!' or '(' or ')' or '-' or '/' => 0.3,
        'm' or 'w' or 'M' or 'W' => 0.85,
        >= 'A' and <= 'Z' => 0.69,
        _ => 0.556,
    };
}
