namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>
/// Time that passes only when something happens: a list of what is to come, in order. One thread, no system clock, so that the
/// same seed gives the same history.
/// </summary>
internal sealed class SimClock
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _coming = new();
    private long _order;

    /// <summary>Milliseconds since the beginning.</summary>
    public long Now { get; private set; }

    /// <summary>How many things have happened.</summary>
    public long Events { get; private set; }

    /// <summary>Lets something happen after a time.</summary>
    public void After(long milliseconds, Action happens) => _coming.Enqueue(happens, (Now + milliseconds, _order++));

    /// <summary>Lets time pass up to a moment, or until something is so.</summary>
    /// <returns>Whether it is so.</returns>
    public bool Until(long time, Func<bool> so)
    {
        while (!so())
        {
            if (!_coming.TryPeek(out var happens, out var when) || when.Time > time)
            {
                Now = Math.Max(Now, time);
                return so();
            }

            _coming.Dequeue();
            (Now, Events) = (when.Time, Events + 1);
            happens();
        }

        return true;
    }
}
