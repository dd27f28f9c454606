using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>Spending beside what others spend, and what stands beside the block.</summary>
public static class SpendingTables
{
    /// <summary>
    /// Spending per head aged 2 to 18 of an option in the seven categories of DfE's benchmarking, beside what is published of the
    /// authority, England, its neighbours and its region.
    /// </summary>
    public static FigureTable PerHead(Findings findings, string variant)
    {
        var published = findings.Scenario.PerHead;
        var years = Enumerable.Range(0, findings.Years.Count).ToArray();
        return new(
            $"per-head-{variant}",
            $"Spending per head aged 2 to 18: {VariantNames.Label(findings, variant)}",
            $"£ a head in cash terms, {findings.Place}{(published is null ? "" : $", published {published.Year}")}, simulated {findings.Years[0]} to {findings.Last}. "
                + $"Means of {Numbers.Count(findings.Replicates)} simulated futures, so that categories add up.",
            [
                new("category", "", "Category", FigureUnit.Text, IsRowHead: true),
                .. published is null
                    ? (FigureColumn[])[]
                    :
                    [
                        new("published_own", "Published", findings.Place, FigureUnit.Pounds),
                        new("published_england", "Published", "England", FigureUnit.Pounds),
                        new("published_neighbours", "Published", "Statistical neighbours", FigureUnit.Pounds),
                        new("published_region", "Published", findings.Scenario.Authority.Region ?? "Region", FigureUnit.Pounds),
                    ],
                .. years.Select(year => new FigureColumn(
                    $"mean_{Dates.TimePeriod(findings.Years[year])}", "Simulated", findings.Years[year].ToString(), FigureUnit.Pounds)),
            ],
            [
                .. SpendingCategories.All.Select(category => (IReadOnlyList<Figure>)
                [
                    Figure.Of(category.Label()),
                    .. published is null ? [] : Published(published.Rows.Where(row => row.Category == category)),
                    .. years.Select(year => Figure.Mean(findings.Of(variant, Findings.PerHead(category), year), Figure.Money)),
                ]),
                (IReadOnlyList<Figure>)
                [
                    Figure.Of("All categories"),
                    .. published is null ? [] : Published(published.Rows),
                    .. years.Select(year => AHead(findings, variant, year)),
                ],
            ],
            [
                $"Section 251 lines: {string.Join("; ", SpendingCategories.All.Select(category => $"{(category == SpendingCategories.All[0] ? category.Label().ToLowerInvariant() : category.Label())} {string.Join(", ", category.Lines().Select(line => line.Code()))}"))}.",
                "Published figures are budgets and pay for some pupils without a plan. Place funding there leaves out units and post-16 places, which the simulated line holds.",
            ]);
    }

    /// <summary>Spending of all categories per resident aged 2 to 18, in the mean of simulated futures.</summary>
    internal static Figure AHead(Findings findings, string variant, int year) => Figure.Money(
        SpendingCategories.All.Sum(category => findings.Of(variant, Findings.PerHead(category), year).Mean),
        // Residents hardly differ from future to future: the error is that of spending.
        findings.Of(variant, MeasureCodes.Spend, year).MeanError / Math.Max(1, findings.Of(variant, MeasureCodes.Heads2To18, year).Mean));

    /// <summary>What special needs cost the general fund in an option: memoranda beside the block, in no total of it.</summary>
    public static FigureTable GeneralFund(Findings findings, string variant)
    {
        var years = Enumerable.Range(0, findings.Years.Count).ToArray();
        return new(
            $"general-fund-{variant}",
            $"Beside the high needs block: {VariantNames.Label(findings, variant)}",
            $"General fund and reserves, £ million in cash terms, {findings.Place}, {findings.Years[0]} to {findings.Last}. Means of {Numbers.Count(findings.Replicates)} simulated futures. "
                + "The last two rows are balances on 31 March.",
            [
                new("item", "", "Item", FigureUnit.Text, IsRowHead: true),
                .. years.Select(year => new FigureColumn(
                    $"mean_{Dates.TimePeriod(findings.Years[year])}", "", findings.Years[year].ToString(), FigureUnit.Million)),
            ],
            [
                .. GeneralFundLines.All.Select(line => Row($"{line.Code()} {line.Label()}", MeasureCodes.GeneralFund(line))),
                Row("Financing the DSG deficit", MeasureCodes.Financing),
                Row("Usable reserves of the council", MeasureCodes.UsableReserves),
                Row("DSG deficit less usable reserves (positive: more than they hold)", MeasureCodes.AgainstReserves),
            ],
            [
                "None of this is in the high needs block or its deficit.",
                "Reserves are as the scenario estimates them and do not change.",
            ]);

        IReadOnlyList<Figure> Row(string item, string measure) =>
            [Figure.Of(item), .. years.Select(year => Figure.Mean(findings.Of(variant, measure, year), Figure.Money))];
    }

    private static Figure[] Published(IEnumerable<PerHeadBenchmark> rows)
    {
        PerHeadBenchmark[] all = [.. rows];
        return
        [
            Figure.Of(all.Sum(row => row.Own.Pounds)), Figure.Of(all.Sum(row => row.England.Pounds)),
            Figure.Of(all.Sum(row => row.Neighbours.Pounds)), Figure.Of(all.Sum(row => row.Region.Pounds)),
        ];
    }
}
