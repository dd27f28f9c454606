using System.Diagnostics;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>Other people's work: more of it than the processors of this machine can do, until it is disposed.</summary>
internal sealed class BusyProcessors : IDisposable
{
    /// <summary>So many programs for each processor that do nothing but compute.</summary>
    private const int ForEach = 8;

    private readonly List<Process> _busy = [];

    public BusyProcessors()
    {
        for (var n = 0; n < ForEach * Environment.ProcessorCount; n++)
        {
            // 'read' ends with our end of the pipe, so that nothing is left behind even if we are killed.
            _busy.Add(Process.Start(new ProcessStartInfo("sh", ["-c", "{ while :; do :; done; } & read -r _; kill $!"]) { RedirectStandardInput = true })!);
        }
    }

    public void Dispose()
    {
        foreach (var busy in _busy)
        {
            busy.StandardInput.Close();
            busy.WaitForExit();
            busy.Dispose();
        }
    }
}
