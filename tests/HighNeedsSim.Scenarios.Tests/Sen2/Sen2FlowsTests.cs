using System.Globalization;
using System.Text;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Scenarios.Tests.Sen2;

/// <summary>What came and went in the year before the census, counted in returns that these tests write.</summary>
public class Sen2FlowsTests
{
    private const string Name = "Secretname";
    private static readonly Sen2Schools Schools = Sen2Schools.Read("schools.csv", "urn,type\n118000,mainstream\n118999,state-special\n").Schools;

    [Fact, Tier("Fact")]
    public void Requests_of_the_year_are_counted_by_age_month_and_asker()
    {
        var flows = Read(
            // 4 on 31 August 2023, and 5 on 31 August 2024.
            Person("2018-11-30", Request("2024-08-31", source: "1")),
            Person("2018-11-30", Request("2024-09-01", source: "2")),
            Person("2018-11-30", Request("2024-03-01", source: "4") + Request("2023-12-31") + Request("2025-01-02")));

        Assert.Equal(3, flows.Requests);
        Assert.Equal((2, 1), (flows.RequestsByAge[4], flows.RequestsByAge[5]));
        Assert.Equal((1, 1, 1), (flows.RequestsByMonth[2], flows.RequestsByMonth[7], flows.RequestsByMonth[8]));
        Assert.Equal([1, 1, 1], flows.RequestsByAsker);
    }

    [Fact, Tier("Fact")]
    public void Decisions_count_in_the_year_in_which_they_were_taken()
    {
        var flows = Read(
            Person("2015-01-01", Request("2023-12-01", decided: "2024-01-10", outcome: "N")),
            Person("2015-01-01", Request("2024-05-01", decided: "2024-06-10", outcome: "Y", inside: "<Assessment><AssessmentOutcome>N</AssessmentOutcome><AssessmentOutcomeDate>2024-10-01</AssessmentOutcomeDate></Assessment>")),
            Person("2015-01-01", Request("2024-12-01", decided: "2025-01-10", outcome: "N")),
            Person("2015-01-01", Request("2024-12-01", decided: "2024-12-10", outcome: "W")));

        Assert.Equal((1, 1, 0, 1), (flows.Assessed, flows.RefusedToAssess, flows.Issued, flows.NotIssued));
    }

    [Fact, Tier("Fact")]
    public void New_plans_count_by_where_they_place_first_and_by_their_weeks()
    {
        var flows = Read(
            Person("2015-01-01", Request("2024-01-01", inside: Issued("2024-05-20", "118000"))),
            Person("2015-01-01", Request("2024-01-01", inside: Issued("2024-05-21", "118000"))),
            Person("2015-01-01", Request("2024-01-01", inside: Issued("2024-11-21", "118999", week20: "1"))),
            // A plan that moved in was not issued here.
            Person("2015-01-01", Request("", inside: "<NamedPlan><StartDate>2024-05-01</StartDate></NamedPlan>")));

        Assert.Equal((3, 1, 1), (flows.AllNewPlans, flows.InTime, flows.Exceptions));
        Assert.Equal((2, 1), (flows.NewPlans[8][(int)PlacementType.Mainstream], flows.NewPlans[9][(int)PlacementType.StateSpecial]));
        Assert.Equal(3, flows.Issued);
    }

    [Fact, Tier("Fact")]
    public void Ceased_plans_count_by_age_and_reason_and_the_stock_they_left_is_that_of_the_years_beginning()
    {
        var (flows, notes) = All(
            Person("2005-10-01", Request("", inside: Plan("2015-01-01", "2024-08-31", "1"))),
            Person("2005-10-01", Request("", inside: Plan("2015-01-01", "2024-07-01", "6"))),
            Person("2005-10-01", Request("", inside: Plan("2015-01-01", "2023-12-31", "2"))),
            Person("2005-10-01", Request("", inside: Plan("2015-01-01"))),
            Person("2005-10-01", Request("", inside: Plan("2024-02-01", "2024-03-01", "x"))));

        Assert.Equal(3, flows.AllCeased);
        Assert.Equal((1, 1, 1), (flows.Ceased[17][(int)CessationReason.MaximumAge], flows.Ceased[17][(int)CessationReason.NoLongerEngages], flows.Ceased[17][(int)CessationReason.Other]));
        Assert.Equal(3, flows.StockBefore[17]);
        Assert.Contains("1 plans ceased without a known reason: they count as another reason.", notes);
    }

