using System.Diagnostics;
using System.Globalization;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Benchmarks;

/// <summary>
/// Every ratio that the engine promises, from one run on one machine. What is compared is played in turn, round by round, so that
/// whatever else the machine does touches both; the median of the rounds' ratios is printed.
/// </summary>
internal static class Report
{
    private const int Rounds = 5;

    /// <summary>So many plays of a world by grains until all of the code they touch is compiled for good.</summary>
    private const int CompilingRounds = 2;

    private static readonly (string Name, string What, Func<Task<string>> Find)[] Rows =
    [
        ("kent", "one world of kent-2023-safety-valve, 20 replicates, baseline", () => Task.FromResult(Kent())),
        ("kent-run", "kent-2023-safety-valve, 200 replicates of two variants, one silo on all processors", () => KentByGrains(200)),
        ("kent-thousand", "the same with 1,000 replicates", () => KentByGrains(1000)),
        ("grains", "grains against the loop (kent-2023-safety-valve, one world of 90 replicates: processor time)", GrainsAgainstLoop),
        ("grains-run", "grains against the loop on as many threads (kent-2023-safety-valve, baseline, 360 replicates in worlds of 90: time on the wall; processor time)", RunAgainstLoop),
        ("silos", "two silo processes against one on the same processors (kent-2023-safety-valve, baseline, 180 replicates: time on the wall)", () => Silos.Compare(180, 3)),
        ("scalar", "scalar against AVX2 and AVX-512 (one world of Kent)", () => Task.FromResult(Scalar())),
        ("numbers", "addressed numbers, many at a time, against System.Random (nanoseconds a word)", () => Task.FromResult(Numbers())),
        ("months", "cost a replicate-month by years 1, 3, 5 (kent-small)", () => Task.FromResult(Months())),
        ("plans", "cost a replicate by plans of ¼, 1 and 3 Kents, for each plan", () => Task.FromResult(Plans())),
        ("allocation", "allocated in a month of the third and later years (one world of Kent, 20 replicates)", () => Task.FromResult(Allocation())),
        ("replicates", "cost a replicate by replicates 100, 500, 2,000 of a run (kent-small, baseline)", () => Task.FromResult(Replicates())),
        ("variants", "cost of one, two, three variants, for each (kent-small)", () => Task.FromResult(Variants())),
        ("pairing", "variance of the saving, unpaired against paired (kent-small, 200 replicates)", () => Task.FromResult(Pairing())),
        ("path", "expected path of kent-2023-safety-valve, five years, all variants, after start-up", () => Task.FromResult(ExpectedPaths())),
        ("ping", "wait for an unrelated grain: median and 99th percentile; the longest", () => Ping.Measure(60)),
        ("page", "wait for a page of ./run: median and 99th percentile; the longest", () => LiveServer.Pages(60)),
        ("first-page", "./run on a built tree, to the first page", LiveServer.FirstPage),
        ("start", "./run scenarios/kent-small --replicates 100, to the answer", () => Task.FromResult(StartUp())),
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="names">The rows wanted; none for all.</param>
    public static async Task<int> PrintAsync(params string[] names)
    {
        if (names.Except(Rows.Select(row => row.Name)).ToArray() is [_, ..] unknown)
        {
            await Console.Error.WriteLineAsync($"bench: no row is called {string.Join(", ", unknown)}. There are: {string.Join(", ", Rows.Select(row => row.Name))}.");
            return 2;
        }

        Console.WriteLine($"Measured on {Machine()}.\n\n| What | Found |\n| --- | --- |");
        foreach (var (_, what, find) in Rows.Where(row => names.Length == 0 || names.Contains(row.Name)))
        {
            Console.WriteLine($"| {what} | {await find()} |");
        }

        return 0;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var vectors = System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "AVX-512" : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "AVX2" : "no AVX2";
        return Text($"{Environment.ProcessorCount} processors ({model ?? "unknown"}, {vectors}), .NET {Environment.Version}");
    }

    private static string Kent()
    {
        var (milliseconds, mebibytes, kilobytes) = OneWorld.Elsewhere("kent-2023-safety-valve", 20);
        return Text($"{milliseconds:0.0} ms a replicate, {mebibytes:0} MiB, {kilobytes:0} kB allocated a replicate");
    }

    private static async Task<string> KentByGrains(int replicates)
    {
        var (package, scenario) = Measured.Read("kent-2023-safety-valve");
        var spec = Measured.Spec(scenario, replicates) with { Variants = [.. scenario.Variants.Take(2).Select(v => v.Id)] };
        await using var cluster = await EmbeddedCluster.StartAsync(new(), default);
        await cluster.RunAsync(package, spec with { Replicates = 8 }, null, default);
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await cluster.RunAsync(package, spec, null, default);
        using var process = Process.GetCurrentProcess();
        return Text($"{watch.Elapsed.TotalSeconds:0.0} s, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.0} s of processor time, {process.PeakWorkingSet64 / (1024.0 * 1024):0} MiB");
    }

    private static async Task<string> GrainsAgainstLoop()
    {
        var (package, scenario) = Measured.Read("kent-2023-safety-valve");
        var (spec, tables) = (new RunSpec(1, 90, [scenario.Variants[0].Id]), WorldTables.Compile(scenario));
        await using var cluster = await EmbeddedCluster.StartAsync(new() { BatchSize = spec.Replicates }, default);
        var ratios = new List<double>();
        for (var round = 0; round < CompilingRounds + Rounds; round++)
        {
            var loop = Cpu(() => Measured.Loop(tables, spec, spec.Replicates));
            var before = Environment.CpuUsage.TotalTime;
            await cluster.RunAsync(package, spec, null, default);
            ratios.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / loop);
        }

        return Text($"{Median(ratios[CompilingRounds..]):0.00}");
    }

