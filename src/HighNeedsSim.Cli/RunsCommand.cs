using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HighNeedsSim.Cli;

/// <summary><c>hns runs</c>: the runs of a running server.</summary>
internal static class RunsCommand
{
    private const int Shown = 50;

    public static Command Make(Terminal terminal) => new("runs", "List, show or stop the runs of a running server.")
    {
        Of(terminal, "list", "List the newest runs.", run: null, async (server, _, json, cancel) =>
        {
            var runs = (await server.List(Shown, cancel)).Runs;
            await terminal.Out.WriteAsync(json ? Document(new { schema = "hn.runs/1", runs }) : Table(runs));
        }),
        Of(terminal, "show", "Tell how far a run is.", new Argument<string>("run") { Description = "Its id." }, async (server, run, json, cancel) =>
        {
            var found = await server.Get(run, cancel);
            await terminal.Out.WriteAsync(json ? Document(new { schema = "hn.remote-run/1", run = found }) : Table([found]));
            if (found.Failure is { } failure && !json)
            {
                await terminal.Out.WriteLineAsync(failure);
            }
        }),
        Of(terminal, "stop", "Stop a run for good.", new Argument<string>("run") { Description = "Its id." }, async (server, run, json, cancel) =>
        {
            await server.Stop(run, cancel);
            var found = await server.Get(run, cancel);
            await terminal.Out.WriteAsync(json ? Document(new { schema = "hn.remote-run/1", run = found }) : Table([found]));
        }),
    };

    private static Command Of(
        Terminal terminal, string name, string description, Argument<string>? run, Func<RemoteServer, string, bool, CancellationToken, Task> act)
    {
        var (address, tokenFile) = RemoteServer.Options();
        address.Required = true;
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var command = new Command(name, description) { address, tokenFile, json };
        if (run is not null)
        {
            command.Arguments.Add(run);
        }

        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                using var server = await RemoteServer.Open(parsed.GetRequiredValue(address), parsed.GetValue(tokenFile), cancel);
                await act(server, run is null ? "" : parsed.GetRequiredValue(run), parsed.GetValue(json), cancel);
                return ExitCode.Ok;
            }
            catch (RemoteException fault)
            {
                await terminal.Error.WriteLineAsync($"hns: {fault.Message}");
                return fault.ExitCode;
            }
        });
        return command;
    }

    private static string Document(object value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web) + "\n";

    private static string Table(IReadOnlyList<RemoteRun> runs)
    {
        var text = new StringBuilder();
        var width = runs.Select(run => run.Run.Length).Append("run".Length).Max();
        text.Append(CultureInfo.InvariantCulture, $"{"run".PadRight(width)}  {"state",-9}  {"futures",8}  {"done",4}  asked for\n");
        foreach (var run in runs)
        {
            var done = run.Progress is { } progress ? string.Create(CultureInfo.InvariantCulture, $"{progress.Percent}%") : "";
            text.Append(CultureInfo.InvariantCulture, $"{run.Run.PadRight(width)}  {run.State,-9}  {run.Replicates,8}  {done,4}  {run.Created:yyyy-MM-dd HH:mm}\n");
        }

        return text.ToString();
    }
}
