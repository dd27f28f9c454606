using System.Data.Common;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace HighNeedsSim.Cluster;

/// <summary>
/// The list of silos that Orleans keeps its cluster by, in the run store: who has the runs has the silos that play them, and
/// nothing else needs to be installed.
/// </summary>
/// <remarks>
/// Every change states the version of the whole list that it was made from, and is refused when the list has changed meanwhile.
/// </remarks>
internal sealed class StoreMembership(RunStore store, IOptions<ClusterOptions> options, TimeProvider time) : IMembershipTable
{
    private string Cluster => options.Value.ClusterId;

    public Task InitializeMembershipTable(bool tryInitTableVersion) => store.Do(db => db.Execute(
        "INSERT INTO clusters VALUES (@cluster, 0) ON CONFLICT DO NOTHING", ("@cluster", Cluster)));

    public Task DeleteMembershipTableEntries(string clusterId) => store.Change(db =>
        db.Execute("DELETE FROM silos WHERE cluster = @cluster", ("@cluster", clusterId))
        + db.Execute("DELETE FROM clusters WHERE cluster = @cluster", ("@cluster", clusterId)));

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => store.Do(db => db.Execute(
        "DELETE FROM silos WHERE cluster = @cluster AND status <> @active AND alive < @before",
        ("@cluster", Cluster),
        ("@active", (int)SiloStatus.Active),
        ("@before", RunStore.Written(beforeDate))));

    public Task<MembershipTableData> ReadRow(SiloAddress key) => store.Change(db => Data(db, key));

    public Task<MembershipTableData> ReadAll() => store.Change(db => Data(db, null));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => store.Change(db =>
    {
        SiloModels.RefuseOther(db, Cluster, time.GetUtcNow());
        return Step(db, tableVersion) && db.Execute(
            """
            INSERT INTO silos VALUES (@cluster, @address, @name, @host, @gateway, @status, @suspects, @started, @alive, @model, 0) ON CONFLICT DO NOTHING
            """,
            ("@cluster", Cluster),
            ("@address", entry.SiloAddress.ToParsableString()),
            ("@name", entry.SiloName ?? ""),
            ("@host", entry.HostName ?? ""),
            ("@gateway", entry.ProxyPort),
            ("@status", (int)entry.Status),
            ("@suspects", Suspects(entry)),
            ("@started", Written(entry.StartTime)),
            ("@alive", Written(entry.IAmAliveTime)),
            ("@model", ModelVersion.Current)) > 0;
    });

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => store.Change(db =>
        Step(db, tableVersion) && db.Execute(
            """
            UPDATE silos SET status = @status, suspects = @suspects, alive = @alive, etag = etag + 1
            WHERE cluster = @cluster AND address = @address AND etag = @etag
            """,
            ("@cluster", Cluster),
            ("@address", entry.SiloAddress.ToParsableString()),
            ("@status", (int)entry.Status),
            ("@suspects", Suspects(entry)),
            ("@alive", Written(entry.IAmAliveTime)),
            ("@etag", long.Parse(etag, CultureInfo.InvariantCulture))) > 0);

    public Task UpdateIAmAlive(MembershipEntry entry) => store.Do(db => db.Execute(
        "UPDATE silos SET alive = @alive WHERE cluster = @cluster AND address = @address",
        ("@cluster", Cluster),
        ("@address", entry.SiloAddress.ToParsableString()),
        ("@alive", Written(entry.IAmAliveTime))));

    private bool Step(DbConnection db, TableVersion next) => db.Execute(
        "UPDATE clusters SET version = @next WHERE cluster = @cluster AND version = @from",
        ("@cluster", Cluster),
        ("@next", (long)next.Version),
        ("@from", long.Parse(next.VersionEtag, CultureInfo.InvariantCulture))) > 0;

    private MembershipTableData Data(DbConnection db, SiloAddress? only)
    {
        var version = db.Query("SELECT version FROM clusters WHERE cluster = @cluster", row => row.GetInt32(0), ("@cluster", Cluster)).SingleOrDefault();
        var silos = db.Query(
            "SELECT address, name, host, gateway_port, status, suspects, started, alive, etag FROM silos WHERE cluster = @cluster ORDER BY address",
            row => Tuple.Create(
                new MembershipEntry
                {
                    SiloAddress = SiloAddress.FromParsableString(row.GetString(0)),
                    SiloName = row.GetString(1),
                    HostName = row.GetString(2),
                    ProxyPort = row.GetInt32(3),
                    Status = (SiloStatus)row.GetInt32(4),
                    SuspectTimes = Suspects(row.GetString(5)),
                    StartTime = RunStore.Read(row.GetString(6)).UtcDateTime,
                    IAmAliveTime = RunStore.Read(row.GetString(7)).UtcDateTime,
                },
                row.GetInt64(8).ToString(CultureInfo.InvariantCulture)),
            ("@cluster", Cluster));
        return new(
            [.. silos.Where(s => only is null || s.Item1.SiloAddress.Equals(only))],
            new(version, version.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Suspects(MembershipEntry entry) =>
        string.Join('\n', (entry.SuspectTimes ?? []).Select(s => $"{s.Item1.ToParsableString()} {Written(s.Item2)}"));

    private static List<Tuple<SiloAddress, DateTime>> Suspects(string written) =>
        [.. written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .Select(s => Tuple.Create(SiloAddress.FromParsableString(s[0]), RunStore.Read(s[1]).UtcDateTime))];

    private static string Written(DateTime utc) => RunStore.Written(new(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));
}

/// <summary>Where a client of the cluster finds silos: in the same list.</summary>
internal sealed class StoreGateways(RunStore store, IOptions<ClusterOptions> options, IOptions<GatewayOptions> refresh) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => refresh.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways() => await store.Do(db => db.Query(
        "SELECT address, gateway_port FROM silos WHERE cluster = @cluster AND status = @active AND gateway_port > 0",
        row =>
        {
            var silo = SiloAddress.FromParsableString(row.GetString(0));
            return SiloAddress.New(new IPEndPoint(silo.Endpoint.Address, row.GetInt32(1)), silo.Generation).ToGatewayUri();
        },
        ("@cluster", options.Value.ClusterId),
        ("@active", (int)SiloStatus.Active)));
}
