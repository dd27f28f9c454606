using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports;

namespace HighNeedsSim.Server.Runs;

/// <summary>What runs under way have found so far: read and kept once, for pages, metrics and the wall alike.</summary>
public sealed class RunsUnderWay(RunReader reader) : IDisposable
{
    /// <summary>Fewer futures than this would give a range that means nothing.</summary>
    public const int FewestFutures = 10;

    private readonly KeptByRun<Followed> _runs = new(most: 4);

    /// <summary>
    /// What a run has found so far: the same object as before when nothing was added. Null while too few futures are finished, or when
    /// there is no such run.
    /// </summary>
    /// <exception cref="InvalidOperationException">The database is damaged.</exception>
    public Task<Findings?> Latest(string run, CancellationToken cancel) => _runs.Use<Findings?>(
        run,
        async followed =>
        {
            followed.SoFar ??= await reader.Follow(run, cancel);
            if (followed.SoFar is null || await followed.SoFar.Read(cancel) is not { } result || result.Spec.Replicates < FewestFutures)
            {
                return null;
            }

            // The same result as before keeps the summaries that were worked out of it.
            if (followed.Findings is null || !ReferenceEquals(followed.Result, result))
            {
                (followed.Result, followed.Findings) = (result, new(followed.SoFar.Scenario, result));
            }

            return followed.Findings;
        },
        cancel);

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    private sealed class Followed
    {
        public RunSoFar? SoFar { get; set; }

        public RunResult? Result { get; set; }

        public Findings? Findings { get; set; }
    }
}
