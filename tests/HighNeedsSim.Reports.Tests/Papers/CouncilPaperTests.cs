using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Papers;

public partial class CouncilPaperTests
{
    private static readonly Lazy<AngleSharp.Html.Dom.IHtmlDocument> Page = new(() => new HtmlParser().ParseDocument(Encoding.UTF8.GetString(SmallRun.File(PaperFiles.Html))));

    [Fact, Tier("Fact")]
    public void Sections_come_in_the_order_in_which_councils_read() => Assert.Equal(
        [
            "Executive summary", "Recommendations", "Background", "Options", "Preferred option and reasons", "Key measures", "Financial implications",
            "Legal implications", "Equality impact", "Risk", "Consultation", "Tables", "Assumptions by risk", "Data log",
            "Where the figures come from, and how to make them again", "Assurance", "Glossary", "Background papers",
        ],
        SmallRun.Paper.Sections.Select(section => section.Title));

    [Theory, Tier("Fact"), MemberData(nameof(Variants))]
    public void The_summary_is_short_enough_to_be_read(string preferred)
    {
        Assert.InRange(Words(CouncilPaper.SummaryText(SmallRun.Findings, preferred)), 60, CouncilPaper.MostSummaryWords);
        Assert.InRange(Words(CouncilPaper.SummaryText(Synthetic.Run(1000), preferred)), 60, CouncilPaper.MostSummaryWords);
    }

    [Fact, Tier("Fact")]
    public void The_summary_says_where_it_ends_how_sure_that_is_and_what_the_range_leaves_out()
    {
        var end = SmallRun.Findings.Of("unmitigated", MeasureCodes.Deficit, 4);
        var summary = CouncilPaper.SummaryText(SmallRun.Findings, "planned");

        Assert.Contains(Numbers.Median(end, Numbers.PoundsMillion), summary, StringComparison.Ordinal);
        Assert.Contains(Numbers.Range(end, Numbers.PoundsMillion), summary, StringComparison.Ordinal);
        Assert.EndsWith($"{Caveats.LeftOut}.", summary, StringComparison.Ordinal);
    }

    // Of a thousand futures of Kent's size a median is good to some millions, of forty to tens of millions.
    [Theory, Tier("Files")]
    [InlineData(40)]
    [InlineData(1000)]
    public void Paper_page_and_terminal_round_the_same_figure_alike(int replicates)
    {
        var findings = Synthetic.Run(replicates);
        var end = findings.Of(findings.Baseline, MeasureCodes.Deficit, findings.Years.Count - 1);
        var (median, range) = (Numbers.Median(end, Numbers.Millions), Numbers.Range(end, Numbers.Millions));

        Assert.Contains($"{median} ({range})", HeadlineTable.Of(findings, null).Rows.SelectMany(row => row));
        Assert.Contains(TrajectoryTable.Of(findings).Rows, row => row[2] == median && row[3] == range);
        Assert.Contains(RunTables.Deficit(findings).ForPeople().Rows, row => row[2] == median && row[3] == range);
        Assert.Contains($"£{median} million", CouncilPaper.SummaryText(findings, findings.Baseline), StringComparison.Ordinal);
        Assert.Contains($"£{median} million", string.Join(" ", InWords.Of(findings)), StringComparison.Ordinal);
        Assert.Contains($"£{median}m", DeficitFan.Of(findings).Description, StringComparison.Ordinal);
        Assert.NotEqual(Numbers.Millions(end.P50), median);
    }

    [Fact, Tier("Fact")]
    public void Paragraphs_are_numbered_without_a_gap()
    {
        foreach (var section in SmallRun.Paper.Sections)
        {
            var prefix = section.Number.Split(' ')[^1];
            var numbers = section.Blocks.OfType<ParagraphBlock>().Select(paragraph => paragraph.Number).ToArray();

            Assert.Equal(Enumerable.Range(1, numbers.Length).Select(n => FormattableString.Invariant($"{prefix}.{n}")), numbers);
        }
    }

