using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using CsCheck;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using HighNeedsSim.Reports.Office;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;
using Word = DocumentFormat.OpenXml.Wordprocessing;
using Workbook = HighNeedsSim.Reports.Office.Workbook;

namespace HighNeedsSim.Reports.Tests.Papers;

/// <summary>Opens every format and holds each cell against the one set of numbers.</summary>
public partial class OfficeTests
{
    private static readonly IReadOnlyList<FigureTable> Plan = ManagementPlan.Of(SmallRun.Findings, CouncilPaper.Smallest(SmallRun.Findings));

    /// <summary>The council paper and the comparison paper, each with the tables of its data files beyond its own.</summary>
    private static readonly (string Html, string Word, string Zip, Paper Paper, IReadOnlyList<PaperFile> Files, IReadOnlyList<FigureTable> More)[] Papers =
    [
        (PaperFiles.Html, PaperFiles.Word, PaperFiles.Zip, SmallRun.Paper, SmallRun.Files, Plan),
        (ChangeFiles.Html, ChangeFiles.Word, ChangeFiles.Zip, SmallChange.Paper, SmallChange.Files, []),
    ];

    public static TheoryData<string> Workbooks => [PaperFiles.Tables, PaperFiles.Officers, PaperFiles.Plan, ChangeFiles.Tables];

    public static TheoryData<int> EachPaper => [0, 1];

