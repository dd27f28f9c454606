using System.Diagnostics;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HighNeedsSim;
using HighNeedsSim.Kernels;
using Perfolizer.Horology;

// ./run bench kernels            every kernel with all that the processor can do, without AVX-512, and without AVX2
// ./run bench kernels measure    once, with what this process has been given

if (args is ["measure"])
{
    return Measure();
}

if (args.Length > 0)
{
    await Console.Error.WriteLineAsync("bench kernels: say nothing, or: measure.");
    return 2;
}

// What a processor can do is decided when a process starts, so each choice is a process of its own.
(string What, string[] Without)[] choices =
[
    ("All that this processor can do", []),
    ("Without AVX-512", ["DOTNET_EnableAVX512", "DOTNET_EnableAVX512F"]),
    ("Without AVX2", ["DOTNET_EnableAVX2"]),
];
foreach (var (what, without) in choices)
{
    Console.WriteLine($"\n{what}:\n");
    var start = new ProcessStartInfo("dotnet", [typeof(Numbers).Assembly.Location, "measure"]);
    foreach (var name in without)
    {
        start.Environment[name] = "0";
    }

    using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        return process.ExitCode;
    }
}

return 0;

// Within this process: the usual way builds a project of its own for each job, which takes longer than the measurement.
static int Measure()
{
    var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationTime(TimeInterval.FromMilliseconds(150)).WithIterationCount(7);
    var config = ManualConfig.CreateEmpty()
        .AddJob(job)
        .AddLogger(NullLogger.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Statistics, DefaultColumnProviders.Metrics)
        .HideColumns(Column.Median, Column.Gen0, Column.Gen1, Column.Gen2)
        .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
        .WithArtifactsPath(RepositoryRoot.Of("artifacts", "benchmarks"))
        .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.JoinSummary);
    var summary = BenchmarkRunner.Run([typeof(Numbers), typeof(Scans), typeof(Samplers), typeof(Months)], config).Single();
    MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
    return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success) ? 1 : 0;
}
