using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;
using Microsoft.Extensions.Hosting;

namespace HighNeedsSim.Cluster;

/// <summary>A cluster of other processes, seen from this one, which plays nothing itself.</summary>
public sealed class RemoteCluster : ClusterAccess
{
    private RemoteCluster(IHost host)
        : base(host)
    {
    }

    /// <summary>Finds the cluster in its database, and waits until one of its silos is there.</summary>
    /// <param name="store">The cluster's database.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public static async Task<RemoteCluster> ConnectAsync(RunStoreOptions store, string cluster, CancellationToken cancel) =>
        new(await StartAsync(builder => builder.AddClusterClient(store, cluster), cancel));

    /// <summary>Asks for a run; asking again with the same key asks for nothing new.</summary>
    /// <param name="clientKey">Made by the caller.</param>
    /// <param name="package">The scenario.</param>
    /// <param name="spec">Seed, replicates and variants.</param>
    /// <returns>The run's id.</returns>
    public async Task<string> BeginAsync(string clientKey, ScenarioPackage package, RunSpec spec) =>
        (await Grains.GetGrain<IRunDirectory>(0).Create(clientKey, package.ScenarioId, package.ToBytes(), spec)).Run;
}
