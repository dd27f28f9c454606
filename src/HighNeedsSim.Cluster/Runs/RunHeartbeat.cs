using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HighNeedsSim.Cluster;

/// <summary>
/// Wakes every run that has not ended: at start-up, so that a run goes on after a restart, and every few seconds, so that one
/// whose silo was lost goes on elsewhere.
/// </summary>
internal sealed class RunHeartbeat(RunStore store, IGrainFactory grains, TimeProvider time, ILogger<RunHeartbeat> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                foreach (var run in await store.Unfinished())
                {
                    await grains.GetGrain<IRun>(run).EnsureRunning().WaitAsync(Interval, time, stoppingToken);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogInformation(failure, "A heartbeat of runs was missed; the next one comes in {Interval}", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