    [Fact, Tier("Fact")]
    public void Doing_nothing_is_the_first_option_and_every_option_is_told()
    {
        var headings = SmallRun.Paper.Sections.Single(section => section.Title == "Options").Blocks.OfType<HeadingBlock>().Select(heading => heading.Text).ToArray();

        Assert.Equal("Option 1: do nothing (unmitigated)", headings[0]);
        Assert.Equal(SmallRun.Findings.Variants.Count, headings.Length);
    }

    [Fact, Tier("Fact")]
    public void The_option_that_officers_prefer_is_the_one_the_paper_prefers()
    {
        var paper = CouncilPaper.Of(SmallRun.Run, new PaperDetails { Preferred = "planned", Reasons = "Because." }, Assurance.None(""));

        Assert.Contains(paper.Tables, table => table.Id == "finance-planned");
        Assert.Contains(paper.Sections.SelectMany(section => section.Blocks).OfType<ParagraphBlock>(), paragraph => paragraph.Text == "Because.");
    }

    [Fact, Tier("Fact")]
    public void A_charts_title_is_made_from_the_figures_of_a_table_in_the_paper()
    {
        var chart = Assert.Single(SmallRun.Paper.Charts, chart => chart.Id == "deficit");

        Assert.Contains(Numbers.Median(SmallRun.Findings.Of("unmitigated", MeasureCodes.Deficit, 4), Numbers.PoundsM), chart.Title, StringComparison.Ordinal);
        Assert.NotEqual(chart.Title, PaperCharts.Deficit(Synthetic.Run()).Title);
        Assert.Equal("safety-valve", CouncilPaper.Smallest(Synthetic.Run()));
    }

    [Fact, Tier("Fact")]
    public void Financial_years_are_written_in_one_form_only()
    {
        var text = Page.Value.Body!.TextContent;

        Assert.Contains("2027-28", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(OtherYear(), Details().Replace(text, ""));
    }

    [Fact, Tier("Fact")]
    public void Numbers_have_a_true_minus()
    {
        foreach (var cell in Page.Value.QuerySelectorAll("td.n"))
        {
            Assert.DoesNotContain('-', cell.TextContent);
            Assert.NotEqual("", cell.TextContent);
        }
    }

    [Fact, Tier("Fact")]
    public void Headings_go_down_one_step_at_a_time_and_every_table_has_a_caption_and_heads()
    {
        var levels = Page.Value.QuerySelectorAll("h1,h2,h3").Select(heading => heading.TagName[1] - '0').ToArray();

        Assert.Equal(1, levels[0]);
        Assert.DoesNotContain(levels.Zip(levels.Skip(1)), pair => pair.Second > pair.First + 1);
        Assert.All(Page.Value.QuerySelectorAll("table"), table =>
        {
            Assert.NotNull(table.QuerySelector("caption"));
            Assert.All(table.QuerySelectorAll("th"), head => Assert.Contains(head.GetAttribute("scope"), (string[])["col", "colgroup", "row"]));
        });
        Assert.All(Page.Value.QuerySelectorAll("svg"), drawing => Assert.Equal("img", drawing.GetAttribute("role")));
    }

    [Fact, Tier("Fact")]
    public void A_paper_asks_for_nothing_outside_itself()
    {
        Assert.Empty(Page.Value.QuerySelectorAll("script,link,img,iframe,[src]"));
        Assert.DoesNotContain("url(http", Encoding.UTF8.GetString(SmallRun.File(PaperFiles.Html)), StringComparison.Ordinal);
    }

    [Theory, Tier("Fact")]
    [InlineData(0.4, Rating.Green)]
    [InlineData(0.5, Rating.Green)]
    [InlineData(0.51, Rating.Amber)]
    [InlineData(0.7, Rating.Amber)]
    [InlineData(0.71, Rating.Red)]
    public void A_rating_changes_at_its_thresholds(double value, Rating expected)
    {
        Assert.Equal(expected, Scorecard.Low(value, 0.5, 0.7));
        Assert.Equal(expected, Scorecard.High(-value, -0.5, -0.7));
    }

    [Fact, Tier("Fact")]
    public void A_rating_is_a_word_with_its_threshold_and_has_a_direction()
    {
        var table = SmallRun.Paper.Tables.Single(table => table.Id == "scorecard");

        Assert.All(table.Rows, row =>
        {
            Assert.Matches("^(Green|Amber|Red): .+", row[3].Text);
            Assert.Contains(row[4].Text, (string[])["Improving", "Worsening", "Level"]);
        });
    }

    [Theory, Tier("Fact")]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(500, 3)]
    [InlineData(800, 4)]
    [InlineData(801, 5)]
    public void A_risks_likelihood_follows_from_the_futures(int futures, int likelihood) =>
        Assert.Equal(likelihood, RiskTable.Likelihood(futures, 1000));

