using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>Two uncertain values that tend to lie on the same side of their medians, or on opposite ones.</summary>
/// <param name="First">Name of the one.</param>
/// <param name="Second">Name of the other.</param>
/// <param name="Value">Correlation of their normal scores, more than −1 and less than 1.</param>
public sealed record Correlation(string First, string Second, double Value);

/// <summary>
/// How uncertain values are drawn jointly: a Gaussian copula, which leaves every value's own distribution as it is and moves only which of them
/// are high together.
/// </summary>
/// <remarks>
/// The normal scores of the values' own addressed draws are mixed by the Cholesky factor of the correlation matrix (pairs that nobody named have 0),
/// in the order in which the scenario names them: the first keeps its own draw. Drawn for a replicate, so the same in every variant.
/// </remarks>
public sealed class Copula
{
    /// <summary>Every value is drawn by itself.</summary>
    public static Copula None { get; } = new([], new double[0, 0]);

    private readonly string[] _names;
    private readonly Dictionary<string, int> _positions;
    private readonly double[,] _factor;

    private Copula(string[] names, double[,] factor)
    {
        (_names, _factor) = (names, factor);
        _positions = names.Select((name, at) => (name, at)).ToDictionary(n => n.name, n => n.at, StringComparer.Ordinal);
    }

    /// <summary>The copula of some correlations.</summary>
    /// <exception cref="ArgumentException">They cannot be: see <see cref="Fault"/>.</exception>
    public static Copula Of(IReadOnlyList<Correlation> correlations)
    {
        if (correlations.Count == 0)
        {
            return None;
        }

        if (Fault(correlations) is { } fault)
        {
            throw new ArgumentException($"The correlations {fault}.", nameof(correlations));
        }

        var names = Names(correlations);
        return new(names, Factor(Matrix(names, correlations)));
    }

    /// <summary>Why correlations cannot be, in words for whoever wrote them; null when they can.</summary>
    public static string? Fault(IReadOnlyList<Correlation> correlations)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var (first, second, value) in correlations)
        {
            if (first == second)
            {
                return $"name '{first}' with itself: name two values";
            }

            if (!(value is > -1 and < 1))
            {
                return FormattableString.Invariant($"of '{first}' and '{second}' is {value}: it must lie between -1 and 1, both excluded");
            }

            if (!seen.Add(string.CompareOrdinal(first, second) < 0 ? (first, second) : (second, first)))
            {
                return $"name '{first}' and '{second}' twice: keep one of them";
            }
        }

        if (correlations.Count == 0)
        {
            return null;
        }

        var names = Names(correlations);
        var least = Matrix<double>.Build.DenseOfArray(Matrix(names, correlations)).Evd(Symmetricity.Symmetric).EigenValues.Min(e => e.Real);
        // Off the diagonal everything may be as large as the least eigenvalue allows: (1 − k) + k λ > 0.
        return least > 1e-9
            ? null
            : FormattableString.Invariant($"contradict each other ({string.Join(", ", names)}): no values can move so together, because pairs that are not named count as 0. ")
                + FormattableString.Invariant($"Multiplied by {Math.Floor(100 / (1 - least)) / 100:0.##} they can; or name the missing pairs");
    }

    /// <summary>The probability at which a value is drawn; null where it is drawn by itself.</summary>
    /// <param name="id">The value's name.</param>
    /// <param name="own">The probability that each of the values would be drawn at by itself, by name.</param>
    internal double? ProbabilityOf(string id, Func<string, double> own)
    {
        if (!_positions.TryGetValue(id, out var at))
        {
            return null;
        }

        var score = 0.0;
        for (var n = 0; n <= at; n++)
        {
            score += _factor[at, n] == 0 ? 0 : _factor[at, n] * Normal.InvCDF(0, 1, own(_names[n]));
        }

        return Math.Clamp(Normal.CDF(0, 1, score), 1e-16, 1 - 1e-16);
    }

    private static string[] Names(IEnumerable<Correlation> correlations) => [.. correlations.SelectMany(c => new[] { c.First, c.Second }).Distinct(StringComparer.Ordinal)];

    private static double[,] Matrix(string[] names, IEnumerable<Correlation> correlations)
    {
        var matrix = new double[names.Length, names.Length];
        for (var n = 0; n < names.Length; n++)
        {
            matrix[n, n] = 1;
        }

        foreach (var (first, second, value) in correlations)
        {
            var (i, j) = (Array.IndexOf(names, first), Array.IndexOf(names, second));
            (matrix[i, j], matrix[j, i]) = (value, value);
        }

        return matrix;
    }

    // By hand, in a fixed order: a library may choose another order of additions on another machine.
    private static double[,] Factor(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var factor = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return factor;
    }
}
