using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cli;

/// <summary>
/// Expected paths beside a run, played while it is read, begun and played, by one thread of their own: much of that time does not keep all processors busy. What is left
/// when the run has ended is played by all of them.
/// </summary>
internal sealed class PathsMeanwhile : IDisposable
{
    private readonly PathsBeside _paths;
    private readonly Task _early;
    private int _next;

    private PathsMeanwhile(PathsBeside paths)
    {
        _paths = paths;
        // No thread of the pool, on which the silo starts.
        _early = Task.Factory.StartNew(Play, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Begins, where comparing says anything; else null.</summary>
    public static PathsMeanwhile? Begin(Scenario scenario, RunSpec spec) =>
        PathsBeside.WhereTheySaySomething(scenario, spec) is { } paths ? new(paths) : null;

    /// <summary>Plays what is left, and sets the run beside them.</summary>
    public async Task<ExpectedBeside> Beside(RunResult result)
    {
        ExpectedAsk.AtOnce(Environment.ProcessorCount, _ => Play());
        await _early;
        return _paths.Beside(result);
    }

    /// <summary>Nobody wants them any more.</summary>
    public void Dispose() => Interlocked.Exchange(ref _next, _paths.Count);

    private void Play()
    {
        for (var n = Interlocked.Increment(ref _next) - 1; n < _paths.Count; n = Interlocked.Increment(ref _next) - 1)
        {
            _paths.Play(n);
        }
    }
}
