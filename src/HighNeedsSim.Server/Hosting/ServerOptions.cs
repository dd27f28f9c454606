using System.Globalization;
using System.Net;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Server.Hosting;

/// <summary>What a process does: everything, or its part in a cluster.</summary>
public enum ServerRole
{
    /// <summary>Plays runs and shows pages: alone, or as one of several that share a database.</summary>
    All,

    /// <summary>Plays runs, and shows no pages.</summary>
    Silo,

    /// <summary>Shows pages, and leaves all playing to the silos of its cluster.</summary>
    Web,
}

/// <summary>How the log is written.</summary>
public enum LogForm
{
    /// <summary>A line for people, of warnings and failures.</summary>
    Text,

    /// <summary>A JSON object on each line, with run, variant and world as fields, of runs that begin and end too.</summary>
    Json,
}

/// <summary>What somebody may say when they start the server, on the command line or in the environment.</summary>
/// <param name="Urls">Addresses to listen on; null for the default port, or a free one when that is taken.</param>
/// <param name="Scenarios">The scenarios' folder; null to look for it.</param>
/// <param name="Data">Where runs are kept; null for the usual place of this machine.</param>
/// <param name="Help">Whether only the help was asked for.</param>
/// <param name="Role">What this process does.</param>
/// <param name="Database">The connection string of PostgreSQL, for a cluster; null for one process with its own file.</param>
/// <param name="DatabasePasswordFile">The file that holds the password of it; null where none is needed.</param>
/// <param name="Member">This silo's place in its cluster.</param>
/// <param name="Batch">Replicates in a world; null to choose.</param>
/// <param name="HealthCheck">Whether only a server that runs already is asked whether it is well.</param>
/// <param name="SignIn">The file that says how people sign in; null when nobody does.</param>
/// <param name="Log">How the log is written.</param>
public sealed record ServerOptions(
    IReadOnlyList<string>? Urls = null,
    string? Scenarios = null,
    string? Data = null,
    bool Help = false,
    ServerRole Role = ServerRole.All,
    string? Database = null,
    string? DatabasePasswordFile = null,
    SiloPlace? Member = null,
    int? Batch = null,
    bool HealthCheck = false,
    string? SignIn = null,
    LogForm Log = LogForm.Text)
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string HelpText =
        """
        HighNeedsSim: what a local authority's high needs block will cost, and what could change it.

        Starts one process with everything in it and prints the address to open in a browser.

        Options:
          --urls URL        Where to listen: a loopback address, unless people sign in.
                            Default http://127.0.0.1:5080, or a free port when that one is taken.
          --sign-in FILE    How people sign in (OpenID Connect): docs/sign-in.md says what is in the file.
          --scenarios DIR   The folder with the scenarios. Default: 'scenarios', looked for in this folder,
                            in the folders above it, and above the program.
          --data DIR        Where runs and results are kept; made if need be.
                            Default: highneedssim in $XDG_DATA_HOME or in ~/.local/share.
          --batch N         Replicates in a world, 1 to 65,535. Default: from the scenario and the processors.
          --log FORM        text (default: lines for people) or json (an object on each line, for a collector).
          --healthcheck     Ask the server at --urls whether it is well, and exit with 0 or 1.
          --help            This text.

        A cluster of several processes that share a PostgreSQL database (docs/operations.md):
          --role ROLE       all (default), silo (plays, no pages) or web (pages, plays nothing).
          --database TEXT   Host=…;Database=…;Username=…, without the password.
          --database-password-file FILE
                            Its first line is the password.
          --cluster NAME    Processes of one name work together. Default highneedssim.
          --silo-address A  The address or host name of this machine that other silos and web processes
                            reach it by. Default 127.0.0.1: no other machine.
          --silo-port N     Default 11111; 0 for any free port.
          --gateway-port N  Default 30000; 0 for any free port.

        Each option may be in the environment instead: HNS_ROLE, HNS_DATABASE, HNS_SILO_ADDRESS and so on.

        Exit codes: 0 stopped as asked, 1 failure, 2 wrong use, 4 no scenarios found.
        """;

    private static readonly string[] Secrets = ["password", "pwd"];

    private static readonly string[] Names =
    [
        "--urls", "--scenarios", "--data", "--batch", "--role", "--database", "--database-password-file", "--cluster",
        "--silo-address", "--silo-port", "--gateway-port", "--sign-in", "--log",
    ];

    /// <summary>Reads <c>--name value</c> and <c>--name=value</c>, and from the environment what is not there.</summary>
    /// <param name="args">The words after the program.</param>
    /// <param name="environment">A variable of the environment; null for none at all.</param>
    /// <returns>The options, or what is wrong with them and what to write instead.</returns>
    public static (ServerOptions? Options, string? Refusal) Read(IReadOnlyList<string> args, Func<string, string?>? environment = null)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var check = false;
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (name is "--help" or "-h" or "-?")
            {
                return (new() { Help = true }, null);
            }

            if (name == "--healthcheck")
            {
                check = true;
                continue;
            }

            if (!Names.Contains(name))
            {
                return (null, $"'{name}' is not an option of the server; there are {string.Join(", ", Names)}, --healthcheck and --help.");
            }

            value ??= i + 1 < args.Count ? args[++i] : null;
            if (string.IsNullOrWhiteSpace(value))
            {
                return (null, $"'{name}' needs a value after it: see --help.");
            }

            said[name] = value;
        }

        if (said.TryGetValue("--database", out var typed) && Secrets.Any(w => typed.Contains(w, StringComparison.OrdinalIgnoreCase)))
        {
            return (null, "--database: a password on the command line can be read by everybody on this machine; put it into a file and name that with --database-password-file.");
        }

        foreach (var name in Names.Where(n => !said.ContainsKey(n)))
        {
            if (environment?.Invoke("HNS_" + name[2..].Replace('-', '_').ToUpperInvariant()) is { } value && !string.IsNullOrWhiteSpace(value))
            {
                said[name] = value;
            }
        }

        return Judge(said, check);
    }

    /// <summary>The name of its cluster.</summary>
    public string Cluster => Member?.Cluster ?? "";

    /// <summary>Where runs and results are kept.</summary>
    /// <param name="data">The data folder, for a process with its own file.</param>
    /// <exception cref="IOException">The file with the password cannot be read.</exception>
    public RunStoreOptions Store(string data) =>
        Database is null ? RunStoreOptions.InFolder(data) : RunStoreOptions.OfPostgres(Database, DatabasePasswordFile);

    private static (ServerOptions? Options, string? Refusal) Judge(Dictionary<string, string> said, bool check)
    {
        // Everything that is wrong, at once.
        var wrong = new List<string>();
        var urls = said.GetValueOrDefault("--urls")?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        wrong.AddRange((urls ?? []).Select(url => LoopbackAddress.Refusal(url, said.ContainsKey("--sign-in"))).OfType<string>());
        var role = Choice(said, "--role", ServerRole.All, "there are all, silo and web", wrong);
        var log = Choice(said, "--log", LogForm.Text, "there are text and json", wrong);

        var database = said.GetValueOrDefault("--database");
        if (database is null && role != ServerRole.All)
        {
            wrong.Add($"--role {said["--role"]} works in a cluster: name its database with --database 'Host=…;Database=…;Username=…'.");
        }

        if (database is not null && IsNoPostgres(database))
        {
            wrong.Add("--database: not a connection string of PostgreSQL; write one like 'Host=127.0.0.1;Database=highneedssim;Username=highneedssim'.");
        }

        if (said.GetValueOrDefault("--database-password-file") is { } file && !File.Exists(file))
        {
            wrong.Add($"--database-password-file: there is no file '{file}'.");
        }

        var address = Address(said.GetValueOrDefault("--silo-address", "127.0.0.1"), wrong);
        var member = new SiloPlace(
            said.GetValueOrDefault("--cluster", "highneedssim"), address, Number(said, "--silo-port", 11111, 0, wrong), Number(said, "--gateway-port", 30000, 0, wrong));
        var batch = said.ContainsKey("--batch") ? Number(said, "--batch", 0, 1, wrong) : (int?)null;
        return wrong.Count > 0
            ? (null, string.Join(' ', wrong))
            : (new(urls, said.GetValueOrDefault("--scenarios"), said.GetValueOrDefault("--data"), false, role, database,
                said.GetValueOrDefault("--database-password-file"), database is null ? null : member, batch, check, said.GetValueOrDefault("--sign-in"), log), null);
    }

    private static T Choice<T>(Dictionary<string, string> said, string name, T otherwise, string allowed, List<string> wrong)
        where T : struct, Enum
    {
        if (!said.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        if (Enum.TryParse<T>(text, ignoreCase: true, out var found) && !int.TryParse(text, out _))
        {
            return found;
        }

        wrong.Add($"{name}: there is no '{text}'; {allowed}.");
        return otherwise;
    }

    private static bool IsNoPostgres(string text)
    {
        try
        {
            return !new System.Data.Common.DbConnectionStringBuilder { ConnectionString = text }.ContainsKey("Host");
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static IPAddress Address(string text, List<string> wrong)
    {
        IPAddress? found = null;
        try
        {
            found = IPAddress.TryParse(text, out var ip) ? ip : Dns.GetHostAddresses(text, System.Net.Sockets.AddressFamily.InterNetwork).FirstOrDefault();
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or ArgumentException)
        {
            wrong.Add($"--silo-address: '{text}' is no address of this machine: {failure.Message}");
            return IPAddress.Loopback;
        }

        if (found is null || found.Equals(IPAddress.Any) || found.Equals(IPAddress.IPv6Any))
        {
            wrong.Add($"--silo-address: '{text}' is every address or none; name the one that the other processes of the cluster reach this machine by.");
        }

        return found ?? IPAddress.Loopback;
    }

    private static int Number(Dictionary<string, string> said, string name, int otherwise, int least, List<string> wrong)
    {
        if (!said.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= ushort.MaxValue)
        {
            return number;
        }

        wrong.Add($"{name}: '{text}' is not a whole number from {least} to {ushort.MaxValue}.");
        return otherwise;
    }
}
