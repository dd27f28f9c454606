using HighNeedsSim.Cluster;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Runs;

/// <summary>A finished run with the scenario it played out, as it was then.</summary>
/// <param name="Outcome">Manifest, result and timings.</param>
/// <param name="Scenario">From the package that is kept with the run.</param>
/// <param name="Assumptions">What the scenario assumes, with sources.</param>
public sealed record FinishedRun(RunOutcome Outcome, Scenario Scenario, IReadOnlyList<Assumption> Assumptions);

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
        return _atHand.Set(run, new FinishedRun(outcome, scenario, reading.Assumptions), new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <inheritdoc/>
    public void Dispose() => _atHand.Dispose();
}
