using HighNeedsSim.Model.Units;
using MathNet.Numerics.LinearAlgebra;

namespace HighNeedsSim.Model.BackTests;

/// <summary>
/// How many placements turn up in independent and non-maintained special schools for each that state special schools did not take
/// up: what becomes of those turned away, as far as published stocks tell.
/// </summary>
/// <remarks>
/// Least squares over authorities and years: growth of independent placements on the growth of all plans and of state special
/// placements, each over two years and per plan in force before, because a child turned away may wait a year. Standard errors allow
/// for what an authority's years have in common. Who grows places where they are wanted most hides a part of it, so the truth is
/// rather higher than what is found.
/// </remarks>
public static class OverflowFit
{
    private const int Years = 2;

    // Beyond these a record was wrong, recoded or the council was reorganised: shares of the plans in force before.
    private const double MostTotal = 0.6;
    private const double MostState = 0.15;
    private const double MostIndependent = 0.06;

    /// <summary>The estimate from what is known on census day of a January.</summary>
    /// <param name="history">Published stocks.</param>
    /// <param name="january">The January: nothing later is looked at.</param>
    public static OverflowEstimate Of(PublishedHistory history, CalendarYear january)
    {
        ArgumentNullException.ThrowIfNull(history);
        var known = history.KnownIn(january);
        Change[] changes =
        [
            .. from authority in known.Authorities
               from year in authority.Januaries.Keys.Order()
               let change = Between(authority, year)
               where change is not null
               select change.Value,
        ];
        return new(Slope(changes, static _ => 1), Slope(changes, static change => change.Plans), changes.Length);
    }

    private static Change? Between(AuthorityHistory authority, CalendarYear year)
    {
        if (authority.In(year) is not { Total: > 0 } from || authority.In(year.Plus(Years)) is not { } to
            || Grown(CensusMeasure.Total) is not { } total || Grown(CensusMeasure.StateSpecial) is not { } state
            || Grown(CensusMeasure.IndependentSpecial) is not { } independent)
        {
            return null;
        }

        var isSound = Math.Abs(total) <= MostTotal && Math.Abs(state) <= MostState && Math.Abs(independent) <= MostIndependent;
        return isSound ? new(authority.Code, from.Total, total, state, independent) : null;

        double? Grown(CensusMeasure measure) => from.Of(measure) is { } before && to.Of(measure) is { } after ? (after - before) / (double)from.Total : null;
    }

    // What one state special placement less adds, and its standard error, authorities being clusters.
    private static (double Share, double Error) Slope(Change[] changes, Func<Change, double> weight)
    {
        var inputs = Matrix<double>.Build.DenseOfRows(changes.Select(c => new[] { 1, c.Total, c.State }));
        var weights = Matrix<double>.Build.DenseOfDiagonalArray([.. changes.Select(weight)]);
        var grown = Vector<double>.Build.DenseOfEnumerable(changes.Select(c => c.Independent));
        var inverse = (inputs.Transpose() * weights * inputs).Inverse();
        var found = inverse * (inputs.Transpose() * (weights * grown));
        var left = grown - (inputs * found);
        var middle = Matrix<double>.Build.Dense(3, 3);
        foreach (var cluster in Enumerable.Range(0, changes.Length).GroupBy(n => changes[n].Authority))
        {
            var score = Vector<double>.Build.Dense(3);
            foreach (var n in cluster)
            {
                score += inputs.Row(n) * (weights[n, n] * left[n]);
            }

            middle += score.OuterProduct(score);
        }

        var variance = inverse * middle * inverse;
        return (-found[2], Math.Sqrt(variance[2, 2]));
    }

    private readonly record struct Change(string Authority, int Plans, double Total, double State, double Independent);
}

/// <summary>What <see cref="OverflowFit"/> found: two ways of counting authorities, which bracket the answer.</summary>
/// <param name="EachOnce">Share, and its standard error, where every authority counts once.</param>
/// <param name="ByPlans">The same where each counts by its plans.</param>
/// <param name="Changes">Authorities and spans of two years that it rests on.</param>
public sealed record OverflowEstimate((double Share, double Error) EachOnce, (double Share, double Error) ByPlans, int Changes)
{
    // P10 and P90 of a normal number lie so many standard deviations from its mean.
    private const double Tenth = 1.2815515655446004;

    /// <summary>The lower P10 of the two, and no less than one in a hundred.</summary>
    public double Low => Math.Max(0.01, Math.Min(EachOnce.Share - (Tenth * EachOnce.Error), ByPlans.Share - (Tenth * ByPlans.Error)));

    /// <summary>The mean of the two.</summary>
    public double Central => (EachOnce.Share + ByPlans.Share) / 2;

    /// <summary>The higher P90 of the two.</summary>
    public double High => Math.Max(EachOnce.Share + (Tenth * EachOnce.Error), ByPlans.Share + (Tenth * ByPlans.Error));
}
