using System.Net;

namespace HighNeedsSim.Cluster;

/// <summary>A silo's place in a cluster.</summary>
/// <param name="Cluster">The cluster's name: silos of different names in one database do not meet.</param>
/// <param name="Address">
/// Where it listens for other silos and for clients, and under which they find it: this machine only, unless somebody names
/// another. The traffic is neither encrypted nor signed in, so the network must be its own.
/// </param>
/// <param name="SiloPort">For other silos; 0 for any free one.</param>
/// <param name="GatewayPort">For clients; 0 for any free one.</param>
public sealed record SiloPlace(string Cluster, IPAddress Address, int SiloPort, int GatewayPort);
