using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Charts;

/// <summary>What a bar chart shows, with the words that go with it.</summary>
/// <param name="Title">The message, as a sentence made from the figures.</param>
/// <param name="Caption">What is measured, in what unit, where, when, and what bar and line mean.</param>
/// <param name="Series">What the bars of a group are of: one to four names.</param>
/// <param name="Groups">From the top.</param>
/// <param name="Number">A value and its standard error, written with its unit as the label at the end of its bar.</param>
public sealed record BarData(
    string Title, string Caption, IReadOnlyList<string> Series, IReadOnlyList<BarGroup> Groups, Func<double, double, string> Number)
{
    /// <summary>The message and every bar in figures: what a reader who cannot see the chart needs.</summary>
    public string Description => string.Join(" ", [Title + ".", .. Groups.Select(GroupInWords), Caption]);

    private string GroupInWords(BarGroup group) =>
        $"{group.Name}: {string.Join(", ", group.Values.Select((value, n) => $"{Series[n]} {Numbers.Median(value, Number)}"))}.";
}

/// <summary>Bars that stand together.</summary>
/// <param name="Name">What its label says.</param>
/// <param name="Values">One for each series: the bar is the median, the line over its end the middle 8 in 10.</param>
public sealed record BarGroup(string Name, IReadOnlyList<Summary> Values);
