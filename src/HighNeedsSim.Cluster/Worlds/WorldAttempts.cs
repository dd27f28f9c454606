namespace HighNeedsSim.Cluster;

/// <summary>How an attempt at a world can end.</summary>
internal enum AttemptEnd
{
    /// <summary>Its result is in the store, by this attempt or an earlier one.</summary>
    Played,

    /// <summary>It has no business here any more: its silo stops, a later attempt has begun, or its run has ended.</summary>
    Gone,

    /// <summary>The model found something that cannot be, and would find it again.</summary>
    Impossible,

    /// <summary>The store did not answer.</summary>
    StoreAway,

    /// <summary>The cluster lost part of it, or did not answer.</summary>
    Interrupted,

    /// <summary>It failed for a reason that is neither the model's nor the cluster's.</summary>
    Failed,
}

/// <summary>What comes after an attempt at a world.</summary>
/// <param name="State">How the world stands until then.</param>
/// <param name="After">How long to wait before the next attempt; null where there is none.</param>
internal readonly record struct NextAttempt(WorldState State, TimeSpan? After);

/// <summary>Decides whether a world is attempted again, and when: what its grain counts, without the grain.</summary>
internal sealed class WorldAttempts
{
    /// <summary>A world that fails for a reason that is neither the model's nor the cluster's counts as broken after so many times without getting any further.</summary>
    public const int MostFailures = 5;

    /// <summary>An interrupted world begins anew after so many moments at most.</summary>
    private const int LongestWait = 6;

    /// <summary>The shortest time between two attempts; a heartbeat is answered after it, if nothing happens before.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    private int _failures;
    private int _waits;
    private int _before;

    /// <summary>Takes in how an attempt ended.</summary>
    /// <param name="end">How.</param>
    /// <param name="furthest">The most months that any attempt has saved.</param>
    public NextAttempt After(AttemptEnd end, int furthest)
    {
        if (furthest > _before)
        {
            (_failures, _waits, _before) = (0, 0, furthest);
        }

        switch (end)
        {
            case AttemptEnd.Played:
                return new(WorldState.Finished, null);
            case AttemptEnd.Gone:
                return new(WorldState.Gone, null);
            case AttemptEnd.Impossible:
                return new(WorldState.Broken, null);
            case AttemptEnd.Failed when ++_failures >= MostFailures:
                return new(WorldState.Broken, null);
            case AttemptEnd.StoreAway or AttemptEnd.Interrupted:
                // A silo is lost and may not be known to be yet, or a server restarts: no fault of the world's, however often it happens.
                _waits++;
                break;
        }

        return new(WorldState.Waiting, Moment * Math.Clamp(_failures + _waits, 1, LongestWait));
    }
}
