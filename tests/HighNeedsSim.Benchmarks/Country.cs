using System.Diagnostics;
using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Benchmarks;

/// <summary>A country of several times England's children: it may be slow, but is played to its end.</summary>
internal static class Country
{
    /// <summary>Plays some futures one after another, and says what they found and what they cost.</summary>
    public static int Play(int times, int replicates)
    {
        var (_, england) = Measured.Read("england-153");
        var country = Measured.Larger(england, times);
        var began = Stopwatch.GetTimestamp();
        var tables = WorldTables.Compile(country);
        var spec = new RunSpec(1, replicates, [country.Variants[0].Id]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times} times England: {tables.OpeningPlans.Length} plans, {tables.Districts} districts, compiled in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s."));

        var before = Environment.CpuUsage.TotalTime;
        var result = Measured.Loop(tables, spec, batch: 1);
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds / replicates;
        using var process = Process.GetCurrentProcess();
        var plans = result.Replicates(result.Baseline, MeasureCodes.Plans, result.Layout.Years.Count - 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{replicates} futures: {seconds:0.0} s of processor time each, {process.PeakWorkingSet64 / (1024.0 * 1024):0} MiB; plans at the end {string.Join(", ", plans)}."));
        return 0;
    }
}
