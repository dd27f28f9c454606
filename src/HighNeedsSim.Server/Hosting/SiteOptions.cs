using HighNeedsSim.Server.Security;

namespace HighNeedsSim.Server.Hosting;

/// <summary>How a server is set up, beside where it listens and where its files are.</summary>
/// <param name="SignIn">How people sign in; null on this machine alone, where nobody does.</param>
/// <param name="ChangesPerMinute">How many things each user may start or change through the API in a minute.</param>
/// <param name="Watched">
/// Whether it tells of itself at <c>/metrics</c>. Meters belong to a process, so of two servers in one only one may.
/// </param>
public sealed record SiteOptions(SignInSettings? SignIn = null, int ChangesPerMinute = 120, bool Watched = true);
