using HighNeedsSim.Cluster;
using HighNeedsSim.Reports;
using HighNeedsSim.Server.Runs;

namespace HighNeedsSim.Server.Metrics;

/// <summary>A run as the metrics and the wall screen see it: how far it is, and what it has found so far.</summary>
/// <param name="Listing">The run.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Findings">
/// What the futures finished so far say; of a finished run its stored result. Null while too few have finished.
/// </param>
/// <param name="Worlds">What each silo has in hand of it.</param>
public sealed record WatchedRun(RunListing Listing, RunProgress Progress, Findings? Findings, IReadOnlyList<SiloLoad> Worlds);

/// <summary>
/// Looks at the newest few runs every two seconds, for everyone who asks: metrics are scraped from what was seen last, so a scrape
/// costs nothing and a thousand runs make no more series than a few.
/// </summary>
public sealed class NewestRuns(IGrainFactory grains, RunsUnderWay underWay, FinishedRuns finished, TimeProvider time, ILogger<NewestRuns> log)
    : BackgroundService
{
    /// <summary>How many runs are watched: each makes some hundred series.</summary>
    public const int Most = 3;

    /// <summary>How often they are looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private volatile IReadOnlyList<WatchedRun> _seen = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was seen last, the newest run first.</summary>
    public IReadOnlyList<WatchedRun> Seen => _seen;

    /// <summary>Ends when there is something newer than what was seen when it was asked for.</summary>
    public Task Changed => _changed.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The next look is two seconds away; until then the last one stands.
                log.LogWarning(failure, "The newest runs could not be looked at");
            }

            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Look(CancellationToken cancel)
    {
        var newest = (await grains.GetGrain<IRunDirectory>(0).List()).Take(Most).ToList();
        var seen = new List<WatchedRun>();
        foreach (var listing in newest)
        {
            seen.Add(_seen.FirstOrDefault(w => w.Listing.Run == listing.Run && w.Listing.State.IsFinal()) ?? await Look(listing, cancel));
        }

        _seen = seen;
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private async Task<WatchedRun> Look(RunListing listing, CancellationToken cancel)
    {
        var run = grains.GetGrain<IRun>(listing.Run);
        var status = await run.Status();
        return new(
            listing with { State = status.State },
            status.Progress,
            status.State == RunState.Finished ? await Found(listing.Run, cancel) : await underWay.Latest(listing.Run, cancel),
            status.State.IsFinal() ? [] : await run.Worlds());
    }

    private async Task<Findings?> Found(string run, CancellationToken cancel)
    {
        try
        {
            return (await finished.Find(run, cancel))?.Findings;
        }
        catch (OtherModelException)
        {
            // Its page says so; there is nothing to measure.
            return null;
        }
    }
}
