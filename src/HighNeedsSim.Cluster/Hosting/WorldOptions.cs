namespace HighNeedsSim.Cluster;

/// <summary>How work is cut and how much of it is under way. None of it can change a result.</summary>
public sealed class WorldOptions
{
    /// <summary>Replicates in a world; by default chosen from the scenario and the processors.</summary>
    public int? BatchSize { get; set; }

    /// <summary>Worlds that a silo plays at the same time; by default one for each processor, and two at least.</summary>
    public int? WorldsInFlight { get; set; }

    /// <summary>Called between two months of a world; tests hold a world there.</summary>
    internal Func<WorldKey, int, Task>? BetweenMonths { get; set; }

    /// <summary>Worlds that a silo plays at the same time.</summary>
    /// <remarks>
    /// A world asks its cohorts and schools many at a time, so a few worlds keep all processors busy, while another begins, ends or
    /// waits for the store too. More of them would only hold more memory.
    /// </remarks>
    internal int Slots => WorldsInFlight ?? Math.Max(2, Environment.ProcessorCount);
}
