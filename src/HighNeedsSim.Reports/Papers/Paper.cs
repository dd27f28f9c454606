using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Papers;

/// <summary>A paper for a committee: one model, from which the screen, the print and the Word file are made.</summary>
/// <param name="Title">Of the paper.</param>
/// <param name="Subject">One line for a document's properties.</param>
/// <param name="State">Where its assurance stands: a draft says so on every page.</param>
/// <param name="Front">What the front sheet says, line by line.</param>
/// <param name="Sections">In order.</param>
public sealed record Paper(
    string Title, string Subject, AssuranceState State, IReadOnlyList<(string Head, string Value)> Front, IReadOnlyList<PaperSection> Sections)
{
    /// <summary>Every table, in order.</summary>
    public IEnumerable<FigureTable> Tables => Sections.SelectMany(section => section.Blocks).OfType<TableBlock>().Select(block => block.Table);

    /// <summary>Every chart, in order.</summary>
    public IEnumerable<PaperChart> Charts => Sections.SelectMany(section => section.Blocks).OfType<ChartBlock>().Select(block => block.Chart);
}

/// <summary>A section with its number, or letter for an appendix.</summary>
/// <param name="Number"><c>3</c> or <c>Appendix B</c>.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Blocks">What stands below.</param>
public sealed record PaperSection(string Number, string Title, IReadOnlyList<PaperBlock> Blocks);

/// <summary>Something that stands in a section.</summary>
public abstract record PaperBlock;

/// <summary>A numbered paragraph.</summary>
/// <param name="Number"><c>3.2</c>.</param>
/// <param name="Text">Its words.</param>
public sealed record ParagraphBlock(string Number, string Text) : PaperBlock;

/// <summary>A list under a paragraph.</summary>
/// <param name="Items">In order.</param>
public sealed record ListBlock(IReadOnlyList<string> Items) : PaperBlock;

/// <summary>A heading within a section.</summary>
/// <param name="Text">Its words.</param>
public sealed record HeadingBlock(string Text) : PaperBlock;

/// <summary>A table.</summary>
/// <param name="Label"><c>Table 2</c>.</param>
/// <param name="Table">Its figures.</param>
public sealed record TableBlock(string Label, FigureTable Table) : PaperBlock;

/// <summary>A chart, whose figures stand in a table of the same paper.</summary>
/// <param name="Label"><c>Figure 1</c>.</param>
/// <param name="Chart">What it shows.</param>
public sealed record ChartBlock(string Label, PaperChart Chart) : PaperBlock;

/// <summary>A chart of a paper: drawn by us for screen and print, native in Word and Excel.</summary>
/// <param name="Id">Name in files.</param>
/// <param name="Title">The message, made from the figures.</param>
/// <param name="Caption">Measure, unit, coverage, period, and what line, shading and sign mean.</param>
/// <param name="Description">For those who cannot see it: the message and its figures.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="CategoryTitle">What the categories are.</param>
/// <param name="Categories">From the left: the 31 Marches, or the censuses; from the top for bars.</param>
/// <param name="Series">Lines with a range, or parts of bars.</param>
/// <param name="IsBars">Whether each series is a row of bars; else it is a line with a range.</param>
/// <param name="Draw">The drawing as SVG.</param>
public sealed record PaperChart(
    string Id,
    string Title,
    string Caption,
    string Description,
    FigureUnit Unit,
    string CategoryTitle,
    IReadOnlyList<string> Categories,
    IReadOnlyList<PaperSeries> Series,
    bool IsBars,
    Func<ChartOptions, string> Draw);

/// <summary>A series of a chart.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">A value for each category.</param>
/// <param name="Low">The lower end of its 8 in 10; empty where it has none.</param>
/// <param name="High">The upper end.</param>
public sealed record PaperSeries(string Name, IReadOnlyList<Figure> Values, IReadOnlyList<Figure> Low, IReadOnlyList<Figure> High);
