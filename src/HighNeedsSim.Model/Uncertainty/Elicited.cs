using Orleans;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>What kind of number an uncertain value is, and so where it may lie.</summary>
public enum ValueKind : byte
{
    /// <summary>Any real number: a growth rate, a shock. Interpolated as it is.</summary>
    Real,

    /// <summary>More than 0: a capacity, a factor. Interpolated on the log scale.</summary>
    Positive,

    /// <summary>Between 0 and 1: a share, a chance. Interpolated on the logit scale.</summary>
    Share,
}

/// <summary>
/// An uncertain value by three numbers: it is below <paramref name="Low"/> with 1 chance in 10, below
/// <paramref name="Central"/> with 5, below <paramref name="High"/> with 9. Three equal numbers are a known value.
/// </summary>
/// <remarks>
/// The quantile function through the three is Keelin's metalog of three terms (The Metalog Distributions, Decision
/// Analysis 13(4), 2016) on the value's own scale, so it keeps their skew and has no lumps at the bounds.
/// </remarks>
/// <param name="Id">The name by which its random number is addressed; unique in a scenario: <c>requests.growth</c>.</param>
/// <param name="Low">P10.</param>
/// <param name="Central">P50.</param>
/// <param name="High">P90.</param>
/// <param name="Kind">Where the value may lie.</param>
/// <param name="Posterior">The distribution that counts were fitted with; null for a value that was elicited or is known.</param>
[GenerateSerializer, Immutable, Alias("Elicited")]
public sealed record Elicited(
    string Id,
    double Low,
    double Central,
    double High,
    ValueKind Kind,
    Posterior? Posterior = null)
{
    private const double Ln9 = 2.1972245773362196;

    /// <summary>A value that counts were fitted with; its P10, P50 and P90 are those of the distribution.</summary>
    /// <param name="id">The name by which its random number is addressed.</param>
    /// <param name="posterior">What the counts say; must have no fault.</param>
    /// <param name="kind">Where the value may lie.</param>
    public static Elicited Fitted(string id, Posterior posterior, ValueKind kind) =>
        new(id, Rounded(posterior.Quantile(0.1)), Rounded(posterior.Quantile(0.5)), Rounded(posterior.Quantile(0.9)), kind) { Posterior = posterior };

    /// <summary>A value taken as known.</summary>
    public static Elicited Known(string id, double value) => new(id, value, value, value, ValueKind.Real);

    /// <summary>Whether the three numbers are equal, so that there is nothing to draw.</summary>
    public bool IsKnown => Low == Central && Central == High;

    /// <summary>
    /// Why the three numbers cannot be a distribution, in words for the person who wrote them; null when they can.
    /// </summary>
    public string? Fault
    {
        get
        {
            if (Posterior is { } posterior)
            {
                return posterior.Fault;
            }

            if (!double.IsFinite(Low) || !double.IsFinite(Central) || !double.IsFinite(High))
            {
                return "p10, p50 and p90 must be finite numbers";
            }

            if (Low > Central || Central > High)
            {
                return FormattableString.Invariant($"p10 {Low}, p50 {Central} and p90 {High} must not fall: put them in rising order");
            }

            if (IsKnown)
            {
                return Kind switch
                {
                    ValueKind.Share when Low is < 0 or > 1 => FormattableString.Invariant($"{Low} is not a share: use 0 to 1"),
                    ValueKind.Positive when Low < 0 => FormattableString.Invariant($"{Low} must not be negative"),
                    _ => null,
                };
            }

            if (Kind == ValueKind.Share && (Low <= 0 || High >= 1))
            {
                return FormattableString.Invariant($"p10 {Low} and p90 {High} of a share must lie between 0 and 1, both excluded");
            }

            if (Kind == ValueKind.Positive && Low <= 0)
            {
                return FormattableString.Invariant($"p10 {Low} must be more than 0");
            }

            // Beyond these limits the metalog's density would turn negative somewhere (Keelin 2016, proposition 1).
            var at = (Scale(Central) - Scale(Low)) / (Scale(High) - Scale(Low));
            return at is < 1.0 / 6 or > 5.0 / 6
                ? "p50 must lie between a sixth and five sixths of the way from p10 to p90 on the value's own scale: "
                    + "make the range less lop-sided"
                : null;
        }
    }

    /// <summary>The value that this is below with probability <paramref name="u"/>.</summary>
    /// <param name="u">In (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="u"/> is not in (0, 1).</exception>
    public double Quantile(double u)
    {
        if (u is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(u), u, "A probability in (0, 1) is wanted.");
        }

        if (IsKnown)
        {
            return Central;
        }

        if (Posterior is { } posterior)
        {
            return Rounded(posterior.Quantile(u));
        }

        var (low, central, high) = (Scale(Low), Scale(Central), Scale(High));
        var spread = high - low;
        var skew = 1 - (2 * (central - low) / spread);
        var logit = Math.Log(u / (1 - u));
        var x = central + (spread / (2 * Ln9) * logit) + (skew * spread / (0.8 * Ln9) * (u - 0.5) * logit);
        return Rounded(Unscale(x));
    }

    // To ten decimals, so that a last-bit difference between two machines' logarithms is not a difference in a run.
    private static double Rounded(double value) => Math.Round(value, 10, MidpointRounding.ToEven);

    private double Scale(double value) => Kind switch
    {
        ValueKind.Share => Math.Log(value / (1 - value)),
        ValueKind.Positive => Math.Log(value),
        _ => value,
    };

    private double Unscale(double x) => Kind switch
    {
        ValueKind.Share => 1 / (1 + Math.Exp(-x)),
        ValueKind.Positive => Math.Exp(x),
        _ => x,
    };
}
