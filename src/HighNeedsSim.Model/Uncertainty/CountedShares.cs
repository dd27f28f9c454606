namespace HighNeedsSim.Model.Uncertainty;

/// <summary>
/// Shares of a whole that were counted, drawn together so that they go on adding up: a Dirichlet posterior, in which England's shares are worth
/// so many observations.
/// </summary>
/// <remarks>
/// Each part has a gamma distribution of its own, addressed by its own name, and is divided by the sum of all (Devroye, Non-Uniform Random
/// Variate Generation, 1986, XI.4): so a part can be asked about by itself, and a part more moves no other's draw.
/// </remarks>
public sealed class CountedShares
{
    private readonly Elicited[] _parts;

    private CountedShares(Elicited[] parts) => _parts = parts;

    /// <summary>What counts say.</summary>
    /// <param name="id">The name by which the draws are addressed; each part adds its own.</param>
    /// <param name="parts">Each part's name, how many were counted, and England's share.</param>
    /// <param name="englandWeight">How many observations England's shares are worth.</param>
    /// <exception cref="ArgumentException">A part has neither been counted nor a share in England.</exception>
    public static CountedShares Of(string id, IReadOnlyList<(string Name, double Counted, double England)> parts, double englandWeight)
    {
        var of = new Elicited[parts.Count];
        for (var n = 0; n < of.Length; n++)
        {
            var posterior = new Posterior(PosteriorKind.Gamma, parts[n].Counted + (englandWeight * parts[n].England), 1);
            of[n] = posterior.Fault is { } fault
                ? throw new ArgumentException($"{id}.{parts[n].Name}: {fault}.", nameof(parts))
                : Elicited.Fitted($"{id}.{parts[n].Name}", posterior, ValueKind.Positive);
        }

        return new(of);
    }

    /// <summary>The shares in one future, in the order of the parts; they sum to 1.</summary>
    internal double[] In(Parameters parameters)
    {
        double[] values = [.. _parts.Select(p => parameters.Value(p))];
        var sum = values.Sum();
        return [.. values.Select(v => v / sum)];
    }
}
