using System.Runtime.InteropServices;
using HighNeedsSim.Cli;

// Ctrl+C has this long to end things well; then the process ends all the same.
var patience = TimeSpan.FromSeconds(1.5);

var terminal = Terminal.OfThisProcess();
using var stop = new CancellationTokenSource();
var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var work = Task.Run(DoAsync);
var ended = await Task.WhenAny(work, GiveUpAsync());
if (ended == work)
{
    return await work;
}

await terminal.Error.WriteLineAsync("hns: stopped.");
Environment.Exit(ExitCode.Interrupted);
return ExitCode.Interrupted;

async Task<int> DoAsync()
{
    try
    {
        return await CommandTree.InvokeAsync(terminal, args, stop.Token);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        await terminal.Error.WriteLineAsync("hns: stopped; nothing was written.");
        return ExitCode.Interrupted;
    }
    catch (Exception exception)
    {
        var debug = Environment.GetEnvironmentVariable("HNS_DEBUG") == "1";
        await terminal.Error.WriteLineAsync(debug
            ? exception.ToString()
            : $"hns: this should not have happened: {exception.Message.ReplaceLineEndings(" ")} Please report it with the command, the "
                + "scenario and what HNS_DEBUG=1 shows.");
        return ExitCode.Failure;
    }
}

async Task GiveUpAsync()
{
    await stopped.Task;
    await Task.Delay(patience);
}

void Stop(PosixSignalContext signal)
{
    // A second signal is left to the system, which ends the process at once.
    signal.Cancel = !stop.IsCancellationRequested;
    stopped.TrySetResult();
    stop.Cancel();
}
