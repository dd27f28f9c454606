namespace HighNeedsSim.Cli.Tests;

[Tier("Files")]
public sealed class FitCommandTests : IDisposable
{
    private const string Header = "measure,period,variant,value,unit,source,year,confidence,why\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_fit_prints_misses_first_and_keeps_its_files()
    {
        File.WriteAllText(_folder["published.csv"], Header
            + "deficit,2023-03-31,,1,GBP m,invented,2024,low,It is invented.\nrequests,2024,,100000,requests,invented,2024,low,\n");

        var fit = await Hns.RunAsync(
            "fit", Hns.Small, "--replicates", "3", "--targets", _folder["published.csv"], "--out", _folder["fit"], "--quiet");

        Assert.Equal((0, ""), (fit.ExitCode, fit.Error));
        Assert.Contains("0 of 2 published figures lie in the 8-in-10 range of 3 simulated futures", fit.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("It is invented.", fit.Out, StringComparison.Ordinal);
        Assert.StartsWith(await File.ReadAllTextAsync(Path.Combine(_folder["fit"], "fit.txt")), fit.Out, StringComparison.Ordinal);
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(_folder["fit"], "fit.csv"))).Length);
    }

    [Fact]
    public async Task Figures_of_a_whole_county_are_not_held_against_two_of_its_districts()
    {
        var fit = await Hns.RunAsync("fit", Hns.Small, "--replicates", "1");

        Assert.Equal(3, fit.ExitCode);
        Assert.Contains("they are not of the same children", fit.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        File.WriteAllText(_folder["published.csv"], Header + "plan,2024-01,,1,plans,invented,2024,low,\nplans,soon,,1,plans,invented,2024,low,\n");

        var fit = await Hns.RunAsync("fit", Hns.Small, "--replicates", "none", "--targets", _folder["published.csv"]);

        Assert.Equal(2, fit.ExitCode);
        Assert.Contains("--replicates none is not possible", fit.Error, StringComparison.Ordinal);
        Assert.Contains("measure: 'plan' is not known", fit.Error, StringComparison.Ordinal);
        Assert.Contains("period: 'soon' is none", fit.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_table_of_published_figures_it_says_where_one_is_wanted()
    {
        var fit = await Hns.RunAsync("fit", Hns.Small, "--targets", _folder["nothing.csv"]);

        Assert.Equal(3, fit.ExitCode);
        Assert.Contains("there is no table of published figures for Kent", fit.Error, StringComparison.Ordinal);
    }
}
