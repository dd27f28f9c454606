using System.Diagnostics;
using System.Net;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;
using Microsoft.Extensions.Hosting;

namespace HighNeedsSim.Benchmarks;

/// <summary>One silo on all processors against two silo processes that share them.</summary>
internal static class Silos
{
    private const string IsReady = "ready";

    /// <summary>A process that is a silo until nobody writes to it any more.</summary>
    public static async Task<int> BeOneAsync(string database, string cluster)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.AddClusterSilo(Store(database), new(cluster, IPAddress.Loopback, 0, 0));
        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(IsReady);
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return 0;
    }

    /// <summary>Plays the same run by one silo and by two, in turn, and compares the time on the wall.</summary>
    /// <param name="replicates">Of Kent's baseline.</param>
    /// <param name="rounds">How often, after one round that compiles the code.</param>
    public static async Task<string> Compare(int replicates, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("hns-bench-");
        var (package, scenario) = Measured.Read("kent-2023-safety-valve");
        var spec = new RunSpec(1, replicates, [scenario.Variants[0].Id]);
        var (oneDatabase, twoDatabase) = (Path.Combine(folder.FullName, "one.db"), Path.Combine(folder.FullName, "two.db"));
        var silos = new List<Process> { Start(oneDatabase, "one"), Start(twoDatabase, "two"), Start(twoDatabase, "two") };
        try
        {
            await using var one = await RemoteCluster.ConnectAsync(Store(oneDatabase), "one", default);
            await using var two = await RemoteCluster.ConnectAsync(Store(twoDatabase), "two", default);
            var ratios = new List<double>();
            for (var round = 0; round <= rounds; round++)
            {
                var alone = await Seconds(one, package, spec);
                ratios.Add(await Seconds(two, package, spec) / alone);
            }

            return FormattableString.Invariant($"{Percentile.Of(ratios[1..], 0.5):0.00}; in {rounds} rounds {ratios[1..].Min():0.00} to {ratios[1..].Max():0.00}");
        }
        finally
        {
            foreach (var silo in silos)
            {
                silo.StandardInput.Close();
                silo.WaitForExit();
                silo.Dispose();
            }

            folder.Delete(recursive: true);
        }
    }

    private static RunStoreOptions Store(string database) => new() { ConnectionString = $"Data Source={database}" };

    private static Process Start(string database, string cluster)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Silos).Assembly.Location, "silo", database, cluster])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var silo = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        return silo.StandardOutput.ReadLine() == IsReady ? silo : throw new InvalidOperationException("A silo ended before it was ready.");
    }

    private static async Task<double> Seconds(RemoteCluster cluster, ScenarioPackage package, RunSpec spec)
    {
        var watch = Stopwatch.StartNew();
        var run = cluster.Grains.GetGrain<IRun>(await cluster.BeginAsync(Guid.NewGuid().ToString("N"), package, spec));
        await foreach (var _ in run.Watch(0))
        {
        }

        return watch.Elapsed.TotalSeconds;
    }
}
