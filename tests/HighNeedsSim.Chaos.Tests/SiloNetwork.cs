using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>
/// A network on this machine: each silo has a namespace with an address of its own, and a bridge joins them. Two silos can be cut
/// off from each other as a broken switch does it: what one sends is lost without a word, and no connection is told that it is dead.
/// </summary>
/// <remarks>Only root may lay it. A namespace goes with its silo, and the bridge when the tests are done.</remarks>
internal sealed class SiloNetwork : IDisposable
{
    private readonly string _bridge = string.Create(CultureInfo.InvariantCulture, $"hns{Environment.ProcessId}");
    private readonly int _net = FreeNet();
    private int _ends;

    private SiloNetwork() => Run("ip", "link", "add", _bridge, "type", "bridge");

    /// <summary>Why no network can be laid here; null where it can.</summary>
    public static string? Refusal { get; } = FindRefusal();

    /// <summary>Lays it.</summary>
    public static SiloNetwork Lay()
    {
        var network = new SiloNetwork();
        try
        {
            Run("ip", "addr", "add", $"{network.At(1)}/24", "dev", network._bridge);
            Run("ip", "link", "set", network._bridge, "up");
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The address of a silo.</summary>
    public string Address(int silo) => At(2 + silo);

    /// <summary>The words before a program that make it begin when it has been joined to the network.</summary>
    public static IReadOnlyList<string> Within { get; } =
        ["unshare", "--net", "sh", "-c", "until ip -4 -o addr show dev eth0 2>/dev/null | grep -q inet; do sleep 0.05; done; exec \"$0\" \"$@\""];

    /// <summary>Gives a silo's process its cable.</summary>
    public void Join(int silo, int process)
    {
        var ours = new FileInfo("/proc/self/ns/net").LinkTarget;
        var limit = Stopwatch.StartNew();
        while (new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/net")).LinkTarget == ours)
        {
            if (limit.Elapsed > ChaosCluster.Limit)
            {
                throw new TimeoutException($"Process {process} has no network of its own.");
            }

            Thread.Yield();
        }

        var end = string.Create(CultureInfo.InvariantCulture, $"{_bridge}.{++_ends}");
        // A silo that comes back has the card that the others remember.
        Run("ip", "link", "add", "name", end, "type", "veth", "peer", "name", "eth0", "address", Card(silo), "netns", Number(process));
        Run("ip", "link", "set", end, "master", _bridge, "up");
        In(process, "link", "set", "lo", "up");
        In(process, "link", "set", "eth0", "up");
        In(process, "addr", "add", $"{Address(silo)}/24", "dev", "eth0");
    }

    /// <summary>From now on what a silo sends to another goes to a card that nobody has.</summary>
    public void Cut(int process, int other) => Point(process, other, "02:00:00:00:00:00");

    /// <summary>From now on it arrives again.</summary>
    public void Mend(int process, int other) => Point(process, other, Card(other));

    public void Dispose() => Run("ip", "link", "del", _bridge);

    private void Point(int process, int other, string card) =>
        In(process, "neigh", "replace", Address(other), "lladdr", card, "nud", "permanent", "dev", "eth0");

    private static string Card(int silo) => string.Create(CultureInfo.InvariantCulture, $"02:00:00:00:01:{silo:x2}");

    private string At(int host) => string.Create(CultureInfo.InvariantCulture, $"10.231.{_net}.{host}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void In(int process, params string[] words) => Run("nsenter", ["--target", Number(process), "--net", "ip", .. words]);

    private static void Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', words)} failed: {said}");
        }
    }

    // The first 10.231.n that no card of this machine is in.
    private static int FreeNet()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(a => a.Address.GetAddressBytes())
            .Where(a => a is [10, 231, ..])
            .Select(a => (int)a[2])
            .ToHashSet();
        return Enumerable.Range(0, 256).First(net => !taken.Contains(net));
    }

    private static string? FindRefusal()
    {
        if (Environment.UserName != "root")
        {
            return "Only root can give each silo a network of its own.";
        }

        try
        {
            // All that is done here happens in a namespace that is gone at once.
            Run("unshare", "--net", "sh", "-c", "ip link add name hns type bridge && ip link add name hnsa type veth peer name hnsb");
            return null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"This machine lays no network of its own: {failure.Message}";
        }
    }
}
