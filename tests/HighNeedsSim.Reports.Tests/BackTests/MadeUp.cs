using System.Globalization;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.BackTests;

namespace HighNeedsSim.Reports.Tests.BackTests;

/// <summary>A back-test of a made-up country of twelve authorities.</summary>
internal static class MadeUp
{
    public static BackTestFindings Findings { get; } = Find();

    private static BackTestFindings Find()
    {
        AuthorityHistory[] authorities = [.. Enumerable.Range(0, 12).Select(Authority)];
        var england = new AuthorityHistory(
            "",
            "England",
            authorities[0].Januaries.Keys.ToDictionary(year => year, year => new Caseload(
                authorities.Sum(a => a.In(year)!.Total),
                [.. CensusMeasures.Groups.Select(group => authorities.Sum(a => a.In(year)!.Of(group)))])),
            authorities[0].Flows.Keys.ToDictionary(year => year, year => new YearOfFlows(
                authorities.Sum(a => a.Flows[year].Requests), authorities.Sum(a => a.Flows[year].NewPlans))));
        var history = new PublishedHistory(england, authorities);
        var result = BackTest.Run(history, new([.. authorities.Select(a => a.Code)], [new(2022), new(2023)], 2, 60, 1));
        return new(result, authorities.Length, history.Last, [new("caseload.csv", new('a', 64)), new("flows.csv", new('b', 64))], "0.1.0+test", []);
    }

    private static AuthorityHistory Authority(int number)
    {
        var januaries = new Dictionary<CalendarYear, Caseload>();
        var flows = new Dictionary<CalendarYear, YearOfFlows>();
        double plans = 900 + (number * 200);
        for (var year = 2018; year <= 2025; year++)
        {
            double[] shares = [0.4, 0.2, 0.06, 0.01, 0.15, 0.05, 0.01];
            januaries[new(year)] = new((int)plans, [.. shares.Select(share => (int?)(share * (int)plans))]);
            var growth = 0.06 + (0.08 * (((number * 0.618034) + (year * 0.414214)) % 1));
            flows[new(year)] = new((int)(0.2 * plans), (int)((growth + 0.05) * plans));
            plans *= 1 + growth;
        }

        return new((300 + number).ToString(CultureInfo.InvariantCulture), $"Borough {number}", januaries, flows);
    }
}
