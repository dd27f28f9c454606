using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Runs;

/// <summary>What is kept of each run that somebody looks at: used by one at a time, and forgotten when nobody has asked for half a minute.</summary>
/// <typeparam name="T">What is kept of a run, in the beginning as it is made.</typeparam>
/// <param name="most">Of how many runs at most.</param>
internal sealed class KeptByRun<T>(int most) : IDisposable
    where T : new()
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = most });
    private readonly Lock _adding = new();

    /// <summary>Uses what is kept of a run; others who ask meanwhile wait for their turn.</summary>
    public async Task<TResult> Use<TResult>(string run, Func<T, Task<TResult>> use, CancellationToken cancel)
    {
        Entry entry;
        lock (_adding)
        {
            if (!_kept.TryGetValue(run, out entry!))
            {
                entry = new();
                _kept.Set(run, entry, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Forgotten });
            }
        }

        await entry.Turn.WaitAsync(cancel);
        try
        {
            return await use(entry.Kept);
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    // The semaphore is without a kernel handle until somebody waits for it by handle, which nobody does: it needs no disposal.
    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public T Kept { get; } = new();
    }
}
