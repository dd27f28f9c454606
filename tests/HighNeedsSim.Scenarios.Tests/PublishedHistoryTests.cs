using System.Globalization;
using HighNeedsSim.Model.BackTests;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>What people may hand over as published tables, and what they are told.</summary>
[Tier("Files")]
public sealed class PublishedHistoryTests : IDisposable
{
    private const string CaseloadHead = "level,la_code,name,january,ehcplans,mainstream_total,special_la_maintained,special_academy_free,special_independent,"
        + "special_non_maintained,ap_pru_total,fe_total,ed_elsewhere,nm_early_years";
    private const string FlowHead = "level,la_code,name,calendar_year,requests_received_in_year,new_ehc_plans";

    private readonly string _folder = Directory.CreateTempSubdirectory("hns-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sound_tables_are_read()
    {
        var history = Sound();

        Assert.Equal(12, history.Authorities.Count);
        Assert.Equal("England", history.England.Name);
        var first = history.Authorities[0];
        Assert.Equal(("301", "Borough, of 1"), (first.Code, first.Name));
        Assert.Equal(1000, first.In(new(2019))!.Total);
        Assert.Equal(new int?[] { 400, 200, 60, 10, 150, 50, 10 }, first.In(new(2019))!.Groups);
        Assert.Equal(new YearOfFlows(200, 150), first.Flows[new(2019)]);
        Assert.Equal([2022, 2023], history.Origins.Select(origin => origin.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("z")]
    [InlineData("c")]
    public void A_blank_or_a_symbol_of_the_department_is_not_published_and_not_nothing(string symbol)
    {
        var rows = Caseloads();
        rows[1] = rows[1].Replace(",400,", $",{symbol},", StringComparison.Ordinal);

        Assert.Null(Read(rows, Flows()).History!.Authorities[0].In(new(2019))!.Of(CensusMeasure.Mainstream));
    }

    [Fact]
    public void Columns_may_stand_in_any_order_among_others()
    {
        string[] rows = [.. Caseloads().Select(row => row.Replace("\"Borough, of", "\"Borough of", StringComparison.Ordinal))];

        var reading = Read([.. rows.Select(row => "more," + string.Join(',', row.Split(',').Reverse()))], Flows());

        Assert.Empty(reading.Problems);
        Assert.Equal(1000, reading.History!.Authorities[0].In(new(2019))!.Total);
    }

    [Fact]
    public void Rows_may_stand_in_any_order_with_either_end_of_line_and_a_byte_order_mark()
    {
        string[] Turned(IReadOnlyList<string> rows, string head) => [head + "\r", .. rows.Where(row => row != head).Reverse().Select(row => row + "\r")];
        var (straight, turned) = (Read(Caseloads(), Flows()), Read(["\uFEFF" + Turned(Caseloads(), CaseloadHead)[0], .. Turned(Caseloads(), CaseloadHead)[1..]], Turned(Flows(), FlowHead)));

        Assert.Empty(turned.Problems);
        var spec = new BackTestSpec(["301"], [new(2022)], 1, 20, 1);
        Assert.Equal(
            BackTest.Run(straight.History!, spec).Lines.Select(line => (line.January, line.Measure, line.Mean, line.P10, line.P90, line.Crps)),
            BackTest.Run(turned.History!, spec).Lines.Select(line => (line.January, line.Measure, line.Mean, line.P10, line.P90, line.Crps)));
    }

    [Fact]
    public void Every_problem_of_both_tables_is_told_at_once_with_its_line()
    {
        var (caseloads, flows) = (Caseloads(), Flows());
        caseloads[2] = "Local authority,301,Borough,2020,1,000,400,150,50,50,10,10,150,50,10";
        caseloads[3] = "Local authority,301,Borough,2021,many,400,150,50,50,10,10,150,50,10";
        caseloads[4] = "Local authority,30A,Borough,22,1000,400,150,50,50,10,10,150,50,10";
        caseloads[5] = caseloads[6];
        caseloads[8] = "Parish,302,Borough,2019,1000,400,150,50,50,10,10,150,50,10";
        flows[1] = "Local authority,301,\"Borough,2019,200,150";
        flows[2] = "Local authority,301,Borough,2020,-5,150";

        var problems = Read(caseloads, flows).Problems.Select(problem => problem.ToString().Replace(_folder + "/", "", StringComparison.Ordinal)).ToArray();

        Assert.Equal(
            [
                "caseloads.csv(3): the row has 15 cells, the header has 14: check commas and quotation marks.",
                "caseloads.csv(4): ehcplans: 'many' is not a count: write digits only, without thousands separators, from 0 to 10000000; "
                    + "leave the cell blank where nothing was published.",
                "caseloads.csv(5): la_code: '30A' is not an authority's code: write its three digits, as in 886 for Kent.",
                "caseloads.csv(5): january: '22' is not a year: write four digits, from 2000 to 2099.",
                "caseloads.csv(7): Borough, of 1 has a row for 2024 already, in line 6: keep one of them.",
                "caseloads.csv(9): level: 'Parish' is not known: allowed are National, Regional and Local authority.",
                "flows.csv(2): a quotation mark is not closed before the next comma or the end of the line: close it, or write \"\" for a mark inside a text.",
                "flows.csv(3): requests_received_in_year: '-5' is not a count: write digits only, without thousands separators, from 0 to 10000000; "
                    + "leave the cell blank where nothing was published.",
            ],
            problems);
    }

    [Fact]
    public void Missing_columns_are_named_with_all_that_are_wanted()
    {
        var caseloads = Caseloads();
        caseloads[0] = caseloads[0].Replace("ehcplans", "plans", StringComparison.Ordinal);

        var problem = Assert.Single(Read(caseloads, Flows()).Problems);

        Assert.Equal(1, problem.Line);
        Assert.StartsWith("columns are missing: ehcplans. Wanted are level, la_code, name, january, ehcplans, ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Placements_that_add_up_to_more_than_all_plans_are_a_problem()
    {
        var caseloads = Caseloads();
        caseloads[1] = caseloads[1].Replace(",1000,", ",900,", StringComparison.Ordinal).Replace(",400,", ",700,", StringComparison.Ordinal);

        var problem = Assert.Single(Read(caseloads, Flows()).Problems);

        Assert.Equal(2, problem.Line);
        Assert.Contains("the placements add up to more than ehcplans", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_authorities_are_a_problem()
    {
        var few = Caseloads().Where(row => !row.StartsWith("Local", StringComparison.Ordinal) || row.Contains(",301,", StringComparison.Ordinal)).ToArray();

        Assert.Contains(Read(few, Flows()).Problems, problem => problem.Message.StartsWith("the table holds 1 authorities: at least 10", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_few_years_are_a_problem()
    {
        var flows = Flows().Where(row => !row.Contains(",2019,", StringComparison.Ordinal) && !row.Contains(",2020,", StringComparison.Ordinal)
            && !row.Contains(",2021,", StringComparison.Ordinal)).ToArray();

        Assert.Contains(Read(Caseloads(), flows).Problems, problem => problem.Message.StartsWith("no January has 3 calendar years", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_row_of_england_the_sum_of_the_authorities_stands_in_and_a_note_says_so()
    {
        var without = Caseloads().Where(row => !row.StartsWith("National", StringComparison.Ordinal)).ToArray();

        var reading = Read(without, Flows());

        Assert.Contains("stands in for it", Assert.Single(reading.Notes), StringComparison.Ordinal);
        Assert.Equal(reading.History!.Authorities.Sum(a => a.In(new(2021))!.Total), reading.History.England.In(new(2021))!.Total);
    }

    [Fact]
    public void More_new_plans_than_plans_in_force_count_as_not_published_and_a_note_says_so()
    {
        var flows = Flows();
        flows[3] = flows[3].Replace(",200,150", ",200,6078", StringComparison.Ordinal);

        var reading = Read(Caseloads(), flows);

        Assert.Equal(new YearOfFlows(200, null), reading.History!.Authorities[0].Flows[new(2021)]);
        Assert.Equal("More new plans than plans in force are told for 2021 of Borough, of 1: those counts are not used.", Assert.Single(reading.Notes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\0\0")]
    [InlineData("level\n")]
    public void No_table_at_all_is_a_problem_and_no_exception(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "caseloads.csv"), text);
        File.WriteAllLines(Path.Combine(_folder, "flows.csv"), Flows());

        var reading = PublishedHistoryReader.Read(Path.Combine(_folder, "caseloads.csv"), Path.Combine(_folder, "flows.csv"));

        Assert.Null(reading.History);
        Assert.NotEmpty(reading.Problems);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_and_no_exception()
    {
        var reading = PublishedHistoryReader.Read(Path.Combine(_folder, "none.csv"), _folder);

        Assert.Equal(2, reading.Problems.Count(problem => problem.Message.StartsWith("the file cannot be opened", StringComparison.Ordinal)));
    }

    [PublishedFact]
    public void The_official_tables_are_sound()
    {
        var reading = PublishedHistoryReader.Read(
            Path.Combine(Repository.Published, "all_la_caseload_2019_2025.csv"), Path.Combine(Repository.Published, "all_la_flows_2019_2024.csv"));

        Assert.Empty(reading.Problems);
        Assert.Equal(18931, reading.History!.Authorities.Single(authority => authority.Code == "886").In(new(2023))!.Total);
        Assert.Equal([2022, 2023, 2024], reading.History.Origins.Select(origin => origin.Value));
    }

    private PublishedHistory Sound() => Read(Caseloads(), Flows()).History!;

    private PublishedHistoryReading Read(string[] caseloads, string[] flows)
    {
        var (stock, during) = (Path.Combine(_folder, "caseloads.csv"), Path.Combine(_folder, "flows.csv"));
        File.WriteAllLines(stock, caseloads);
        File.WriteAllLines(during, flows);
        return PublishedHistoryReader.Read(stock, during);
    }

    // Twelve authorities of 1,000 plans, which never change, over six Januaries; England is twelve of them.
    private static string[] Caseloads() =>
    [
        CaseloadHead,
        .. from number in Enumerable.Range(1, 12)
           from year in Enumerable.Range(2019, 6)
           select string.Create(CultureInfo.InvariantCulture,
               $"Local authority,{300 + number},\"Borough, of {number}\",{year},1000,400,150,50,50,10,10,150,50,10"),
        .. Enumerable.Range(2019, 6).Select(year => string.Create(CultureInfo.InvariantCulture,
            $"National,,England,{year},12000,4800,1800,600,600,120,120,1800,600,120")),
        .. Enumerable.Range(2019, 6).Select(year => string.Create(CultureInfo.InvariantCulture,
            $"Regional,,East (region),{year},12000,4800,1800,600,600,120,120,1800,600,120")),
    ];

    private static string[] Flows() =>
    [
        FlowHead,
        .. from number in Enumerable.Range(1, 12)
           from year in Enumerable.Range(2019, 5)
           select string.Create(CultureInfo.InvariantCulture, $"Local authority,{300 + number},\"Borough, of {number}\",{year},200,150"),
        .. Enumerable.Range(2019, 5).Select(year => string.Create(CultureInfo.InvariantCulture, $"National,,England,{year},2400,1800")),
    ];
}
