using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.BackTests;

/// <summary>
/// How groups of placements grow, by what was known at an origin: as England's group did, and more or less with the
/// authority's total, group by group. A year adds what some authority's groups did beyond that in some past year.
/// </summary>
/// <remarks>
/// Groups do not share the total's growth alike: state special schools are full, so they hardly grow with it. How much each
/// does is estimated, not assumed. Growth is on the log scale; the plans in no group are one more cell.
/// </remarks>
internal sealed class PlacementFit
{
    /// <summary>A half beside each count: an empty group would have no logarithm.</summary>
    private const double Beside = 0.5;

    // England's trend is that of its latest years, at most so many.
    private const int TrendYears = 3;

    // Beyond a factor of 4.5 for a group, or of 1.2 for the total, a record was wrong, recoded or the council was reorganised.
    private const double MostChange = 1.5;
    private const double MostTotal = 0.2;

    // About three children in ten of a group are others a year later: the variance that counting alone gives its logarithm.
    private const double Turnover = 0.3;

    private readonly double[] _trend;
    private readonly double[] _withTotal;
    private readonly double[] _variance;
    private readonly double[] _england;

    internal PlacementFit(PublishedHistory known, CalendarYear origin)
    {
        var years = Enumerable.Range(known.First.Value, origin - known.First).Select(year => new CalendarYear(year)).ToArray();
        var england = years.Select(year => Change(known.England, year)).OfType<double[]>().TakeLast(TrendYears).ToArray();
        var cells = Enumerable.Range(0, CensusMeasures.All.Count).ToArray();
        // The last number of a change is the total's.
        _trend = [.. Enumerable.Range(0, cells.Length + 1).Select(cell => england.Length == 0 ? 0 : england.Average(change => change[cell]))];
        _england = Counts(known.England.In(origin)) ?? [.. cells.Select(_ => 1.0)];

        var past = (from year in years
                    from authority in known.Authorities
                    let change = Change(authority, year)
                    where change is not null
                    select (Change: change, Counts: Counts(authority.In(year))!)).ToArray();
        _withTotal = [.. cells.Select(cell => WithTotal([.. past.Select(p => p.Change)], cell))];
        var errors = past.Select(p => cells.Select(cell => p.Change[cell] - Expected(cell, p.Change[^1])).ToArray()).ToArray();
        _variance = [.. cells.Select(cell => past.Length == 0 ? 0 : Pooled.Variance(
            [.. errors.Select(e => e[cell])], [.. past.Select(p => OfCounting(p.Counts[cell]))]))];
        Errors = [.. past.Zip(errors, (p, e) => cells.Select(cell => e[cell] / Deviation(cell, p.Counts[cell])).ToArray())];
    }

    /// <summary>
    /// What groups did beyond what was to be expected, one row for each authority and past year, in standard deviations for
    /// the group's size.
    /// </summary>
    internal double[][] Errors { get; }

    /// <summary>Counts by cell at the origin; England's mix where an authority's is not published.</summary>
    internal double[] At(AuthorityHistory authority, CalendarYear origin)
    {
        var plans = authority.In(origin)!;
        return Counts(plans) ?? [.. _england.Select(count => count / _england.Sum() * plans.Total)];
    }

    /// <summary>Moves counts on by a year, so that they add up to the new total.</summary>
    /// <param name="counts">By cell.</param>
    /// <param name="before">The total before.</param>
    /// <param name="after">The total after.</param>
    /// <param name="errors">One row of <see cref="Errors"/>.</param>
    /// <param name="spread">By how much the errors are widened.</param>
    internal void MoveOn(double[] counts, double before, double after, double[] errors, double spread)
    {
        var total = Pooled.Held(Math.Log(after / before), MostTotal);
        Span<double> weights = stackalloc double[counts.Length];
        double sum = 0, weight = 0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            var deviation = Deviation(cell, counts[cell]);
            var growth = Pooled.Held(Expected(cell, total) + (spread * deviation * errors[cell]), 2 * MostChange);
            counts[cell] = Math.Max(0, ((counts[cell] + Beside) * Math.Exp(growth)) - Beside);
            weights[cell] = (counts[cell] + Beside) * deviation * (counts[cell] + Beside) * deviation;
            sum += counts[cell];
            weight += weights[cell];
        }

        // What is left over goes to the cells in proportion to their variances: the least certain gives way most.
        var left = after - sum;
        sum = 0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            counts[cell] = Math.Max(0, counts[cell] + (left * weights[cell] / weight));
            sum += counts[cell];
        }

        // A cell may have been held at nothing.
        for (var cell = 0; cell < counts.Length && sum > 0; cell++)
        {
            counts[cell] *= after / sum;
        }
    }

    private double Expected(int cell, double total) => _trend[cell] + (_withTotal[cell] * (total - _trend[^1]));

    private double Deviation(int cell, double count) => Math.Sqrt(_variance[cell] + OfCounting(count));

    private static double OfCounting(double count) => Turnover / (count + Beside);

    // How much more a group grows where the total grows more than England's trend: the slope of the one on the other.
    private double WithTotal(double[][] changes, int cell)
    {
        double products = 0, squares = 0;
        foreach (var change in changes)
        {
            products += (change[cell] - _trend[cell]) * (change[^1] - _trend[^1]);
            squares += (change[^1] - _trend[^1]) * (change[^1] - _trend[^1]);
        }

        return squares > 0 ? products / squares : 1;
    }

    private static double[]? Change(AuthorityHistory authority, CalendarYear year) =>
        Counts(authority.In(year)) is not { } from || Counts(authority.In(year.Plus(1))) is not { } to
            ? null
            :
            [
                .. from.Zip(to, (before, after) => Pooled.Held(Math.Log((after + Beside) / (before + Beside)), MostChange)),
                Pooled.Held(Math.Log((to.Sum() + Beside) / (from.Sum() + Beside)), MostTotal),
            ];

    // Groups in order, then the plans in none; null where a group was not published.
    private static double[]? Counts(Caseload? plans) => plans is null || plans.Groups.Contains(null)
        ? null
        : [.. plans.Groups.Select(count => (double)count!), Math.Max(0, plans.Total - plans.Groups.Sum()!.Value)];
}
