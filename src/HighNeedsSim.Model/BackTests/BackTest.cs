using HighNeedsSim.Model.Units;
using MathNet.Numerics.Statistics;

namespace HighNeedsSim.Model.BackTests;

/// <summary>What is asked of a back-test.</summary>
/// <param name="Codes">The authorities to forecast; all others are learnt from all the same.</param>
/// <param name="Origins">The Januaries to start from, each with what was known then.</param>
/// <param name="Horizon">How many years ahead, 1 or more.</param>
/// <param name="Replicates">How many futures of each.</param>
/// <param name="Seed">Where the random numbers start.</param>
public sealed record BackTestSpec(
    IReadOnlyList<string> Codes, IReadOnlyList<CalendarYear> Origins, int Horizon, int Replicates, ulong Seed)
{
    /// <summary>
    /// Whether the authorities forecast are held out: forecasts and rivals' bands are learnt from the others only, so that nothing was learnt from those who
    /// judge them. England's own figures hold them all the same.
    /// </summary>
    public bool IsHeldOut { get; init; }
}

/// <summary>A rival's number and its score.</summary>
/// <param name="Forecast">In plans, before its band.</param>
/// <param name="Crps">Of its band, in plans.</param>
public readonly record struct RivalScore(double Forecast, double Crps);

/// <summary>One forecast of one number, beside what came true.</summary>
/// <param name="Code">The authority's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Origin">The January it was made from.</param>
/// <param name="January">The January it is for.</param>
/// <param name="Measure">Of what.</param>
/// <param name="Actual">What was published, in plans.</param>
/// <param name="Mean">Mean of the futures.</param>
/// <param name="P10">1 future in 10 lies below.</param>
/// <param name="P50">Half of them lie below.</param>
/// <param name="P90">9 in 10 lie below.</param>
/// <param name="Crps">Score, in plans; less is better.</param>
/// <param name="Pit">Share of the futures below what came true.</param>
/// <param name="Rivals">In the order of <see cref="NaiveRivals.All"/>.</param>
public sealed record BackTestLine(
    string Code,
    string Name,
    CalendarYear Origin,
    CalendarYear January,
    CensusMeasure Measure,
    int Actual,
    double Mean,
    double P10,
    double P50,
    double P90,
    double Crps,
    double Pit,
    IReadOnlyList<RivalScore> Rivals)
{
    /// <summary>How many years ahead it was made.</summary>
    public int YearsAhead => January - Origin;

    /// <summary>Whether what came true lies in the 8-in-10 range.</summary>
    public bool Covers => Actual >= P10 && Actual <= P90;

    /// <summary>
    /// Whether it counts in the tuning half: the shape of the forecast was chosen by looking at authorities with odd codes only,
    /// so the others judge it.
    /// </summary>
    public bool IsOfTuningHalf => Code.Length > 0 && (Code[^1] - '0') % 2 == 1;
}

/// <summary>What a back-test found.</summary>
/// <param name="Spec">What was asked.</param>
/// <param name="Lines">By measure within January within origin within authority.</param>
/// <param name="NotScored">Authorities asked for and the origins from which nothing of theirs could be scored.</param>
public sealed record BackTestResult(
    BackTestSpec Spec, IReadOnlyList<BackTestLine> Lines, IReadOnlyList<(string Code, CalendarYear Origin)> NotScored)
{
    /// <summary>The one rival whose score for a measure is the best on average over all its lines; null where there are none.</summary>
    public NaiveRival? BestRival(CensusMeasure measure)
    {
        var lines = Lines.Where(line => line.Measure == measure).ToArray();
        return lines.Length == 0 ? null : NaiveRivals.All.MinBy(rival => lines.Average(line => line.Rivals[(int)rival].Crps));
    }
}

