using System.Globalization;
using HighNeedsSim.Chaos.Tests;

// The campaign: rounds at random, one after another, in one cluster that is never made anew.
int? rounds = 20, seed = 1;
for (var i = 0; i < args.Length; i++)
{
    var value = i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : (int?)null;
    switch (args[i])
    {
        case "--rounds":
            (rounds, i) = (value, i + 1);
            break;
        case "--seed":
            (seed, i) = (value, i + 1);
            break;
        default:
            rounds = null;
            break;
    }
}

if (rounds is not { } count || seed is not { } first)
{
    await Console.Error.WriteLineAsync("Usage: ./run chaos [--rounds N] [--seed S], both whole numbers from 1.");
    return 2;
}

var faults = Enum.GetValues<Fault>();
var times = new Dictionary<Fault, List<double>>();
var identical = 0;
await using (var cluster = await ChaosCluster.Start())
{
    for (var n = 0; n < count; n++)
    {
        // Every kind comes as often as every other, each time at another moment.
        var fault = faults[n % faults.Length];
        await cluster.Whole();
        var round = await Round.Play(cluster, fault, first + n, replicates: 60);
        identical += round.Identical ? 1 : 0;
        if (round.Recovered is { } recovered)
        {
            (times.TryGetValue(fault, out var known) ? known : times[fault] = []).Add(recovered.TotalSeconds);
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{n + 1,4} seed {first + n,5} {fault,-14} after {round.AtMonth,6:0} months: {(round.Identical ? "identical" : "DIFFERENT " + round.Digest)}"
            + (round.Recovered is { } time ? $", worlds elsewhere after {time.TotalSeconds:0.0} s" : "")));
    }
}

foreach (var (fault, seconds) in times)
{
    seconds.Sort();
    await Console.Out.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{fault}: worlds elsewhere after {seconds[seconds.Count / 2]:0.0} s (median), {seconds[Math.Min(seconds.Count - 1, (int)Math.Ceiling(0.95 * seconds.Count) - 1)]:0.0} s (95th percentile), {seconds[^1]:0.0} s (longest) of {seconds.Count}"));
}

await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} rounds, {identical} identical"));
return identical == count ? 0 : 5;