    private static async Task<string> RunAgainstLoop()
    {
        const int Batch = 90;
        var (package, scenario) = Measured.Read("kent-2023-safety-valve");
        var (spec, tables) = (new RunSpec(1, 4 * Batch, [scenario.Variants[0].Id]), WorldTables.Compile(scenario));
        await using var cluster = await EmbeddedCluster.StartAsync(new() { BatchSize = Batch }, default);
        var (wall, processor) = (new List<double>(), new List<double>());
        for (var round = 0; round <= 2; round++)
        {
            var loop = await Costs(() => Task.Run(() => Measured.LoopOnAllProcessors(tables, spec, Batch)));
            var grains = await Costs(() => cluster.RunAsync(package, spec, null, default));
            wall.Add(grains.Wall / loop.Wall);
            processor.Add(grains.Processor / loop.Processor);
        }

        // The first round compiles the code.
        return Text($"{Median(wall[1..]):0.00}; {Median(processor[1..]):0.00}");

        static async Task<(double Wall, double Processor)> Costs(Func<Task> play)
        {
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            await play();
            return (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
    }

    private static string Scalar()
    {
        var ratios = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var vector = OneWorld.Elsewhere("kent-2023-safety-valve", 10).Milliseconds;
            ratios.Add(OneWorld.Elsewhere("kent-2023-safety-valve", 10, ("DOTNET_EnableAVX2", "0")).Milliseconds / vector);
        }

        return Text($"{Median(ratios):0.00}");
    }

    private static string Numbers()
    {
        const int Count = 4096;
        uint[][] planes = [.. Enumerable.Range(0, 8).Select(_ => new uint[Count])];
        var one = new uint[4 * Count];
#pragma warning disable RS0030 // What the model may not use is what it is measured against.
        var framework = new Random(1);
        var many = Best(() => Philox.Many(planes[0], 1, planes[1], planes[2], planes[3], planes[4], planes[5], planes[6], planes[7]));
        var single = Best(() =>
        {
            for (var n = 0; n < Count; n++)
            {
                one[n] = Philox.At((uint)n, 1, 0, 0, 2, 3).A;
            }
        });
        var random = Best(() =>
        {
            for (var n = 0; n < one.Length; n++)
            {
                one[n] = unchecked((uint)framework.NextInt64());
            }
        });
#pragma warning restore RS0030
        return Text($"{many / (4 * Count):0.00} against {random / (4 * Count):0.00}; one at a time {single / (4 * Count):0.00}");

        static double Best(Action work)
        {
            var best = double.MaxValue;
            for (var round = 0; round < 400; round++)
            {
                var began = Stopwatch.GetTimestamp();
                work();
                best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalNanoseconds);
            }

            return best;
        }
    }

    private static string Months()
    {
        var (_, scenario) = Measured.Read("kent-small");
        return Relative([1, 3, 5], years =>
        {
            var shorter = scenario with { Timetable = scenario.Timetable with { Years = years } };
            return OneWorld.Cost(WorldTables.Compile(shorter), 100, Rounds) / (shorter.Timetable.Months + Timetable.WarmUpMonths);
        });
    }

    private static string Plans()
    {
        var (_, scenario) = Measured.Read("kent-small");
        // kent-small is Kent times 0.0349. Of four Kents one of its two districts would have more requests than there are numbers for.
        return Relative([7, 29, 87], factor => OneWorld.Cost(WorldTables.Compile(Measured.Times(scenario, factor)), 24, 3) / factor);
    }

