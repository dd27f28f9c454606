namespace HighNeedsSim.Model.Uncertainty;

/// <summary>How the uncertain values of many futures are spread over their ranges.</summary>
public enum ParameterDesign : byte
{
    /// <summary>Each future by itself.</summary>
    Independent,

    /// <summary>
    /// A hundred futures at a time as a Latin hypercube: of each value every hundredth of its range is drawn exactly once, so that means vary less
    /// from seed to seed. Ranges and futures stay as likely as they were.
    /// </summary>
    LatinHypercube,
}

/// <summary>
/// A Latin hypercube whose points are addressed like everything else: by seed, replicate and name. A block of replicates is one hypercube, so what
/// a replicate gets does not depend on how many others there are.
/// </summary>
internal static class LatinHypercube
{
    /// <summary>Replicates of a block in a run.</summary>
    internal const int Block = 100;

    /// <summary>The probability at which a value's quantile is taken in a replicate.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="replicate">0 or more.</param>
    /// <param name="block">Replicates of a block.</param>
    /// <param name="id">The value's name.</param>
    /// <param name="year">For values drawn anew each year, the year; else 0.</param>
    internal static double Probability(ulong seed, int replicate, int block, string id, int year)
    {
        // The strata go by the rank of the replicate's own number among those of its block: a random order, the same for whoever asks.
        var name = Draws.NameHash(id);
        var (own, first, rank) = (Draws.Of(seed, replicate).Parameter(name, year), replicate / block * block, 0);
        for (var other = first; other < first + block; other++)
        {
            var number = Draws.Of(seed, other).Parameter(name, year).Uniform;
            rank += number < own.Uniform || (number == own.Uniform && other < replicate) ? 1 : 0;
        }

        return (rank + ((own.C + 0.5) / 4294967296.0)) / block;
    }
}