    [Fact, Tier("Fact")]
    public void A_plan_that_names_where_it_came_from_moved_in_when_it_was_first_placed_here()
    {
        var (flows, notes) = All(
            Person("2015-01-01", Request("", inside: Active(Placement("118000", "2024-03-01"), "<TransferLA>887</TransferLA>"))),
            Person("2015-01-01", Request("", inside: Active(Placement("118000", "2023-03-01") + Placement("118999", "2024-09-01"), "<TransferLA>887</TransferLA>"))),
            Person("2015-01-01", Request("", inside: Active(Placement("118000", "2024-03-01"), "<TransferLA>0</TransferLA>"))),
            Person("2015-01-01", Request("", inside: Active(Placement("118000", ""), "<TransferLA>887</TransferLA>"))));

        Assert.Equal(1, flows.MovedIn);
        Assert.Equal(1, flows.MovedInByAge[8]);
        Assert.Contains("1 plans that moved in have no day of entry: they count as moved in in no year.", notes);
    }

    [Fact, Tier("Fact")]
    public void A_placement_changed_where_the_same_plan_had_another_type_a_year_before()
    {
        var (flows, notes) = All(
            // Mainstream until summer, special since; 9 on 31 August 2024.
            Person("2015-01-01", Request("", inside: Plan("2020-01-01") + Active(Placement("118000", "2020-09-01", "2024-08-31") + Placement("118999", "2024-09-01")))),
            // From one mainstream school to another of the same type.
            Person("2015-01-01", Request("", inside: Plan("2020-01-01") + Active(Placement("118000", "2020-09-01", "2024-08-31") + Placement("118000", "2024-09-01")))),
            // A plan that is not a year old, and one that moved in since, were placed nowhere by us then.
            Person("2015-01-01", Request("", inside: Plan("2024-05-01") + Active(Placement("118000", "2020-09-01", "2024-08-31") + Placement("118999", "2024-09-01")))),
            Person("2015-01-01", Request("", inside: Plan("2020-01-01") + Active(Placement("118999", "2024-09-01"), "<TransferLA>887</TransferLA>"))),
            // Nothing was recorded of that day.
            Person("2015-01-01", Request("", inside: Plan("2020-01-01") + Active(Placement("118999", "2024-09-01")))));

        Assert.Equal((1, 1), (flows.ChangedPlacement, flows.ChangedAt(9)));
        Assert.Equal(1, flows.Placed[9][(int)PlacementType.Mainstream][(int)PlacementType.StateSpecial]);
        Assert.Equal(1, flows.Placed[9][(int)PlacementType.Mainstream][(int)PlacementType.Mainstream]);
        Assert.Contains("1 plans that were in force a year before have no placement recorded for that day: they count in no change of placement.", notes);
        Assert.Equal("age,from,to,plans,of\n9,mainstream,state-special,1,2\n", flows.Tables().Single(table => table.Name == "placement-changes.csv").Text);
    }

    [Theory, Tier("Fact")]
    [InlineData("<ReviewMeeting>2024-01-16</ReviewMeeting>", "2015-01-01", 1, 0, 0, 1)]
    [InlineData("<LastReview>2025-01-10</LastReview>", "2015-01-01", 0, 0, 0, 1)]
    [InlineData("<ReviewMeeting>2024-01-15</ReviewMeeting>", "2015-01-01", 1, 1, 0, 0)]
    [InlineData("<LastReview>2023-03-01</LastReview><ReviewMeeting>2024-03-01</ReviewMeeting>", "2015-01-01", 1, 0, 0, 1)]
    [InlineData("<LastReview>2024-06-01</LastReview><ReviewMeeting>2025-03-01</ReviewMeeting>", "2015-01-01", 1, 0, 0, 1)]
    [InlineData("", "2015-01-01", 0, 1, 0, 0)]
    [InlineData("", "2024-02-01", 0, 0, 1, 0)]
    public void A_review_is_overdue_more_than_twelve_months_after_the_last_one_or_the_beginning(string reviews, string begun, int held, int overdue, int notYet, int inTime)
    {
        // The plan that stands beside every test begins in the census month.
        var flows = Read(Person("2010-01-01", Request("", inside: Plan(begun) + Active(Placement("118000", "2015-01-01"), reviews))));

        Assert.Equal((held, overdue, notYet + 1, inTime), (flows.Reviews, flows.ReviewsOverdue, flows.ReviewsNotYetDue, flows.ReviewedInTime));
    }

    [Fact, Tier("Fact")]
    public void A_review_before_a_move_of_phase_is_in_time_on_the_day_that_it_is_due()
    {
        var flows = Read(
            Phase("2024-02-15", "2024-02-15"), Phase("2024-02-15", "2024-02-16"), Phase("2024-03-31", ""), Phase("2023-02-15", "2023-02-01"));

        Assert.Equal((3, 1), (flows.PhaseTransfersDue, flows.PhaseTransfersInTime));

        static string Phase(string due, string final) => Person("2010-01-01", Request("", inside: Active(
            Placement("118000", "2015-01-01"), $"<PhaseTransferDueDate>{due}</PhaseTransferDueDate><PhaseTransferFinalDate>{final}</PhaseTransferFinalDate>")));
    }