    [Theory, Tier("Files"), MemberData(nameof(Workbooks)), InlineData(PaperFiles.Word), InlineData(ChangeFiles.Word)]
    public void The_validator_finds_nothing_wrong(string name)
    {
        using var stream = new MemoryStream(File(name));
        using OpenXmlPackage document = name.EndsWith(".docx", StringComparison.Ordinal) ? WordprocessingDocument.Open(stream, false) : SpreadsheetDocument.Open(stream, false);

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document)
            .Select(error => $"{error.Path?.XPath}: {error.Description}"));
    }

    [Theory, Tier("Files"), MemberData(nameof(Workbooks))]
    public void A_workbook_holds_every_figure_in_full(string name)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(File(name)), false);
        var tables = name == PaperFiles.Plan ? Plan : name == ChangeFiles.Tables ? SmallChange.Paper.Tables : SmallRun.Paper.Tables;
        foreach (var table in tables)
        {
            var rows = Cells(document, Workbook.SheetName(table));
            Assert.Equal(table.Title, rows[0][0]);
            Assert.Equal("This worksheet contains one table.", rows[1][0]);
            Assert.Equal(table.Columns.Select(Workbook.HeadOf), rows[4]);
            Assert.Equal(table.Rows.Count, rows.Count - 5);
            for (var r = 0; r < table.Rows.Count; r++)
            {
                for (var c = 0; c < table.Columns.Count; c++)
                {
                    var (figure, unit) = (table.Rows[r][c], table.Columns[c].Unit);
                    Assert.Equal(
                        figure.Number is { } number ? number : FigureText.Of(figure, unit),
                        figure.Number is null ? rows[r + 5][c] : (object)(decimal.Parse(rows[r + 5][c], CultureInfo.InvariantCulture) * (unit == FigureUnit.Million ? 1_000_000m : 1)));
                }
            }
        }
    }

    [Theory, Tier("Files")]
    [InlineData(FigureUnit.Million, 607_612_345, 0, "#,##0.0")]
    [InlineData(FigureUnit.Million, 607_612_345, 900_000, "#,##0.0")]
    [InlineData(FigureUnit.Million, 607_612_345, 3_000_000, "#,##0")]
    [InlineData(FigureUnit.Share, 0.1234, 0.009, "0.0%")]
    [InlineData(FigureUnit.Share, 0.1234, 0.02, "0%")]
    [InlineData(FigureUnit.Count, 18_931, 120, "#,##0")]
    public void A_cell_holds_its_figure_in_full_and_shows_no_decimal_that_its_error_does_not_support(FigureUnit unit, double number, double error, string format)
    {
        var figure = unit switch
        {
            FigureUnit.Million => Figure.Money(number * 100, error * 100),
            FigureUnit.Share => Figure.Share(number, error),
            _ => Figure.Count(number, error),
        };
        var table = new FigureTable("one", "One", "One figure.", [new("what", "", "What", FigureUnit.Text, IsRowHead: true), new("it", "", "It", unit)],
            [[Figure.Of("Row"), figure]], []);

        using var document = SpreadsheetDocument.Open(new MemoryStream(new Workbook("One", "One", DateTimeOffset.UnixEpoch).Add(table).Write()), false);
        var sheet = document.WorkbookPart!.Workbook.Descendants<Sheet>().Single(s => s.Name == "one");
        var cell = ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet.Descendants<Cell>().Single(c => c.CellReference == "B6");
        var styles = document.WorkbookPart.WorkbookStylesPart!.Stylesheet;
        var style = (CellFormat)styles.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);

        Assert.Equal(unit == FigureUnit.Million ? number / 1_000_000 : number, double.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture), 12);
        Assert.Equal(format, styles.NumberingFormats!.Elements<NumberingFormat>().Single(f => f.NumberFormatId! == style.NumberFormatId!).FormatCode!.Value!.Split(';')[0]);
    }

    [Theory, Tier("Files"), MemberData(nameof(Workbooks))]
    public void A_workbook_keeps_the_rules_of_the_analysis_function(string name)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(File(name)), false);
        var book = document.WorkbookPart!;
        var sheets = book.Workbook.Descendants<Sheet>().ToArray();

        Assert.Equal(["Cover", "Contents", "Notes"], sheets.Take(3).Select(sheet => sheet.Name!.Value));
        Assert.All(sheets, sheet => Assert.InRange(sheet.Name!.Value!.Length, 1, 31));
        var names = new List<string>();
        foreach (var sheet in sheets)
        {
            var part = (WorksheetPart)book.GetPartById(sheet.Id!.Value!);
            Assert.Empty(part.Worksheet.Descendants<MergeCells>());
            Assert.Empty(part.Worksheet.Descendants<AutoFilter>());
            Assert.Empty(part.Worksheet.Descendants<Pane>());
            Assert.All(part.Worksheet.Descendants<Row>().Select((row, at) => (row, at)), entry =>
            {
                Assert.Equal((uint)entry.at + 1, entry.row.RowIndex!.Value);
                Assert.NotEmpty(entry.row.Elements<Cell>());
            });
            var marked = part.TableDefinitionParts.ToArray();
            Assert.InRange(marked.Length, 0, 1);
            names.AddRange(marked.Select(definition => definition.Table.DisplayName!.Value!));
            Assert.All(marked, definition => Assert.Equal(
                definition.Table.TableColumns!.Elements<TableColumn>().Select(column => column.Name!.Value).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
                definition.Table.TableColumns!.Elements<TableColumn>().Count()));
        }

        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.Contains("<dc:language>en-GB</dc:language>", Encoding.UTF8.GetString(Part(name, "docProps/core.xml")), StringComparison.Ordinal);
    }

    [Theory, Tier("Files"), MemberData(nameof(EachPaper))]
    public void The_page_and_the_word_file_show_every_table_as_people_read_it(int which)
    {
        var told = Papers[which];
        var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(File(told.Html)));
        using var document = WordprocessingDocument.Open(new MemoryStream(File(told.Word)), false);
        // The first is the front sheet.
        var inWord = document.MainDocumentPart!.Document.Body!.Elements<Word.Table>().Skip(1).ToArray();
        var tables = told.Paper.Tables.ToArray();
        Assert.Equal(tables.Length, inWord.Length);
        for (var t = 0; t < tables.Length; t++)
        {
            var expected = tables[t].ForPeople();
            var html = page.QuerySelectorAll($"#table-{tables[t].Id} tbody tr").Select(row => row.Children.Select(cell => cell.TextContent).ToArray()).ToArray();
            var word = inWord[t].Elements<Word.TableRow>().Select(row => row.Elements<Word.TableCell>().Select(cell => cell.InnerText.Replace("\u200B", "", StringComparison.Ordinal)).ToArray()).ToArray();

            Assert.Equal(expected.Rows, html);
            Assert.Equal(expected.Rows, word.Skip(1));
            Assert.Equal(expected.Columns.Select(column => column.FullHead), word[0]);
            Assert.NotNull(inWord[t].Elements<Word.TableRow>().First().TableRowProperties!.GetFirstChild<Word.TableHeader>());
        }
    }

    [Theory, Tier("Files"), MemberData(nameof(EachPaper))]
    public void Data_files_hold_every_figure_in_pounds(int which)
    {
        var told = Papers[which];
        foreach (var table in told.Paper.Tables.Concat(told.More).DistinctBy(table => table.Id))
        {
            var text = Encoding.UTF8.GetString(told.Files.Single(file => file.Name == $"data/{table.Id}.csv").Bytes)[1..];
            var lines = Csv(text);

            Assert.Equal(table.Columns.Select(column => column.Code), lines[0]);
            Assert.Equal(
                table.Rows.Select(row => row.Select(figure => figure.Number?.ToString(CultureInfo.InvariantCulture) ?? Harmless(figure.Text))),
                lines.Skip(1));
        }
    }

    [Theory, Tier("Files"), MemberData(nameof(EachPaper))]
    public void A_native_chart_carries_the_figures_of_its_table_and_words_for_those_who_cannot_see_it(int which)
    {
        var told = Papers[which];
        using var document = WordprocessingDocument.Open(new MemoryStream(File(told.Word)), false);
        var parts = document.MainDocumentPart!.ChartParts.ToArray();
        var described = document.MainDocumentPart.Document.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>().Select(properties => properties.Description!.Value).ToArray();

        Assert.Equal(told.Paper.Charts.Select(chart => chart.Description), described);
        foreach (var (chart, part) in told.Paper.Charts.Zip(parts))
        {
            var values = part.ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.Values>()
                .Select(series => series.Descendants<DocumentFormat.OpenXml.Drawing.Charts.NumericPoint>().Select(point => decimal.Parse(point.InnerText, CultureInfo.InvariantCulture)));
            Assert.Equal(NativeChart.Strands(chart).Select(strand => strand.Values.Select(figure => SpreadsheetNumbers.Held(figure.Number!.Value, chart.Unit))), values);
        }
    }

    [Theory, Tier("Files"), MemberData(nameof(EachPaper))]
    public void A_drawing_shows_the_figures_that_its_table_holds(int which)
    {
        var told = Papers[which];
        Assert.NotEmpty(told.Paper.Charts);
        foreach (var chart in told.Paper.Charts)
        {
            var drawn = XDocument.Parse(Encoding.UTF8.GetString(told.Files.Single(file => file.Name == $"charts/{chart.Id}.svg").Bytes))
                .Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToHashSet(StringComparer.Ordinal);
            // Lines are labelled at their ends, bars each.
            var shown = chart.Series.SelectMany(series => chart.IsBars ? series.Values : [series.Values[^1]]);

            Assert.All(shown, figure => Assert.Contains(
                chart.Unit == FigureUnit.Million ? Numbers.PoundsM((double)figure.Number!.Value * 100, figure.Error * 100) : Numbers.Count((double)figure.Number!.Value, figure.Error), drawn));
        }
    }

    [Fact, Tier("Files")]
    public void Two_runs_of_the_same_manifest_give_the_same_bytes()
    {
        var again = SmallRun.Play(SmallRun.Findings.Replicates);

        Same(SmallRun.Files, PaperFiles.Of(again, PaperDetails.None, Assurance.None(again.Findings.Result.Digest)));
        Same(SmallChange.Files, ChangeFiles.Of(SmallChange.Of(again), PaperDetails.None, AssuranceState.Draft));

        static void Same(IReadOnlyList<PaperFile> first, IReadOnlyList<PaperFile> second)
        {
            Assert.Equal(first.Select(file => file.Name), second.Select(file => file.Name));
            Assert.All(first.Zip(second), pair => Assert.True(pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes), pair.First.Name));
        }
    }

    [Theory, Tier("Files"), MemberData(nameof(EachPaper))]
    public void The_archive_holds_every_file_and_a_list_of_them(int which)
    {
        var told = Papers[which];
        using var zip = new ZipArchive(new MemoryStream(File(told.Zip)), ZipArchiveMode.Read);

        Assert.Equal(told.Files.SkipLast(1).Select(file => file.Name), zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Matches(FileName(), entry.FullName));
    }

    [Theory, Tier("Fact")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    public void A_text_that_looks_like_a_formula_is_a_text(string text)
    {
        var table = new FigureTable("evil", "Evil", "Caption.", [new("what", "", "What", FigureUnit.Text)], [[Figure.Of(text)]], []);
        using var document = SpreadsheetDocument.Open(new MemoryStream(new Workbook("Evil", "", DateTimeOffset.UnixEpoch).Add(table).Write()), false);

        Assert.StartsWith("what\r\n'" + text, FigureCsv.Write(table), StringComparison.Ordinal);
        Assert.Equal(text, Cells(document, "evil")[5][0]);
        Assert.Empty(document.WorkbookPart!.WorksheetParts.SelectMany(part => part.Worksheet.Descendants<CellFormula>()));
    }

    [Fact, Tier("Property")]
    public void Ten_thousand_made_up_names_are_texts_in_every_file_and_numbers_beside_them_stay_numbers()
    {
        // What a spreadsheet would run, split at, or not bear, before and within what people type.
        string[] starts = ["=", "+", "-", "@", "\t", "\r", "\n", "'", "\"", ",", ";", "|", "%0A=", " =", "\u00A0=", "\uFF1D", "DDE(", "St ", "", "\0=", "\u0001", "\uD800"];
        string[] inside = ["cmd|' /C calc'!A0", "SUM(1,1)", "HYPERLINK(\"http://x\")", "1+1", "a\"b", "a,b\r\nc", "\u202Etxt", "Mary's", "<b>&amp;</b>", "\U0001F600", "_x000D_", "é", "2024-25"];
        var names = Gen.Select(
            Gen.Int[0, starts.Length - 1], Gen.Int[0, inside.Length - 1], Gen.Int[0, 9_999], (start, middle, n) => FormattableString.Invariant($"{starts[start]}{inside[middle]}{n}"));
        List<string> made = [];
        names.Sample(made.Add, iter: 10_000, threads: 1);
        var table = new FigureTable(
            "names", "Names", "Caption.", [new("name", "", "Name", FigureUnit.Text), new("amount", "", "Amount", FigureUnit.Pounds)],
            [.. made.Select((name, n) => (IReadOnlyList<Figure>)[Figure.Of(name), Figure.Of(-1.25m - n)])], []);

        var lines = Csv(FigureCsv.Write(table));
        using var document = SpreadsheetDocument.Open(new MemoryStream(new Workbook("Names", "", DateTimeOffset.UnixEpoch).Add(table).Write()), false);
        var sheet = ((WorksheetPart)document.WorkbookPart!.GetPartById(document.WorkbookPart.Workbook.Descendants<Sheet>().Single(s => s.Name == "names").Id!.Value!)).Worksheet;
        var kept = Cells(document, "names").Skip(5).ToArray();
        var amounts = sheet.Descendants<Row>().Skip(5).Select(row => row.Elements<Cell>().Last()).ToArray();

        Assert.Equal(10_000, made.Count);
        Assert.Equal(10_000, kept.Length);
        for (var n = 0; n < made.Count; n++)
        {
            var written = table.Rows[n][0].Text;
            Assert.Equal(made[n].Replace("\0", "\uFFFD", StringComparison.Ordinal).Replace("\u0001", "\uFFFD", StringComparison.Ordinal).Replace("\uD800", "\uFFFD", StringComparison.Ordinal), written);
            Assert.Equal(Harmless(written), lines[n + 1][0]);
            Assert.DoesNotContain(lines[n + 1][0][..1], (string[])["=", "+", "-", "@", "\t", "\r", "\n"]);
            Assert.Equal((-1.25m - n).ToString(CultureInfo.InvariantCulture), lines[n + 1][1]);
            // XML knows one kind of line break.
            Assert.Equal(written.ReplaceLineEndings("\n"), kept[n][0]);
            Assert.Equal(-1.25m - n, decimal.Parse(kept[n][1], CultureInfo.InvariantCulture));
            Assert.True(amounts[n].DataType is null || amounts[n].DataType!.Value == CellValues.Number);
        }

        Assert.Empty(sheet.Descendants<CellFormula>());
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(error => error.Description));
    }

    [Fact, Tier("Fact")]
    public void The_management_plan_has_blocks_lines_and_plans_both_ways()
    {
        string[] kinds = ["plan-blocks", "plan-section-251", "plan-by-age", "plans-by-need", "plan-by-placement"];

        Assert.All(kinds, kind => Assert.Equal(
            [$"{kind}-unmitigated", $"{kind}-{CouncilPaper.Smallest(SmallRun.Findings)}"],
            Plan.Select(table => table.Id).Where(id => id.StartsWith(kind, StringComparison.Ordinal))));
        Assert.Equal(Plan.Skip(1).Select(Workbook.SheetName), Plan[0].Rows.Select(row => row[0].Text));
    }

    private static byte[] File(string name) => Papers.SelectMany(paper => paper.Files).Single(file => file.Name == name).Bytes;

    private static List<List<string>> Cells(SpreadsheetDocument document, string sheet)
    {
        var book = document.WorkbookPart!;
        var id = book.Workbook.Descendants<Sheet>().Single(s => s.Name == sheet).Id!.Value!;
        var shared = book.SharedStringTablePart!.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToArray();
        return [.. ((WorksheetPart)book.GetPartById(id)).Worksheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell =>
            cell.DataType?.Value == CellValues.SharedString ? shared[int.Parse(cell.InnerText, CultureInfo.InvariantCulture)] : cell.InnerText).ToList())];
    }

    private static byte[] Part(string name, string part)
    {
        using var zip = new ZipArchive(new MemoryStream(File(name)), ZipArchiveMode.Read);
        using var content = zip.GetEntry(part)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Harmless(string text) => text.Length > 0 && "=+-@\t\r\n".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;

    // A reader of its own, so that writing and reading cannot share a mistake.
    private static List<List<string>> Csv(string text)
    {
        List<List<string>> lines = [[]];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[i++]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] is ',' or '\n')
            {
                lines[^1].Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (text[i] == '\n')
                {
                    lines.Add([]);
                }
            }
            else
            {
                cell.Append(text[i]);
            }
        }

        lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    [GeneratedRegex(@"\A([a-z0-9]+/)?[a-z0-9_-]{1,50}(\.meta)?\.[a-z]+\z")]
    private static partial Regex FileName();
}
