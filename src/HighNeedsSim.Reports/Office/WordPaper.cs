using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using Table = DocumentFormat.OpenXml.Wordprocessing.Table;
using W = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace HighNeedsSim.Reports.Office;

/// <summary>
/// Writes a paper as a Word document: real heading styles, numbered paragraphs, header rows that repeat, captions that stay with
/// their tables, native charts with alternative text, British English throughout.
/// </summary>
internal sealed class WordPaper
{
    private const string Sans = "Arial";
    private const string Language = "en-GB";
    private const string Body = "Normal";
    private const string Numbered = "NumberedParagraph";
    private const string CaptionStyle = "Caption";
    private const string Bullet = "ListBullet";
    private const string Small = "TableText";
    private const string KeptSmall = "TableTextKept";
    private const string Note = "TableNote";
    private const int Bullets = 1;

    // A4 in twentieths of a point, and the room for text in English metric units.
    private const uint PageWidth = 11_906;
    private const uint PageHeight = 16_838;
    private const int Margin = 1_020;
    private const int TextWidth = (int)PageWidth - (2 * Margin);
    private const int WideText = (int)PageHeight - (2 * Margin);
    // Of table text in twentieths of a point, bold as in heads; words longer than some, such as hashes, may break.
    private const int LetterWidth = 92;
    private const int CellMargins = 140;
    private const int LongestKept = 14;
    private const long ChartWidth = 6_120_000;
    private const long ChartHeight = 3_500_000;

    private readonly Paper _paper;
    private readonly DateTimeOffset _created;
    private uint _drawings;
    private bool _isWide;

    private WordPaper(Paper paper, DateTimeOffset created) => (_paper, _created) = (paper, created);

    /// <summary>The document's bytes.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="created">The time of the run: no clock is asked.</param>
    internal static byte[] Write(Paper paper, DateTimeOffset created) => new WordPaper(paper, created).Write();

