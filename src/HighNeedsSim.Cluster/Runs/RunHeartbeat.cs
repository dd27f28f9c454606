using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HighNeedsSim.Cluster;

/// <summary>
/// Wakes every run that has not ended: at start-up, so that a run goes on after a restart, and every second, so that one whose
/// silo was lost goes on elsewhere. And stops this silo's worlds of runs that have ended, whoever ended them.
/// </summary>
internal sealed class RunHeartbeat(SiloWorlds worlds, IGrainFactory grains, TimeProvider time, ILogger<RunHeartbeat> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                var unfinished = await worlds.KeepUnfinished();
                // Each on its own: one that does not answer must not hold up the others.
                await Task.WhenAll(unfinished.Select(run => grains.GetGrain<IRun>(run).EnsureRunning().WaitAsync(AnswerWithin, time, stoppingToken)));
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogInformation(failure, "A heartbeat of runs was missed; the next one comes in {Interval}", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