    // By the third year buffers have grown to what a month needs; what is still added is room for more children, mostly in Septembers.
    private static string Allocation()
    {
        const int Replicates = 20;
        const int Grown = 26;
        var (_, scenario) = Measured.Read("kent-2023-safety-valve");
        var tables = WorldTables.Compile(scenario);
        var atEnd = new List<long>();
        World.Run(WorldContext.Create(tables, scenario.Variants[0].Id, 1, 0, Replicates), _ => atEnd.Add(GC.GetTotalAllocatedBytes(precise: true)));
        long[] months = [.. atEnd.Skip(Grown + 1).Zip(atEnd.Skip(Grown), (after, before) => (after - before) / Replicates)];
        return Text($"{months.Average() / 1000:0.0} kB a replicate, {months.Min() / 1000.0:0.0} in the least of months: {months.Average() / tables.OpeningPlans.Length:0.00} bytes a child");
    }

    private static string Replicates()
    {
        var (_, scenario) = Measured.Read("kent-small");
        var tables = WorldTables.Compile(scenario);
        return Relative([100, 500, 2000], replicates =>
        {
            var spec = new RunSpec(1, replicates, [scenario.Variants[0].Id]);
            return Enumerable.Range(0, 3).Min(_ => Cpu(() => Measured.Loop(tables, spec, 100))) / replicates;
        });
    }

    private static string Variants()
    {
        var (_, scenario) = Measured.Read("kent-small");
        var tables = WorldTables.Compile(scenario);
        return Relative([1, 2, 3], variants =>
        {
            var spec = new RunSpec(1, 50, [.. scenario.Variants.Take(variants).Select(v => v.Id)]);
            return Enumerable.Range(0, Rounds).Min(_ => Cpu(() => Measured.Loop(tables, spec, 50))) / variants;
        });
    }

    private static string Pairing()
    {
        var (_, scenario) = Measured.Read("kent-small");
        var tables = WorldTables.Compile(scenario);
        var (one, other) = (Measured.Loop(tables, Measured.Spec(scenario, 200), 100), Measured.Loop(tables, Measured.Spec(scenario, 200, seed: 2), 100));
        var last = one.Layout.Years.Count - 1;
        var planned = one.Replicates(scenario.Variants[1].Id, MeasureCodes.Deficit, last);
        return Text($"{Variance(planned, other.Replicates(other.Baseline, MeasureCodes.Deficit, last)) / Variance(planned, one.Replicates(one.Baseline, MeasureCodes.Deficit, last)):0.0}");

        static double Variance(long[] variant, long[] baseline)
        {
            double[] savings = [.. variant.Zip(baseline, (v, b) => (double)(b - v))];
            var mean = savings.Average();
            return savings.Average(s => (s - mean) * (s - mean));
        }
    }

    private static string ExpectedPaths()
    {
        var (_, scenario) = Measured.Read("kent-2023-safety-valve");
        var tables = WorldTables.Compile(scenario);
        Repeat sideBySide = (count, body) => Parallel.For(0, count, body);

        // The first rounds compile the code.
        for (var round = 0; round < 60; round++)
        {
            ExpectedPath.Run(tables, scenario.Variants, Parameters.Central, sideBySide);
        }

        var waits = Enumerable.Range(0, 200).Select(_ => Wait(() => ExpectedPath.Run(tables, scenario.Variants, Parameters.Central, sideBySide))).ToArray();
        var costs = Enumerable.Range(0, 60).Select(_ => Cpu(() => ExpectedPath.Run(tables, scenario.Variants, Parameters.Central))).ToArray();
        return Text($"{Median(waits):0.0} ms of waiting, {waits.Order().ElementAt(waits.Length * 95 / 100):0.0} at the 95th percentile of 200, ")
            + Text($"{Environment.ProcessorCount} processors; {Median(costs):0.0} ms of processor time on one thread; {scenario.Variants.Count} variants");
    }

    private static string StartUp()
    {
        var best = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var folder = Directory.CreateTempSubdirectory("hns-bench-");
            var start = new ProcessStartInfo(RepositoryRoot.Of("run"), ["scenarios/kent-small", "--replicates", "100", "--quiet", "--out", Path.Combine(folder.FullName, "run")])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = RepositoryRoot.Folder,
            };
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start) ?? throw new InvalidOperationException("./run did not start.");
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
            folder.Delete(recursive: true);
        }

        return Text($"{best:0.0} s, best of 3");
    }

    // Each against the first, so that a straight line reads 1.00, 1.00, 1.00.
    private static string Relative(int[] sizes, Func<int, double> cost)
    {
        var costs = sizes.Select(cost).ToArray();
        return string.Join(", ", costs.Select(c => (c / costs[0]).ToString("0.00", CultureInfo.InvariantCulture)));
    }

    private static double Wait(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Cpu(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