    [Fact, Tier("Files")]
    public void The_tables_fit_a_scenario_and_hold_nothing_of_a_child()
    {
        var flows = Read([.. Enumerable.Range(0, 30).Select(n => Person(
            $"20{n % 15:00}-03-01", Request($"2024-0{(n % 9) + 1}-01", source: "1", decided: "2024-05-01", outcome: n % 3 == 0 ? "N" : "Y", inside: Issued("2024-06-01", "118000") + Plan("2019-01-01", "2024-07-31", "4"))))]);

        var tables = flows.Tables();

        Assert.Equal(
            ["data/requests-by-age.csv", "data/requests-by-month.csv", "data/new-plans.csv", "data/cessations.csv", "data/cessations-by-age.csv", "figures.csv"],
            tables.Select(table => table.Name));
        Assert.All(tables.SkipLast(1), table =>
        {
            var there = File.ReadAllLines(RepositoryRoot.Of("scenarios", "kent-small", table.Name));
            Assert.Equal(there[0], table.Text.Split('\n')[0]);
            Assert.Equal(there.Length, table.Text.TrimEnd('\n').Split('\n').Length);
        });
        Assert.All(tables, table => Assert.DoesNotContain(Name, table.Text, StringComparison.Ordinal));
        // What a scenario's reader asks of them: shares that add up, and a first placement at every age.
        Assert.Equal(1, Rows(tables[1]).Sum(row => decimal.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.All(Rows(tables[2]), row => Assert.Contains(row.Skip(1), cell => cell != "0"));
        Assert.All(Rows(tables[4]), row => Assert.True(int.Parse(row[^1], CultureInfo.InvariantCulture) >= row.Skip(1).SkipLast(1).Sum(cell => int.Parse(cell, CultureInfo.InvariantCulture))));
        Assert.Contains("assessments.refuse-to-assess,10,30\n", tables[5].Text, StringComparison.Ordinal);
    }

    [Fact, Tier("Fact")]
    public void A_return_in_which_nothing_came_or_went_makes_no_table_of_it() =>
        Assert.Equal("figures.csv", Assert.Single(Read(Person("2015-01-01", Request("", inside: Plan("2015-01-01")))).Tables()).Name);

    private static IEnumerable<string[]> Rows((string Name, string Text) table) => table.Text.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(','));

    private static Sen2Flows Read(params string[] persons) => All(persons).Flows;

    // Somebody whose plan goes on stands beside those of the test: a return without any plan in force is none.
    private static (Sen2Flows Flows, IReadOnlyList<string> Notes) All(params string[] persons)
    {
        var other = Person("2015-01-01", Request("", inside: $"<Assessment><NamedPlan><StartDate>2025-01-02</StartDate></NamedPlan></Assessment>"));
        var reading = Sen2Return.Read(
            "return.xml", new MemoryStream(Encoding.UTF8.GetBytes($"<Message><Persons>{string.Concat(persons)}{other}</Persons></Message>")), new(2025, 1, 16), Schools);
        Assert.Empty(reading.Problems);
        return (reading.Flows!, reading.Notes);
    }

    private static string Person(string born, string requests) => $"<Person><Surname>{Name}</Surname><UPN>A123456789012</UPN><PersonBirthDate>{born}</PersonBirthDate>{requests}</Person>";

    private static string Request(string received, string source = "", string decided = "", string outcome = "", string inside = "") =>
        $"<Requests><ReceivedDate>{received}</ReceivedDate><RequestSource>{source}</RequestSource><RequestOutcomeDate>{decided}</RequestOutcomeDate><RequestOutcome>{outcome}</RequestOutcome>{inside}</Requests>";

    private static string Issued(string start, string urn, string week20 = "0") =>
        $"<Assessment><AssessmentOutcome>Y</AssessmentOutcome><AssessmentOutcomeDate>{start}</AssessmentOutcomeDate><Week20>{week20}</Week20>"
        + $"<NamedPlan><StartDate>{start}</StartDate><PlanDetail><URN>{urn}</URN></PlanDetail></NamedPlan></Assessment>";

    private static string Active(string placements, string more = "") => $"<ActivePlans>{more}{placements}</ActivePlans>";

    private static string Placement(string urn, string entry, string leaving = "") =>
        $"<PlacementDetail><URN>{urn}</URN><EntryDate>{entry}</EntryDate><LeavingDate>{leaving}</LeavingDate></PlacementDetail>";

    private static string Plan(string start, string? end = null, string reason = "") =>
        $"<Assessment><NamedPlan><StartDate>{start}</StartDate>{(end is null ? "" : $"<CeaseDate>{end}</CeaseDate><CeaseReason>{reason}</CeaseReason>")}</NamedPlan></Assessment>";
}
