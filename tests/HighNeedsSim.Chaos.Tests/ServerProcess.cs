using System.Diagnostics;
using System.Globalization;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>The real server as a process of its own, and what a harsh world can do to it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _said = [];

    private ServerProcess(Process process) => _process = process;

    /// <summary>Whether something was done to it that it may well end of.</summary>
    public bool WasStruck { get; set; }

    /// <summary>The built program, in the same configuration as these tests.</summary>
    public static string Program { get; } = RepositoryRoot.Of(
        "src", "HighNeedsSim.Server", "bin", AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "HighNeedsSim.Server.dll");

    /// <summary>The number by which the system knows it.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens, once it is ready; an exception when it ends before.</summary>
    public Task<Uri> Ready => _ready.Task;

    /// <summary>Done when the process has ended, by whatever cause.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote to its error stream, newest last.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    /// <summary>The last few lines of that.</summary>
    public string LastWords => string.Join('\n', Said.Split('\n').Where(line => line.Length > 0).TakeLast(8));

    /// <summary>Starts it.</summary>
    /// <param name="program">The server's assembly.</param>
    /// <param name="environment">Variables it is given beside our own.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ServerProcess Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartWithin([], program, environment, arguments);

    /// <summary>Starts it behind other words, which end in the same process.</summary>
    /// <param name="words">A program that prepares something and then becomes the one that is named after it.</param>
    /// <param name="program">The server's assembly.</param>
    /// <param name="environment">Variables it is given beside our own.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ServerProcess StartWithin(
        IReadOnlyList<string> words, string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string[] line = [.. words, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot.Folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start)!);
        server.Listen();
        return server;
    }

    /// <summary>Kills it as kill −9 does: it writes nothing more and says goodbye to nobody. It is gone afterwards.</summary>
    /// <remarks>
    /// A large process takes a while to go. Where the run had ended meanwhile, the next round had taken one that was still going for a sound one, and then said of it that it
    /// ended though nothing had been done to it.
    /// </remarks>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            Signal("KILL");
            _process.WaitForExit();
        }
    }

    /// <summary>Stops all its threads where they are.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Lets it go on, as if no time had passed.</summary>
    public void Resume() => Signal("CONT");

    /// <summary>Asks it to end.</summary>
    public void Terminate() => Signal("TERM");

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Signal(string signal)
    {
        WasStruck = true;
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Listen()
    {
        const string IsReady = "HighNeedsSim is ready: ";
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(IsReady, StringComparison.Ordinal) == true)
            {
                _ready.TrySetResult(new(line.Data[IsReady.Length..]));
            }
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.Add(line.Data ?? "");
                if (_said.Count > 400)
                {
                    _said.RemoveRange(0, 200);
                }
            }
        };
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The server ended before it was ready: {Said}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // Nobody may have asked.
        _ = _ready.Task.ContinueWith(t => t.Exception, TaskScheduler.Default);
    }
}
