using System.Globalization;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Papers;

/// <summary>Writes a paper's sections in order and numbers its paragraphs, tables and figures.</summary>
internal sealed class SectionWriter
{
    private readonly List<PaperSection> _sections = [];
    private List<PaperBlock> _blocks = [];
    private int _section;
    private int _appendix;
    private int _paragraph;
    private int _tables;
    private int _figures;
    private string _prefix = "";

    /// <summary>What has been written.</summary>
    internal IReadOnlyList<PaperSection> Sections => _sections;

    /// <summary>Begins a section.</summary>
    internal SectionWriter Section(string title)
    {
        _prefix = (++_section).ToString(CultureInfo.InvariantCulture);
        return Begin(_prefix, title);
    }

    /// <summary>Begins an appendix.</summary>
    internal SectionWriter Appendix(string title)
    {
        _prefix = ((char)('A' + _appendix++)).ToString();
        return Begin($"Appendix {_prefix}", title);
    }

    /// <summary>A numbered paragraph; nothing where there is nothing to say.</summary>
    internal SectionWriter Paragraph(string? text)
    {
        if (text is not null)
        {
            _blocks.Add(new ParagraphBlock(string.Create(CultureInfo.InvariantCulture, $"{_prefix}.{++_paragraph}"), text));
        }

        return this;
    }

    internal SectionWriter List(IEnumerable<string> items) => Add(new ListBlock([.. items]));

    internal SectionWriter Heading(string text) => Add(new HeadingBlock(text));

    internal SectionWriter Table(FigureTable table) => Add(new TableBlock(string.Create(CultureInfo.InvariantCulture, $"Table {++_tables}"), table));

    internal SectionWriter Chart(PaperChart chart) => Add(new ChartBlock(string.Create(CultureInfo.InvariantCulture, $"Figure {++_figures}"), chart));

    private SectionWriter Add(PaperBlock block)
    {
        _blocks.Add(block);
        return this;
    }

    private SectionWriter Begin(string number, string title)
    {
        (_blocks, _paragraph) = ([], 0);
        _sections.Add(new(number, title, _blocks));
        return this;
    }
}
