using System.Globalization;
using System.Text.Json.Nodes;

namespace HighNeedsSim.Cli.Tests;

[Tier("Files")]
public sealed class BackTestCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BackTestCommandTests()
    {
        List<string> caseloads = ["level,la_code,name,january,ehcplans,mainstream_total,special_la_maintained,special_academy_free,special_independent,"
            + "special_non_maintained,ap_pru_total,fe_total,ed_elsewhere,nm_early_years"];
        List<string> flows = ["level,la_code,name,calendar_year,requests_received_in_year,new_ehc_plans"];
        for (var number = 0; number <= 12; number++)
        {
            // Number 0 is England: as large as the other twelve.
            var who = number == 0 ? "National,,England" : string.Create(CultureInfo.InvariantCulture, $"Local authority,{300 + number},Borough {number}");
            double plans = number == 0 ? 12 * 1650 : 1000 + (100 * number);
            for (var year = 2019; year <= 2025; year++)
            {
                caseloads.Add(string.Join(',', new[] { 1, 0.4, 0.15, 0.05, 0.05, 0.01, 0.01, 0.15, 0.05, 0.01 }.Select(share => ((int)(share * plans)).ToString(CultureInfo.InvariantCulture))
                    .Prepend(year.ToString(CultureInfo.InvariantCulture)).Prepend(who)));
                flows.Add(string.Create(CultureInfo.InvariantCulture, $"{who},{year},{(int)(0.2 * plans)},{(int)(0.15 * plans)}"));
                plans *= 1.08 + (0.04 * (((number * 0.618034) + (year * 0.414214)) % 1));
            }
        }

        File.WriteAllLines(_folder["caseloads.csv"], caseloads);
        File.WriteAllLines(_folder["flows.csv"], flows);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_authorities_are_forecast_from_two_origins_and_written_with_a_summary()
    {
        var run = await RunAsync("--la", "all", "--origin", "2022", "2023", "--horizon", "2", "--replicates", "50", "--out", "results");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("mean CRPS", run.Out, StringComparison.Ordinal);
        Assert.Contains("1 year ahead the 8-in-10 range held what was published", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("Written to results: backtest.csv, backtest.meta.csv, coverage.svg, skill.svg, index.html, backtest.json.\n", run.Out, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(_folder["results/backtest.csv"]);
        Assert.Equal(1 + (12 * 2 * 2 * 8), lines.Length);
        Assert.StartsWith("la_code,origin,year,measure,actual,mean,p10,p50,p90,crps,naive_flat", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_is_the_only_thing_on_the_standard_output()
    {
        var run = await RunAsync("--la", "303", "305", "--origin", "2023", "--replicates", "20", "--json");

        var document = JsonNode.Parse(run.Out)!;
        Assert.Equal("hn.backtest/1", (string)document["schema"]!);
        Assert.Equal(["303", "305"], document["lines"]!.AsArray().Select(line => (string)line!["laCode"]!).Distinct());
        Assert.Equal("Written to runs/backtest: backtest.csv, backtest.meta.csv, coverage.svg, skill.svg, index.html, backtest.json.\n", run.Error);
    }

    [Fact]
    public async Task Everything_that_cannot_be_is_told_at_once_with_what_may_have_been_meant()
    {
        var run = await RunAsync("--la", "311,313", "Borough 7", "--origin", "2023", "2020", "23", "--horizon", "0", "--seed", "-1");

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal(
            [
                "hns: --horizon 0 is not possible: give a whole number from 1 to 10.",
                "hns: --seed -1 is not possible: give a whole number from 0 to 18446744073709551615.",
                "hns: there is no authority '313' in the tables: did you mean 303 (Borough 3) or 310 (Borough 10) or 311 (Borough 11)?",
                "hns: there is no authority 'Borough 7' in the tables: did you mean 307 (Borough 7)?",
                "hns: --origin 2020 is not possible: an origin has 3 calendar years of England's flows before it and a January after it; "
                    + "with these tables there are 2022, 2023, 2024.",
                "hns: --origin 23 is not a year: write four digits, as in 2023.",
            ],
            run.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public async Task Tables_that_are_not_sound_are_told_line_by_line()
    {
        await File.AppendAllTextAsync(_folder["caseloads.csv"], "Local authority,3X3,Borough,2019,1,1,1,1,1,1,1,1,1,1\n");
        await File.AppendAllTextAsync(_folder["flows.csv"], "Local authority,313,Borough,2019,few,1\n");

        var run = await RunAsync("--la", "all", "--origin", "2023");

        Assert.Equal((3, ""), (run.ExitCode, run.Out));
        Assert.Contains("caseloads.csv(93): la_code: '3X3' is not an authority's code", run.Error, StringComparison.Ordinal);
        Assert.Contains("flows.csv(93): requests_received_in_year: 'few' is not a count", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_not_found()
    {
        var run = await Hns.RunAsync(_folder.Path, ["backtest", "--history", "none.csv", "--flows", "flows.csv", "--origin", "2023"]);

        Assert.Equal((4, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("hns: there is no file none.csv:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        var run = await RunAsync("--la", "all", "--origin", "2023", "--out", ".");

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal("hns: --out . is not empty and holds no back-test: name an empty or new folder.\n", run.Error);
    }

    private Task<Hns> RunAsync(params string[] words) =>
        Hns.RunAsync(_folder.Path, ["backtest", "--history", "caseloads.csv", "--flows", "flows.csv", .. words]);
}
