using HighNeedsSim.Model.Uncertainty;
using MathNet.Numerics.Statistics;

namespace HighNeedsSim.Model.BackTests;

/// <summary>
/// A rate of England's that differs from year to year: its level is known no better than a few years tell it, is drawn once in a
/// replicate and kept; each year adds an effect of its own.
/// </summary>
/// <param name="Level">The level: its spread is the standard error of the years' mean.</param>
/// <param name="Effect">A year's effect: a factor about 1 for a positive rate, else an addition about 0.</param>
internal sealed record YearlyRate(Elicited Level, Elicited Effect)
{
    // P10 and P90 of a normal number lie so many standard deviations from its mean.
    private const double P90 = 1.2815515655446004;

    /// <summary>By what some years were; of a positive rate, their logarithms.</summary>
    /// <param name="id">The name by which its random numbers are addressed.</param>
    /// <param name="kind">Positive or real.</param>
    /// <param name="years">At least one.</param>
    /// <param name="least">The least standard deviation that a year is given, in the unit of the years.</param>
    internal static YearlyRate Of(string id, ValueKind kind, double[] years, double least)
    {
        var deviation = Math.Max(years.Length > 1 ? years.StandardDeviation() : 0, least);
        return new(
            Around(id, kind, years.Mean(), deviation / Math.Sqrt(years.Length)),
            Around(id + ".year", kind, 0, deviation));
    }

    /// <summary>The rate of a year in a replicate.</summary>
    internal double In(Draws draws, int year)
    {
        var (level, effect) = (draws.Value(Level), draws.Value(Effect, year));
        return Level.Kind == ValueKind.Positive ? level * effect : level + effect;
    }

    private static Elicited Around(string id, ValueKind kind, double mean, double deviation)
    {
        double[] three = [mean - (P90 * deviation), mean, mean + (P90 * deviation)];
        if (kind == ValueKind.Positive)
        {
            three = [.. three.Select(Math.Exp)];
        }

        return new(id, three[0], three[1], three[2], kind);
    }
}
