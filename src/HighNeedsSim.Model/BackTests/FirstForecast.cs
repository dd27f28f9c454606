using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace HighNeedsSim.Model.BackTests;

/// <summary>
/// A first forecast of an authority's plans, from published statistics alone: plans in force next January = plans now + new
/// plans − plans that leave, played out many times.
/// </summary>
/// <remarks>
/// It is given only what was known on the origin's census day. A replicate draws England's parameters once and keeps them; its
/// years take their errors from authorities' own past (<see cref="GrowthFit"/>, <see cref="PlacementFit"/>). All random numbers
/// are addressed by authority and year, so an authority's forecast does not depend on which others are asked for.
/// </remarks>
public sealed class FirstForecast
{
    private const uint Growth = 0;
    private const uint Mix = 1;

    private readonly CalendarYear _origin;
    private readonly GrowthFit _growth;
    private readonly PlacementFit _mix;
    private readonly PublishedHistory _known;

    // The same for every authority, so it is worked out once, for as many years as somebody has asked for.
    private NaiveBands? _usual;

    private FirstForecast(CalendarYear origin, GrowthFit growth, PlacementFit mix, PublishedHistory known) =>
        (_origin, _growth, _mix, _known) = (origin, growth, mix, known);

    /// <summary>Learns from all authorities together what an origin's forecasts need.</summary>
    /// <param name="known">What was known at the origin: <see cref="PublishedHistory.KnownIn"/>.</param>
    /// <param name="origin">The January it starts from.</param>
    /// <exception cref="ArgumentException">The history goes past the origin, or holds too little to learn from.</exception>
    public static FirstForecast Learn(PublishedHistory known, CalendarYear origin)
    {
        if (known.Authorities.Append(known.England).Any(a => a.Januaries.Keys.Any(y => y > origin) || a.Flows.Keys.Any(y => y >= origin)))
        {
            throw new ArgumentException($"The history goes past January {origin}: hand over what was known then.", nameof(known));
        }

        var growth = new GrowthFit(known, origin);
        var mix = new PlacementFit(known, origin);
        return growth.Errors.Length > 0 && mix.Errors.Length > 0
            ? new(origin, growth, mix, known)
            : throw new ArgumentException($"No authority has two Januaries before {origin}, so nothing can be learnt.", nameof(known));
    }

    /// <summary>Plays an authority's years out.</summary>
    /// <param name="authority">What was known of it; it must have a caseload at the origin.</param>
    /// <param name="years">How many Januaries after the origin.</param>
    /// <param name="replicates">How many futures.</param>
    /// <param name="seed">Where the random numbers start.</param>
    /// <returns>Plans by [measure, in the order of <see cref="CensusMeasures.All"/>][year][replicate].</returns>
    public double[][][] Play(AuthorityHistory authority, int years, int replicates, ulong seed)
    {
        var (subject, plans) = (SubjectOf(authority.Code), authority.In(_origin)!.Total);
        var futures = Array.ConvertAll(
            CensusMeasures.All.ToArray(), _ => Array.ConvertAll(new double[years], _ => new double[replicates]));
        var totals = futures[(int)CensusMeasure.Total];
        // The spread was seen in a few years only: Student's t, with one degree of freedom for each and one to begin with.
        var freedom = _growth.ErrorYears + 1;
        double[] spreads = [.. Enumerable.Range(0, replicates).Select(replicate =>
            Math.Sqrt(freedom / ChiSquared.InvCDF(freedom, Draws.Of(seed, replicate).At(0, Purpose.PastSpread, 0).Uniform)))];
        var own = _growth.Of(authority);
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            PlayTotals(totals, replicate, Draws.Of(seed, replicate), subject, own, plans, spreads[replicate]);
        }

        DrawToUsual(totals, plans);
        var counts = _mix.At(authority, _origin);
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            PlayPlacements(futures, replicate, Draws.Of(seed, replicate), subject, plans, (double[])counts.Clone(), spreads[replicate]);
        }

        return futures;
    }

    // Half-way, quantile by quantile, to what all authorities' plans have grown by over as many years before the origin: two forecasts that err in
    // different ways err less together, and weights that a few years could tell would do no better than even ones (docs/decisions/0059). A future keeps
    // its rank.
    private void DrawToUsual(double[][] totals, int plans)
    {
        var usual = _usual is { } known && known.Years >= totals.Length ? known : _usual = new(_known, _origin, totals.Length);
        for (var year = 0; year < totals.Length; year++)
        {
            var band = usual.Around(plans, NaiveRival.Flat, CensusMeasure.Total, year + 1);
            var ofYear = totals[year];
            int[] byRank = [.. Enumerable.Range(0, ofYear.Length).OrderBy(replicate => ofYear[replicate])];
            for (var rank = 0; rank < byRank.Length; rank++)
            {
                ref var total = ref ofYear[byRank[rank]];
                total = (total + SortedArrayStatistics.QuantileCustom(band, (rank + 0.5) / byRank.Length, QuantileDefinition.R5)) / 2;
            }
        }
    }

    private void PlayTotals(double[][] totals, int replicate, Draws draws, uint subject, Own own, double plans, double spread)
    {
        var england = _growth.England(draws, totals.Length);
        var (requests, error) = (own.Requests, own.Error);
        for (var year = 0; year < totals.Length; year++)
        {
            var (newPlans, leaving) = england[year];
            error = (_growth.ErrorsLast * error) + (spread * _growth.ErrorsAreNew
                * Pick(_growth.Errors, draws.At(subject, Purpose.PastError, _origin.Value + year, Growth)));
            var growth = (newPlans * Math.Exp(_growth.RequestsCount * requests)) - leaving + (own.Deviation * (_growth.MeanError + error));
            plans *= Math.Max(LeastKept, 1 + growth);
            requests *= _growth.RequestsLast;
            totals[year][replicate] = plans;
        }
    }

    private void PlayPlacements(double[][][] futures, int replicate, Draws draws, uint subject, double plans, double[] counts, double spread)
    {
        var totals = futures[(int)CensusMeasure.Total];
        for (var year = 0; year < totals.Length; year++)
        {
            var (before, after) = (plans, totals[year][replicate]);
            _mix.MoveOn(counts, before, after, Pick(_mix.Errors, draws.At(subject, Purpose.PastError, _origin.Value + year, Mix)), spread);
            plans = after;
            foreach (var group in CensusMeasures.Groups)
            {
                futures[(int)group][year][replicate] = counts[(int)group - 1];
            }
        }
    }

    // A year may take most of the plans (a council is divided), never all of them.
    private const double LeastKept = 0.2;

    private static T Pick<T>(T[] pool, Words words) => pool[(int)(words.Uniform * pool.Length)];

    // FNV-1a of the code, so that the address does not hang on the order of the file.
    private static uint SubjectOf(string code)
    {
        var hash = 0x811C9DC5u;
        foreach (var letter in code)
        {
            hash = unchecked((hash ^ letter) * 0x01000193u);
        }

        return hash;
    }
}
