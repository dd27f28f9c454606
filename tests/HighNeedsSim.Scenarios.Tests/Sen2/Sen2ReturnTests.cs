using System.Text;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Scenarios.Tests.Sen2;

public class Sen2ReturnTests
{
    private const string Name = "Secretname";
    private static readonly DateOnly Census = new(2025, 1, 16);
    private static readonly Sen2Schools Schools = Sen2Schools.Read("schools.csv", "urn,type\n118000,mainstream\n118999,state-special\n").Schools;

    [Fact, Tier("Fact")]
    public void Plans_in_force_on_census_day_are_counted_by_age_placement_and_need()
    {
        var stock = Read(
            Person("2015-08-31", Plan("2020-01-01"), Placement("<URN>118999</URN>"), "ASD"),
            Person("2015-09-01", Plan("2020-01-01"), Placement("<URN>118000</URN>"), "SLCN"),
            Person("2010-03-01", Plan("2020-01-01", "2024-12-01"), Placement("<URN>118000</URN>"), "ASD"),
            Person("2010-03-01", Plan("2025-02-01"), Placement("<URN>118000</URN>"), "ASD")).Stock!;

        Assert.Equal(2, stock.Total);
        Assert.Equal(1, stock.ByAge[9][(int)PlacementType.StateSpecial]);
        Assert.Equal(1, stock.ByAge[8][(int)PlacementType.Mainstream]);
        Assert.Equal(1, stock.ByNeed[(int)PlacementType.Mainstream][(int)PrimaryNeed.Slcn]);
        Assert.Equal(1, stock.NeedByAge[9][(int)PrimaryNeed.Asd]);
    }

    [Theory, Tier("Fact")]
    [InlineData("<URN>118000</URN><SENUnitIndicator>1</SENUnitIndicator>", PlacementType.ResourcedProvision)]
    [InlineData("<URN>118000</URN><ResourcedProvisionIndicator>true</ResourcedProvisionIndicator>", PlacementType.ResourcedProvision)]
    [InlineData("<SENsetting>EHE</SENsetting>", PlacementType.HomeEducation)]
    [InlineData("<SENSetting>NEET</SENSetting>", PlacementType.Neet)]
    [InlineData("<SENsetting>EYP</SENsetting>", PlacementType.EarlyYears)]
    [InlineData("<SENsetting>OLA</SENsetting>", PlacementType.OtherArrangements)]
    [InlineData("<UKPRN>10000001</UKPRN>", PlacementType.Awaiting)]
    public void A_placement_is_what_its_flags_its_provider_or_its_setting_say(string placement, PlacementType expected) =>
        Assert.Equal(1, Read(Person("2014-01-01", Plan("2020-01-01"), Placement(placement), "ASD")).Stock!.ByNeed[(int)expected][(int)PrimaryNeed.Asd]);

    [Fact, Tier("Fact")]
    public void The_placement_of_the_highest_rank_in_force_counts_and_else_the_one_that_the_plan_names()
    {
        var two = Placement("<URN>118999</URN><PlacementRank>2</PlacementRank>") + Placement("<URN>118000</URN><PlacementRank>1</PlacementRank>")
            + Placement("<URN>118999</URN><PlacementRank>1</PlacementRank><LeavingDate>2024-07-01</LeavingDate>");
        var named = "<NamedPlan><StartDate>2024-09-01</StartDate><PlanDetail><URN>118999</URN></PlanDetail></NamedPlan>";

        Assert.Equal(1, Read(Person("2014-01-01", Plan("2020-01-01"), two, "ASD")).Stock!.ByNeed[(int)PlacementType.Mainstream].Sum());
        Assert.Equal(1, Read(Person("2014-01-01", named, "", "ASD")).Stock!.ByNeed[(int)PlacementType.StateSpecial].Sum());
    }

    [Fact, Tier("Fact")]
    public void A_plan_that_moved_in_counts_by_its_placement_alone() =>
        Assert.Equal(1, Read(Person("2014-01-01", "", Placement("<URN>118000</URN><EntryDate>2024-09-01</EntryDate>"), "ASD")).Stock!.Total);

