using System.Text;

namespace HighNeedsSim.Reports.Charts;

/// <summary>
/// How wide text will be at most. A reader without Arial, or a font of its widths, gets another one: so widths are those of DejaVu Sans, as wide as
/// Verdana and the widest that browsers commonly fall back to. In a narrower font there is a little more room.
/// </summary>
internal static class SvgText
{
    private const int FirstKnown = ' ';

    // What is in no table: as wide as high.
    private const int Unknown = 1000;

    // Thousandths of the size, from space to tilde.
    private static ReadOnlySpan<short> Regular =>
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
        636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
        603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
        634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
    ];

    private static ReadOnlySpan<short> Bold =>
    [
        348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696,
        696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
        733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716,
        712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
    ];

    /// <summary>Width in units of a line of text.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var widths = bold ? Bold : Regular;
        var sum = 0;
        foreach (var c in text)
        {
            sum += c switch
            {
                '£' => widths['0' - FirstKnown],
                '–' => 500,
                '’' or '‘' or '·' => widths[',' - FirstKnown],
                _ when c - FirstKnown is var at && at >= 0 && at < widths.Length => widths[at],
                _ => Unknown,
            };
        }

        return sum * size / 1000;
    }

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
}
