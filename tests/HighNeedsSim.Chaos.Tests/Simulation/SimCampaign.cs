using System.Diagnostics;
using System.Globalization;

namespace HighNeedsSim.Chaos.Tests.Simulation;

/// <summary>Many simulated clusters: <c>./run simulate --seeds N --seed S</c>.</summary>
internal static class SimCampaign
{
    /// <summary>Plays so many seeds from one on, on all processors, and says which went wrong and how.</summary>
    /// <returns>The program's exit code: 0 when nothing did, 5 when something did.</returns>
    public static async Task<int> Play(int seeds, int first)
    {
        var watch = Stopwatch.StartNew();
        var events = 0L;
        var wrong = new SortedDictionary<int, (IReadOnlyList<string> Wrong, IReadOnlyList<string> History)>();
        Parallel.For(first, first + seeds, seed =>
        {
            var cluster = new SimCluster(seed);
            var found = cluster.Play();
            Interlocked.Add(ref events, cluster.Clock.Events);
            if (found.Count > 0)
            {
                lock (wrong)
                {
                    wrong[seed] = (found, cluster.History);
                }
            }
        });
        foreach (var (seed, (found, history)) in wrong)
        {
            await Console.Out.WriteLineAsync(string.Join("\n  ", [$"seed {seed}:", .. history, .. found.Select(line => $"WRONG: {line}")]));
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{seeds} seeds, {seeds - wrong.Count} right ({seconds:0.0} s, {seeds / seconds:0} seeds a second, {events / 1e6:0.0} million events)"));
        return wrong.Count == 0 ? 0 : 5;
    }
}
