using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Papers;

/// <summary>The charts of a paper, each of figures that a table of the same paper holds.</summary>
public static class PaperCharts
{
    /// <summary>The cumulative deficit by 31 March and option.</summary>
    public static PaperChart Deficit(Findings findings)
    {
        var fan = DeficitFan.Of(findings);
        return new(
            "deficit", fan.Title, fan.Caption, fan.Description, FigureUnit.Million,
            [.. Enumerable.Range(0, findings.Years.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"{findings.Years[0].Starts + n}"))],
            [.. fan.Paths.Select(path => Lines(path.Name, path.Balances, Figure.Money))],
            Stacked: false,
            options => FanChart.Draw(fan, options));
    }

    private static PaperSeries Lines(string name, IReadOnlyList<Summary> values, Func<double, Figure> figure) => new(
        name, [.. values.Select(v => figure(v.P50))], [.. values.Select(v => figure(v.P10))], [.. values.Select(v => figure(v.P90))]);
}
