namespace HighNeedsSim.Cluster;

/// <summary>Where a run stands. The last three are final.</summary>
public enum RunState : byte
{
    /// <summary>Asked for; none of its worlds has begun.</summary>
    Queued,

    /// <summary>Worlds are being played, or will be again as soon as there is a silo.</summary>
    Running,

    /// <summary>Every world is played and the result is stored.</summary>
    Finished,

    /// <summary>It cannot be played to its end, and the failure says why.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}

/// <summary>How far a run is.</summary>
/// <param name="ReplicatesDone">Futures that are finished in every variant.</param>
/// <param name="ReplicatesTotal">Futures asked for.</param>
/// <param name="MonthsDone">Months played, of every replicate of every variant.</param>
/// <param name="MonthsTotal">Months to play, of every replicate of every variant.</param>
/// <param name="Elapsed">Time since the run was asked for; once it has ended, how long it took.</param>
/// <param name="Left">Estimated time left, from the speed so far; null while there is nothing to judge by.</param>
[GenerateSerializer, Immutable, Alias("RunProgress")]
public sealed record RunProgress(
    [property: Id(0)] int ReplicatesDone,
    [property: Id(1)] int ReplicatesTotal,
    [property: Id(2)] double MonthsDone,
    [property: Id(3)] double MonthsTotal,
    [property: Id(4)] TimeSpan Elapsed,
    [property: Id(5)] TimeSpan? Left);

/// <summary>A run as it stands now.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Failure">Why it failed; null for all others.</param>
[GenerateSerializer, Immutable, Alias("RunStatus")]
public sealed record RunStatus(
    [property: Id(0)] string Run,
    [property: Id(1)] RunState State,
    [property: Id(2)] RunProgress Progress,
    [property: Id(3)] string? Failure);

/// <summary>A change of a run.</summary>
/// <param name="Sequence">Rises with every change, across restarts too; not without gaps.</param>
/// <param name="State">Where it stood then.</param>
/// <param name="Progress">How far it was.</param>
[GenerateSerializer, Immutable, Alias("RunEvent")]
public sealed record RunEvent(
    [property: Id(0)] long Sequence,
    [property: Id(1)] RunState State,
    [property: Id(2)] RunProgress Progress);

/// <summary>What a silo has in hand of a run.</summary>
/// <param name="Silo">The silo's address.</param>
/// <param name="Worlds">Worlds being played there or waiting for a place.</param>
[GenerateSerializer, Immutable, Alias("SiloLoad")]
public sealed record SiloLoad([property: Id(0)] string Silo, [property: Id(1)] int Worlds);

/// <summary>What can be said of a state.</summary>
public static class RunStates
{
    /// <summary>Whether a run in this state will not change any more.</summary>
    public static bool IsFinal(this RunState state) => state is RunState.Finished or RunState.Failed or RunState.Cancelled;

    /// <summary>The state in one small word, as in metrics and logs.</summary>
    public static string Word(this RunState state) => state switch
    {
        RunState.Queued => "queued",
        RunState.Running => "running",
        RunState.Finished => "finished",
        RunState.Failed => "failed",
        _ => "cancelled",
    };
}
