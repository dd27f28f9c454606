namespace HighNeedsSim.Server.Hosting;

/// <summary>What somebody may say when they start the server.</summary>
/// <param name="Urls">Addresses to listen on; null for the default port, or a free one when that is taken.</param>
/// <param name="Scenarios">The scenarios' folder; null to look for it.</param>
/// <param name="Data">Where runs are kept; null for the usual place of this machine.</param>
/// <param name="SignIn">The file that says how people sign in; null when nobody does.</param>
/// <param name="Help">Whether only the help was asked for.</param>
public sealed record ServerOptions(IReadOnlyList<string>? Urls, string? Scenarios, string? Data, string? SignIn, bool Help)
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
          --help            This text.

        Exit codes: 0 stopped as asked, 1 failure, 2 wrong use, 4 no scenarios found.
        """;

    /// <summary>Reads <c>--name value</c> and <c>--name=value</c>.</summary>
    /// <returns>The options, or what is wrong with the arguments and what to write instead.</returns>
    public static (ServerOptions? Options, string? Refusal) Read(IReadOnlyList<string> args)
    {
        var options = new ServerOptions(null, null, null, null, false);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (name is "--help" or "-h" or "-?")
            {
                return (options with { Help = true }, null);
            }

            if (name is not ("--urls" or "--scenarios" or "--data" or "--sign-in"))
            {
                return (null, $"'{name}' is not an option of the server; there are --urls, --scenarios, --data, --sign-in and --help.");
            }

            value ??= i + 1 < args.Count ? args[++i] : null;
            if (string.IsNullOrWhiteSpace(value))
            {
                return (null, $"'{name}' needs a value after it: see --help.");
            }

            options = name switch
            {
                "--urls" => options with { Urls = value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                "--scenarios" => options with { Scenarios = value },
                "--sign-in" => options with { SignIn = value },
                _ => options with { Data = value },
            };
        }

        return options.Urls?.Select(url => LoopbackAddress.Refusal(url, options.SignIn is not null)).FirstOrDefault(r => r is not null) is { } refusal ? (null, refusal) : (options, null);
    }
}
