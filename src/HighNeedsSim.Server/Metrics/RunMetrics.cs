using System.Diagnostics.Metrics;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports;

namespace HighNeedsSim.Server.Metrics;

/// <summary>
/// How far the newest runs are and what they have found so far, as gauges: by run, variant, financial year and statistic, of
/// <see cref="NewestRuns.Most"/> runs and no more. docs/metrics.md lists every one with its unit.
/// </summary>
/// <remarks>Money is in pounds, and positive is a deficit, as everywhere people look. The pence are in the stored result.</remarks>
public sealed class RunMetrics
{
    private static readonly (string Statistic, Func<Summary, double> Of)[] Statistics =
        [("p10", s => s.P10), ("p50", s => s.P50), ("p90", s => s.P90)];

    private readonly NewestRuns _runs;
    private readonly UpDownCounter<long> _viewers;

    /// <summary>The instruments of a process.</summary>
    public RunMetrics(IMeterFactory meters, NewestRuns runs)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _runs = runs;
        var meter = meters.Create(SimulationMetrics.Name);
        _viewers = meter.CreateUpDownCounter<long>("hns.live.viewers", "{viewer}", "Pages that follow a run by server-sent events.");
        meter.CreateObservableGauge("hns.run.progress", () => OfRuns(w => w.Progress.MonthsTotal > 0 ? w.Progress.MonthsDone / w.Progress.MonthsTotal : 0), "1", "Share of a run's months that are played, 0 to 1.");
        meter.CreateObservableGauge("hns.run.left", () => OfRuns(w => w.Progress.Left?.TotalSeconds), "s", "Estimated time until a run under way has ended.");
        meter.CreateObservableGauge("hns.run.elapsed", () => OfRuns(w => w.Progress.Elapsed.TotalSeconds), "s", "Time since a run was asked for; once it has ended, how long it took.");
        meter.CreateObservableGauge("hns.run.futures", () => OfRuns(w => w.Findings?.Replicates), "{future}", "Simulated futures that the outcomes below are summarised over.");
        meter.CreateObservableGauge("hns.run.created", () => OfRuns(w => w.Listing.Created.ToUnixTimeMilliseconds() / 1000.0), "s", "When a run was asked for, in seconds since 1970.");
        meter.CreateObservableGauge("hns.run.state", States, "1", "1 for the state that a run is in.");
        meter.CreateObservableGauge("hns.run.worlds", Worlds, "{world}", "Worlds of a run that a silo has in hand.");
        meter.CreateObservableGauge("hns.outcome.deficit", () => Outcomes(f => Pounds(f, MeasureCodes.Deficit)), "GBP", "Cumulative DSG deficit at the end of a financial year; positive is a deficit.");
        meter.CreateObservableGauge("hns.outcome.in_year", () => Outcomes(f => Pounds(f, MeasureCodes.InYear)), "GBP", "In-year deficit of the high needs block in a financial year; positive is a deficit.");
        meter.CreateObservableGauge("hns.outcome.plans", () => Outcomes(f => Measured(f, MeasureCodes.Plans)), "{plan}", "EHC plans in force at the January census of a financial year.");
        meter.CreateObservableGauge("hns.outcome.independent_placements", () => Outcomes(f => Measured(f, MeasureCodes.Placement(PlacementType.IndependentSpecial))), "{placement}", "Plan-holders in independent and non-maintained special schools at the January census of a financial year.");
        meter.CreateObservableGauge("hns.outcome.in_20_weeks", () => Outcomes(InTwentyWeeks), "1", "Share of plans issued within 20 weeks in a financial year, exceptions left out, 0 to 1.");
    }

    /// <summary>A page begins to follow a run.</summary>
    public void ViewerCame() => _viewers.Add(1);

    /// <summary>It has left.</summary>
    public void ViewerLeft() => _viewers.Add(-1);

    /// <summary>Share of plans issued within 20 weeks, summarised over futures: made inside each future first.</summary>
    internal static Func<string, int, Summary> InTwentyWeeks(Findings findings) => (variant, year) =>
    {
        // Parts of a million, because summaries are of whole numbers.
        const double Million = 1e6;
        var timed = findings.Result.Replicates(variant, MeasureCodes.FinalPlansTimed, year);
        var within = findings.Result.Replicates(variant, MeasureCodes.FinalPlansIn20Weeks, year);
        var share = RunResult.Summarise([.. timed.Zip(within, (all, some) => all > 0 ? (long)Math.Round(some * Million / all) : 0)]);
        return new(share.Mean / Million, share.P10 / Million, share.P50 / Million, share.P90 / Million);
    };

    private static Func<string, int, Summary> Measured(Findings findings, string code) => (variant, year) => findings.Of(variant, code, year);

    private static Func<string, int, Summary> Pounds(Findings findings, string code) => (variant, year) =>
        findings.Of(variant, code, year) is var s ? new(s.Mean / 100, s.P10 / 100, s.P50 / 100, s.P90 / 100) : default;

    private static KeyValuePair<string, object?>[] Of(WatchedRun watched) =>
        [new("run", watched.Listing.Run), new("scenario", watched.Listing.ScenarioId)];

    private IEnumerable<Measurement<double>> OfRuns(Func<WatchedRun, double?> value)
    {
        foreach (var watched in _runs.Seen)
        {
            if (value(watched) is { } known)
            {
                yield return new(known, Of(watched));
            }
        }
    }

    private IEnumerable<Measurement<double>> States() => _runs.Seen.Select(watched =>
        new Measurement<double>(1, [.. Of(watched), new("state", watched.Listing.State.Word())]));

    private IEnumerable<Measurement<double>> Worlds() =>
        from watched in _runs.Seen
        from silo in watched.Worlds
        select new Measurement<double>(silo.Worlds, [.. Of(watched), new("silo", silo.Silo)]);

    private IEnumerable<Measurement<double>> Outcomes(Func<Findings, Func<string, int, Summary>> measure)
    {
        foreach (var watched in _runs.Seen)
        {
            if (watched.Findings is not { } findings)
            {
                continue;
            }

            var summary = measure(findings);
            foreach (var variant in findings.Variants)
            {
                for (var year = 0; year < findings.Years.Count; year++)
                {
                    var value = summary(variant, year);
                    foreach (var (statistic, of) in Statistics)
                    {
                        yield return new(of(value), [
                            .. Of(watched),
                            new("variant", variant),
                            new("financial_year", findings.Years[year].ToString()),
                            new("statistic", statistic),
                        ]);
                    }
                }
            }
        }
    }
}