    private byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            // The library would give it a name drawn at random.
            document.ChangeIdOfPart(main, "rIdMain");
            main.AddNewPart<StyleDefinitionsPart>("rIdStyles").Styles = Styles();
            main.AddNewPart<NumberingDefinitionsPart>("rIdNumbering").Numbering = Numbering();
            main.AddNewPart<DocumentSettingsPart>("rIdSettings").Settings = new(
                new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }),
                new ThemeFontLanguages { Val = Language });
            main.AddNewPart<HeaderPart>("rIdHeader").Header = new(Paragraph("Header", Run(Banner(), bold: true)));
            main.AddNewPart<FooterPart>("rIdFooter").Footer = new(Footer());

            var body = new Body();
            body.Append(Paragraph("Title", Run(_paper.Title)));
            body.Append(Front());
            foreach (var section in _paper.Sections)
            {
                var heading = Paragraph("Heading1", Run($"{section.Number}{(section.Number.Length > 2 ? ": " : ". ")}{section.Title}"));
                // A wide table turns the page, and the heading just above goes with it.
                var isTurned = Turn(body, section.Blocks is [TableBlock first, ..] && first.Table.ForPeople().IsWide);
                if (section.Number == "Appendix A" && !isTurned)
                {
                    heading.ParagraphProperties!.PageBreakBefore = new PageBreakBefore();
                }

                body.Append(heading);
                foreach (var block in section.Blocks)
                {
                    Append(main, body, block);
                }
            }

            body.Append(Page());
            main.Document = new(body);
            DocumentProperties.Write(document, _paper.Title, _paper.Subject, _created);
        }

        return FixedPackage.Of(stream);
    }

    // Ends the pages of one orientation where what follows needs the other.
    private bool Turn(Body body, bool isWide)
    {
        if (isWide == _isWide)
        {
            return false;
        }

        body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = Small }, Page())));
        _isWide = isWide;
        return true;
    }

    private SectionProperties Page() => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = "rIdHeader" },
        new FooterReference { Type = HeaderFooterValues.Default, Id = "rIdFooter" },
        _isWide
            ? new PageSize { Width = PageHeight, Height = PageWidth, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = PageWidth, Height = PageHeight },
        new PageMargin { Top = 1_134, Bottom = 1_134, Left = Margin, Right = Margin, Header = 500, Footer = 500, Gutter = 0 });

    private string Banner() => _paper.State switch
    {
        AssuranceState.Draft => "DRAFT: nobody has yet assured this analysis",
        AssuranceState.Assured => "ASSURED: not yet approved",
        _ => "",
    };

    private void Append(MainDocumentPart main, Body body, PaperBlock block)
    {
        if (block is not TableBlock)
        {
            Turn(body, isWide: false);
        }

        switch (block)
        {
            case ParagraphBlock paragraph:
                body.Append(Paragraph(Numbered, Run(paragraph.Number), new Run(new TabChar()), Run(paragraph.Text)));
                break;
            case HeadingBlock heading:
                body.Append(Paragraph("Heading2", Run(heading.Text)));
                break;
            case ListBlock list:
                foreach (var item in list.Items)
                {
                    body.Append(Paragraph(Bullet, Run(item)));
                }

                break;
            case ChartBlock chart:
                body.Append(Paragraph(CaptionStyle, Run($"{chart.Label}: {chart.Chart.Title}. ", bold: true), Run(chart.Chart.Caption)));
                body.Append(Paragraph(Body, new Run(Chart(main, chart.Chart))));
                break;
            case TableBlock table:
                Turn(body, table.Table.ForPeople().IsWide);
                body.Append(Paragraph(CaptionStyle, Run($"{table.Label}: {table.Table.Title}. ", bold: true), Run(table.Table.Caption)));
                body.Append(TableOf(table.Table));
                foreach (var note in table.Table.Notes)
                {
                    body.Append(Paragraph(Note, Run(note)));
                }

                body.Append(Paragraph(Body));
                break;
        }
    }

    private Drawing Chart(MainDocumentPart main, PaperChart chart)
    {
        var number = ++_drawings;
        var id = string.Create(CultureInfo.InvariantCulture, $"rIdChart{number}");
        main.AddNewPart<ChartPart>(id).ChartSpace = NativeChart.Of(chart, null);
        return new Drawing(new W.Inline(
            new W.Extent { Cx = ChartWidth, Cy = ChartHeight },
            new W.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new W.DocProperties { Id = number, Name = chart.Id, Description = chart.Description },
            new W.NonVisualGraphicFrameDrawingProperties(),
            new A.Graphic(new A.GraphicData(new C.ChartReference { Id = id }) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/chart" }))
        {
            DistanceFromTop = 0,
            DistanceFromBottom = 0,
            DistanceFromLeft = 0,
            DistanceFromRight = 0,
        });
    }

    private Table Front()
    {
        var table = Grid([3_000, TextWidth - 3_000], "Front sheet", "What committee, when, who answers for the paper, and how far it has been assured.");
        foreach (var (head, value) in _paper.Front)
        {
            table.Append(Row(false, Cell(3_000, Paragraph(Body, Run(head, bold: true))), Cell(TextWidth - 3_000, Paragraph(Body, Run(value)))));
        }

        return table;
    }

    private static Table TableOf(FigureTable figures)
    {
        var people = figures.ForPeople();
        var widths = Widths(people);
        // A row that stays with the next keeps a table whole; one longer than a page must break.
        var isWhole = people.Rows.Count <= Reports.Tables.Table.MostRowsTogether;
        var table = Grid(widths, figures.Title, figures.Caption);
        table.Append(Row(true, [.. people.Columns.Select((column, c) => Cell(widths[c], Paragraph(KeptSmall, Run(column.FullHead, bold: true)).Aligned(column.IsNumeric)))]));
        for (var r = 0; r < people.Rows.Count; r++)
        {
            var style = isWhole && r < people.Rows.Count - 1 ? KeptSmall : Small;
            table.Append(Row(false, [.. people.Rows[r].Select((text, c) => Cell(widths[c], Paragraph(style, Run(Breakable(text))).Aligned(people.Columns[c].IsNumeric)))]));
        }

        return table;
    }

    // Columns by what is in them: the longest word must fit, and what room is left goes to those with most to say.
    private static int[] Widths(Reports.Tables.Table table)
    {
        var room = table.IsWide ? WideText : TextWidth;
        var texts = table.Columns.Select((column, c) => table.Rows.Select(row => row[c]).Append(column.FullHead).ToArray()).ToArray();
        double[] least = [.. texts.Select(column => CellMargins + (LetterWidth * Math.Min(LongestKept, column.SelectMany(text => text.Split(' ')).Max(word => word.Length))))];
        double[] weights = [.. texts.Select(column => Math.Clamp((column.Max(text => text.Length) + (2 * column.Average(text => text.Length))) / 3, 1, 80))];
        var left = Math.Max(0, room - least.Sum());
        var squeeze = Math.Min(1, room / least.Sum());
        return [.. least.Select((width, c) => (int)((width * squeeze) + (left * weights[c] / weights.Sum())))];
    }

    private static Table Grid(int[] widths, string title, string description) => new(
        new TableProperties(
            new TableStyle { Val = "PaperTable" },
            new TableWidth { Width = widths.Sum().ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
            new TableLayout { Type = TableLayoutValues.Fixed },
            new TableLook { FirstRow = true, FirstColumn = true },
            new TableCaption { Val = title },
            new TableDescription { Val = description }),
        new TableGrid(widths.Select(width => new GridColumn { Width = width.ToString(CultureInfo.InvariantCulture) })));

    private static TableRow Row(bool isHead, params TableCell[] cells)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (isHead)
        {
            properties.Append(new TableHeader());
        }

        return new TableRow([properties, .. cells]);
    }

    private static TableCell Cell(int width, Paragraph paragraph) => new(
        new TableCellProperties(new TableCellWidth { Width = width.ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa }), paragraph);

    private static Paragraph Paragraph(string style, params OpenXmlElement[] content) =>
        new([new ParagraphProperties(new ParagraphStyleId { Val = style }), .. content]);

    private static Run Run(string text, bool bold = false)
    {
        var run = new Run();
        if (bold)
        {
            run.Append(new RunProperties(new Bold()));
        }

        run.Append(new Text(Printable.Text(text)) { Space = SpaceProcessingModeValues.Preserve });
        return run;
    }

    // A hash has no place to break: a space of no width gives it some.
    private static string Breakable(string text) => text.Length > 24 && !text.Contains(' ', StringComparison.Ordinal)
        ? string.Concat(text.Chunk(12).Select((part, n) => (n == 0 ? "" : "\u200B") + new string(part)))
        : text;

    private static Paragraph Footer() => Paragraph(
        "Footer",
        Run("Page "), new Run(new FieldChar { FieldCharType = FieldCharValues.Begin }), new Run(new FieldCode("PAGE")), new Run(new FieldChar { FieldCharType = FieldCharValues.End }),
        Run(" of "), new Run(new FieldChar { FieldCharType = FieldCharValues.Begin }), new Run(new FieldCode("NUMPAGES")), new Run(new FieldChar { FieldCharType = FieldCharValues.End }));

    private static Numbering Numbering() => new(
        new AbstractNum(new Level(
            new StartNumberingValue { Val = 1 },
            new NumberingFormat { Val = NumberFormatValues.Bullet },
            new LevelText { Val = "•" },
            new LevelJustification { Val = LevelJustificationValues.Left },
            new PreviousParagraphProperties(new Indentation { Left = "720", Hanging = "360" }))
        {
            LevelIndex = 0,
        })
        {
            AbstractNumberId = 0,
        },
        new NumberingInstance(new AbstractNumId { Val = 0 }) { NumberID = Bullets });

    private static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = Sans, HighAnsi = Sans, ComplexScript = Sans, EastAsia = Sans },
                new FontSize { Val = "22" },
                new Languages { Val = Language, EastAsia = Language })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120", Line = "269", LineRule = LineSpacingRuleValues.Auto }))),
        Style(Body, "Normal", null, null, null, isDefault: true),
        Style("Title", "Title", "36", new SpacingBetweenLines { After = "240" }, null),
        Style("Heading1", "heading 1", "28", new SpacingBetweenLines { Before = "360", After = "120" }, 0),
        Style("Heading2", "heading 2", "23", new SpacingBetweenLines { Before = "240", After = "80" }, 1),
        Style(Numbered, "Numbered Paragraph", null, null, null, indent: new Indentation { Left = "720", Hanging = "720" }),
        Style(CaptionStyle, "caption", "20", new SpacingBetweenLines { Before = "200", After = "80" }, null, keepNext: true),
        Style(Bullet, "List Bullet", null, null, null, numbering: true),
        Style(Small, "Table Text", "16", new SpacingBetweenLines { Before = "20", After = "20", Line = "240", LineRule = LineSpacingRuleValues.Auto }, null),
        Style(KeptSmall, "Table Text Kept", "16", new SpacingBetweenLines { Before = "20", After = "20", Line = "240", LineRule = LineSpacingRuleValues.Auto }, null, keepNext: true),
        Style(Note, "Table Note", "17", new SpacingBetweenLines { Before = "40", After = "20" }, null),
        Style("Header", "header", "17", null, null),
        Style("Footer", "footer", "17", null, null),
        new Style(
            new StyleName { Val = "Paper Table" },
            new StyleTableProperties(
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4, Color = "505A5F" },
                    new BottomBorder { Val = BorderValues.Single, Size = 4, Color = "505A5F" },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4, Color = "B1B4B6" }),
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = 60, Type = TableWidthValues.Dxa },
                    new TableCellRightMargin { Width = 60, Type = TableWidthValues.Dxa })))
        {
            Type = StyleValues.Table,
            StyleId = "PaperTable",
            CustomStyle = true,
        });

    private static Style Style(
        string id, string name, string? size, SpacingBetweenLines? spacing, int? outline, bool isDefault = false, bool keepNext = false, bool numbering = false, Indentation? indent = null)
    {
        var paragraph = new StyleParagraphProperties();
        if (outline is not null || keepNext)
        {
            paragraph.Append(new KeepNext());
        }

        if (numbering)
        {
            paragraph.Append(new NumberingProperties(new NumberingId { Val = Bullets }));
        }

        if (spacing is not null)
        {
            paragraph.Append(spacing);
        }

        if (indent is not null)
        {
            paragraph.Append(indent);
        }

        if (outline is { } level)
        {
            paragraph.Append(new OutlineLevel { Val = level });
        }

        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id, Default = isDefault };
        if (!isDefault)
        {
            style.Append(new BasedOn { Val = Body });
        }

        style.Append(new PrimaryStyle(), paragraph);
        var isBold = outline is not null || id == "Title";
        if (size is not null || isBold)
        {
            var run = new StyleRunProperties();
            if (isBold)
            {
                run.Append(new Bold());
            }

            if (size is not null)
            {
                run.Append(new FontSize { Val = size });
            }

            style.Append(run);
        }

        return style;
    }
}

/// <summary>Alignment of a cell's paragraph.</summary>
internal static class CellAlignment
{
    /// <summary>The paragraph set to the right where it holds a number.</summary>
    internal static Paragraph Aligned(this Paragraph paragraph, bool isNumeric)
    {
        if (isNumeric)
        {
            paragraph.ParagraphProperties!.Append(new Justification { Val = JustificationValues.Right });
        }

        return paragraph;
    }
}
