using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace HighNeedsSim.House.Tests;

/// <summary>
/// What docker-compose.yml promises of every container. <c>./test</c> has docker-compose and a linter read the files too
/// (.ci/containers); no container engine is needed for any of it, and none has started them.
/// </summary>
[Tier("Fact")]
public partial class ContainerTests
{
    private static readonly Dictionary<string, Dictionary<string, object>> Services = ReadServices();

    [Fact]
    public void There_are_three_silos_of_which_one_shows_the_pages_with_their_database_and_what_watches_them()
    {
        Assert.Equal(["grafana", "postgres", "prometheus", "silo-1", "silo-2", "silo-3"], Services.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["all", "silo", "silo"], Silos.Select(silo => Environment(silo)["HNS_ROLE"]));
        Assert.Equal(3, Silos.Select(silo => Environment(silo)["HNS_SILO_ADDRESS"]).Distinct().Count());
    }

    [Fact]
    public void No_container_is_root_or_can_become_it_and_none_writes_outside_its_volumes()
    {
        Offenders.None(Services.Where(service =>
            service.Value.GetValueOrDefault("user") is not string user || user.StartsWith('0') || user.StartsWith("root", StringComparison.Ordinal)
            || service.Value.GetValueOrDefault("read_only") is not "true"
            || !List(service.Value, "cap_drop").Contains("ALL")
            || !List(service.Value, "security_opt").Contains("no-new-privileges:true")).Select(service => service.Key));
    }

    [Fact]
    public void Every_container_is_of_one_version_is_asked_how_it_is_and_comes_back()
    {
        Offenders.None(Services.Where(service =>
            service.Value["image"] is not string image || !Pinned().IsMatch(image)
            || !service.Value.ContainsKey("healthcheck")
            || service.Value.GetValueOrDefault("restart") is not "unless-stopped").Select(service => service.Key));
        Offenders.None(Repository.Read("Dockerfile").Split('\n').Where(line => line.StartsWith("FROM ", StringComparison.Ordinal) && !Pinned().IsMatch(line.Split(' ')[1])));
    }

    [Fact]
    public void Nothing_listens_beyond_this_machine_and_what_is_kept_is_in_named_volumes()
    {
        // On the machine's own network, each is told to listen on a loopback address.
        Assert.All(Services.Values, service => Assert.Equal("host", service["network_mode"]));
        Assert.All(Silos, silo => Assert.Matches("^http://127\\.", Environment(silo)["HNS_URLS"]));
        Assert.All(Silos, silo => Assert.Matches("^127\\.", Environment(silo)["HNS_SILO_ADDRESS"]));
        Assert.Contains("listen_addresses=127.0.0.1", List(Services["postgres"], "command"));
        Assert.Contains("--web.listen-address=127.0.0.1:9090", List(Services["prometheus"], "command"));
        Assert.Equal("127.0.0.1", Environment(Services["grafana"])["GF_SERVER_HTTP_ADDR"]);

        Offenders.None(Services.Where(service => List(service.Value, "volumes").All(volume => volume.StartsWith('.') || volume.StartsWith('/'))).Select(service => service.Key));
    }

    [Fact]
    public void Prometheus_asks_every_silo()
    {
        var asked = Repository.Read("grafana/prometheus/prometheus.yml");

        Offenders.None(Silos.Select(silo => Environment(silo)["HNS_URLS"]!["http://".Length..]).Where(address => !asked.Contains($"- {address}\n", StringComparison.Ordinal)));
    }

    private static IEnumerable<Dictionary<string, object>> Silos =>
        Services.Where(service => service.Key.StartsWith("silo-", StringComparison.Ordinal)).OrderBy(service => service.Key, StringComparer.Ordinal).Select(service => service.Value);

    private static Dictionary<string, string?> Environment(Dictionary<string, object> service) =>
        ((Dictionary<object, object>)service["environment"]).ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal);

    private static IEnumerable<string> List(Dictionary<string, object> service, string name) =>
        service.GetValueOrDefault(name) is List<object> list ? list.OfType<string>() : [];

    private static Dictionary<string, Dictionary<string, object>> ReadServices()
    {
        using var text = new StringReader(Repository.Read("docker-compose.yml"));
        var file = new Deserializer().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(text)));
        return ((Dictionary<object, object>)file["services"]).ToDictionary(
            service => (string)service.Key,
            service => ((Dictionary<object, object>)service.Value).ToDictionary(pair => (string)pair.Key, pair => pair.Value, StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>A name, and after it a version that begins with a number; perhaps a digest.</summary>
    [GeneratedRegex(@"^[a-z0-9./-]+:v?[0-9][\w.-]*(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex Pinned();
}
