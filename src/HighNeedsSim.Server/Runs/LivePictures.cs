using HighNeedsSim.Cluster;
using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Runs;

/// <summary>What a run under way has found so far, drawn: whole, so that a lost one does no harm.</summary>
/// <param name="Futures">How many finished futures it shows.</param>
/// <param name="Title">The chart's message so far.</param>
/// <param name="Caption">What the chart shows, and of how many futures.</param>
/// <param name="Wide">The chart for screens.</param>
/// <param name="Narrow">The chart for phones.</param>
/// <param name="Table">Its table.</param>
public sealed record LivePicture(int Futures, string Title, string Caption, string Wide, string Narrow, string Table);

/// <summary>Draws runs under way: once for all who look at one, and not more often than they can see.</summary>
public sealed class LivePictures(RunReader reader, TimeProvider time) : IDisposable
{
    /// <summary>Fewer futures than this would draw a range that means nothing.</summary>
    public const int FewestFutures = 10;

    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    // Each holds the numbers of up to RunSoFar.MostFutures futures.
    private readonly MemoryCache _watched = new(new MemoryCacheOptions { SizeLimit = 4 });
    private readonly Lock _adding = new();

    /// <summary>The newest picture of a run; null while too few futures are finished, or when there is no such run.</summary>
    public async Task<LivePicture?> Latest(string run, CancellationToken cancel)
    {
        Watched watched;
        lock (_adding)
        {
            if (!_watched.TryGetValue(run, out watched!))
            {
                watched = new();
                _watched.Set(run, watched, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromSeconds(30) });
            }
        }

        // One draws, the others wait for the picture.
        await watched.Turn.WaitAsync(cancel);
        try
        {
            watched.SoFar ??= await reader.Follow(run, cancel);
            if (watched.SoFar is null || (watched.Drawn is { } drawn && time.GetElapsedTime(drawn) < AtMostEvery))
            {
                return watched.Picture;
            }

            watched.Drawn = time.GetTimestamp();
            if (await watched.SoFar.Read(cancel) is { } result && result.Spec.Replicates >= FewestFutures
                && result.Spec.Replicates != watched.Picture?.Futures)
            {
                watched.Picture = Draw(new(watched.SoFar.Scenario, result));
            }

            return watched.Picture;
        }
        finally
        {
            watched.Turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watched.Dispose();

    private static LivePicture Draw(Findings findings)
    {
        var fan = DeficitFan.Of(findings);
        return new(
            findings.Replicates,
            $"So far, of {Numbers.Count(findings.Replicates)} simulated futures: {fan.Title}",
            fan.Caption,
            FanChart.Draw(fan, new("wide", ChartWidth.Wide)),
            FanChart.Draw(fan, new("narrow", ChartWidth.Narrow)),
            HtmlTable.Write(TrajectoryTable.Of(findings)));
    }

    // Without a kernel handle until somebody waits for it by handle, which nobody does: it needs no disposal.
    private sealed class Watched
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public RunSoFar? SoFar { get; set; }

        public LivePicture? Picture { get; set; }

        public long? Drawn { get; set; }
    }
}
