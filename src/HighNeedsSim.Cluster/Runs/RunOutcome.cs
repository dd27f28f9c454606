using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cluster;

/// <summary>What came of a finished run.</summary>
/// <param name="Manifest">What fixes the result.</param>
/// <param name="Result">Every number of every replicate.</param>
/// <param name="Timings">How long it took.</param>
public sealed record RunOutcome(RunManifest Manifest, RunResult Result, RunTimings Timings);

/// <summary>A run could not be played to its end, and playing it again would not help.</summary>
public sealed class RunFailedException : Exception
{
    /// <summary>A failure without a reason.</summary>
    public RunFailedException()
    {
    }

    /// <summary>A failure.</summary>
    public RunFailedException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that comes from another.</summary>
    public RunFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
