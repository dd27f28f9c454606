namespace HighNeedsSim.Cluster;

/// <summary>What the leader of a run is told.</summary>
internal abstract record LeaderEvent
{
    private LeaderEvent()
    {
    }

    /// <summary>The lead is taken, unless the run has ended.</summary>
    public sealed record Led(StoredRun Run) : LeaderEvent;

    /// <summary>The run was moved on, or was not: this is how it stands now.</summary>
    public sealed record Moved(StoredRun Run) : LeaderEvent;

    /// <summary>How the run stands.</summary>
    public sealed record Seen(StoredRun Run) : LeaderEvent;

    /// <summary>These worlds have been played.</summary>
    public sealed record Read(IReadOnlySet<WorldKey> Played) : LeaderEvent;

    /// <summary>A world has answered.</summary>
    public sealed record Answered(WorldKey World, WorldStatus Status) : LeaderEvent;

    /// <summary>A world has not answered in time, or its silo could not be reached: what became of it is unknown.</summary>
    public sealed record Silent(WorldKey World) : LeaderEvent;

    /// <summary>The time for which a world was to be left alone is over.</summary>
    public sealed record Rested(WorldKey World) : LeaderEvent;

    /// <summary>The result is put together.</summary>
    public sealed record Merged(string Digest) : LeaderEvent;

    /// <summary>The stored results cannot be put together, and trying again would not help.</summary>
    public sealed record Unmergeable(string Why) : LeaderEvent;

    /// <summary>Somebody has ended the run.</summary>
    public sealed record Ended : LeaderEvent;

    /// <summary>Something that was to be done did not succeed; whether it was done is unknown.</summary>
    public sealed record Lost(Exception Why) : LeaderEvent;

    /// <summary>This leader has to go.</summary>
    public sealed record Dismissed : LeaderEvent;
}

/// <summary>What is to be done for the leader of a run.</summary>
internal abstract record LeaderCommand
{
    private LeaderCommand()
    {
    }

    /// <summary>Take the lead: told of by <see cref="LeaderEvent.Led"/>.</summary>
    public sealed record TakeLead : LeaderCommand;

    /// <summary>Move the run on in the store, if this is still its lead: told of by <see cref="LeaderEvent.Moved"/>.</summary>
    public sealed record Move(long Lead, RunState State, string? Failure, string? Digest) : LeaderCommand;

    /// <summary>Look how the run stands in the store: told of by <see cref="LeaderEvent.Seen"/>.</summary>
    public sealed record Look : LeaderCommand;

    /// <summary>Read which worlds have been played: told of by <see cref="LeaderEvent.Read"/>.</summary>
    public sealed record ReadPlayed : LeaderCommand;

    /// <summary>
    /// Ask a world to be played, on this silo if it is nowhere yet: told of by <see cref="LeaderEvent.Answered"/> or
    /// <see cref="LeaderEvent.Silent"/>.
    /// </summary>
    public sealed record Ask(WorldKey World, string Silo) : LeaderCommand;

    /// <summary>Leave a world alone for a while: told of by <see cref="LeaderEvent.Rested"/>.</summary>
    /// <param name="World">The world.</param>
    /// <param name="Time">How long.</param>
    /// <param name="Silences">How often it has not answered, since it did last.</param>
    public sealed record Rest(WorldKey World, TimeSpan Time, int Silences) : LeaderCommand;

    /// <summary>Tell a world that it is not needed any more. Nobody is told of it.</summary>
    public sealed record LetGo(WorldKey World) : LeaderCommand;

    /// <summary>
    /// Put the result together from what is stored: told of by <see cref="LeaderEvent.Merged"/> or <see cref="LeaderEvent.Unmergeable"/>.
    /// </summary>
    public sealed record Merge : LeaderCommand;
}
