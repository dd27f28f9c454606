namespace HighNeedsSim.Model.Results;

/// <summary>Puts the results of a run's worlds together, one after another, in whatever order they come: so that nobody holds all of them beside the whole.</summary>
/// <param name="layout">Which measures there are.</param>
/// <param name="spec">What was played out.</param>
public sealed class RunMerge(ResultLayout layout, RunSpec spec)
{
    private readonly Dictionary<string, long[]> _byVariant =
        spec.Variants.ToDictionary(v => v, _ => new long[spec.Replicates * layout.Length], StringComparer.Ordinal);

    private readonly Dictionary<string, bool[]> _seen = spec.Variants.ToDictionary(v => v, _ => new bool[spec.Replicates], StringComparer.Ordinal);

    /// <summary>Adds what a world found.</summary>
    /// <exception cref="InvalidOperationException">A replicate was found twice, or the world has the wrong length.</exception>
    public void Add(WorldResult world) => Add(world.Variant, world.First, world.Count, world.Values);

    /// <summary>Adds some replicates of a variant.</summary>
    /// <param name="variant">The variant's id.</param>
    /// <param name="first">The first of them, 0-based.</param>
    /// <param name="count">How many.</param>
    /// <param name="values">Every number of theirs, as <see cref="WorldResult.Values"/>.</param>
    /// <exception cref="InvalidOperationException">A replicate was found twice, or the values have the wrong length.</exception>
    public void Add(string variant, int first, int count, ReadOnlySpan<long> values)
    {
        var found = _seen[variant].AsSpan(first, count);
        if (found.Contains(true) || values.Length != count * layout.Length)
        {
            throw new InvalidOperationException($"Replicates {first} to {first + count - 1} of '{variant}' were found twice or have the wrong length.");
        }

        found.Fill(true);
        values.CopyTo(_byVariant[variant].AsSpan(first * layout.Length));
    }

    /// <summary>The whole, when the last world has been added.</summary>
    /// <exception cref="InvalidOperationException">A replicate is missing.</exception>
    public RunResult Result()
    {
        foreach (var (variant, found) in _seen)
        {
            if (found.AsSpan().IndexOf(false) is var missing and >= 0)
            {
                throw new InvalidOperationException($"Replicate {missing} of '{variant}' is missing.");
            }
        }

        return new(layout, spec, _byVariant);
    }
}
