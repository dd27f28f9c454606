using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using MathNet.Numerics.Statistics;

namespace HighNeedsSim.Model.BackTests;

/// <summary>
/// How plans grow, by what was known at an origin: requests of a year become new plans of the next, and plans end at England's
/// rate. What is an authority's own is weighed against England by how far such differences went before.
/// </summary>
/// <remarks>
/// Every number is estimated from the history it is given, which ends at the origin; docs/decisions/0060 says why it has this
/// shape. Rates are per plan in force in the year's January.
/// </remarks>
internal sealed class GrowthFit
{
    // Deviations further out than these are wrong records or reorganised councils, not signals: e (a factor of 2.7) on the log
    // scale of a rate, a tenth of all plans, three standard deviations.
    private const double MostLogRate = 1;
    private const double MostGrowth = 0.1;
    private const double MostSpreads = 3;

    // New plans are revised by about 3 % from one release to the next (2022: 68,665, then 66,706), so England's own few years
    // never tell more closely than that.
    private const double LeastRelative = 0.03;

    private readonly PublishedHistory _known;
    private readonly AuthorityHistory _england;
    private readonly CalendarYear _origin;
    private readonly CalendarYear[] _years;
    private readonly double _newPlanRate;
    private readonly double _variance;
    private readonly Dictionary<string, double> _lastErrors;

    internal GrowthFit(PublishedHistory known, CalendarYear origin)
    {
        (_known, _england, _origin) = (known, known.England, origin);
        _years = [.. Enumerable.Range(known.First.Value, origin - known.First).Select(year => new CalendarYear(year))
            .Where(year => _england.RequestsPerPlan(year) is > 0 && _england.NewPlansPerPlan(year) is > 0 && _england.Growth(year) is not null)];
        _newPlanRate = _england.NewPlansPerPlan(_years[^1])!.Value;

        // A year counts only where the year before it tells its requests.
        CalendarYear[] later = [.. _years.Where(year => _years.Contains(year.Plus(-1)))];
        ErrorYears = later.Length;
        PlansPerRequest = YearlyRate.Of(
            "back-test.plans-per-request", ValueKind.Positive, [.. later.Select(year => Math.Log(NewPlans(year) / Requests(year.Plus(-1))))], LeastRelative);
        RequestGrowth = YearlyRate.Of(
            "back-test.request-growth", ValueKind.Positive, [.. later.Select(year => Math.Log(Requests(year) / Requests(year.Plus(-1))))], LeastRelative);
        Leaving = YearlyRate.Of(
            "back-test.leaving", ValueKind.Real, [.. _years.Select(year => _england.LeavingPerPlan(year)!.Value)], LeastRelative * _newPlanRate);

        RequestsCount = Pooled.Persistence(Pairs(later, GrowthBeyondEngland));
        RequestsLast = Pooled.Persistence(Pairs(later, RequestDeviation));
        var errors = (from year in later
                      from authority in known.Authorities
                      let error = Error(authority, year)
                      where error is not null
                      select (authority.Code, Year: year, Error: error.Value, OfCounting: OfCounting(authority.In(year)!.Total))).ToArray();
        _variance = Pooled.Variance([.. errors.Select(e => e.Error)], [.. errors.Select(e => e.OfCounting)]);
        double[] spreads = [.. errors.Select(e => e.Error / Math.Sqrt(_variance + e.OfCounting))];
        MeanError = spreads.Length > 0 ? spreads.Select(spread => Pooled.Held(spread, MostSpreads)).Mean() : 0;
        Errors = [.. spreads.Select(spread => spread - MeanError)];

        var held = errors.Zip(Errors, (e, spread) => (e.Code, e.Year, Spread: Pooled.Held(spread, MostSpreads)))
            .ToDictionary(e => (e.Code, e.Year), e => e.Spread);
        ErrorsLast = Pooled.Persistence(held
            .Where(e => held.ContainsKey((e.Key.Code, e.Key.Year.Plus(1))))
            .Select(e => (e.Value, held[(e.Key.Code, e.Key.Year.Plus(1))])));
        _lastErrors = held.Where(e => e.Key.Year == _years[^1]).ToDictionary(e => e.Key.Code, e => e.Value, StringComparer.Ordinal);
    }

    /// <summary>New plans of England in a year per request of the year before.</summary>
    internal YearlyRate PlansPerRequest { get; }

    /// <summary>Factor by which England's requests grow from year to year.</summary>
    internal YearlyRate RequestGrowth { get; }

