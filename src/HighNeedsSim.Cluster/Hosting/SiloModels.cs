using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace HighNeedsSim.Cluster;

/// <summary>
/// One cluster, one version of the model: a silo with another version does not join, because worlds of one run would come from
/// different models.
/// </summary>
/// <remarks>Asked before the silo starts, so that it ends with one sentence, and once more in the very change that would let it in.</remarks>
internal sealed class SiloModels(RunStore store, IOptions<ClusterOptions> options, TimeProvider time) : IHostedService
{
    /// <summary>A silo that has not said for so long that it is alive does not count: after a crash of all, the next version may start.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(15);

    public Task StartAsync(CancellationToken cancellationToken) => store.Do(db =>
    {
        RefuseOther(db, options.Value.ClusterId, time.GetUtcNow());
        return true;
    });

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="InvalidOperationException">A silo of the cluster runs another version of the model.</exception>
    public static void RefuseOther(DbConnection db, string cluster, DateTimeOffset now)
    {
        var others = db.Query(
            "SELECT name, model_version FROM silos WHERE cluster = @cluster AND status = @active AND alive > @recent AND model_version <> @model ORDER BY name",
            row => (Silo: row.GetString(0), Model: row.GetString(1)),
            ("@cluster", cluster),
            ("@active", (int)SiloStatus.Active),
            ("@recent", RunStore.Written(now - Recent)),
            ("@model", ModelVersion.Current));
        if (others.Count > 0)
        {
            throw new InvalidOperationException(
                $"Silo {others[0].Silo} of cluster '{cluster}' plays version {others[0].Model} of the model and this is {ModelVersion.Current}: "
                + "one run cannot mix them. Stop the old silos first (their runs under way will say that the model has changed), or give this cluster another name.");
        }
    }
}
