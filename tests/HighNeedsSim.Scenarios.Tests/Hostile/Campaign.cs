using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace HighNeedsSim.Scenarios.Tests.Hostile;

/// <summary>As many spoilt files as there is time for, on all processors: <c>./run fuzz</c>.</summary>
internal static class Campaign
{
    /// <summary>No answer may take longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Tries every door in turn, and prints what it found.</summary>
    /// <param name="doors">The doors.</param>
    /// <param name="seconds">For how long, all of them together.</param>
    /// <param name="seed">The first case; the same seed tries the same cases.</param>
    /// <returns>Whether nothing was wrong.</returns>
    public static bool Run(IReadOnlyList<Door> doors, int seconds, ulong seed)
    {
        var clean = true;
        Console.WriteLine("| Door | Cases | A second | Slowest, ms | Wrong |\n| --- | --- | --- | --- | --- |");
        foreach (var door in doors)
        {
            var (tried, slowest, wrong) = (0L, 0L, new ConcurrentQueue<string>());
            var began = Stopwatch.GetTimestamp();
            var until = TimeSpan.FromSeconds((double)seconds / doors.Count);
            var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
            {
                while (Stopwatch.GetElapsedTime(began) < until && wrong.Count < 10)
                {
                    var number = seed + (ulong)Interlocked.Increment(ref tried) - 1;
                    var (found, took) = Timed(door, number);
                    if (found is null && took > Longest && Timed(door, number) is var again)
                    {
                        // A machine that others use keeps anybody waiting now and then: slow is what is slow twice.
                        (found, took) = (again.Found, again.Took < took ? again.Took : took);
                    }

                    if ((found ?? (took > Longest ? $"it took {took.TotalSeconds:0.0} s" : null)) is { } what)
                    {
                        wrong.Enqueue($"{door.Name} {number}: {what}");
                    }

                    InterlockedMax(ref slowest, (long)took.TotalMilliseconds);
                }
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            clean &= wrong.IsEmpty;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {door.Name} | {tried} | {tried / Stopwatch.GetElapsedTime(began).TotalSeconds:0} | {slowest} | {wrong.Count} |"));
            foreach (var line in wrong)
            {
                Console.Error.WriteLine(line);
            }
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nMost memory: {process.PeakWorkingSet64 / (1024.0 * 1024):0} MiB. {(clean ? "Every case was answered." : "Try one again with --door NAME --seed NUMBER --cases 1.")}"));
        return clean;
    }

    private static (string? Found, TimeSpan Took) Timed(Door door, ulong number)
    {
        var asked = Stopwatch.GetTimestamp();
        var found = door.Try(number);
        return (found, Stopwatch.GetElapsedTime(asked));
    }

    private static void InterlockedMax(ref long largest, long value)
    {
        for (var seen = Volatile.Read(ref largest); value > seen; seen = Volatile.Read(ref largest))
        {
            Interlocked.CompareExchange(ref largest, value, seen);
        }
    }
}
