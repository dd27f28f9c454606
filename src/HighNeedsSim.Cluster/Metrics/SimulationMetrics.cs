using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HighNeedsSim.Cluster;

/// <summary>
/// What a silo says of its work while it works: counters and one histogram, by variant at most, so that the number of series
/// stays small however many runs there are. docs/metrics.md lists every one with its unit.
/// </summary>
/// <remarks>Nothing here can reach a result: the model does not know of it.</remarks>
public sealed class SimulationMetrics
{
    /// <summary>Name of the meter, and of the source of traces.</summary>
    public const string Name = "HighNeedsSim";

    private readonly Counter<long> _planned;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _retried;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _breaches;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _months;
    private readonly UpDownCounter<long> _running;
    private readonly Histogram<double> _duration;

    /// <summary>The instruments of a process.</summary>
    public SimulationMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Name);
        _planned = meter.CreateCounter<long>("hns.worlds.planned", "{world}", "Worlds that a run set out to play; those left are planned anew when a run is taken up again.");
        _finished = meter.CreateCounter<long>("hns.worlds.finished", "{world}", "Worlds played to their end on this silo and stored.");
        _retried = meter.CreateCounter<long>("hns.worlds.retried", "{world}", "Attempts at worlds that were interrupted and begun again.");
        _failed = meter.CreateCounter<long>("hns.worlds.failed", "{world}", "Worlds that cannot be played to their end.");
        _breaches = meter.CreateCounter<long>("hns.invariant.breaches", "{breach}", "Worlds in which something that must always hold did not.");
        _ended = meter.CreateCounter<long>("hns.runs.ended", "{run}", "Runs that ended, by how they ended.");
        _months = meter.CreateCounter<long>("hns.replicate.months", "{month}", "Months played, of every replicate of every variant.");
        _running = meter.CreateUpDownCounter<long>("hns.worlds.running", "{world}", "Worlds being played on this silo.");
        _duration = meter.CreateHistogram(
            "hns.world.duration",
            "s",
            "Time from the first month of a world to its stored result.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320] });
    }

    /// <summary>Spans of runs and worlds.</summary>
    internal static ActivitySource Spans { get; } = new(Name);

    internal void Planned(string variant) => _planned.Add(1, Of(variant));

    internal void Began(string variant) => _running.Add(1, Of(variant));

    /// <summary>An attempt is over, however it ended.</summary>
    internal void Left(string variant) => _running.Add(-1, Of(variant));

    internal void Month(string variant, int replicates) => _months.Add(replicates, Of(variant));

    internal void Finished(string variant, TimeSpan duration)
    {
        _finished.Add(1, Of(variant));
        _duration.Record(duration.TotalSeconds, Of(variant));
    }

    internal void Retried(string variant) => _retried.Add(1, Of(variant));

    internal void Failed(string variant, bool breach)
    {
        _failed.Add(1, Of(variant));
        if (breach)
        {
            _breaches.Add(1, Of(variant));
        }
    }

    internal void Ended(RunState state) => _ended.Add(1, new KeyValuePair<string, object?>("state", state.Word()));

    private static KeyValuePair<string, object?> Of(string variant) => new("variant", variant);
}
