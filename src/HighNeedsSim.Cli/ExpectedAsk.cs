using System.CommandLine;
using System.Text;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cli;

/// <summary>What the commands that ask the expected path have in common: scenario, variant, where the answer goes.</summary>
internal sealed class ExpectedAsk
{
    private readonly Argument<string> _scenario = new("scenario") { Description = "The scenario's folder." };
    private readonly Option<string> _variant = new("--variant") { Description = "Which policies are asked about.", HelpName = "ID" };
    private readonly Option<string> _folder = new("--out") { Description = "A folder for the answer as JSON, CSV and charts; none if left out.", HelpName = "DIR" };
    private readonly Option<bool> _json;
    private readonly Option<string> _server;
    private readonly Option<string> _tokenFile;
    private readonly string _name;

    /// <param name="name">What is asked, as commands, files and the API call it: <c>explain</c>.</param>
    public ExpectedAsk(string name)
    {
        _name = name;
        _json = new("--json") { Description = $"Print one JSON document (hn.{name}/1) and nothing else." };
        (_server, _tokenFile) = RemoteServer.Options();
    }

    /// <summary>As many of the runs at once as there are processors.</summary>
    public static Repeat AtOnce { get; } = (count, body) => Parallel.For(0, count, body);

    /// <summary>Adds the words to a command.</summary>
    public Command To(Command command)
    {
        command.Add(_scenario);
        command.Add(_variant);
        command.Add(_folder);
        command.Add(_json);
        command.Add(_server);
        command.Add(_tokenFile);
        return command;
    }

    /// <summary>Reads, asks and tells here, or has a running server do it.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="parsed">The words.</param>
    /// <param name="given">What a server is asked beside scenario and variant, by the name that its API has for it; null where it is the server's to choose.</param>
    /// <param name="otherwise">The variant that is meant where none is named.</param>
    /// <param name="ask">Gives the answer, or null with faults added.</param>
    /// <param name="cancel">Stops waiting for a server.</param>
    public Task<int> RunAsync(
        Terminal terminal, ParseResult parsed, IEnumerable<(string Name, string? Value)> given, Func<Scenario, Variant> otherwise,
        Func<ScenarioPackage, Scenario, Variant, List<string>, Answer?> ask, CancellationToken cancel) =>
        parsed.GetValue(_server) is { } address
            ? RemotelyAsync(terminal, parsed, given, address, cancel)
            : Task.FromResult(Run(terminal, parsed, otherwise, ask));

    // The scenario is one of the server's, by name, as for 'hns run --server'.
    private async Task<int> RemotelyAsync(Terminal terminal, ParseResult parsed, IEnumerable<(string Name, string? Value)> given, string address, CancellationToken cancel)
    {
        var scenario = Path.GetFileName(Path.TrimEndingDirectorySeparator(parsed.GetRequiredValue(_scenario)));
        var query = string.Join('&', given.Prepend(("variant", parsed.GetValue(_variant))).Where(word => word.Item2 is not null).Select(word => $"{word.Item1}={Uri.EscapeDataString(word.Item2!)}"));
        try
        {
            using var server = await RemoteServer.Open(address, parsed.GetValue(_tokenFile), cancel);
            Task<byte[]> Of(string form) => server.Worked($"/api/v1/scenarios/{Uri.EscapeDataString(scenario)}/{_name}{form}?{query}", cancel);
            await terminal.Out.WriteAsync(Encoding.UTF8.GetString(await Of(parsed.GetValue(_json) ? "" : ".txt")));
            return parsed.GetValue(_folder) is not { } folder
                ? ExitCode.Ok
                : Keep(terminal, folder, [($"{_name}.json", await Of("")), ($"{_name}.csv", await Of(".csv"))]);
        }
        catch (RemoteException fault)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault.Message}");
            return fault.ExitCode;
        }
    }

    private int Run(Terminal terminal, ParseResult parsed, Func<Scenario, Variant> otherwise, Func<ScenarioPackage, Scenario, Variant, List<string>, Answer?> ask)
    {
        var read = ScenarioFolder.Read(parsed.GetRequiredValue(_scenario));
        if (read.NotFound is { } notFound)
        {
            terminal.Error.WriteLine($"hns: {notFound}");
            return ExitCode.NotFound;
        }

        foreach (var problem in read.Problems)
        {
            terminal.Error.WriteLine(problem);
        }

        if (read.Scenario is not { } scenario || read.Package is not { } package)
        {
            return ExitCode.Invalid;
        }

        var faults = new List<string>();
        var named = parsed.GetValue(_variant);
        var variant = named is null ? otherwise(scenario) : scenario.Variants.FirstOrDefault(v => v.Id == named);
        if (variant is null)
        {
            faults.Add($"there is no variant '{named}': {Nearest.Hint(named!, [.. scenario.Variants.Select(v => v.Id)])}");
        }

        var folder = parsed.GetValue(_folder);
        if (folder is not null && File.Exists(folder))
        {
            faults.Add($"--out {folder} is a file: name a folder.");
        }

        var answer = variant is null || faults.Count > 0 ? null : ask(package, scenario, variant, faults);
        faults.ForEach(fault => terminal.Error.WriteLine($"hns: {fault}"));
        if (answer is null || faults.Count > 0)
        {
            return ExitCode.Usage;
        }

        terminal.Out.Write(parsed.GetValue(_json) ? answer.Json : answer.Screen);
        return folder is null ? ExitCode.Ok : Keep(terminal, folder, answer.Files);
    }

    private static int Keep(Terminal terminal, string folder, IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, bytes) in files)
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"hns: {folder} could not be written to: name another folder.");
            return ExitCode.Failure;
        }

        terminal.Error.WriteLine($"Written to {folder}: {string.Join(", ", files.Select(f => f.Name))}.");
        return ExitCode.Ok;
    }
}
