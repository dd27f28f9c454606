using System.Reflection;
using System.Text;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>One cluster of real processes for all tests: what one of them breaks, the next one finds mended.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    internal ChaosCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await ChaosCluster.Start();

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

[Tier("Cluster")]
public sealed class ClusterTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private ChaosCluster Cluster => shared.Cluster;

    [Theory]
    [InlineData(Fault.KillLeader, 1)]
    [InlineData(Fault.PauseSilo, 2)]
    [InlineData(Fault.KillDatabase, 3)]
    [InlineData(Fault.KillAll, 4)]
    [InlineData(Fault.StopSilo, 5)]
    [InlineData(Fault.RollSilos, 8)]
    [InlineData(Fault.KillAlone, 7)]
    public async Task Whatever_happens_a_run_ends_by_itself_and_finds_what_an_undisturbed_run_finds(Fault fault, int seed)
    {
        Assert.Empty((await Play(fault, seed)).Wrong);
    }

    [SiloNetworkFact]
    public async Task Two_silos_that_hear_nothing_from_each_other_cost_no_result()
    {
        Assert.Empty((await Play(Fault.CutNetwork, 6)).Wrong);
    }

    [Fact]
    public async Task A_silo_with_another_version_of_the_model_is_refused_in_one_sentence()
    {
        await Cluster.Whole();
        using var other = new OtherModel();

        using var server = ServerProcess.Start(
            other.Program, new Dictionary<string, string> { ["HNS_DATABASE"] = Cluster.Database },
            "--role", "silo", "--cluster", "chaos", "--urls", "http://127.0.0.1:0", "--data", other.Folder, "--silo-port", "0", "--gateway-port", "0");
        await server.Ended.WaitAsync(ChaosCluster.Limit);

        Assert.Equal(1, server.ExitCode);
        Assert.Contains($"this is {other.Version}: one run cannot mix them", server.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_process_shows_the_runs_of_its_cluster_and_plays_none()
    {
        await Cluster.Whole();
        var run = "";
        await ChaosCluster.Until(async () => (run = await Cluster.Client.BeginAsync("web", ChaosCluster.Package, ChaosCluster.Spec(9, 1))).Length > 0);
        await ChaosCluster.Until(async () => await Cluster.Client.ReadAsync(run, default) is not null);
        var data = Directory.CreateTempSubdirectory("hns-web-");

        using (var web = ServerProcess.Start(
            ServerProcess.Program, new Dictionary<string, string> { ["HNS_DATABASE"] = Cluster.Database },
            "--role", "web", "--cluster", "chaos", "--urls", "http://127.0.0.1:0", "--data", data.FullName))
        {
            var address = await web.Ready.WaitAsync(ChaosCluster.Limit);
            using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
            await ChaosCluster.Until(async () => (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode);

            Assert.Equal(3, await LocalPostgres.Count(Cluster.Database, "SELECT count(*) FROM silos WHERE status = 3"));
            using var check = ServerProcess.Start(ServerProcess.Program, new Dictionary<string, string>(), "--healthcheck", "--urls", address.ToString().TrimEnd('/'));
            await check.Ended.WaitAsync(ChaosCluster.Limit);
            Assert.Equal(0, check.ExitCode);
        }

        data.Delete(recursive: true);
    }

    /// <summary>Plays a round; where it does not come to its end, the silos' own words are worth more than a stack.</summary>
    private async Task<Round> Play(Fault fault, int seed)
    {
        try
        {
            await Cluster.Whole();
            return await Round.Play(Cluster, fault, seed);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{fault} with seed {seed} did not come to its end:\n{await Cluster.Diagnosis()}", failure);
        }
    }

    /// <summary>A fact about a network that is cut: skipped where no network can be laid.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SiloNetworkFactAttribute : FactAttribute
    {
        public SiloNetworkFactAttribute() => Skip = SiloNetwork.Refusal;
    }

    /// <summary>The server's program as it is built, but for the version that its model says it has.</summary>
    private sealed class OtherModel : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-other-");

        public OtherModel()
        {
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(ServerProcess.Program)!))
            {
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
            }

            var now = typeof(World).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            Version = "9" + now[1..];
            var model = Path.Combine(Folder, "HighNeedsSim.Model.dll");
            var bytes = File.ReadAllBytes(model);
            var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(now));
            Assert.True(at > 0, "The model's assembly does not say its version in plain text.");
            bytes[at] = (byte)'9';
            File.WriteAllBytes(model, bytes);
        }

        public string Folder => _folder.FullName;

        public string Program => Path.Combine(Folder, Path.GetFileName(ServerProcess.Program));

        public string Version { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
