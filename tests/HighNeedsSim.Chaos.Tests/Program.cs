using System.Globalization;
using HighNeedsSim.Chaos.Tests;

// The campaign: rounds at random, one after another, in one cluster that is never made anew.
var (rounds, seed, faults) = (20, 1, Enum.GetValues<Fault>());
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read > 0 ? read : 0;
    switch (args[i])
    {
        case "--rounds" when number > 0:
            rounds = number;
            break;
        case "--seed" when number > 0:
            seed = number;
            break;
        case "--fault" when number == 0 && Enum.TryParse<Fault>(value, out var only):
            faults = [only];
            break;
        default:
            await Console.Error.WriteLineAsync(
                $"Usage: ./run chaos [--rounds N] [--seed S] [--fault NAME]; N and S are whole numbers from 1, NAME is one of {string.Join(", ", Enum.GetNames<Fault>())}.");
            return 2;
    }
}

var times = new Dictionary<Fault, List<double>>();
var identical = 0;
await using (var cluster = await ChaosCluster.Start())
{
    for (var n = 0; n < rounds; n++)
    {
        // Every kind comes as often as every other, each time at another moment.
        var fault = faults[n % faults.Length];
        Round round;
        try
        {
            await cluster.Whole();
            round = await Round.Play(cluster, fault, seed + n, replicates: 60);
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"{n + 1} {fault}, seed {seed + n}: {failure.Message}\n{await cluster.Diagnosis()}");
            return 1;
        }

        identical += round.IsIdentical ? 1 : 0;
        if (round.Recovered is { } recovered)
        {
            (times.TryGetValue(fault, out var known) ? known : times[fault] = []).Add(recovered.TotalSeconds);
        }

        var found = round.IsIdentical ? "identical" : "DIFFERENT: " + string.Join("; ", round.Wrong);
        var elsewhere = round.Recovered is { } time ? string.Create(CultureInfo.InvariantCulture, $", worlds elsewhere after {time.TotalSeconds:0.0} s") : "";
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{n + 1,4} seed {seed + n,5} {fault,-14} after {round.AtMonth,6:0} months: {found}{elsewhere}"));
    }
}

foreach (var (fault, seconds) in times)
{
    seconds.Sort();
    await Console.Out.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"{fault}: worlds elsewhere after {seconds[seconds.Count / 2]:0.0} s (median), {seconds[Math.Min(seconds.Count - 1, (int)Math.Ceiling(0.95 * seconds.Count) - 1)]:0.0} s (95th percentile), {seconds[^1]:0.0} s (longest) of {seconds.Count}"));
}

await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds, {identical} identical"));
return identical == rounds ? 0 : 5;
