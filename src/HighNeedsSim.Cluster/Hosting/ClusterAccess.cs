using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HighNeedsSim.Cluster;

/// <summary>A cluster as this process reaches it: through a silo of its own, or as a client of the silos of others.</summary>
public abstract class ClusterAccess : IAsyncDisposable
{
    private readonly IHost _host;

    private protected ClusterAccess(IHost host) => _host = host;

    /// <summary>Its grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What came of a run; null while it has not finished.</summary>
    /// <exception cref="InvalidOperationException">The database is damaged.</exception>
    public Task<RunOutcome?> ReadAsync(string run, CancellationToken cancel) => _host.Services.GetRequiredService<RunReader>().Read(run, cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a host with the silo or the client in it.</summary>
    private protected static async Task<IHost> StartAsync(Action<HostApplicationBuilder> add, CancellationToken cancel)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        add(builder);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancel);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
