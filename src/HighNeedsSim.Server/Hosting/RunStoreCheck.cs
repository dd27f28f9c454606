using HighNeedsSim.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HighNeedsSim.Server.Hosting;

/// <summary>Ready when the silo answers and the run store with it.</summary>
internal sealed class RunStoreCheck(IGrainFactory grains) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IRunDirectory>(0).List().WaitAsync(TimeSpan.FromSeconds(2), cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
