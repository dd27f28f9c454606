using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.BackTests;

/// <summary>Forecasts that need no model, which a model must beat to be worth anything.</summary>
public enum NaiveRival : byte
{
    /// <summary>No change since the origin.</summary>
    Flat,

    /// <summary>The growth of the last year, repeated.</summary>
    LastGrowth,

    /// <summary>The straight line through all Januaries known.</summary>
    Linear,

    /// <summary>England's growth of the last year, repeated.</summary>
    England,
}

/// <summary>What the rivals say.</summary>
public static class NaiveRivals
{
    // A half beside each count: an empty group would have no growth.
    internal const double Beside = 0.5;

    private static readonly (string Code, string Label)[] Names =
    [
        ("flat", "No change"),
        ("last_growth", "Last growth repeated"),
        ("linear", "Linear trend"),
        ("england", "England's growth"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NaiveRival> All { get; } = Enum.GetValues<NaiveRival>();

    /// <summary>The name in files, which never changes.</summary>
    public static string Code(this NaiveRival rival) => Names[(int)rival].Code;

    /// <summary>The name for people.</summary>
    public static string Label(this NaiveRival rival) => Names[(int)rival].Label;

    /// <summary>
    /// What a rival says of a January, in plans, from what was known at the origin; null where the authority or England has
    /// not the Januaries that it needs.
    /// </summary>
    /// <param name="rival">Which.</param>
    /// <param name="authority">Whose plans.</param>
    /// <param name="england">England's.</param>
    /// <param name="measure">Of what.</param>
    /// <param name="origin">The January it starts from; later ones are not looked at.</param>
    /// <param name="years">How many years on.</param>
    public static double? Forecast(
        NaiveRival rival, AuthorityHistory authority, AuthorityHistory england, CensusMeasure measure, CalendarYear origin, int years)
    {
        if (authority.In(origin)?.Of(measure) is not { } now)
        {
            return null;
        }

        return rival switch
        {
            NaiveRival.LastGrowth => Grown(now, authority),
            NaiveRival.Linear => Line(authority, measure, origin, years),
            NaiveRival.England => Grown(now, england),
            _ => now,
        };

        double? Grown(int plans, AuthorityHistory like) =>
            like.In(origin)?.Of(measure) is { } last && like.In(origin.Plus(-1))?.Of(measure) is { } before
                ? ((plans + Beside) * Math.Pow((last + Beside) / (before + Beside), years)) - Beside
                : null;
    }

    // Least squares through every January known to the origin, at least two; never below nothing.
    private static double? Line(AuthorityHistory authority, CensusMeasure measure, CalendarYear origin, int years)
    {
        var points = authority.Januaries.Where(entry => entry.Key <= origin && entry.Value.Of(measure) is not null)
            .Select(entry => (X: (double)(entry.Key - origin), Y: (double)entry.Value.Of(measure)!)).OrderBy(point => point.X).ToArray();
        if (points.Length < 2)
        {
            return null;
        }

        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        var slope = points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
        return Math.Max(0, y + (slope * (years - x)));
    }
}
