using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster;

/// <summary>A run as the store remembers it.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="ClientKey">The client's key, one for each run.</param>
/// <param name="ScenarioId">The scenario's id.</param>
/// <param name="Package">SHA-256 of the package's bytes, under which they are kept.</param>
/// <param name="Spec">Seed, replicates and variants.</param>
/// <param name="Months">Months of each replicate.</param>
/// <param name="BatchSize">Replicates in a world: chosen once, so that worlds already played fit those still to play.</param>
/// <param name="ModelVersion">The model that it was begun with.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Finished">When it ended; null until then.</param>
/// <param name="Failure">Why it failed; null for all others.</param>
/// <param name="Digest">Digest of the merged result; null until it is finished.</param>
/// <param name="CpuSeconds">Processor time of the process that led the run while it did.</param>
/// <param name="Lead">How often somebody has taken the lead of it: only the last of them may move it on.</param>
/// <param name="Owner">Who asked for it, by the name that they signed in with; null where nobody is known.</param>
/// <param name="Tag">What they call it; null for nothing.</param>
internal sealed record StoredRun(
    string Run,
    string ClientKey,
    string ScenarioId,
    string Package,
    RunSpec Spec,
    int Months,
    int BatchSize,
    string ModelVersion,
    DateTimeOffset Created,
    RunState State = RunState.Queued,
    DateTimeOffset? Finished = null,
    string? Failure = null,
    string? Digest = null,
    double CpuSeconds = 0,
    long Lead = 0,
    string? Owner = null,
    string? Tag = null);

/// <summary>A world that has been played.</summary>
/// <param name="World">Which one.</param>
/// <param name="ModelSeconds">Time spent inside the model.</param>
internal sealed record PlayedWorld(WorldKey World, double ModelSeconds);

/// <summary>An attempt at a world.</summary>
/// <param name="Fence">Its number: an attempt with a lower one can write no more.</param>
/// <param name="Checkpoint">Where the last attempt was saved; null to begin at the beginning.</param>
internal sealed record WorldAttempt(long Fence, byte[]? Checkpoint);

/// <summary>
/// The same world was played twice and found different numbers: a mistake of ours that makes every result doubtful.
/// </summary>
public sealed class DeterminismAlarmException : Exception
{
    /// <summary>An alarm without words.</summary>
    public DeterminismAlarmException()
    {
    }

    /// <summary>An alarm.</summary>
    public DeterminismAlarmException(string message)
        : base(message)
    {
    }

    /// <summary>An alarm that comes from another failure.</summary>
    public DeterminismAlarmException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
