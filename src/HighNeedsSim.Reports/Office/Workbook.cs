using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using A = DocumentFormat.OpenXml.Drawing;
using Column = DocumentFormat.OpenXml.Spreadsheet.Column;
using S = DocumentFormat.OpenXml.Drawing.Spreadsheet;

namespace HighNeedsSim.Reports.Office;

/// <summary>
/// Writes a workbook by the rules of the Government Analysis Function: cover, contents and notes; then one marked-up table on each
/// sheet, with a title in the first cell and a unique head for each column; no merged cells, no blank rows, no frozen panes, no
/// filters, no meaning in colour.
/// </summary>
internal sealed class Workbook
{
    private const int LongestSheetName = 31;
    private const uint HeadRow = 5;
    private const uint FirstRow = HeadRow + 1;
    private const string Sans = "Arial";
    private const string OneTable = "This worksheet contains one table.";
    private const double WidestText = 90;
    private const double LineHeight = 16;

    // The most that a row may be high is 409 points.
    private const int MostLines = 25;

    // Cell formats, by their position in the style sheet.
    private const uint Words = 0;
    private const uint Heading1 = 1;
    private const uint Head = 2;
    private const uint NumberHead = 3;
    private const uint Million = 4;
    private const uint Whole = 5;
    private const uint Share = 6;
    private const uint Sign = 7;
    private const uint Link = 8;
    private const uint WholeShare = 9;

    private readonly string _title;
    private readonly string _subject;
    private readonly DateTimeOffset _created;
    private readonly List<(string Name, FigureTable Table)> _sheets = [];
    private readonly List<string> _cover = [];
    private readonly List<string> _notes = [];
    private readonly List<PaperChart> _charts = [];
    private readonly Dictionary<string, int> _shared = new(StringComparer.Ordinal);

    /// <summary>An empty workbook.</summary>
    /// <param name="title">Of the workbook; in the first cell of its cover and in its properties.</param>
    /// <param name="subject">One line.</param>
    /// <param name="created">The time of the run: no clock is asked.</param>
    internal Workbook(string title, string subject, DateTimeOffset created) => (_title, _subject, _created) = (title, subject, created);

    /// <summary>The name of a table's sheet.</summary>
    internal static string SheetName(FigureTable table) => Identifier(table)[..Math.Min(LongestSheetName, Identifier(table).Length)];

    /// <summary>A column's head with its unit, unique in its table.</summary>
    internal static string HeadOf(FigureColumn column) =>
        (column.Group.Length == 0 ? column.Head : $"{column.Group}: {column.Head}") + SpreadsheetNumbers.InHead(column.Unit);

    /// <summary>Adds lines to the cover.</summary>
    internal Workbook Cover(params IEnumerable<string> lines)
    {
        _cover.AddRange(lines);
        return this;
    }

    /// <summary>Adds lines to the notes.</summary>
    internal Workbook Notes(params IEnumerable<string> lines)
    {
        _notes.AddRange(lines);
        return this;
    }

    /// <summary>Adds tables, each on a sheet of its own; one that is there already is left out.</summary>
    internal Workbook Add(params IEnumerable<FigureTable> tables)
    {
        foreach (var table in tables)
        {
            if (_sheets.TrueForAll(sheet => sheet.Table.Id != table.Id))
            {
                _sheets.Add((SheetName(table), table));
            }
        }

        return this;
    }

    /// <summary>Adds native charts, each on the sheet of its figures: for officers, whose copies may look as they like.</summary>
    internal Workbook Charts(params IEnumerable<PaperChart> charts)
    {
        foreach (var chart in charts)
        {
            _charts.Add(chart);
            Add(TableOf(chart));
        }

        return this;
    }

    /// <summary>A chart's figures as a table: a row for each category, a column for each line or row of bars.</summary>
    internal static FigureTable TableOf(PaperChart chart)
    {
        var strands = NativeChart.Strands(chart);
        return new(
            $"chart-{chart.Id}", chart.Title, chart.Caption,
            [
                new("category", "", chart.CategoryTitle, FigureUnit.Text, IsRowHead: true),
                .. strands.Select((strand, n) => new FigureColumn(
                    string.Create(CultureInfo.InvariantCulture, $"series_{n + 1}"), "", strand.Name, chart.Unit)),
            ],
            [.. chart.Categories.Select((category, at) => (IReadOnlyList<Figure>)[Figure.Of(category), .. strands.Select(strand => strand.Values[at])])],
            []);
    }

