using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Papers;

public class BesideOthersTests
{
    [Fact, Tier("Fact")]
    public void More_less_and_as_much_are_worked_out_from_the_figures() => Assert.Equal(
        "In 2022-23 Kent budgeted £300 a head of residents aged 2 to 18 for high needs: 50% more than the £200 of England, 25% less than the £400 of its statistical neighbours, "
        + "and as much as the £300 of its region. In one of 2 categories it budgeted more a head than England: place funding (£250 against £90).",
        BesideOthers.InWords("Kent", Published((SpendingCategories.All[0], 250, 90, 300, 250), (SpendingCategories.All[1], 50, 110, 100, 50)), region: null));

    [Fact, Tier("Fact")]
    public void An_authority_that_spends_less_everywhere_is_told_so() => Assert.EndsWith(
        "In no category did it budget more a head than England.",
        BesideOthers.InWords("Kent", Published((SpendingCategories.All[0], 50, 90, 100, 60)), "London"), StringComparison.Ordinal);

    [Theory, Tier("Fact")]
    [InlineData("South East", "the South East")]
    [InlineData("East of England", "the East of England")]
    [InlineData("London", "London")]
    [InlineData("Yorkshire and The Humber", "Yorkshire and The Humber")]
    [InlineData(null, "its region")]
    public void A_region_is_called_as_people_call_it(string? name, string inSentence) => Assert.Equal(inSentence, BesideOthers.Region(name));

    [Fact, Tier("Files")]
    public void The_paper_of_Kent_says_what_the_table_of_its_scenario_says()
    {
        var scenario = ScenarioReader.Read(ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", "kent-2023-safety-valve")).Package!).Scenario!;

        var said = BesideOthers.InWords("Kent", scenario.PerHead!, scenario.Authority.Region);

        Assert.StartsWith("In 2022-23 Kent budgeted £951 a head of residents aged 2 to 18 for high needs: 25% more than the £758 of England, 41% more than the £676 of its statistical neighbours, "
            + "and 21% more than the £786 of the South East.", said, StringComparison.Ordinal);
        Assert.Contains("the widest gaps are top-up, non-state providers (£242 against £160) and top-up, state providers (£423 against £357).", said, StringComparison.Ordinal);
    }

    private static PerHeadBenchmarks Published(params (SpendingCategory Category, int Own, int England, int Neighbours, int Region)[] rows) => new(
        new FinancialYear(2022), [.. rows.Select(row => new PerHeadBenchmark(row.Category, Pounds(row.Own), Pounds(row.England), Pounds(row.Neighbours), Pounds(row.Region)))]);

    private static Money Pounds(int pounds) => new(pounds * 100L);
}
