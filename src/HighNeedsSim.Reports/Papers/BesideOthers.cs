using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>How the authority's spending per head stands beside that of others, in sentences made from the published figures.</summary>
public static class BesideOthers
{
    private const int MostGaps = 2;

    // Regions that are called by a quarter of the compass have an article: the East Midlands, but London.
    private static readonly string[] Quarters = ["North", "South", "East", "West"];

    /// <summary>The sentences.</summary>
    /// <param name="place">The authority.</param>
    /// <param name="published">Published spending per head aged 2 to 18.</param>
    /// <param name="region">The authority's region; null where the scenario does not say.</param>
    public static string InWords(string place, PerHeadBenchmarks published, string? region)
    {
        var (own, england) = (All(row => row.Own.Pounds), All(row => row.England.Pounds));
        var gaps = published.Rows.Where(row => row.Own.Pounds > row.England.Pounds).OrderByDescending(row => row.Own.Pounds - row.England.Pounds).ThenBy(row => row.Category).ToArray();
        var widest = string.Join(" and ", gaps.Take(MostGaps).Select(row => $"{LowerFirst(row.Category.Label())} (£{Numbers.Count((double)row.Own.Pounds)} against £{Numbers.Count((double)row.England.Pounds)})"));
        return $"In {published.Year} {place} budgeted £{Numbers.Count((double)own)} a head of residents aged 2 to 18 for high needs: {Against(own, england)} England, "
            + $"{Against(own, All(row => row.Neighbours.Pounds))} its statistical neighbours, and {Against(own, All(row => row.Region.Pounds))} {Region(region)}. "
            + gaps.Length switch
            {
                0 => "In no category did it budget more a head than England.",
                1 => $"In one of {published.Rows.Count} categories it budgeted more a head than England: {widest}.",
                _ => string.Create(CultureInfo.InvariantCulture, $"In {gaps.Length} of {published.Rows.Count} categories it budgeted more a head than England; the widest gaps are {widest}."),
            };

        decimal All(Func<PerHeadBenchmark, decimal> of) => published.Rows.Sum(of);
    }

    /// <summary>A region in a sentence: <c>the South East</c>, <c>London</c>; where it has no name, <c>its region</c>.</summary>
    internal static string Region(string? name) => name switch
    {
        null => "its region",
        _ when Quarters.Any(quarter => name.StartsWith(quarter, StringComparison.Ordinal)) => $"the {name}",
        _ => name,
    };

    // "25% more than the £758 of"
    private static string Against(decimal own, decimal other)
    {
        var percent = other == 0 ? 0 : Math.Round(100 * (own - other) / other, MidpointRounding.AwayFromZero);
        var amount = $"the £{Numbers.Count((double)other)} of";
        return percent switch
        {
            0 => $"as much as {amount}",
            > 0 => $"{Numbers.Count((double)percent)}% more than {amount}",
            _ => $"{Numbers.Count((double)-percent)}% less than {amount}",
        };
    }

    private static string LowerFirst(string text) => text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