    [Fact, Tier("Fact")]
    public void The_glossary_is_in_order_and_knows_every_abbreviation_of_the_paper()
    {
        string[] words = [.. RecordTables.Glossary().Rows.Select(row => row[0].Text)];
        var known = words.SelectMany(word => word.Split(' ', '-')).ToHashSet(StringComparer.Ordinal);
        // What the scenario's authors wrote, commands and names of files are not the paper's own words.
        var own = SmallRun.Paper.Sections.Where(section => section.Title is not ("Assumptions by risk" or "Data log" or "Background papers")).SelectMany(section => section.Blocks).SelectMany(block => block switch
        {
            ParagraphBlock paragraph => [paragraph.Text.Split(" Source: ")[0]],
            HeadingBlock heading => [heading.Text],
            ChartBlock chart => [chart.Chart.Title, chart.Chart.Caption],
            TableBlock table => table.Table.Rows.SelectMany(row => row.Where((_, at) => table.Table.Columns[at].Unit == FigureUnit.Text)).Select(figure => figure.Text)
                .Concat(table.Table.Notes).Concat(table.Table.Columns.Select(column => column.Head)).Append(table.Table.Title).Append(table.Table.Caption),
            _ => (IEnumerable<string>)[],
        });

        Assert.Equal(words.Order(StringComparer.OrdinalIgnoreCase), words);
        Assert.Empty(own.SelectMany(text => Abbreviation().Matches(text).Select(match => match.Value)).Distinct().Except(known).Except(["UTC", "UK"]));
    }

    [Fact, Tier("Fact")]
    public void Assumptions_stand_by_how_much_they_move_the_deficit_of_the_preferred_option()
    {
        var table = SmallRun.Paper.Tables.Single(table => table.Id == "assumptions-by-risk");
        var at = table.Columns.ToList().FindIndex(column => column.Code == "moves_deficit_by");
        decimal[] moves = [.. table.Rows.Select(row => row[at].Number ?? -1)];
        var scenario = SmallRun.Findings.Scenario;
        var tables = WorldTables.Compile(scenario);
        var option = scenario.Variants.Single(variant => variant.Id == CouncilPaper.Smallest(SmallRun.Findings));
        var found = Sensitivity.Of(Question.FinalDeficit(tables), option, seed: 1, (count, body) =>
        {
            for (var n = 0; n < count; n++)
            {
                body(n);
            }
        });

        Assert.Equal(moves.OrderDescending(), moves);
        Assert.True(moves[0] > 0);
        Assert.All(table.Rows.Where(row => row[at].Number is not null), row =>
            Assert.Equal(Math.Round(found.Swings.Where(swing => swing.Parameter.Range.Id == row[0].Text).Max(swing => swing.Width) / 100m, 2), row[at].Number!.Value));
    }

