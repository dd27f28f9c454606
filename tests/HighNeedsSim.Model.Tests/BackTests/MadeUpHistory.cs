using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Tests.BackTests;

/// <summary>A made-up country of authorities whose plans grow by rules that a test knows.</summary>
internal static class MadeUpHistory
{
    public const int First = 2015;
    public const int Last = 2025;

    /// <summary>Twenty authorities of different sizes that all grow by a tenth a year, wavering by what is given.</summary>
    /// <param name="waver">The most that an authority's growth of a year differs from a tenth.</param>
    public static PublishedHistory Of(double waver = 0.03)
    {
        AuthorityHistory[] authorities = [.. Enumerable.Range(0, 20).Select(number => Authority(number, waver))];
        return new(Sum(authorities), authorities);
    }

    /// <summary>The same history with one authority's figures of a year changed.</summary>
    public static PublishedHistory With(
        PublishedHistory history, string code, Func<CalendarYear, Caseload, Caseload> januaries, Func<CalendarYear, YearOfFlows, YearOfFlows> flows)
    {
        AuthorityHistory Changed(AuthorityHistory authority) => authority with
        {
            Januaries = authority.Januaries.ToDictionary(entry => entry.Key, entry => januaries(entry.Key, entry.Value)),
            Flows = authority.Flows.ToDictionary(entry => entry.Key, entry => flows(entry.Key, entry.Value)),
        };
        return new(
            code.Length == 0 ? Changed(history.England) : history.England,
            [.. history.Authorities.Select(authority => authority.Code == code ? Changed(authority) : authority)]);
    }

    private static AuthorityHistory Authority(int number, double waver)
    {
        var januaries = new Dictionary<CalendarYear, Caseload>();
        var flows = new Dictionary<CalendarYear, YearOfFlows>();
        double plans = 800 + (number * 150);
        for (var year = First; year <= Last; year++)
        {
            januaries[new(year)] = Split((int)Math.Round(plans));
            // Wavering without a generator: irrational steps fill an interval evenly.
            var growth = 0.1 + (waver * ((2 * (((number * 0.618034) + (year * 0.414214)) % 1)) - 1));
            if (year < Last)
            {
                flows[new(year)] = new((int)Math.Round(0.2 * plans), (int)Math.Round((growth + 0.05) * plans));
            }

            plans *= 1 + growth;
        }

        return new((200 + number).ToString(System.Globalization.CultureInfo.InvariantCulture), $"Borough {number}", januaries, flows);
    }

    private static Caseload Split(int plans)
    {
        double[] shares = [0.4, 0.2, 0.06, 0.01, 0.15, 0.05, 0.01];
        return new(plans, [.. shares.Select(share => (int?)Math.Floor(share * plans))]);
    }

    private static AuthorityHistory Sum(AuthorityHistory[] authorities) => new(
        "",
        "England",
        authorities[0].Januaries.Keys.ToDictionary(year => year, year => new Caseload(
            authorities.Sum(a => a.In(year)!.Total),
            [.. CensusMeasures.Groups.Select(group => authorities.Sum(a => a.In(year)!.Of(group)))])),
        authorities[0].Flows.Keys.ToDictionary(year => year, year => new YearOfFlows(
            authorities.Sum(a => a.Flows[year].Requests), authorities.Sum(a => a.Flows[year].NewPlans))));
}