    /// <summary>The workbook's bytes.</summary>
    internal byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            // The library would give it a name drawn at random.
            document.ChangeIdOfPart(book, "rIdMain");
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook();
            var sheets = new Sheets();
            Style(book.AddNewPart<WorkbookStylesPart>("rIdStyles"));
            var number = 0u;
            AddSheet("Cover", [(_title, Heading1), .. _cover.Select(line => (line, Words))]);
            AddContents();
            AddSheet("Notes", [("Notes", Heading1), .. _notes.Select(line => (line, Words))]);
            foreach (var (name, table) in _sheets)
            {
                AddTable(name, table);
            }

            book.Workbook.Append(new BookViews(new WorkbookView()), sheets);
            var shared = book.AddNewPart<SharedStringTablePart>("rIdStrings");
            shared.SharedStringTable = new(_shared.OrderBy(entry => entry.Value).Select(entry => new SharedStringItem(
                new Text(Printable.Text(entry.Key)) { Space = SpaceProcessingModeValues.Preserve })));
            DocumentProperties.Write(document, _title, _subject, _created);

            WorksheetPart Part(string name)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"rIdSheet{++number}");
                sheets.Append(new Sheet { Name = name, SheetId = number, Id = id });
                return book.AddNewPart<WorksheetPart>(id);
            }

            void AddSheet(string name, IEnumerable<(string Text, uint Style)> lines)
            {
                double[] widths = [WidestText];
                var data = new SheetData(lines.Select((line, at) => RowOf((uint)at + 1, [line.Text], [CellOf(line.Text, line.Style)], widths)));
                Part(name).Worksheet = new(OnePageWide(), View(), Format(), Widths(widths), data, Page());
            }

            void AddContents()
            {
                var part = Part("Contents");
                const uint First = 4;
                double[] widths = [40, WidestText];
                var rows = new List<Row>
                {
                    RowOf(1, ["Contents"], [CellOf("Contents", Heading1)], widths),
                    RowOf(2, [OneTable], [CellOf(OneTable, Words)], widths),
                    RowOf(3, ["Sheet", "What it holds"], [CellOf("Sheet", Head), CellOf("What it holds", Head)], widths),
                };
                rows.AddRange(_sheets.Select((sheet, at) => RowOf(
                    First + (uint)at, [sheet.Name, sheet.Table.Title], [CellOf(sheet.Name, Link), CellOf(sheet.Table.Title, Words)], widths)));
                var links = new Hyperlinks(_sheets.Select((sheet, at) => new Hyperlink
                {
                    Reference = Address(0, First + (uint)at),
                    Location = $"'{sheet.Name}'!A1",
                    Display = sheet.Name,
                }));
                part.Worksheet = new(OnePageWide(), View(), Format(), Widths(widths), new SheetData(rows));
                if (_sheets.Count > 0)
                {
                    part.Worksheet.Append(links);
                }

                part.Worksheet.Append(Page());
                Mark(part, 1, "contents", ["Sheet", "What it holds"], 3, _sheets.Count);
            }

            void AddTable(string name, FigureTable table)
            {
                var part = Part(name);
                string[] heads = [.. table.Columns.Select(HeadOf)];
                double[] widths = [.. table.Columns.Select(WidthOf)];
                var notes = table.Notes.Count == 0 ? "There are no notes to this table." : $"Notes: {string.Join(" ", table.Notes)}";
                var rows = new List<Row>
                {
                    RowOf(1, [table.Title], [CellOf(table.Title, Heading1)], widths),
                    RowOf(2, [OneTable], [CellOf(OneTable, Words)], widths),
                    RowOf(3, [table.Caption], [CellOf(table.Caption, Words)], widths),
                    RowOf(4, [notes], [CellOf(notes, Words)], widths),
                    RowOf(HeadRow, heads, heads.Select((head, c) => CellOf(head, table.Columns[c].Unit == FigureUnit.Text ? Head : NumberHead)), widths),
                };
                rows.AddRange(table.Rows.Select((row, at) => RowOf(
                    FirstRow + (uint)at, [.. row.Select(figure => figure.Text)], row.Select((figure, c) => CellOf(figure, table.Columns[c].Unit)), widths)));
                part.Worksheet = new(OnePageWide(), View(), Format(), Widths(widths), new SheetData(rows), Page());
                if (_charts.Find(chart => table.Id == $"chart-{chart.Id}") is { } chart)
                {
                    AddChart(part, name, chart, table);
                }

                Mark(part, number, Identifier(table), heads, HeadRow, table.Rows.Count);
            }
        }

        return FixedPackage.Of(stream);
    }

    private static string Identifier(FigureTable table) => table.Id.Replace('-', '_');

    // Marks a stretch of cells as a table, by which a screen reader knows heads from figures.
    private static void Mark(WorksheetPart part, uint number, string name, string[] heads, uint headRow, int rows)
    {
        if (rows == 0)
        {
            return;
        }

        var definition = part.AddNewPart<TableDefinitionPart>("rIdTable");
        definition.Table = new(new TableColumns(heads.Select((head, at) => new TableColumn { Id = (uint)at + 1, Name = head })) { Count = (uint)heads.Length })
        {
            Id = number + 1,
            Name = name,
            DisplayName = name,
            Reference = $"{Address(0, headRow)}:{Address(heads.Length - 1, headRow + (uint)rows)}",
            TotalsRowShown = false,
        };
        part.Worksheet.Append(new TableParts(new TablePart { Id = "rIdTable" }) { Count = 1 });
    }

    private static void AddChart(WorksheetPart sheet, string name, PaperChart chart, FigureTable table)
    {
        var drawing = sheet.AddNewPart<DrawingsPart>("rIdDrawing");
        var part = drawing.AddNewPart<ChartPart>("rIdChart");
        var last = FirstRow + (uint)table.Rows.Count - 1;
        part.ChartSpace = NativeChart.Of(chart, n => $"'{name}'!{Fixed(n + 1, FirstRow)}:{Fixed(n + 1, last)}");
        var (from, to) = ((int)last + 1, (int)last + 26);
        drawing.WorksheetDrawing = new(new S.TwoCellAnchor(
            new S.FromMarker(new S.ColumnId("0"), new S.ColumnOffset("0"), new S.RowId(from.ToString(CultureInfo.InvariantCulture)), new S.RowOffset("0")),
            new S.ToMarker(new S.ColumnId("6"), new S.ColumnOffset("0"), new S.RowId(to.ToString(CultureInfo.InvariantCulture)), new S.RowOffset("0")),
            new S.GraphicFrame(
                new S.NonVisualGraphicFrameProperties(
                    new S.NonVisualDrawingProperties { Id = 2, Name = chart.Id, Description = chart.Description },
                    new S.NonVisualGraphicFrameDrawingProperties()),
                new S.Transform(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = 0, Cy = 0 }),
                new A.Graphic(new A.GraphicData(new DocumentFormat.OpenXml.Drawing.Charts.ChartReference { Id = "rIdChart" })
                {
                    Uri = "http://schemas.openxmlformats.org/drawingml/2006/chart",
                }))
            {
                Macro = "",
            },
            new S.ClientData()));
        sheet.Worksheet.Append(new Drawing { Id = "rIdDrawing" });
    }

    private Cell CellOf(Figure figure, FigureUnit unit) => figure.Number is { } number
        ? new Cell
        {
            CellValue = new(SpreadsheetNumbers.Written(number, unit)),
            StyleIndex = (unit, SpreadsheetNumbers.SupportsNoDecimal(figure.Error, unit)) switch
            {
                (FigureUnit.Million, false) => Million,
                (FigureUnit.Share, false) => Share,
                (FigureUnit.Share, true) => WholeShare,
                _ => Whole,
            },
        }
        : CellOf(FigureText.Of(figure, unit), unit == FigureUnit.Text ? Words : Sign);

    // Always a string, whatever it begins with: a spreadsheet never runs it.
    private Cell CellOf(string text, uint style)
    {
        if (!_shared.TryGetValue(text, out var at))
        {
            at = _shared.Count;
            _shared.Add(text, at);
        }

        return new Cell { DataType = CellValues.SharedString, CellValue = new(at.ToString(CultureInfo.InvariantCulture)), StyleIndex = style };
    }

    // High enough for the longest of its texts: not every program finds that out when it opens a file.
    private static Row RowOf(uint number, IReadOnlyList<string> texts, IEnumerable<Cell> cells, double[] widths)
    {
        var lines = texts.Select((text, c) => (int)Math.Ceiling((text.Length * (number == 1 ? 1.5 : 1.15)) / widths[c])).Append(1).Max();
        var row = new Row { RowIndex = number, Height = (number == 1 ? 21 : LineHeight) * Math.Min(lines, MostLines), CustomHeight = true };
        var column = 0;
        foreach (var cell in cells)
        {
            cell.CellReference = Address(column++, number);
            row.Append(cell);
        }

        return row;
    }

    private static string Address(int column, uint row) => string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{row}");

    private static string Fixed(int column, uint row) => string.Create(CultureInfo.InvariantCulture, $"${Letters(column)}${row}");

    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters((column / 26) - 1) + (char)('A' + (column % 26));

    private static SheetViews View() => new(new SheetView { WorkbookViewId = 0 });

    private static SheetProperties OnePageWide() => new(new PageSetupProperties { FitToPage = true });

    private static PageSetup Page() => new() { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 };

    private static SheetFormatProperties Format() => new() { DefaultRowHeight = LineHeight };

    private static Columns Widths(double[] widths) => new(widths.Select((width, at) => new Column
    {
        Min = (uint)at + 1,
        Max = (uint)at + 1,
        Width = width,
        CustomWidth = true,
    }));

    // The first column carries the title and the caption too, so it is wide.
    private static double WidthOf(FigureColumn column, int at) => at == 0 ? 60 : column.Unit == FigureUnit.Text ? 40 : 18;

    private static void Style(WorkbookStylesPart part)
    {
        Font Letter(double size, bool bold = false, string? colour = null)
        {
            var font = new Font();
            if (bold)
            {
                font.Append(new Bold());
            }

            font.Append(new FontSize { Val = size });
            if (colour is not null)
            {
                font.Append(new Color { Rgb = colour });
            }

            font.Append(new FontName { Val = Sans });
            return font;
        }

        CellFormat Of(uint font, uint format = 0, uint cellStyle = 0, bool right = false) => new(new Alignment
        {
            WrapText = true,
            Vertical = VerticalAlignmentValues.Top,
            Horizontal = right ? HorizontalAlignmentValues.Right : HorizontalAlignmentValues.General,
        })
        {
            FontId = font,
            NumberFormatId = format,
            FillId = 0,
            BorderId = 0,
            FormatId = cellStyle,
            ApplyFont = true,
            ApplyNumberFormat = format > 0,
            ApplyAlignment = true,
        };

        part.Stylesheet = new(
            new NumberingFormats(
                new NumberingFormat { NumberFormatId = 164, FormatCode = SpreadsheetNumbers.FormatOf(FigureUnit.Million) },
                new NumberingFormat { NumberFormatId = 165, FormatCode = SpreadsheetNumbers.FormatOf(FigureUnit.Count) },
                new NumberingFormat { NumberFormatId = 166, FormatCode = SpreadsheetNumbers.FormatOf(FigureUnit.Share) },
                new NumberingFormat { NumberFormatId = 167, FormatCode = SpreadsheetNumbers.FormatOf(FigureUnit.Share, isWhole: true) })
            {
                Count = 4,
            },
            new Fonts(Letter(12), Letter(16, bold: true), Letter(12, bold: true), Letter(12, colour: "FF0B5CAD")) { Count = 4 },
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
            new CellStyleFormats(
                new CellFormat { FontId = 0, NumberFormatId = 0, FillId = 0, BorderId = 0 },
                new CellFormat { FontId = 1, NumberFormatId = 0, FillId = 0, BorderId = 0 })
            {
                Count = 2,
            },
            // In the order of the constants above.
            new CellFormats(
                Of(0), Of(1, cellStyle: 1), Of(2), Of(2, right: true), Of(0, 164), Of(0, 165), Of(0, 166), Of(0, right: true), Of(3), Of(0, 167))
            {
                Count = 10,
            },
            new CellStyles(
                new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 },
                new CellStyle { Name = "Heading 1", FormatId = 1, BuiltinId = 16 })
            {
                Count = 2,
            });
    }
}
