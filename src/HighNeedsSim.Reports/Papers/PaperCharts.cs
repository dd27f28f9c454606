using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>The charts of a paper, each of figures that a table of the same paper holds.</summary>
public static class PaperCharts
{
    private const int MostBars = 7;

    /// <summary>The cumulative deficit by 31 March and option.</summary>
    public static PaperChart Deficit(Findings findings) => Lines("deficit", DeficitFan.Of(findings));

    /// <summary>Plans in force by January census and option.</summary>
    public static PaperChart Plans(Findings findings)
    {
        var (open, last) = (findings.Scenario.OpeningStock.Total, findings.Years.Count - 1);
        var end = findings.Of(findings.Baseline, MeasureCodes.Plans, last);
        var name = VariantNames.Label(findings, findings.Baseline);
        FanPath[] paths =
        [
            .. findings.Variants.Take(DeficitFan.MostPaths).Select(variant => new FanPath(
                VariantNames.Label(findings, variant),
                [
                    new(open, open, open, open),
                    .. Enumerable.Range(0, findings.Years.Count).Select(year => findings.Of(variant, MeasureCodes.Plans, year)),
                ])),
        ];
        var together = FanData.OnOneLine(paths);
        var fan = new FanData(
            $"{name} plans {(end.P50 >= open ? "grow" : "fall")} from {Numbers.Count(open)} to {Numbers.Median(end, Numbers.Count)} by January {Year(findings, findings.Years.Count)}",
            $"EHC plans in force at the January census, {findings.Place}, {Year(findings, 0)} to {Year(findings, findings.Years.Count)}. Line: median; shaded: 8 in 10 of "
                + $"{Numbers.Count(findings.Replicates)} simulated futures.{(together is null ? "" : $" {together}")} What is shaded leaves out: {Caveats.LeftOut}.",
            findings.Base,
            paths)
        {
            Scale = FanScale.Plans,
        };
        return Lines("plans", fan);
    }

    /// <summary>Paths with their ranges as a chart of a paper.</summary>
    internal static PaperChart Lines(string id, FanData fan)
    {
        Func<double, double, Figure> figure = fan.Scale == FanScale.Balances ? Figure.Money : Figure.Count;
        return new(
            id, fan.Title, fan.Caption, fan.Description, fan.Scale == FanScale.Balances ? FigureUnit.Million : FigureUnit.Count, fan.Scale.Below,
            [.. Enumerable.Range(1, fan.Paths[0].Balances.Count).Select(n => (fan.Start.Starts + n).ToString(CultureInfo.InvariantCulture))],
            [.. fan.Paths.Select(path => new PaperSeries(
                path.Name,
                [.. path.Balances.Select(balance => Figure.Range(balance, figure)[0])],
                [.. path.Balances.Select(balance => Figure.Range(balance, figure)[1])],
                [.. path.Balances.Select(balance => Figure.Range(balance, figure)[2])]))],
            IsBars: false,
            options => FanChart.Draw(fan, options));
    }

    /// <summary>Plans by type of placement as counted, and at the end with and without the preferred option.</summary>
    public static PaperChart Placements(Findings findings, string preferred)
    {
        var (last, stock) = (findings.Years.Count - 1, findings.Scenario.OpeningStock.ByPlacement);
        string[] variants = [.. new[] { findings.Baseline, preferred }.Distinct()];
        string[] series =
        [
            $"January {Year(findings, 0)}, counted",
            .. variants.Select(variant => $"January {Year(findings, findings.Years.Count)}, {VariantNames.InSentence(variant)}"),
        ];
        PlacementType[] types = [.. PlacementTypes.All.Where(type => stock[(int)type] > 0 && !findings.Counted[type].IsMissing).OrderByDescending(type => stock[(int)type]).ThenBy(type => type).Take(MostBars)];
        var most = types.MaxBy(type => findings.Of(findings.Baseline, MeasureCodes.Placement(type), last).P50 - stock[(int)type]);
        var bars = new BarData(
            $"{most.Label()} plans go from {Numbers.Count(stock[(int)most])} to {Numbers.Median(findings.Of(findings.Baseline, MeasureCodes.Placement(most), last), Numbers.Count)} if nothing is done",
            $"EHC plans by type of placement, the {Numbers.Count(types.Length)} largest, {findings.Place}, January {Year(findings, 0)} and {Year(findings, findings.Years.Count)}. Bar: median; line: 8 in 10 of "
                + $"{Numbers.Count(findings.Replicates)} simulated futures.",
            series,
            [.. types.Select(type => new BarGroup(
                type.Label(),
                [
                    new(stock[(int)type], stock[(int)type], stock[(int)type], stock[(int)type]),
                    .. variants.Select(variant => findings.Of(variant, MeasureCodes.Placement(type), last)),
                ]))],
            Numbers.Count);
        return new(
            "placements", bars.Title, bars.Caption, bars.Description, FigureUnit.Count, "Type of placement",
            [.. bars.Groups.Select(group => group.Name)],
            [.. series.Select((name, n) => new PaperSeries(name, [.. bars.Groups.Select(group => Figure.Median(group.Values[n], Figure.Count))], [], []))],
            IsBars: true,
            options => BarChart.Draw(bars, options));
    }

    private static string Year(Findings findings, int n) => (findings.Years[0].Starts + n).ToString(CultureInfo.InvariantCulture);
}
