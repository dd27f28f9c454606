using System.Globalization;
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
    /// <summary>What the vertical axis counts.</summary>
    public FanScale Scale { get; init; } = FanScale.Balances;

    /// <summary>What was published, by year: drawn as dots, before the start and after it.</summary>
    public IReadOnlyList<(FinancialYear Year, double Value)> Published { get; init; } = [];

    /// <summary>Whether the paths begin at what is known, which is then drawn as a dot too.</summary>
    public bool IsStartKnown { get; init; } = true;

    /// <summary>What lies within a band, before its two ends.</summary>
    public string Within { get; init; } = "8 in 10 simulated futures between";

    /// <summary>The message and every path's end in figures: what a reader who cannot see the chart needs.</summary>
    public string Description => string.Join(" ", [Title + ".", .. Paths.Select(EndOf), Caption]);

    /// <summary>Which paths lie on one another, as a sentence; null where none do.</summary>
    /// <param name="paths">The paths.</param>
    public static string? OnOneLine(IReadOnlyList<FanPath> paths)
    {
        var together = paths.GroupBy(path => string.Join(' ', path.Balances.Select(balance => balance.P50.ToString("R", CultureInfo.InvariantCulture)))).FirstOrDefault(group => group.Count() > 1);
        return together is null ? null : $"{VariantNames.List(together.Select(path => path.Name))} lie on one line.";
    }

    private string EndOf(FanPath path)
    {
        var end = path.Balances[^1];
        var value = $"{path.Name}: {Numbers.Median(end, Scale.Label)} {Scale.Moment(Start + (path.Balances.Count - 1))}";
        return path.IsLine ? $"{value}." : $"{value}, {Within} {Numbers.Range(end, Scale.Label, "and")}.";
    }
}

/// <summary>A balance on one 31 March after another, or a number on one census after another.</summary>
/// <param name="Name">What its label says.</param>
/// <param name="Balances">In pence, or as counted; the first is that of the opening, the others follow year by year.</param>
public sealed record FanPath(string Name, IReadOnlyList<Summary> Balances)
{
    /// <summary>Whether there is no range about it.</summary>
    public bool IsLine { get; init; }
}

/// <summary>What a vertical axis counts, and on which day of each year.</summary>
/// <param name="Unit">At the top of the axis: <c>£ million</c>.</param>
/// <param name="Divisor">From the value to what the axis shows.</param>
/// <param name="Below">Below the horizontal axis: <c>At 31 March</c>.</param>
/// <param name="Label">A value and its standard error, written with its unit, for labels and for readers who cannot see the chart.</param>
/// <param name="Tick">A value without its unit, at a gridline.</param>
/// <param name="Moment">The day of a financial year, in a sentence.</param>
public sealed record FanScale(
    string Unit, double Divisor, string Below, Func<double, double, string> Label, Func<double, string> Tick, Func<FinancialYear, string> Moment)
{
    /// <summary>Balances in millions of pounds, on each 31 March.</summary>
    public static FanScale Balances { get; } = new(
        "£ million", 100_000_000, "At 31 March", Numbers.PoundsM, Numbers.Millions, year => $"at {Dates.EndOf(year)}");

    /// <summary>Plans in force, at each January census.</summary>
    public static FanScale Plans { get; } = new(
        "Plans", 1, "At the January census", Numbers.Count, Numbers.Count, year => $"at the census of {Dates.CensusOf(year)}");
}
