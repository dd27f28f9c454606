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
    public void Add(WorldResult world)
    {
        var found = _seen[world.Variant].AsSpan(world.First, world.Count);
        if (found.Contains(true) || world.Values.Length != world.Count * layout.Length)
        {
            throw new InvalidOperationException(
                $"Replicates {world.First} to {world.First + world.Count - 1} of '{world.Variant}' were found twice or have the wrong length.");
        }

        found.Fill(true);
        world.Values.CopyTo(_byVariant[world.Variant], world.First * layout.Length);
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
