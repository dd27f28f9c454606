using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HighNeedsSim.Cluster;

/// <summary>Puts silos into hosts.</summary>
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

    /// <summary>Adds runs and worlds to a silo, however it finds its cluster.</summary>
    internal static ISiloBuilder AddRuns(this ISiloBuilder silo, RunStoreOptions options)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<WorldOptions>();
        silo.Services.AddMetrics();
        silo.Services.TryAddSingleton<SimulationMetrics>();
        silo.Services.TryAddSingleton<OpenPackage>(StoredPackage.Open);
        silo.Services.AddSingleton(services => new RunStore(options, services.GetRequiredService<TimeProvider>()));
        silo.Services.AddSingleton<SiloWorlds>();
        silo.Services.AddSingleton(services => new RunReader(services.GetRequiredService<RunStore>(), services.GetRequiredService<OpenPackage>()));
        silo.Services.AddHostedService<RunHeartbeat>();
        return silo;
    }

    // Free now, and almost surely a moment later: the system hands out ports in turn.
    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
