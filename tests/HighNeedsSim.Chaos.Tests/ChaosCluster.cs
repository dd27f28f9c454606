using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;
using Npgsql;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>
/// Three real silos over a real PostgreSQL on this machine, and somebody who starts a silo again whenever one ends, as an
/// operating system or a container engine does.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    /// <summary>Nothing here takes so long, even on a machine that does much else, unless it hangs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private const string Name = "chaos";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-chaos-");
    private readonly CancellationTokenSource _over = new();
    private readonly Silo[] _silos;
    private Task _caring = Task.CompletedTask;

    private ChaosCluster(int silos) => _silos = [.. Enumerable.Range(0, silos).Select(n => new Silo(n))];

    /// <summary>The database server.</summary>
    public LocalPostgres Postgres { get; private set; } = null!;

    /// <summary>The database of the cluster.</summary>
    public string Database { get; private set; } = "";

    /// <summary>A client that plays nothing.</summary>
    public RemoteCluster Client { get; private set; } = null!;

    /// <summary>How many silos there are.</summary>
    public int Count => _silos.Length;

    /// <summary>The scenario that is played: small, and with every rule in it.</summary>
    public static ScenarioPackage Package { get; } = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", "kent-small")).Package!;

    /// <summary>What is asked for, with a seed.</summary>
    public static RunSpec Spec(ulong seed, int replicates) => new(seed, replicates, ["unmitigated", "planned"]);

    /// <summary>What nobody disturbed finds: the plain loop, without any process but this.</summary>
    public static string Undisturbed(RunSpec spec)
    {
        var tables = WorldTables.Compile(ScenarioReader.Read(Package).Scenario!);
        return RunResult.Merge(
            tables.Layout, spec, spec.Variants.Select(v => World.Run(WorldContext.Create(tables, v, spec.Seed, 0, spec.Replicates)))).Digest;
    }

    /// <summary>Starts all of it.</summary>
    /// <param name="silos">How many silos.</param>
    public static async Task<ChaosCluster> Start(int silos = 3)
    {
        var cluster = new ChaosCluster(silos);
        try
        {
            cluster.Postgres = await LocalPostgres.Start();
            cluster.Database = await cluster.Postgres.NewDatabase();
            foreach (var silo in cluster._silos)
            {
                cluster.Up(silo);
            }

            cluster._caring = cluster.Care();
            await Task.WhenAll(cluster._silos.Select(s => s.Process!.Ready)).WaitAsync(Limit);
            using var limit = new CancellationTokenSource(Limit);
            cluster.Client = await RemoteCluster.ConnectAsync(new() { ConnectionString = cluster.Database }, Name, limit.Token);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The process of a silo, now.</summary>
    public ServerProcess Process(int silo) => _silos[silo].Process!;

    /// <summary>The address by which the store knows a silo, up to its generation.</summary>
    public string Address(int silo) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_silos[silo].Port}@");

    /// <summary>The silo that leads a run; any, when none does yet.</summary>
    public async Task<int> Leader(string run)
    {
        for (var n = 0; n < _silos.Length; n++)
        {
            if (await LocalPostgres.Count(Database, $"SELECT count(*) FROM runs WHERE run = '{run}' AND leader LIKE '{Address(n)}%'") > 0)
            {
                return n;
            }
        }

        return 0;
    }

    /// <summary>Waits until every silo is up and known to be.</summary>
    public async Task Whole()
    {
        await Until(() => Task.FromResult(_silos.All(s => s.Process is { HasEnded: false } p && p.Ready.IsCompletedSuccessfully)));
        await Until(async () => await LocalPostgres.Count(Database, "SELECT count(*) FROM silos WHERE status = 3") == _silos.Length);
    }

    /// <summary>Waits until something is so; whatever fails on the way is tried again.</summary>
    public static async Task Until(Func<Task<bool>> so)
    {
        using var limit = new CancellationTokenSource(Limit);
        Exception? last = null;
        while (true)
        {
            try
            {
                if (await so().WaitAsync(TimeSpan.FromSeconds(20), limit.Token))
                {
                    return;
                }
            }
            catch (Exception failure)
            {
                last = failure;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"It did not come about within {Limit}.", last);
            }

            await Task.Delay(25);
        }
    }

    /// <summary>What the database and the silos say when something did not come about.</summary>
    public async Task<string> Diagnosis()
    {
        var said = _silos.Select(s => $"silo {s.Number} ({Address(s.Number)}): {s.Process!.Said}");
        var rows = new List<string>();
        await using var connection = new NpgsqlConnection(Database + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var table in new[] { "SELECT run, state, lead, leader, failure FROM runs ORDER BY created DESC LIMIT 2", "SELECT run, variant, first, fence, silo, months, (bytes IS NULL) FROM attempts", "SELECT address, status, alive, suspects FROM silos" })
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are ours.
            command.CommandText = table;
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var values = new object[reader.FieldCount];
                reader.GetValues(values);
                rows.Add(string.Join(" | ", values));
            }
        }

        return string.Join('\n', [.. rows, .. said]);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _caring;
        foreach (var silo in _silos)
        {
            silo.Process?.Dispose();
        }

        if (Client is not null)
        {
            await Client.DisposeAsync();
        }

        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }

        _over.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Up(Silo silo)
    {
        silo.Process?.Dispose();
        silo.Process = ServerProcess.Start(
            ServerProcess.Program,
            new Dictionary<string, string> { ["HNS_DATABASE"] = Database },
            "--role", "silo",
            "--cluster", Name,
            "--urls", "http://127.0.0.1:0",
            "--data", Path.Combine(_folder.FullName, silo.Number.ToString(CultureInfo.InvariantCulture)),
            "--silo-port", silo.Port.ToString(CultureInfo.InvariantCulture),
            "--gateway-port", "0",
            "--batch", "6");
    }

    private async Task Care()
    {
        while (!_over.IsCancellationRequested)
        {
            foreach (var silo in _silos.Where(s => s.Process!.HasEnded))
            {
                Up(silo);
            }

            await Task.Delay(50, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Silo(int number)
    {
        public int Number => number;

        public int Port { get; } = FreePort();

        public ServerProcess? Process { get; set; }

        private static int FreePort()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
    }
}