    /// <summary>England's net leaving per plan and year.</summary>
    internal YearlyRate Leaving { get; }

    /// <summary>How much an authority's own level of requests counts when its growth is forecast; 0 is England's level.</summary>
    internal double RequestsCount { get; }

    /// <summary>How much of an authority's own level of requests is left a year later.</summary>
    internal double RequestsLast { get; }

    /// <summary>How much of what the rates did not explain comes back in the next year.</summary>
    internal double ErrorsLast { get; }

    /// <summary>How much of a year's error is new: it keeps the errors' variance the same from year to year.</summary>
    internal double ErrorsAreNew => Math.Sqrt(1 - (ErrorsLast * ErrorsLast));

    /// <summary>How many years' errors there are.</summary>
    internal int ErrorYears { get; }

    /// <summary>Past one-year errors of growth of all authorities, about 0, in standard deviations for the authority's size.</summary>
    internal double[] Errors { get; }

    /// <summary>What those errors were on average, taken out of them.</summary>
    internal double MeanError { get; }

    /// <summary>England's new plans and leaving, per plan, so many years on, in a replicate.</summary>
    internal (double NewPlans, double Leaving)[] England(Draws draws, int years)
    {
        var rates = new (double NewPlans, double Leaving)[years];
        // Per plan in force at the origin, so that only ratios enter.
        var requests = Requests(_origin.Plus(-1)) / _england.In(_origin)!.Total;
        double plans = 1;
        for (var year = 0; year < years; year++)
        {
            var time = _origin.Value + year;
            var newPlans = PlansPerRequest.In(draws, time) * requests / plans;
            var leaving = Leaving.In(draws, time);
            rates[year] = (newPlans, leaving);
            plans *= 1 + newPlans - leaving;
            requests *= RequestGrowth.In(draws, time);
        }

        return rates;
    }

    /// <summary>What an authority's own past adds to England's rates.</summary>
    internal Own Of(AuthorityHistory authority) => new(
        RequestDeviation(authority, _origin.Plus(-1)) ?? 0,
        Math.Sqrt(_variance + OfCounting(authority.In(_origin)!.Total)),
        _lastErrors.GetValueOrDefault(authority.Code));

    // Plans issued and ended are counted one by one: the variance of their sum per plan, if they were independent.
    private double OfCounting(int plans) => (_newPlanRate + Leaving.Level.Central) / Math.Max(1, plans);

    // What one year's growth was beyond what the requests of the year before would have said, England's year being known.
    private double? Error(AuthorityHistory authority, CalendarYear year) =>
        authority.Growth(year) - (_england.NewPlansPerPlan(year) * Math.Exp(RequestsCount * (RequestDeviation(authority, year.Plus(-1)) ?? 0)))
            + _england.LeavingPerPlan(year);

    private double? RequestDeviation(AuthorityHistory authority, CalendarYear year) =>
        authority.RequestsPerPlan(year) is > 0 and { } own && _england.RequestsPerPlan(year) is > 0 and { } england
            ? Pooled.Held(Math.Log(own / england), MostLogRate)
            : null;

    // In England's new plans, because that is what requests act on.
    private double? GrowthBeyondEngland(AuthorityHistory authority, CalendarYear year) =>
        authority.Growth(year) - _england.Growth(year) is { } beyond
            ? Pooled.Held(beyond, MostGrowth) / _england.NewPlansPerPlan(year)
            : null;

    // Each authority's level of requests, and something a year later.
    private IEnumerable<(double Before, double After)> Pairs(CalendarYear[] years, Func<AuthorityHistory, CalendarYear, double?> after) =>
        from year in years
        from authority in _known.Authorities
        let first = RequestDeviation(authority, year.Plus(-1))
        let second = after(authority, year)
        where first is not null && second is not null
        select (first.Value, second.Value);

    private double Requests(CalendarYear year) => _england.Flows[year].Requests!.Value;

    private double NewPlans(CalendarYear year) => _england.Flows[year].NewPlans!.Value;
}

/// <summary>An authority's own deviations from England at the origin.</summary>
/// <param name="Requests">Of requests per plan, on the log scale.</param>
/// <param name="Deviation">Standard deviation of a year's growth for an authority of its size.</param>
/// <param name="Error">Of its last year's growth from what the rates said, in that standard deviation.</param>
internal readonly record struct Own(double Requests, double Deviation, double Error);
