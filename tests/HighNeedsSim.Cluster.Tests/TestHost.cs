using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HighNeedsSim.Cluster.Tests;

/// <summary>A process with an embedded silo, as the server has one.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost _host;

    private TestHost(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public RunReader Reader => _host.Services.GetRequiredService<RunReader>();

    public RunStore Store => _host.Services.GetRequiredService<RunStore>();

    public SiloWorlds Worlds => _host.Services.GetRequiredService<SiloWorlds>();

    public static async Task<TestHost> Start(WorldOptions? options = null, string connectionString = RunStoreOptions.InMemory)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<OpenPackage>(TestPackages.Open);
        builder.Services.AddSingleton(options ?? new());
        builder.AddEmbeddedSilo(new() { ConnectionString = connectionString });
        var host = builder.Build();
        await host.StartAsync().WaitAsync(TestRuns.Limit);
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().WaitAsync(TestRuns.Limit);
        _host.Dispose();
    }
}
