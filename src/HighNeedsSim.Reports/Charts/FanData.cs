using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Charts;

/// <summary>What a fan chart shows, with the words that go with it.</summary>
/// <param name="Title">The message, as a sentence made from the figures.</param>
/// <param name="Caption">What is measured, in what unit, where, when, and what line, shading and sign mean.</param>
/// <param name="Start">The financial year on whose 31 March the paths begin: what is before is known, what follows is forecast.</param>
/// <param name="Paths">One to four.</param>
public sealed record FanData(string Title, string Caption, FinancialYear Start, IReadOnlyList<FanPath> Paths)
{
    /// <summary>The message and every path's end in figures: what a reader who cannot see the chart needs.</summary>
    public string Description => string.Join(" ", [Title + ".", .. Paths.Select(EndOf), Caption]);

    private string EndOf(FanPath path)
    {
        var end = path.Balances[^1];
        return $"{path.Name}: {Numbers.PoundsM(end.P50)} at {Dates.EndOf(Start + (path.Balances.Count - 1))}, "
            + $"8 in 10 simulated futures between {Numbers.PoundsM(end.P10)} and {Numbers.PoundsM(end.P90)}.";
    }
}

/// <summary>A balance on one 31 March after another.</summary>
/// <param name="Name">What its label says.</param>
/// <param name="Balances">In pence; the first is that of the opening, the others follow year by year.</param>
public sealed record FanPath(string Name, IReadOnlyList<Summary> Balances);
