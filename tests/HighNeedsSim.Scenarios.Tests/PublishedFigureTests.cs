using System.Globalization;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>What the Kent scenario calls published is what was published.</summary>
[Tier("Files")]
public class PublishedFigureTests
{
    private static readonly Lazy<Scenario> Kent = new(() =>
        ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2023-safety-valve")).Package!).Scenario!);

    [PublishedFact]
    public void Opening_plans_by_placement_are_the_census_of_January_2023()
    {
        var rows = Rows("caseload_by_placement.csv")
            .Where(r => r["area"] == "Kent" && r["january"] == "2023" && r["release"] == "2025")
            .ToDictionary(r => r["placement"], r => Number(r["plans"]));
        int Sum(params string[] columns) => columns.Sum(c => rows[c]);

        var stock = Kent.Value.OpeningStock.ByPlacement;

        Assert.Equal(rows["ehcplans"], stock.Sum());
        Assert.Equal(Sum("mainstream_la_maintained", "mainstream_academy", "mainstream_free_school"), stock[(int)PlacementType.Mainstream]);
        Assert.Equal(
            rows["mainstream_total"] - rows["mainstream_independent"] - stock[(int)PlacementType.Mainstream],
            stock[(int)PlacementType.ResourcedProvision]);
        Assert.Equal(rows["mainstream_independent"], stock[(int)PlacementType.IndependentMainstream]);
        Assert.Equal(Sum("special_la_maintained", "special_academy_free"), stock[(int)PlacementType.StateSpecial]);
        Assert.Equal(Sum("special_independent", "special_non_maintained"), stock[(int)PlacementType.IndependentSpecial]);
        Assert.Equal(rows["ap_pru_total"], stock[(int)PlacementType.AlternativeProvision]);
        Assert.Equal(Sum("general_fe_tertiary_colleges", "ukrlp_provider"), stock[(int)PlacementType.FurtherEducation]);
        Assert.Equal(rows["specialist_post_16_institutions"], stock[(int)PlacementType.SpecialistPost16]);
        Assert.Equal(rows["nm_early_years"], stock[(int)PlacementType.EarlyYears]);
        Assert.Equal(rows["elective_home_education"], stock[(int)PlacementType.HomeEducation]);
        Assert.Equal(Sum("other_arrangements_la", "other_arrangements_parents", "other_placement_settings"), stock[(int)PlacementType.OtherArrangements]);
        Assert.Equal(Sum("neet", "neet_ntci", "neet_other", "neet_other_csa"), stock[(int)PlacementType.Neet]);
        Assert.Equal(rows["placement_unknown"], stock[(int)PlacementType.Awaiting]);
    }

    [PublishedFact]
    public void Opening_plans_ages_requests_and_cessations_of_current_policy_are_those_of_January_2025_and_of_2024()
    {
        var placed = Rows("caseload_by_placement.csv")
            .Where(r => r["area"] == "Kent" && r["january"] == "2025" && r["release"] == "2025")
            .ToDictionary(r => r["placement"], r => Number(r["plans"]));
        var byAge = Rows("caseload_by_age_placement_2024_2025.csv")
            .Where(r => r["area"] == "Kent" && r["january"] == "2025")
            .ToDictionary(r => r["breakdown"], r => Number(r["ehcplans"]));
        var scenario = ScenarioReader.Read(ScenarioPackage.FromFolder(Repository.Scenario("kent-2025-current-policy")).Package!).Scenario!;
        var stock = scenario.OpeningStock;

        Assert.Equal(placed["ehcplans"], stock.Total);
        Assert.Equal(placed["special_la_maintained"] + placed["special_academy_free"], stock.ByPlacement[(int)PlacementType.StateSpecial]);
        Assert.Equal(placed["special_independent"] + placed["special_non_maintained"], stock.ByPlacement[(int)PlacementType.IndependentSpecial]);
        Assert.Equal(placed["placement_unknown"], stock.ByPlacement[(int)PlacementType.Awaiting]);
        Assert.Equal(Enumerable.Range(16, 4).Sum(a => byAge[$"age {a}"]), stock.ByAgeGroup[3]);
        Assert.Equal(Enumerable.Range(20, 6).Sum(a => byAge[$"age {a}"]), stock.ByAgeGroup[4]);
        Assert.Equal(
            Number(Rows("requests_and_outcomes.csv").First(r => r["area"] == "Kent" && r["calendar_year"] == "2024")["requests_received_in_year"]),
            scenario.Requests.InBaseYear);
        Assert.Equal(
            Number(Rows("ceased_plans.csv").First(r => r["area"] == "Kent" && r["calendar_year"] == "2024" && r["total_ceased"] == "2081")["total_ceased"]),
            scenario.Cessations.InBaseYear.Sum());
    }

    [PublishedFact]
    public void Opening_age_groups_have_the_shares_of_January_2022_the_last_published_before_the_base()
    {
        var before = Rows("caseload_by_agegroup_2010_2022.csv").Where(r => r["area"] == "Kent" && r["january"] == "2022").ToArray();
        int Before(string group) => Number(before.Single(r => r["age_group"] == group)["all"]);
        int[] in2022 = [Before("Under 5"), Before("Age 5 to 10"), Before("Age 11 to 15"), Before("Age 16 to 19"), Before("Age 20 to 25")];

        var groups = Kent.Value.OpeningStock.ByAgeGroup;

        Assert.Equal(18_931, groups.Sum());
        Assert.All(groups.Zip(in2022), g => Assert.InRange(g.First, (g.Second * 18_931.0 / in2022.Sum()) - 1, (g.Second * 18_931.0 / in2022.Sum()) + 1));
    }

    [PublishedFact]
    public void Residents_are_the_mid_2023_estimates()
    {
        var rows = Rows("kent_district_population_mid2023_ages0_25.csv").Where(r => r["code"].StartsWith("E07", StringComparison.Ordinal)).ToArray();

        var districts = Kent.Value.Districts;

        Assert.Equal(rows.Select(r => r["code"]), districts.Select(d => d.Code));
        Assert.All(rows.Zip(districts), p => Assert.Equal(
            Enumerable.Range(0, 26).Select(a => Number(p.First[$"age_{a}"])), p.Second.Population));
    }

    [PublishedFact]
    public void Requests_and_cessations_are_those_of_2022()
    {
        var requests = Rows("requests_and_outcomes.csv").Single(r => r["area"] == "Kent" && r["calendar_year"] == "2022");
        var ceased = Rows("ceased_plans.csv").Single(r => r["area"] == "Kent" && r["calendar_year"] == "2022");

        Assert.Equal(Number(requests["requests_received_in_year"]), Kent.Value.Requests.InBaseYear);
        Assert.Equal(Number(ceased["total_ceased"]), Kent.Value.Cessations.InBaseYear.Sum());
        Assert.Equal(Number(ceased["no_engage"]), Kent.Value.Cessations.InBaseYear[(int)CessationReason.NoLongerEngages]);
    }

    [PublishedFact]
    public void The_high_needs_block_is_the_published_allocation()
    {
        var rows = Rows("dsg_allocations_kent_england_2019_2024.csv").Where(r => r["area"] == "Kent").ToArray();
        decimal Of(string year, string measure) => Number(rows.Single(r => r["financial_year"] == year && r["measure"] == measure)["value_gbp_or_count"]);

        Assert.All(Kent.Value.Income.Known, k => Assert.Equal(Of(k.Year.ToString(), "high_needs_block_before_deductions"), k.Amount.Pounds));
        Assert.Equal(Of("2023-24", "schools_block"), Kent.Value.Income.SchoolsBlock.Pounds);
    }

    private static int Number(string text) => text.Length == 0 ? 0 : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Published, file));
        var header = Cells(lines[0]);
        return [.. lines.Skip(1).Select(l => header.Zip(Cells(l)).ToDictionary(c => c.First, c => c.Second))];
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string> { "" };
        var quoted = false;
        foreach (var c in line)
        {
            quoted ^= c == '"';
            if (c == ',' && !quoted)
            {
                cells.Add("");
            }
            else if (c != '"')
            {
                cells[^1] += c;
            }
        }

        return cells;
    }
}
