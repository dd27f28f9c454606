using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Messaging;

namespace HighNeedsSim.Cluster;

/// <summary>Puts silos, and clients of silos, into hosts.</summary>
public static class ClusterHosting
{
    /// <summary>
    /// Adds a silo of its own to a process: it listens on a free port of this machine only, and lets no clients in from
    /// outside the process. Runs that had not ended go on when it starts.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="store">Where runs and results are kept.</param>
    public static IHostApplicationBuilder AddEmbeddedSilo(this IHostApplicationBuilder builder, RunStoreOptions store)
    {
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), gatewayPort: 0).AddRuns(store));
        return builder;
    }

    /// <summary>
    /// Adds a silo of a cluster to a process. The silos find each other, and their clients find them, in the run store; worlds of
    /// a silo that is lost go on with the others.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="store">Where runs and results are kept, and the list of silos with them.</param>
    /// <param name="member">What it is called and where it listens.</param>
    public static IHostApplicationBuilder AddClusterSilo(this IHostApplicationBuilder builder, RunStoreOptions store, SiloPlace member)
    {
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        Join(builder.Services, member.Cluster);
        // Before the silo: whoever does not fit does not even try to join.
        builder.Services.AddHostedService<SiloModels>();
        builder.UseOrleans(silo =>
        {
            silo.ConfigureEndpoints(
                member.Address,
                member.SiloPort == 0 ? FreePort(member.Address) : member.SiloPort,
                member.GatewayPort == 0 ? FreePort(member.Address) : member.GatewayPort,
                listenOnAnyHostAddress: false);
            silo.Services.AddSingleton<IMembershipTable, StoreMembership>();
            silo.Configure<ClusterMembershipOptions>(Tune);
            silo.AddRuns(store);
        });
        return builder;
    }

    /// <summary>Adds a client of a cluster to a process: it plays nothing itself, and reads results from the store.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="store">Where runs and results are kept, and the list of silos with them.</param>
    /// <param name="cluster">The name of the cluster.</param>
    public static IHostApplicationBuilder AddClusterClient(this IHostApplicationBuilder builder, RunStoreOptions store, string cluster)
    {
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        Join(builder.Services, cluster);
        AddStore(builder.Services, store);
        builder.UseOrleansClient(client =>
        {
            client.Services.AddSingleton<IGatewayListProvider, StoreGateways>();
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            // Silos may start later than their clients.
            client.UseConnectionRetryFilter(async (_, cancel) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancel);
                return true;
            });
        });
        return builder;
    }

    /// <summary>Adds runs and worlds to a silo, however it finds its cluster.</summary>
    internal static ISiloBuilder AddRuns(this ISiloBuilder silo, RunStoreOptions options)
    {
        AddStore(silo.Services, options);
        silo.Services.TryAddSingleton<WorldOptions>();
        silo.Services.AddMetrics();
        silo.Services.TryAddSingleton<SimulationMetrics>();
        silo.Services.AddSingleton<SiloWorlds>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<SiloWorlds>());
        silo.Services.AddHostedService<RunHeartbeat>();
        return silo;
    }

    private static void AddStore(IServiceCollection services, RunStoreOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OpenPackage>(new LastPackage().Open);
        services.AddSingleton(provider => new RunStore(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RunReader(provider.GetRequiredService<RunStore>(), provider.GetRequiredService<OpenPackage>()));
        services.AddSingleton(provider => new RunSignatures(provider.GetRequiredService<RunStore>()));
        services.AddSingleton(provider => new ProgramTokens(provider.GetRequiredService<RunStore>()));
        services.AddSingleton(provider => new SignOffs(provider.GetRequiredService<RunStore>()));
        services.AddSingleton(provider => new AuditEntries(provider.GetRequiredService<RunStore>()));
    }

    private static void Join(IServiceCollection services, string cluster) => services.Configure<ClusterOptions>(options =>
    {
        options.ClusterId = cluster;
        options.ServiceId = "highneedssim";
    });

    /// <summary>
    /// A silo is asked every second whether it lives, and is given up after two answers missing, by one vote: its worlds go on
    /// elsewhere within a few seconds. A silo given up by mistake ends its process and only costs time: it can write nothing.
    /// </summary>
    private static void Tune(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 2;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        // After a crash of all silos, a new one waits for the old ones this long at most before it takes them for dead.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(20);
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
    }

    private static int FreePort() => FreePort(IPAddress.Loopback);

    // Free now, and almost surely a moment later: the system hands out ports in turn.
    private static int FreePort(IPAddress address)
    {
        using var probe = new TcpListener(address, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
