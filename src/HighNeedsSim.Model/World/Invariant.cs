using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>
/// Something that must always hold did not: a mistake in the model, never in somebody's file. The run stops, and the
/// message carries the state that broke it.
/// </summary>
public sealed class InvariantException : Exception
{
    /// <summary>A breach without a message.</summary>
    public InvariantException()
    {
    }

    /// <summary>A breach.</summary>
    public InvariantException(string message)
        : base(message)
    {
    }

    /// <summary>A breach found because of another failure.</summary>
    public InvariantException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>Checks that stay in release builds.</summary>
public static class Invariant
{
    /// <summary>A breach in a replicate and month, with what was found.</summary>
    public static InvariantException Broken(WorldContext world, int replicate, Month month, string found) =>
        new($"{found} (scenario {world.Scenario.Id}, variant {world.Variant.Id}, seed {world.Seed}, "
            + $"replicate {world.First + replicate}, month {month}; to see it again: hns replay {world.Scenario.Id} "
            + $"{world.Seed}/{world.Variant.Id}/{world.First + replicate})");
}
