using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.BackTests;

/// <summary>
/// Each rival's own past errors, which give its single number a band: without one, a score of distributions would favour
/// whoever has one.
/// </summary>
/// <remarks>
/// The errors are those the rival would have made for every authority from every earlier January, as many years ahead, had it
/// been asked then; log ratios, so that they fit authorities of any size. Their average is kept, so a rival that always fell
/// short is put right by as much: that makes it as strong as its record allows. Where no past forecast reached so far ahead,
/// the errors of the furthest that did are stretched in proportion.
/// </remarks>
internal sealed class NaiveBands
{
    private readonly Dictionary<(NaiveRival, CensusMeasure, int), double[]> _errors = [];

    /// <param name="known">What was known at the origin.</param>
    /// <param name="origin">The origin.</param>
    /// <param name="years">How many years ahead bands are wanted.</param>
    internal NaiveBands(PublishedHistory known, CalendarYear origin, int years)
    {
        Years = years;
        foreach (var rival in NaiveRivals.All)
        {
            foreach (var measure in CensusMeasures.All)
            {
                double[] errors = [];
                var reach = 0;
                for (var ahead = 1; ahead <= years; ahead++)
                {
                    var made = Errors(known, rival, measure, origin, ahead);
                    (errors, reach) = made.Length > 0 ? (made, ahead) : (errors, reach);
                    _errors[(rival, measure, ahead)] = reach == ahead ? errors : [.. errors.Select(error => error * ahead / reach)];
                }
            }
        }
    }

    /// <summary>How many years ahead there are bands for.</summary>
    internal int Years { get; }

    /// <summary>A rival's number with its band: as many draws as it has past errors, rising.</summary>
    internal double[] Around(double forecast, NaiveRival rival, CensusMeasure measure, int years)
    {
        var errors = _errors[(rival, measure, years)];
        double[] band = errors.Length == 0
            ? [forecast]
            : [.. errors.Select(error => Math.Max(0, ((forecast + NaiveRivals.Beside) * Math.Exp(error)) - NaiveRivals.Beside))];
        Array.Sort(band);
        return band;
    }

    private static double[] Errors(PublishedHistory known, NaiveRival rival, CensusMeasure measure, CalendarYear origin, int ahead) =>
    [
        .. from start in Enumerable.Range(known.First.Value, Math.Max(0, origin - known.First - ahead + 1)).Select(year => new CalendarYear(year))
           from authority in known.Authorities
           let actual = authority.In(start.Plus(ahead))?.Of(measure)
           let forecast = NaiveRivals.Forecast(rival, authority, known.England, measure, start, ahead)
           where actual is not null && forecast is not null
           select Math.Log((actual.Value + NaiveRivals.Beside) / (forecast.Value + NaiveRivals.Beside)),
    ];
}