/// <summary>Forecasts authorities from past Januaries with what was known then, and scores the forecasts against what was published since.</summary>
public static class BackTest
{
    /// <summary>Runs it. Authorities without a caseload at an origin, or without any since, are left out and named.</summary>
    /// <exception cref="ArgumentException">An origin has too little before it or nothing after it.</exception>
    public static BackTestResult Run(PublishedHistory history, BackTestSpec spec, CancellationToken cancel = default)
    {
        if (spec.Origins.FirstOrDefault(origin => !history.Origins.Contains(origin)) is { Value: > 0 } impossible)
        {
            throw new ArgumentException($"January {impossible} cannot be an origin.", nameof(spec));
        }

        var byCode = history.Authorities.ToDictionary(authority => authority.Code, StringComparer.Ordinal);
        var lines = new List<BackTestLine>();
        var notScored = new List<(string, CalendarYear)>();
        foreach (var origin in spec.Origins)
        {
            var known = history.KnownIn(origin);
            var learnt = spec.IsHeldOut ? known with { Authorities = [.. known.Authorities.Where(a => !spec.Codes.Contains(a.Code))] } : known;
            var forecast = FirstForecast.Learn(learnt, origin);
            var years = Math.Min(spec.Horizon, history.Last - origin);
            var bands = new NaiveBands(learnt, origin, years);
            var knownByCode = known.Authorities.ToDictionary(authority => authority.Code, StringComparer.Ordinal);
            foreach (var code in spec.Codes)
            {
                cancel.ThrowIfCancellationRequested();
                var scored = knownByCode[code].In(origin) is { Total: > 0 }
                    ? Score(byCode[code], knownByCode[code], known.England, forecast.Play(knownByCode[code], years, spec.Replicates, spec.Seed), bands, origin)
                    : [];
                lines.AddRange(scored);
                if (scored.Count == 0)
                {
                    notScored.Add((code, origin));
                }
            }
        }

        return new(
            spec,
            [.. lines.OrderBy(line => line.Code, StringComparer.Ordinal).ThenBy(line => line.Origin).ThenBy(line => line.January).ThenBy(line => line.Measure)],
            notScored);
    }

    private static List<BackTestLine> Score(
        AuthorityHistory actual, AuthorityHistory known, AuthorityHistory england, double[][][] futures, NaiveBands bands, CalendarYear origin)
    {
        var lines = new List<BackTestLine>();
        for (var ahead = 1; ahead <= futures[0].Length; ahead++)
        {
            foreach (var measure in CensusMeasures.All)
            {
                var january = origin.Plus(ahead);
                // A group that was not published at the origin has no naive forecast to be compared with.
                if (actual.In(january)?.Of(measure) is not { } truth || known.In(origin)!.Of(measure) is null)
                {
                    continue;
                }

                var sample = futures[(int)measure][ahead - 1];
                Array.Sort(sample);
                lines.Add(new(
                    known.Code, known.Name, origin, january, measure, truth,
                    sample.Average(), Quantile(sample, 0.1), Quantile(sample, 0.5), Quantile(sample, 0.9),
                    Scores.Crps(sample, truth), Scores.Pit(sample, truth),
                    [.. NaiveRivals.All.Select(rival => Rival(rival, measure, ahead, truth))]));
            }
        }

        return lines;

        RivalScore Rival(NaiveRival rival, CensusMeasure measure, int ahead, int truth)
        {
            // An authority too new for its own growth gets England's.
            var forecast = NaiveRivals.Forecast(rival, known, england, measure, origin, ahead)
                ?? NaiveRivals.Forecast(NaiveRival.England, known, england, measure, origin, ahead)
                ?? NaiveRivals.Forecast(NaiveRival.Flat, known, england, measure, origin, ahead)!.Value;
            return new(forecast, Scores.Crps(bands.Around(forecast, rival, measure, ahead), truth));
        }
    }

    private static double Quantile(double[] sorted, double level) =>
        SortedArrayStatistics.QuantileCustom(sorted, level, QuantileDefinition.R7);
}
