using Orleans.Concurrency;

namespace HighNeedsSim.Cluster;

/// <summary>A run, by its id: hands out its worlds, follows them, and remembers what they found.</summary>
[Alias("IRun"), GrainInterfaceType("run")]
public interface IRun : IGrainWithStringKey
{
    /// <summary>
    /// Start, resume and heartbeat in one: after it, the run is under way or has ended. Calling it again changes nothing.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    [Alias("EnsureRunning")]
    Task EnsureRunning();

    /// <summary>The run as it stands now.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    [Alias("Status"), AlwaysInterleave]
    Task<RunStatus> Status();

    /// <summary>
    /// Changes as they come, ending with the one that is final. A slow listener gets the newest instead of all of them;
    /// the final one always comes.
    /// </summary>
    /// <param name="fromSequence">The first sequence wanted: one more than the last seen, or 0.</param>
    /// <param name="cancel">Stops listening; the run goes on.</param>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    [Alias("Watch")]
    IAsyncEnumerable<RunEvent> Watch(long fromSequence, CancellationToken cancel = default);

    /// <summary>How many of its worlds each silo has in hand now; silos that have none are left out.</summary>
    [Alias("Worlds"), AlwaysInterleave]
    Task<IReadOnlyList<SiloLoad>> Worlds();

    /// <summary>Stops the run for good. What has ended stays as it ended.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    [Alias("Cancel")]
    Task Cancel();
}
