namespace HighNeedsSim.Cluster;

/// <summary>A world: plays its months and remembers the result in the store. Key: <see cref="WorldKey"/>.</summary>
[Alias("IWorld"), GrainInterfaceType("world")]
public interface IWorld : IGrainWithStringKey
{
    /// <summary>
    /// Start and heartbeat in one. Answers when the world has ended, or after a moment, with how far it is; asked again, it
    /// answers again. A world that was lost begins anew, and one that has been played before stays played.
    /// </summary>
    [Alias("EnsureRunning")]
    Task<WorldStatus> EnsureRunning();

    /// <summary>Stops the world, if it is being played, and lets go of everything it holds.</summary>
    [Alias("Abandon")]
    Task Abandon();
}

/// <summary>Where a world stands.</summary>
public enum WorldState : byte
{
    /// <summary>Its silo is busy with others.</summary>
    Waiting,

    /// <summary>Its months are being played.</summary>
    Running,

    /// <summary>Its result is in the store.</summary>
    Finished,

    /// <summary>It cannot be played to its end, and playing it again would not help.</summary>
    Broken,

    /// <summary>It has no business where it was asked for: its silo stops, a later attempt has begun, or its run has ended.</summary>
    Gone,
}

/// <summary>How far a world is.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Months">Months played.</param>
/// <param name="ModelSeconds">Time spent inside the model so far.</param>
/// <param name="Failure">Why it is broken; null for all others.</param>
[GenerateSerializer, Immutable, Alias("WorldStatus")]
public sealed record WorldStatus(
    [property: Id(0)] WorldState State,
    [property: Id(1)] int Months,
    [property: Id(2)] double ModelSeconds,
    [property: Id(3)] string? Failure);
