using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HighNeedsSim.Chaos.Tests;
using HighNeedsSim.Chaos.Tests.Simulation;

// Clusters that only exist in memory, thousands of them.
if (args is ["simulate", ..])
{
    var (seeds, from) = (10_000, 1);
    for (var i = 1; i < args.Length; i += 2)
    {
        if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var whole) || whole is 0 or > 1_000_000_000
            || args[i] is not ("--seeds" or "--seed"))
        {
            await Console.Error.WriteLineAsync("Usage: ./run simulate [--seeds N] [--seed S]; N and S are whole numbers from 1 to 1000000000.");
            return 2;
        }

        (seeds, from) = args[i] == "--seeds" ? (whole, from) : (seeds, whole);
    }

    return await SimCampaign.Play(seeds, from);
}

// The campaign: rounds at random, one after another, in one cluster that is made anew only when a round does not end.
Fault[] faults = [.. Enum.GetValues<Fault>().Where(f => f != Fault.CutNetwork || SiloNetwork.Refusal is null)];
var (rounds, seed) = (20, 1);
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
            if (!faults.Contains(only))
            {
                await Console.Error.WriteLineAsync(SiloNetwork.Refusal);
                return 3;
            }

            faults = [only];
            break;
        default:
            await Console.Error.WriteLineAsync(
                $"Usage: ./run chaos [--rounds N] [--seed S] [--fault NAME]; N and S are whole numbers from 1, NAME is one of {string.Join(", ", Enum.GetNames<Fault>())}.");
            return 2;
    }
}

if (SiloNetwork.Refusal is { } why && faults.Length > 1)
{
    await Console.Error.WriteLineAsync($"No network is cut: {why}");
}

// Whoever stops the campaign gets what it has found, and no silo is left behind. The round under way is not counted: who presses Ctrl+C
// stops its silos and its database as well.
using var stop = new CancellationTokenSource();
ChaosCluster.Stopped = stop.Token;
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var report = new ChaosReport();
ChaosCluster? cluster = null;
try
{
    for (var n = 0; n < rounds && !stop.IsCancellationRequested; n++)
    {
        // Every kind comes as often as every other, each time at another moment.
        var (fault, moment) = (faults[n % faults.Length], seed + n);
        try
        {
            cluster ??= await ChaosCluster.Start();
            var began = Stopwatch.GetTimestamp();
            await cluster.Whole();
            var whole = Stopwatch.GetElapsedTime(began);
            var round = await Round.Play(cluster, fault, moment);
            report.Took(whole, Stopwatch.GetElapsedTime(began));
            await Console.Out.WriteLineAsync(report.Add(n + 1, moment, round, cluster.TakeLost()));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Whoever stops the campaign may have stopped its silos and its database with it.
        }
        catch (Exception failure)
        {
            var old = cluster;
            cluster = null;
            await Console.Error.WriteLineAsync($"{n + 1} seed {moment} {fault}: {failure}\n{(old is null ? "" : await old.Diagnosis())}");
            await Console.Out.WriteLineAsync(report.Add(n + 1, moment, new(fault, 0, [$"it did not end: {failure.Message}"], null), old?.TakeLost() ?? []));
            await (old?.DisposeAsync() ?? default);
        }
    }
}
finally
{
    // What was found is told first, whatever becomes of the last cluster.
    foreach (var line in report.Lines())
    {
        await Console.Out.WriteLineAsync(line);
    }

    await (cluster?.DisposeAsync() ?? default);
}

return report.IsClean ? 0 : 5;
