namespace HighNeedsSim.Reports.Tables;

/// <summary>A table for people: its cells are already written as they are to be read.</summary>
/// <param name="Caption">What is in it, in what unit, where and when, and what the sign means.</param>
/// <param name="Columns">From the left.</param>
/// <param name="Rows">From the top; each has a cell for every column.</param>
/// <param name="Notes">What a reader must know beside the figures.</param>
public sealed record Table(
    string Caption,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<string> Notes)
{
    /// <summary>More rows than these may run over the end of a page; fewer stay together, with their caption.</summary>
    internal const int MostRowsTogether = 15;

    /// <summary>Longer words, such as hashes, may break anywhere; shorter ones keep their column as wide as they are.</summary>
    internal const int LongestWord = 24;

    // In letters: what an upright page holds, what a column of words needs to be read, and what stands between two columns.
    private const int PageWidth = 108;
    private const int Readable = 16;
    private const int Gap = 2;

    /// <summary>Whether it needs the page on its side: numbers do not break, words break between each other.</summary>
    internal bool IsWide => Columns.Select((column, c) => Gap + Rows.Select(row => row[c])
        .Select(text => column.IsNumeric ? text.Length : Math.Max(Math.Min(text.Length, Readable), Math.Min(LongestWord, Longest(text))))
        .Append(Longest(column.Head)).Max()).Sum() > PageWidth;

    private static int Longest(string text) => text.Split(' ').Max(word => word.Length);
}

/// <summary>A column.</summary>
/// <param name="Group">What several columns have in common; empty for a column of its own.</param>
/// <param name="Head">Its own head.</param>
/// <param name="IsNumeric">Whether it is set to the right.</param>
/// <param name="IsRowHead">Whether its cells say what the row is about.</param>
public sealed record Column(string Group, string Head, bool IsNumeric, bool IsRowHead = false)
{
    /// <summary>Group and head in one line: <c>Cumulative deficit: median</c>.</summary>
    public string FullHead => Group.Length == 0 ? Head : $"{Group}: {Head}";
}

/// <summary>Signs for cells that have no figure; in data files the letter alone.</summary>
public static class Missing
{
    /// <summary>Not applicable.</summary>
    public const string NotApplicable = "[z]";

    /// <summary>Not available.</summary>
    public const string NotAvailable = "[x]";
}