    [Fact, Tier("Fact")]
    public void What_was_left_out_or_taken_to_be_so_is_told_in_counts()
    {
        var reading = Read(
            Person("", Plan("2020-01-01"), Placement("<URN>118000</URN>"), "ASD"),
            Person("1990-01-01", Plan("2020-01-01"), Placement("<URN>118000</URN>"), "ASD"),
            Person("2014-01-01", Plan("2020-01-01"), "", "XYZ"),
            Person("2014-01-01", Plan("2020-01-01"), Placement($"<URN>{Name}</URN>"), "DS"));

        Assert.Equal(2, reading.Stock!.Total);
        Assert.Equal(1, reading.Stock.ByNeed[(int)PlacementType.Awaiting][(int)PrimaryNeed.Oth]);
        Assert.Contains("1 plans are left out: their holders have no date of birth.", reading.Notes);
        Assert.Contains("1 plans are left out: their holders are not 0 to 25 on 31 August before the census.", reading.Notes);
        Assert.Contains("1 plans have no placement recorded: they count as awaiting provision.", reading.Notes);
        Assert.Contains("1 plans have no known primary need: they count as not recorded.", reading.Notes);
        Assert.DoesNotContain(Name, string.Concat(reading.Notes), StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public void A_provider_that_the_table_does_not_know_stops_the_import_by_its_number()
    {
        var reading = Read(Person("2014-01-01", Plan("2020-01-01"), Placement("<URN>777777</URN>"), "ASD"));

        Assert.Null(reading.Stock);
        Assert.Contains("1 plans are at 1 providers that the table of providers does not know: add 777777 to it", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    [Theory, Tier("Files")]
    [InlineData("not xml at all")]
    [InlineData("<Message><Persons><Person><Surname>" + Name)]
    [InlineData("<!DOCTYPE m [<!ENTITY a \"" + Name + "\">]><Message>&a;</Message>")]
    public void A_broken_file_is_a_problem_that_quotes_nothing_of_it(string text)
    {
        var reading = Sen2Return.Read("return.xml", new MemoryStream(Encoding.UTF8.GetBytes(text)), Census, Schools);

        Assert.Null(reading.Stock);
        Assert.DoesNotContain(Name, Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public void The_tables_are_those_of_a_scenario_and_hold_nothing_of_a_child()
    {
        var stock = Read(Person("2015-08-31", Plan("2020-01-01"), Placement("<URN>118999</URN>"), "ASD")).Stock!;

        var tables = stock.Tables();

        Assert.Equal(
            ["data/opening-placement.csv", "data/opening-age-group.csv", "data/opening-age-pattern.csv", "data/opening-need-pattern.csv", "data/opening-age-need-pattern.csv"],
            tables.Select(table => table.Name));
        Assert.All(tables, table =>
        {
            var there = File.ReadAllLines(RepositoryRoot.Of("scenarios", "kent-small", table.Name))[0].Split(',');
            Assert.Equal(there.Take(table.Text.Split('\n')[0].Split(',').Length), table.Text.Split('\n')[0].Split(','));
            Assert.DoesNotContain(Name, table.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("2015", table.Text, StringComparison.Ordinal);
        });
        Assert.Contains("\n5-10,1\n", tables[1].Text, StringComparison.Ordinal);
    }

    [Fact, Tier("Files")]
    public void A_table_of_providers_tells_every_mistake_with_its_line()
    {
        var problems = Sen2Schools.Read("schools.csv", "urn,type\n1,mainstream\n2,castle\n1,state-special\n").Problems;

        Assert.Equal([3, 4], problems.Select(problem => problem.Line!.Value));
        Assert.Equal(1, Assert.Single(Sen2Schools.Read("schools.csv", "a,b\n").Problems).Line);
    }

    private static Sen2Reading Read(params string[] persons) => Sen2Return.Read(
        "return.xml", new MemoryStream(Encoding.UTF8.GetBytes($"<Message><Header/><Persons>{string.Concat(persons)}</Persons></Message>")), Census, Schools);

    private static string Person(string born, string plan, string placements, string need) =>
        $"<Person><Surname>{Name}</Surname><UPN>A123456789012</UPN><PersonBirthDate>{born}</PersonBirthDate><Requests>"
        + (plan.Length == 0 ? "" : $"<Assessment>{plan}</Assessment>")
        + $"<ActivePlans>{placements}<SENneed><SENtype>SEMH</SENtype><SENtypeRank>2</SENtypeRank></SENneed>"
        + $"<SENneed><SENtype>{need}</SENtype><SENtypeRank>1</SENtypeRank></SENneed></ActivePlans></Requests></Person>";

    private static string Plan(string start, string? end = null) =>
        $"<NamedPlan><StartDate>{start}</StartDate>{(end is null ? "" : $"<CeaseDate>{end}</CeaseDate>")}</NamedPlan>";

    private static string Placement(string what) => $"<PlacementDetail>{what}</PlacementDetail>";
}
