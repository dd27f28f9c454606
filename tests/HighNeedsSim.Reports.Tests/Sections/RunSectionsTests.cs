using System.Text.Json;
using System.Xml.Linq;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Sections;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Tests.Sections;

[Tier("Fact")]
public class RunSectionsTests
{
    private static readonly Findings Findings = Synthetic.Run();

    public static TheoryData<string> Ids => [.. RunSections.All.Select(kind => kind.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void A_section_has_a_message_and_a_table_with_a_figure_in_every_cell(string id)
    {
        var section = RunSections.Find(id)!.Of(Findings);

        Assert.Equal(id, section.Id);
        Assert.NotEmpty(section.Message);
        Assert.NotEmpty(section.Tables[0].Rows);
        Assert.All(section.Tables, table => Assert.All(table.Rows, row =>
        {
            Assert.Equal(table.Columns.Count, row.Count);
            Assert.All(row, Assert.NotEmpty);
        }));
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_data_of_a_section_hold_its_measures_and_no_other(string id)
    {
        var section = RunSections.Find(id)!.Of(Findings);

        var document = JsonDocument.Parse(SectionDocument.Write(section, Findings, Synthetic.Manifest(Findings))).RootElement;
        var rows = document.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(section.Measures.Count * Findings.Variants.Count * Findings.Years.Count, rows.Count);
        var first = rows[0].GetProperty("value").GetProperty("p50").GetDecimal();
        Assert.Equal(Figures.Of(Findings.UnitOf(section.Measures[0]), Findings.Of(Findings.Baseline, section.Measures[0], 0).P50), first);
        Assert.Equal(rows.Count + 1, TidyData.Write(Findings, section.Measures.Contains).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_chart_says_its_message_to_those_who_cannot_see_it_and_holds_no_style(string id)
    {
        var section = RunSections.Find(id)!.Of(Findings);
        foreach (var width in section.Draw is null ? [] : new[] { ChartWidth.Wide, ChartWidth.Narrow })
        {
            var svg = XDocument.Parse(section.Draw!(new("chart", width, Headed: true))).Root!;

            Assert.Equal(section.Message, svg.Elements().Single(e => e.Name.LocalName == "title").Value);
            Assert.StartsWith(section.Message, svg.Elements().Single(e => e.Name.LocalName == "desc").Value, StringComparison.Ordinal);
            Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "style" or "class");
            Assert.All(svg.DescendantsAndSelf().Attributes("id"), a => Assert.StartsWith("chart", a.Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Requests_shown_are_those_that_arise_less_those_withdrawn_in_each_future()
    {
        var last = Findings.Years.Count - 1;
        var arise = Findings.Result.Replicates("planned", MeasureCodes.Requests, last);
        var withdrawn = Findings.Result.Replicates("planned", MeasureCodes.Withdrawn, last);
        var made = RunResult.Summarise([.. arise.Zip(withdrawn, (all, less) => all - less)]);

        Assert.Equal(made, Findings.Of("planned", Findings.RequestsMade, last));
        var column = 1 + (2 * Findings.Variants.ToList().IndexOf("planned"));
        foreach (var id in new[] { "demand", "process" })
        {
            var row = RunSections.Find(id)!.Of(Findings).Tables[0].Rows.Single(r => r[0] == "Requests for assessment");
            Assert.Equal(Reports.Words.Numbers.Cell(MeasureUnit.Count, made.P50), row[column]);
        }
    }

    [Fact]
    public void The_data_of_districts_hold_what_their_tables_show()
    {
        var section = RunSections.Find("districts")!.Of(Findings);

        Assert.All(Findings.Scenario.Districts, d => Assert.Superset(
            new HashSet<string> { MeasureCodes.DistrictSpend(d), MeasureCodes.DistrictIncome(d), MeasureCodes.DistrictInYear(d), MeasureCodes.DistrictDeficit(d) },
            section.Measures.ToHashSet()));
    }

    [Fact]
    public void A_guard_rail_is_clearly_worse_only_when_nine_in_ten_futures_say_so()
    {
        var table = RunSections.Find("guard-rails")!.Of(Findings).Tables[0];

        // The synthetic variants have the same processes as the baseline, so nothing can be worse.
        Assert.All(table.Rows, row => Assert.Equal("Not clearly worse", row[^1]));
    }

    [Fact]
    public void Fewer_futures_miss_a_higher_target()
    {
        int Missed(double millions) => HeadlineTable.Missed(Findings, "unmitigated", (long)(millions * 100_000_000));

        Assert.Equal(Synthetic.Replicates, Missed(0));
        Assert.Equal(0, Missed(10_000));
        Assert.InRange(Missed(690), 1, Synthetic.Replicates - 1);
        Assert.Equal(Synthetic.Replicates, HeadlineTable.Missed(Findings, "unmitigated", null));
    }

    [Fact]
    public void The_answer_in_short_names_every_31_March_and_the_saving_beside_the_range()
    {
        var table = HeadlineTable.Of(Findings, null);

        Assert.Equal(
            [.. Findings.Years.Select(y => $"Deficit at 31 March {y.Starts + 1}")],
            table.Rows.Take(Findings.Years.Count).Select(row => row[0]));
        var saving = Findings.Saving(Findings.Difference("planned", MeasureCodes.Deficit, Findings.Years.Count - 1));
        Assert.StartsWith(Reports.Words.Numbers.Median(saving, Reports.Words.Numbers.Millions) + " (", table.Rows[^1][2], StringComparison.Ordinal);
        Assert.Equal(Missing.NotApplicable, table.Rows[^1][1]);
    }
}
