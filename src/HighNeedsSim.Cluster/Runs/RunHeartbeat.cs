using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HighNeedsSim.Cluster;

/// <summary>
/// Wakes every run that has not ended: at start-up, so that a run goes on after a restart; every second and whenever a silo is
/// lost, so that one whose silo it was goes on elsewhere. And stops this silo's worlds of runs that have ended, whoever ended them.
/// </summary>
internal sealed class RunHeartbeat(SiloWorlds worlds, IGrainFactory grains, ISiloStatusOracle silos, TimeProvider time, ILogger<RunHeartbeat> log)
    : BackgroundService, ISiloStatusListener
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>After the loss of a silo, the others first forget what was there.</summary>
    private static readonly TimeSpan Forgetting = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _lost = new(0);

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            _lost.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        silos.UnSubscribeFromSiloStatusEvents(this);
        base.Dispose();
        _lost.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        while (true)
        {
            try
            {
                // Each on its own: one whose silo does not answer must hold up neither the others nor the next beat.
                foreach (var run in await worlds.KeepUnfinished())
                {
                    _ = Wake(run);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogInformation(failure, "A heartbeat of runs was missed; the next one comes in {Interval}", Interval);
            }

            if (await _lost.WaitAsync(Interval, stoppingToken))
            {
                await Task.Delay(Forgetting, time, stoppingToken);
            }
        }
    }

    private async Task Wake(string run)
    {
        try
        {
            await grains.GetGrain<IRun>(run).EnsureRunning();
        }
        catch (Exception failure)
        {
            log.LogInformation(failure, "Run {Run} could not be woken; the next heartbeat tries again", run);
        }
    }
}