    [Fact, Tier("Fact")]
    public void What_an_options_actions_save_is_told_apart_from_what_others_pay()
    {
        var findings = SmallRun.Findings;
        var actions = RunResult.Summarise([.. RunTables.BeforeContributions(findings, "unmitigated", 4).Zip(RunTables.BeforeContributions(findings, "safety-valve", 4), (baseline, option) => baseline - option)]);
        var alone = Findings.Saving(findings.Difference("planned", MeasureCodes.Deficit, 4));

        Assert.Equal(alone.P50, actions.P50);
        Assert.Contains($"Its actions account for {Numbers.Median(alone, Numbers.PoundsMillion)} of that", CouncilPaper.SummaryText(findings, "safety-valve"), StringComparison.Ordinal);
        Assert.DoesNotContain("Its actions account", CouncilPaper.SummaryText(findings, "planned"), StringComparison.Ordinal);
    }

    [Fact, Tier("Fact")]
    public void What_the_council_has_said_before_stands_in_the_background()
    {
        var paper = CouncilPaper.Of(SmallRun.Run, new PaperDetails { Background = "The council forecast almost £700 million." }, Assurance.None(""));

        Assert.Contains(paper.Sections.Single(section => section.Title == "Background").Blocks.OfType<ParagraphBlock>(), paragraph => paragraph.Text == "The council forecast almost £700 million.");
    }

    [Fact, Tier("Fact")]
    public void A_paper_of_a_census_of_years_ago_says_what_became_of_its_deficits_and_asks_for_the_newest_census()
    {
        var (findings, scenario) = (SmallRun.Findings, SmallRun.Findings.Scenario);
        // As many plans as Kent had, so that what was published of Kent can be set beside it.
        var more = 18_931 - scenario.OpeningStock.Total;
        int[] placements = [.. scenario.OpeningStock.ByPlacement], ages = [.. scenario.OpeningStock.ByAgeGroup];
        placements[(int)PlacementType.Mainstream] += more;
        ages[(int)AgeGroup.From5To10] += more;
        var kent = new Findings(scenario with { OpeningStock = scenario.OpeningStock with { ByPlacement = placements, ByAgeGroup = ages } }, findings.Result);

        var told = Told(SmallRun.Run with { Findings = kent });

        Assert.Contains("forecast to be made again from the newest census: that of January 2025 has been published", told, StringComparison.Ordinal);
        Assert.DoesNotContain("January 2024 census is published", told, StringComparison.Ordinal);
        Assert.Matches(@"This run against what has been published: [0-9]+ of [0-9]+ published figures lie in the 8-in-10 range", told);
        Assert.Matches("Safety valve, this run said a deficit of £[0-9.]+ million at 31 March 2025 .+ £97.5 million was published, above the range", told);
        Assert.Matches("[0-9]+ of [0-9]+ published figures lies? in these ranges, which leave out", CouncilPaper.SummaryText(kent, "planned"));
        Assert.InRange(Words(CouncilPaper.SummaryText(kent, "safety-valve")), 60, CouncilPaper.MostSummaryWords);

        // A part of an authority has no published figures of its own.
        Assert.Contains("when the January 2024 census is published", Told(SmallRun.Run), StringComparison.Ordinal);
        Assert.DoesNotContain("published figures lie", Told(SmallRun.Run), StringComparison.Ordinal);

        static string Told(Runs.ReportedRun run) => string.Join('\n', CouncilPaper.Of(run, PaperDetails.None, Assurance.None("")).Sections.SelectMany(section => section.Blocks)
            .SelectMany(block => block is ParagraphBlock paragraph ? [paragraph.Text] : block is ListBlock list ? list.Items : []));
    }

    public static TheoryData<string> Variants => ["unmitigated", "planned", "safety-valve"];

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex(@"\b20[0-9]{2}/[0-9]{2}\b|\b20[0-9]{2}–[0-9]{2}\b")]
    private static partial Regex OtherYear();

    [GeneratedRegex(@"\b[A-Z]{2,}[a-z]?\b(?!-[0-9]{4})")]
    private static partial Regex Abbreviation();

    // What the scenario's authors wrote in their sources is theirs to write.
    [GeneratedRegex("Appendix B.*", RegexOptions.Singleline)]
    private static partial Regex Details();
}
