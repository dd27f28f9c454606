using System.Net;
using System.Net.Sockets;

namespace HighNeedsSim.Server.Hosting;

/// <summary>Where the server may listen: on this machine only, unless it asks everybody who they are.</summary>
public static class LoopbackAddress
{
    /// <summary>The port that the documentation names.</summary>
    public const int DefaultPort = 5080;

    /// <summary>The names under which a browser on this machine knows it. Any other is somebody else's page talking to us.</summary>
    public static readonly IReadOnlyList<string> HostNames = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Why the server does not listen on an address, and what to do; null when it may.</summary>
    /// <param name="url">The address.</param>
    /// <param name="peopleSignIn">Whether everybody is asked who they are.</param>
    public static string? Refusal(string url, bool peopleSignIn = false)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"--urls: '{url}' is not an address; write one like http://127.0.0.1:{DefaultPort}.";
        }

        var isHttps = string.Equals(address.Scheme, "https", StringComparison.OrdinalIgnoreCase);
        if ((!string.Equals(address.Scheme, "http", StringComparison.OrdinalIgnoreCase) && !(isHttps && peopleSignIn)) || address.PathBase.Length > 0)
        {
            return $"--urls: '{url}' must be http with a host and a port and nothing after them: http://127.0.0.1:{DefaultPort}.";
        }

        if (!IsLoopback(address.Host) && !peopleSignIn)
        {
            return $"Everybody who can reach '{url}' could use HighNeedsSim, because nobody signs in: say with --sign-in FILE how people do "
                + $"(docs/sign-in.md), or use --urls http://127.0.0.1:{DefaultPort} and, from another machine, forward that port over ssh.";
        }

        return address is { Port: 0, Host: "localhost" } ? "--urls: for any free port write http://127.0.0.1:0." : null;
    }

    /// <summary>The default address, or one with any free port when another program has the default one.</summary>
    public static string Default()
    {
        using var probe = new TcpListener(IPAddress.Loopback, DefaultPort) { ExclusiveAddressUse = true };
        try
        {
            probe.Start();
            return $"http://127.0.0.1:{DefaultPort}";
        }
        catch (SocketException)
        {
            return "http://127.0.0.1:0";
        }
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
