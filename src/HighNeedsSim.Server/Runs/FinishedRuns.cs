using HighNeedsSim.Cluster;
using HighNeedsSim.Reports;
using HighNeedsSim.Scenarios;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Runs;

/// <summary>A finished run, ready to be shown.</summary>
/// <param name="Manifest">What fixes its result.</param>
/// <param name="Timings">How long it took.</param>
/// <param name="Findings">What it found, with the scenario as it was then.</param>
/// <param name="Assumptions">What that scenario assumes, with sources.</param>
public sealed record FinishedRun(RunManifest Manifest, RunTimings Timings, Findings Findings, IReadOnlyList<Assumption> Assumptions);

/// <summary>Finished runs, the last few looked at kept at hand: a result never changes, and reading a large one takes a moment.</summary>
public sealed class FinishedRuns(RunReader reader) : IDisposable
{
    private const int AtHand = 4;

    private readonly MemoryCache _atHand = new(new MemoryCacheOptions { SizeLimit = AtHand });

    /// <summary>A run by id; null when it has not finished, or is not there at all.</summary>
    public async Task<FinishedRun?> Find(string run, CancellationToken cancel)
    {
        if (_atHand.TryGetValue(run, out FinishedRun? known))
        {
            return known;
        }

        if (await reader.Read(run, cancel) is not { } outcome || await reader.ReadPackage(run, cancel) is not { } package)
        {
            return null;
        }

        var reading = ScenarioReader.Read(package);
        var scenario = reading.Scenario
            ?? throw new InvalidOperationException($"The scenario kept with run '{run}' cannot be read any more: {string.Join(" ", reading.Problems)}");
        return _atHand.Set(
            run,
            new FinishedRun(outcome.Manifest, outcome.Timings, new(scenario, outcome.Result), reading.Assumptions),
            new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <inheritdoc/>
    public void Dispose() => _atHand.Dispose();
}
