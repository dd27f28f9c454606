using MathNet.Numerics.Distributions;
using Orleans;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>Which distribution says what counts have taught.</summary>
public enum PosteriorKind : byte
{
    /// <summary>Beta, of a share: so many of so many.</summary>
    Beta,

    /// <summary>Gamma, of a rate: so many events in so much time or among so many.</summary>
    Gamma,
}

/// <summary>
/// What counts say of a share or a rate, beside what is known of England: a thin count is drawn towards England's figure, a large one stands
/// on its own.
/// </summary>
/// <remarks>
/// England's figure is worth a number of observations, as the prior of a beta or a gamma distribution; what was counted is added. How many it is
/// worth says how unlike authorities are, and is the scenario's to state. Counts of one year know nothing of how years differ:
/// <c>countsAs</c> says as how large a part of themselves they are to be taken.
/// </remarks>
/// <param name="Kind">Of a share or of a rate.</param>
/// <param name="A">Beta: what counts as observed, England's part included. Gamma: the shape, likewise.</param>
/// <param name="B">Beta: what counts as observed and was not so. Gamma: the exposure.</param>
[GenerateSerializer, Immutable, Alias("Posterior")]
public sealed record Posterior(PosteriorKind Kind, double A, double B)
{
    /// <summary>Of a share.</summary>
    /// <param name="counted">How many were so.</param>
    /// <param name="of">Of how many, at least as many.</param>
    /// <param name="england">England's share, 0 to 1.</param>
    /// <param name="englandWeight">How many observations England's share is worth, 0 or more.</param>
    /// <param name="countsAs">As how large a part of itself the count is taken, more than 0 and at most 1.</param>
    public static Posterior OfShare(double counted, double of, double england, double englandWeight, double countsAs = 1) => new(
        PosteriorKind.Beta,
        (countsAs * counted) + (englandWeight * england),
        (countsAs * (of - counted)) + (englandWeight * (1 - england)));

    /// <summary>Of a rate.</summary>
    /// <param name="counted">How many events there were.</param>
    /// <param name="of">The exposure: years, plans.</param>
    /// <param name="england">England's rate.</param>
    /// <param name="englandWeight">How much exposure England's rate is worth, 0 or more.</param>
    /// <param name="countsAs">As how large a part of itself the count is taken, more than 0 and at most 1.</param>
    public static Posterior OfRate(double counted, double of, double england, double englandWeight, double countsAs = 1) => new(
        PosteriorKind.Gamma,
        (countsAs * counted) + (englandWeight * england),
        (countsAs * of) + englandWeight);

    /// <summary>Why this is no distribution, in words for whoever gave the counts; null when it is.</summary>
    public string? Fault => A > 0 && B > 0 && double.IsFinite(A) && double.IsFinite(B)
        ? null
        : "a count of none, or of all, says nothing of how sure that is: give 'england' and 'england-weight' beside it";

    /// <summary>The mean.</summary>
    public double Mean => Kind == PosteriorKind.Beta ? A / (A + B) : A / B;

    /// <summary>The value that this is below with probability <paramref name="u"/>, in (0, 1).</summary>
    public double Quantile(double u) => Kind == PosteriorKind.Beta ? Beta.InvCDF(A, B, u) : Gamma.InvCDF(A, B, u);
}
