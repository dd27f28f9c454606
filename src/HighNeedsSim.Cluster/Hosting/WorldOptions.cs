namespace HighNeedsSim.Cluster;

/// <summary>How work is cut and how much of it is under way. None of it can change a result.</summary>
public sealed class WorldOptions
{
    /// <summary>Replicates in a world; by default chosen from the scenario and the processors.</summary>
    public int? BatchSize { get; set; }

    /// <summary>Worlds that a silo plays at the same time; by default one more than processors.</summary>
    public int? WorldsInFlight { get; set; }

    /// <summary>Called between two months of a world; tests hold a world there.</summary>
    internal Func<WorldKey, int, Task>? BetweenMonths { get; set; }

    /// <summary>Worlds that a silo plays at the same time.</summary>
    /// <remarks>
    /// One for each processor would do if all were alike; the one more fills the gaps when another begins, ends or waits for the
    /// store. Each further one would only hold more memory.
    /// </remarks>
    internal int Slots => WorldsInFlight ?? Environment.ProcessorCount + 1;
}
