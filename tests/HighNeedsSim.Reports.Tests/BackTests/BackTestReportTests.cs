using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Reports.BackTests;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tests.BackTests;

[Tier("Fact")]
public sealed class BackTestReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hns-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_data_have_the_columns_that_were_agreed()
    {
        var head = Lines(MadeUp.Findings)[0];

        Assert.Equal(
            "la_code,origin,year,measure,actual,mean,p10,p50,p90,crps,naive_flat,naive_last_growth,naive_linear,naive_england,crps_best_naive",
            head);
    }

    [Fact]
    public void The_data_have_a_row_for_each_authority_origin_january_and_measure()
    {
        var rows = Lines(MadeUp.Findings).Skip(1).Select(row => row.Split(',')).ToArray();

        Assert.Equal(MadeUp.Findings.Result.Lines.Count, rows.Length);
        Assert.Equal(rows.Length, rows.Select(row => string.Join(',', row.Take(4))).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(15, row.Length));
        Assert.All(rows, row => Assert.DoesNotContain(row, cell => cell.Length == 0));
    }

    [Fact]
    public void The_best_rivals_score_in_the_data_is_that_of_one_rival_a_measure()
    {
        var result = MadeUp.Findings.Result;
        var best = (int)result.BestRival(CensusMeasure.Total)!.Value;

        var rows = Lines(MadeUp.Findings).Skip(1).Select(row => row.Split(',')).Where(row => row[3] == "total").ToArray();

        Assert.Equal(
            result.Lines.Where(line => line.Measure == CensusMeasure.Total).Select(line => BackTestData.Rounded(line.Rivals[best].Crps)),
            rows.Select(row => decimal.Parse(row[14], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_column_is_explained()
    {
        var explained = Encoding.UTF8.GetString(BackTestData.WriteMetadata()).Split("\r\n").Skip(1).Select(row => row.Split(',')[0]);

        Assert.Equal(Lines(MadeUp.Findings)[0].Split(','), explained.Where(name => name.Length > 0));
    }

    [Fact]
    public void The_document_and_the_page_of_its_format_know_the_same_fields()
    {
        var document = JsonNode.Parse(BackTestDocument.Write(MadeUp.Findings))!.AsObject();
        var page = File.ReadAllText(RepositoryRoot.Of("docs", "back-test-format.md"));

        var fields = document.Select(field => field.Key)
            .Concat(document["summaries"]![0]!.AsObject().Select(field => $"summaries[].{field.Key}"))
            .Concat(document["lines"]![0]!.AsObject().Select(field => $"lines[].{field.Key}"));

        Assert.Equal("hn.backtest/1", (string)document["schema"]!);
        Assert.All(fields, field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Documents_data_and_tables_tell_the_same_figures()
    {
        var document = JsonNode.Parse(BackTestDocument.Write(MadeUp.Findings))!;
        var all = BackTestSummary.Of(MadeUp.Findings.Lines(CensusMeasure.Total, 1))!;

        var told = document["summaries"]!.AsArray().Single(s => (string)s!["measure"]! == "total" && (string)s["codes"]! == "all" && (int?)s["yearsAhead"] == 1)!;

        Assert.Equal(all.Coverage, (double)told["coverage"]!, 4);
        Assert.Equal(all.Crps, (double)told["crps"]!, 4);
        Assert.Equal(BackTestData.Digest(MadeUp.Findings.Result), (string)document["digest"]!);
        Assert.Equal(Numbers.Share(all.Coverage), BackTestTables.ByYearsAhead(MadeUp.Findings).Rows[0][2]);
    }

    [Fact]
    public void The_charts_are_drawings_with_a_name_and_a_description_and_no_style()
    {
        foreach (var (text, id) in new[] { (BackTestChart.Coverage(MadeUp.Findings, "a"), "a"), (BackTestChart.Skill(MadeUp.Findings, "b"), "b") })
        {
            var svg = XDocument.Parse(text).Root!;

            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.Equal($"{id}-title", svg.Attribute("aria-labelledby")!.Value);
            Assert.DoesNotContain(svg.DescendantsAndSelf(), element => element.Attribute("style") is not null);
            Assert.NotEmpty(svg.Descendants().Single(element => element.Name.LocalName == "desc").Value);
        }
    }

    [Fact]
    public void Everything_is_written_into_a_new_folder_and_again_over_itself_and_nowhere_else()
    {
        var folder = Path.Combine(_folder, "backtest");
        var (files, fault) = BackTestFiles.Write(folder, MadeUp.Findings);
        var bytes = File.ReadAllBytes(Path.Combine(folder, "backtest.csv"));

        Assert.Null(fault);
        Assert.Equal(files.Order(), Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Null(BackTestFiles.Write(folder, MadeUp.Findings).Fault);
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(folder, "backtest.csv")));

        File.Delete(Path.Combine(folder, "backtest.json"));
        Assert.Contains("holds no back-test", BackTestFiles.Write(folder, MadeUp.Findings).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_beside_it_and_says_what_is_left_out()
    {
        var page = Encoding.UTF8.GetString(BackTestPage.Write(MadeUp.Findings));

        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.Contains("The tables hold 12 of England&#39;s 153 authorities", page, StringComparison.Ordinal);
        Assert.Contains(Caveats.LeftOut, page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_markdown_table_keeps_its_bars()
    {
        var text = MarkdownTable.Write(new("A caption", [new("", "a|b", IsNumeric: false), new("G", "c", IsNumeric: true)], [["x", "1"]], ["A note."]));

        Assert.Equal("**A caption**\n\n| a\\|b | G: c |\n| --- | ---: |\n| x | 1 |\n\n- A note.\n", text);
    }

    private static string[] Lines(BackTestFindings findings) =>
        Encoding.UTF8.GetString(BackTestData.Write(findings.Result)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
