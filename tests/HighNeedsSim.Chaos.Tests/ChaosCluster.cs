using System.Diagnostics;
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

    /// <summary>Cancelled when nobody wants to know the end of a round any more.</summary>
    public static CancellationToken Stopped { get; set; }

    private const string Name = "chaos";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-chaos-");
    private readonly CancellationTokenSource _over = new();
    private readonly Silo[] _silos = [.. Enumerable.Range(0, 3).Select(n => new Silo(n))];
    private readonly List<string> _lost = [];
    private Task _caring = Task.CompletedTask;
    private NpgsqlDataSource _rows = null!;

    private ChaosCluster(SiloNetwork? network) => Network = network;

    /// <summary>The network of the silos; null where they all are at this machine's own address.</summary>
    public SiloNetwork? Network { get; }

    /// <summary>The database server.</summary>
    public LocalPostgres Postgres { get; private set; } = null!;

    /// <summary>The database of the cluster.</summary>
    public string Database { get; private set; } = "";

    /// <summary>A client that plays nothing.</summary>
    public RemoteCluster Client { get; private set; } = null!;

    /// <summary>How many silos there are.</summary>
    public int Count => _silos.Length;

    /// <summary>
    /// What those silos said last that ended, since somebody asked before, though nothing had been done to them: given up by
    /// mistake, or broken.
    /// </summary>
    public IReadOnlyList<string> TakeLost()
    {
        lock (_lost)
        {
            string[] lost = [.. _lost];
            _lost.Clear();
            return lost;
        }
    }

    /// <summary>The scenario that is played: small, and with every rule in it.</summary>
    public static ScenarioPackage Package { get; } = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", "kent-small")).Package!;

    /// <summary>Replicates in a world.</summary>
    public const int Batch = 12;

    /// <summary>What is asked for, with a seed: so many worlds of each of two variants.</summary>
    public static RunSpec Spec(ulong seed, int worlds) => new(seed, worlds * Batch, ["unmitigated", "planned"]);

    /// <summary>What nobody disturbed finds: the plain loop, without any process but this.</summary>
    public static string Undisturbed(RunSpec spec)
    {
        var tables = WorldTables.Compile(ScenarioReader.Read(Package).Scenario!);
        return RunResult.Merge(
            tables.Layout, spec, spec.Variants.Select(v => World.Run(WorldContext.Create(tables, v, spec.Seed, 0, spec.Replicates)))).Digest;
    }

    /// <summary>Starts all of it, with a network for the silos where that is allowed.</summary>
    public static async Task<ChaosCluster> Start()
    {
        var cluster = new ChaosCluster(SiloNetwork.Refusal is null ? SiloNetwork.Lay() : null);
        try
        {
            cluster.Postgres = await LocalPostgres.Start();
            cluster.Database = await cluster.Postgres.NewDatabase();
            cluster._rows = NpgsqlDataSource.Create(cluster.Database + ";Maximum Pool Size=4");
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
    public string Address(int silo) => string.Create(CultureInfo.InvariantCulture, $"{Host(silo)}:{_silos[silo].Port}@");

    /// <summary>The silo that leads a run; any, when none does yet.</summary>
    public async Task<int> Leader(string run)
    {
        var leader = (await Rows($"SELECT leader FROM runs WHERE run = '{run}'")).Single()[0] as string ?? "";
        return Math.Max(0, Array.FindIndex(_silos, s => leader.StartsWith(Address(s.Number), StringComparison.Ordinal)));
    }

    /// <summary>Every row of an answer of the database. Connections that were cut on purpose, and a database that is just starting, are asked again.</summary>
    /// <exception cref="DatabaseDiedException">Its server has ended, and not by our hand: nothing more can come of the round.</exception>
    public async Task<List<object[]>> Rows(string sql)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            if (Postgres.HasDied)
            {
                throw new DatabaseDiedException();
            }

            try
            {
                return await RowsOnce(sql);
            }
            catch (NpgsqlException lost) when (lost.IsTransient && limit.Elapsed < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task<List<object[]>> RowsOnce(string sql)
    {
        await using var connection = await _rows.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(values);
        }

        return rows;
    }

    /// <summary>Cuts two silos off from each other for a while.</summary>
    public async Task Cut(int one, int other, TimeSpan time)
    {
        var (first, second) = (Process(one), Process(other));
        (first.WasStruck, second.WasStruck) = (true, true);
        Network!.Cut(first.Id, other);
        Network.Cut(second.Id, one);
        await Task.Delay(time);
        // One of them may have been given up, and have taken its end of the cable with it.
        foreach (var (process, silo) in new[] { (first, other), (second, one) })
        {
            try
            {
                Network.Mend(process.Id, silo);
            }
            catch (InvalidOperationException)
            {
            }
        }
    }

    /// <summary>Waits until every silo is up and known to be.</summary>
    public async Task Whole()
    {
        await Until(() => Task.FromResult(_silos.All(s => s.Process is { HasEnded: false } p && p.Ready.IsCompletedSuccessfully)));
        await Until(async () => (await Rows("SELECT 1 FROM silos WHERE status = 3")).Count == _silos.Length);
        foreach (var silo in _silos)
        {
            silo.Process!.WasStruck = false;
        }
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
            catch (Exception failure) when (failure is not DatabaseDiedException)
            {
                last = failure;
            }

            Stopped.ThrowIfCancellationRequested();
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
        var silos = _silos.Select(s => $"silo {s.Number} ({Address(s.Number)}): {s.Process?.Said}");
        try
        {
            return string.Join('\n', [.. await DiagnosisOfDatabase(), .. silos]);
        }
        catch (Exception none)
        {
            return string.Join('\n', [$"the database says nothing: {none.Message}", .. silos]);
        }
    }

    private async Task<List<string>> DiagnosisOfDatabase()
    {
        var rows = new List<string>();
        foreach (var table in new[]
        {
            "SELECT run, state, lead, leader, failure FROM runs ORDER BY created DESC LIMIT 2",
            "SELECT run, variant, first, fence, silo, months, (bytes IS NULL) FROM attempts",
            "SELECT address, status, alive, suspects FROM silos ORDER BY started DESC LIMIT 9",
        })
        {
            rows.AddRange((await Rows(table)).Select(row => string.Join(" | ", row)));
        }

        return rows;
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

        await (_rows?.DisposeAsync() ?? default);
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }

        Network?.Dispose();
        _over.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Host(int silo) => Network?.Address(silo) ?? "127.0.0.1";

    private void Up(Silo silo)
    {
        silo.Process?.Dispose();
        silo.Process = ServerProcess.StartWithin(
            Network is null ? [] : SiloNetwork.Within,
            ServerProcess.Program,
            new Dictionary<string, string> { ["HNS_DATABASE"] = Network is null ? Database : Postgres.BySocket(Database) },
            "--role", "silo",
            "--cluster", Name,
            "--urls", "http://127.0.0.1:0",
            "--data", Path.Combine(_folder.FullName, silo.Number.ToString(CultureInfo.InvariantCulture)),
            "--silo-address", Host(silo.Number),
            "--silo-port", silo.Port.ToString(CultureInfo.InvariantCulture),
            "--gateway-port", Network is null ? "0" : "30000",
            "--batch", Batch.ToString(CultureInfo.InvariantCulture));
        Network?.Join(silo.Number, silo.Process.Id);
    }

    private async Task Care()
    {
        while (!_over.IsCancellationRequested)
        {
            foreach (var silo in _silos.Where(s => s.Process!.HasEnded))
            {
                if (!silo.Process!.WasStruck)
                {
                    lock (_lost)
                    {
                        _lost.Add($"silo {silo.Number}, exit code {silo.Process.ExitCode}: {silo.Process.LastWords}");
                    }
                }

                try
                {
                    Up(silo);
                }
                catch (InvalidOperationException)
                {
                    // It ended before it had its cable; the next turn starts it again.
                }
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

/// <summary>The database server has ended though nobody here ended it: by whoever stopped the campaign from outside, or by a fault of its own.</summary>
internal sealed class DatabaseDiedException() : Exception("the database server ended, and not by our hand");
