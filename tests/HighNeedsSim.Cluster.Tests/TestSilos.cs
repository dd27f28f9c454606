using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace HighNeedsSim.Cluster.Tests;

/// <summary>Several silos in this process, over one store.</summary>
internal sealed class TestSilos : IAsyncDisposable
{
    private readonly TestFile _file;
    private readonly InProcessTestCluster _cluster;

    private readonly ConcurrentDictionary<string, SiloWorlds> _worlds;

    private TestSilos(TestFile file, InProcessTestCluster cluster, ConcurrentDictionary<string, SiloWorlds> worlds) =>
        (_file, _cluster, _worlds) = (file, cluster, worlds);

    public IGrainFactory Grains => _cluster.Client;

    public RunReader Reader => _cluster.GetSiloServiceProvider().GetRequiredService<RunReader>();

    public RunStore Store => _cluster.GetSiloServiceProvider().GetRequiredService<RunStore>();

    /// <param name="silos">How many.</param>
    /// <param name="options">For the silo of a name.</param>
    public static async Task<TestSilos> Start(short silos, Func<string, WorldOptions> options)
    {
        var file = new TestFile();
        var worlds = new ConcurrentDictionary<string, SiloWorlds>();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((silo, host) =>
        {
            host.Services.AddSingleton<OpenPackage>(TestPackages.Open);
            host.Services.AddSingleton(options(silo.SiloName));
            host.Services.Configure<ClusterMembershipOptions>(m =>
            {
                (m.ProbeTimeout, m.NumMissedProbesLimit, m.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(1), 2, 1);
            });
            host.AddRuns(file.Options);
            host.Services.AddSingleton(services => worlds[silo.SiloName] = ActivatorUtilities.CreateInstance<SiloWorlds>(services));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync().WaitAsync(TestRuns.Limit);
        return new(file, cluster, worlds);
    }

    /// <summary>Starts one silo more, and gives its name.</summary>
    public async Task<string> Join()
    {
        var silo = await _cluster.StartAdditionalSiloAsync().WaitAsync(TestRuns.Limit);
        await _cluster.WaitForLivenessToStabilizeAsync().WaitAsync(TestRuns.Limit);
        return silo.Name;
    }

    public Task Kill(string silo) => _cluster.KillSiloAsync(_cluster.Silos.Single(s => s.Name == silo)).WaitAsync(TestRuns.Limit);

    public Task Stop(string silo) => _cluster.StopSiloAsync(_cluster.Silos.Single(s => s.Name == silo)).WaitAsync(TestRuns.Limit);

    public SiloWorlds Worlds(string silo) => _worlds[silo];

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _file.Dispose();
    }
}
