using System.Diagnostics;
using System.Globalization;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Benchmarks;

/// <summary>What one world costs, in a process of its own: the processor's features are chosen when a process starts.</summary>
internal static class OneWorld
{
    /// <summary>Prints milliseconds of processor time a replicate, the peak of memory in MiB, and kB allocated a replicate.</summary>
    public static int Print(string id, int replicates, int rounds)
    {
        var (_, scenario) = Measured.Read(id);
        var tables = WorldTables.Compile(scenario);
        var cost = Cost(tables, replicates, rounds);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        World.Run(WorldContext.Create(tables, tables.Scenario.Variants[0].Id, 1, 0, replicates));
        var allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / (1000.0 * replicates);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cost:0.000} {process.PeakWorkingSet64 / (1024.0 * 1024):0} {allocated:0}"));
        return 0;
    }

    /// <summary>Milliseconds of processor time a replicate of the baseline: the best of some rounds, after one that compiles the code.</summary>
    public static double Cost(WorldTables tables, int replicates, int rounds)
    {
        var variant = tables.Scenario.Variants[0].Id;
        World.Run(WorldContext.Create(tables, variant, 1, 0, replicates));
        var best = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            World.Run(WorldContext.Create(tables, variant, 1, replicates * round, replicates));
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / replicates);
        }

        return best;
    }

    /// <summary>The same in another process, with other settings of the runtime.</summary>
    public static (double Milliseconds, double Mebibytes, double Kilobytes) Elsewhere(string id, int replicates, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OneWorld).Assembly.Location, "world", id, replicates.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture));
    }
}
