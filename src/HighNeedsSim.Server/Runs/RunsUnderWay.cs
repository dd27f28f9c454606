using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Runs;

/// <summary>What runs under way have found so far: read and kept once, for pages, metrics and the wall alike.</summary>
public sealed class RunsUnderWay(RunReader reader) : IDisposable
{
    /// <summary>Fewer futures than this would give a range that means nothing.</summary>
    public const int FewestFutures = 10;

    // Each holds the numbers of up to RunSoFar.MostFutures futures, twice: some 300 MB of three variants of Kent.
    private readonly MemoryCache _followed = new(new MemoryCacheOptions { SizeLimit = 4 });
    private readonly Lock _adding = new();

    /// <summary>
    /// What a run has found so far: the same object as before when nothing was added. Null while too few futures are finished, or when
    /// there is no such run.
    /// </summary>
    /// <exception cref="InvalidOperationException">The database is damaged.</exception>
    public async Task<Findings?> Latest(string run, CancellationToken cancel)
    {
        Followed followed;
        lock (_adding)
        {
            if (!_followed.TryGetValue(run, out followed!))
            {
                followed = new();
                _followed.Set(run, followed, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromSeconds(30) });
            }
        }

        // One reads, the others wait for what was read.
        await followed.Turn.WaitAsync(cancel);
        try
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
        }
        finally
        {
            followed.Turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _followed.Dispose();

    // The semaphore is without a kernel handle until somebody waits for it by handle, which nobody does: it needs no disposal.
    private sealed class Followed
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public RunSoFar? SoFar { get; set; }

        public RunResult? Result { get; set; }

        public Findings? Findings { get; set; }
    }
}
