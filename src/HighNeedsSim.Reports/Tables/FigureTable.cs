using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>What a column of figures is measured in, and so how it is written in each format.</summary>
public enum FigureUnit
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A number of people, plans, cases or futures: to the nearest whole one for people, in full in files.</summary>
    Count,

    /// <summary>Money held in pounds to the penny and read in £ million with one decimal.</summary>
    Million,

    /// <summary>Money in whole pounds: unit costs and amounts per head.</summary>
    Pounds,

    /// <summary>A share of one: read as a percentage with one decimal.</summary>
    Share,

    /// <summary>Weeks, to the nearest whole one.</summary>
    Weeks,
}

/// <summary>Which end of the middle 8 in 10 a column holds; people read both ends in one cell.</summary>
public enum RangeEnd
{
    /// <summary>None: a figure of its own.</summary>
    None,

    /// <summary>The lower end; the next column holds the upper.</summary>
    Low,

    /// <summary>The upper end.</summary>
    High,
}

/// <summary>One cell: words, a number in full, or a sign that says why there is no number.</summary>
public readonly record struct Figure
{
    private Figure(string text, decimal? number, bool isMissing, double error = 0) => (Text, Number, IsMissing, Error) = (text, number, isMissing, error);

    /// <summary>The words of a text cell; the letter of a missing figure.</summary>
    public string Text { get; }

    /// <summary>The number, not rounded for reading: pounds for money, 1 for all of a share; null in a cell without one.</summary>
    public decimal? Number { get; }

    /// <summary>The number's standard error, because the simulated futures are so many and no more, in its unit: people read no digit that it does not support.</summary>
    public double Error { get; }

    /// <summary>Whether the cell would hold a number and has none.</summary>
    public bool IsMissing { get; }

    /// <summary>Not applicable: <c>[z]</c>, in data files <c>z</c>.</summary>
    public static Figure NotApplicable { get; } = new("z", null, true);

    /// <summary>Not available: <c>[x]</c>, in data files <c>x</c>.</summary>
    public static Figure NotAvailable { get; } = new("x", null, true);

    /// <summary>Suppressed, because it could tell of one child: <c>[c]</c>, in data files <c>c</c>.</summary>
    public static Figure Confidential { get; } = new("c", null, true);

    /// <summary>Words.</summary>
    public static Figure Of(string text) => new(Printable.Text(text), null, false);

    /// <summary>A number.</summary>
    public static Figure Of(decimal number) => new("", number, false);

    /// <summary>A number of people, plans or futures that a mean may have left with decimals.</summary>
    public static Figure Count(double count) => Count(count, 0);

    /// <summary>The same with its standard error.</summary>
    public static Figure Count(double count, double error) => new("", Figures.Of(MeasureUnit.Count, count), false, error);

    /// <summary>An amount in pence.</summary>
    public static Figure Money(double pence) => Money(pence, 0);

    /// <summary>The same with its standard error, in pence.</summary>
    public static Figure Money(double pence, double error) => new("", Figures.Pounds(pence), false, error / 100);

    /// <summary>A share of one with its standard error.</summary>
    public static Figure Share(double share, double error) => new("", decimal.Round((decimal)share, 4), false, error);

    /// <summary>The median of a summary.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="figure">What it is of: <see cref="Money(double, double)"/> or <see cref="Count(double, double)"/>.</param>
    public static Figure Median(Summary summary, Func<double, double, Figure> figure) => figure(summary.P50, summary.MedianError);

    /// <summary>The mean of a summary.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="figure">What it is of.</param>
    public static Figure Mean(Summary summary, Func<double, double, Figure> figure) => figure(summary.Mean, summary.MeanError);

    /// <summary>The median of a summary and the two ends of its middle 8 in 10, as precise as the median: cells of three columns.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="figure">What it is of.</param>
    public static Figure[] Range(Summary summary, Func<double, double, Figure> figure) =>
        [figure(summary.P50, summary.MedianError), figure(summary.P10, summary.MedianError), figure(summary.P90, summary.MedianError)];
}

/// <summary>A column of figures.</summary>
/// <param name="Code">Its name in data files: <c>cumulative_deficit_p50</c>.</param>
/// <param name="Group">What several columns have in common; empty for a column of its own.</param>
/// <param name="Head">Its own head.</param>
/// <param name="Unit">What it is measured in.</param>
/// <param name="End">Which end of a range it is.</param>
/// <param name="IsRowHead">Whether its cells say what the row is about.</param>
public sealed record FigureColumn(
    string Code, string Group, string Head, FigureUnit Unit, RangeEnd End = RangeEnd.None, bool IsRowHead = false);

/// <summary>
/// A table of figures in full. Every format is written from it: pages, papers, workbooks and data files show the same numbers
/// because there are no others.
/// </summary>
/// <param name="Id">Name in files, small letters and hyphens.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Caption">Measure, unit, coverage, period, and what the sign means.</param>
/// <param name="Columns">From the left; codes and full heads are unique.</param>
/// <param name="Rows">From the top; each has a cell for every column, none empty.</param>
/// <param name="Notes">What a reader must know beside the figures.</param>
public sealed record FigureTable(
    string Id,
    string Title,
    string Caption,
    IReadOnlyList<FigureColumn> Columns,
    IReadOnlyList<IReadOnlyList<Figure>> Rows,
    IReadOnlyList<string> Notes)
{
    /// <summary>The table as people read it: rounded, both ends of a range in one cell.</summary>
    public Table ForPeople()
    {
        int[] shown = [.. Enumerable.Range(0, Columns.Count).Where(c => Columns[c].End != RangeEnd.High)];
        return new(
            $"{Title}. {Caption}",
            [.. shown.Select(c => new Column(
                Columns[c].Group,
                Columns[c].End == RangeEnd.Low ? "8 in 10" : Columns[c].Head,
                Columns[c].Unit != FigureUnit.Text,
                Columns[c].IsRowHead))],
            [.. Rows.Select(row => (IReadOnlyList<string>)[.. shown.Select(c => Read(row, c))])],
            Notes);
    }

    private string Read(IReadOnlyList<Figure> row, int c) => Columns[c].End == RangeEnd.Low && row[c].Number is not null
        ? $"{FigureText.Of(row[c], Columns[c].Unit)} to {FigureText.Of(row[c + 1], Columns[c + 1].Unit)}"
        : FigureText.Of(row[c], Columns[c].Unit);
}

/// <summary>How a figure is written for people: the only place, so that no two formats can differ.</summary>
public static class FigureText
{
    /// <summary>The cell's text.</summary>
    public static string Of(Figure figure, FigureUnit unit) => figure.Number is { } number
        ? unit switch
        {
            FigureUnit.Million => Numbers.Millions((double)number * 100, figure.Error * 100),
            FigureUnit.Share => Numbers.Share((double)number, figure.Error),
            _ => Numbers.Count((double)number, figure.Error),
        }
        : figure.IsMissing ? $"[{figure.Text}]" : figure.Text;
}
