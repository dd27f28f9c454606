using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Tests.Tables;

public class TidyDataTests
{
    private static readonly string[][] Lines =
        [.. TidyData.Write(Synthetic.Run()).TrimEnd().Split("\r\n").Select(line => line.Split(','))];

    [Fact, Tier("Fact")]
    public void There_is_one_row_for_each_variant_year_and_measure()
    {
        var run = Synthetic.Run();

        // All income and spending per head are made by the report.
        Assert.Equal(run.Variants.Count * run.Years.Count * (run.Result.Layout.Measures.Count + 1 + SpendingCategories.All.Length), Lines.Length - 1);
    }

    [Fact, Tier("Fact")]
    public void The_metadata_explain_every_column_in_order()
    {
        var explained = TidyData.WriteMetadata().TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[0]);

        Assert.Equal(Lines[0], explained);
        Assert.All(Lines[0], name => Assert.Matches("^[a-z][a-z0-9_]*$", name));
    }

    [Fact, Tier("Fact")]
    public void No_cell_is_blank() => Assert.All(
        TidyData.Write(Synthetic.Run()).TrimEnd().Split("\r\n"), line => Assert.DoesNotContain(",,", line, StringComparison.Ordinal));

    [Fact, Tier("Fact")]
    public void Money_is_in_pounds_to_the_penny()
    {
        var row = Lines.Single(line => line[0] == "202728" && line[2] == "Local authority" && line[9] == "unmitigated" && line[10] == MeasureCodes.Deficit);
        var median = Synthetic.Run().Of("unmitigated", MeasureCodes.Deficit, 4).P50;

        Assert.Equal("GBP", row[^9]);
        Assert.Equal(new Money((long)median).Pounds, decimal.Parse(row[^6], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact, Tier("Fact")]
    public void A_text_that_looks_like_a_formula_stays_text()
    {
        var run = Synthetic.Run(3, ("unmitigated", "U", new(1, [1])), ("=cmd()", "F", new(1, [1])));

        Assert.DoesNotContain(",=cmd()", TidyData.Write(run), StringComparison.Ordinal);
        Assert.Contains(",'=cmd()", TidyData.Write(run), StringComparison.Ordinal);
    }
}
