using System.Collections.Concurrent;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Sections;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Scenarios;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Runs;

/// <summary>A section of a result as its page shows it.</summary>
/// <param name="Section">What it says.</param>
/// <param name="Wide">Its chart for a wide screen; null without one.</param>
/// <param name="Narrow">The same for a narrow one.</param>
/// <param name="Tables">Its tables, as HTML.</param>
public sealed record ShownSection(Section Section, string? Wide, string? Narrow, IReadOnlyList<string> Tables)
{
    /// <summary>Draws and writes a section.</summary>
    public static ShownSection Of(Section section) => new(
        section,
        section.Draw?.Invoke(new($"{section.Id}-wide", ChartWidth.Wide)),
        section.Draw?.Invoke(new($"{section.Id}-narrow", ChartWidth.Narrow)),
        [.. section.Tables.Select(HtmlTable.Write)]);
}

/// <summary>A finished run, ready to be shown. Nothing of it ever changes, so what is made of it is made once and kept with it.</summary>
/// <param name="Manifest">What fixes its result.</param>
/// <param name="Timings">How long it took.</param>
/// <param name="Findings">What it found, with the scenario as it was then.</param>
/// <param name="Assumptions">What that scenario assumes, with sources.</param>
public sealed record FinishedRun(RunManifest Manifest, RunTimings Timings, Findings Findings, IReadOnlyList<Assumption> Assumptions)
{
    private readonly Lazy<IReadOnlyList<ShownSection>> _sections = new(() => [.. RunSections.All.Select(kind => ShownSection.Of(kind.Of(Findings)))]);
    private readonly ConcurrentDictionary<string, Lazy<byte[]?>> _files = new(StringComparer.Ordinal);

    /// <summary>Its sections, drawn.</summary>
    public IReadOnlyList<ShownSection> Sections => _sections.Value;

    /// <summary>A file of it.</summary>
    /// <param name="name">What it is called: one of the few that are offered, and nothing that somebody typed.</param>
    /// <param name="write">Writes it; null where this run has none.</param>
    public byte[]? File(string name, Func<byte[]?> write) => _files.GetOrAdd(name, _ => new(write)).Value;

    /// <summary>The run as a document, with the expected path beside it: worked out by whoever asks first, which takes a moment.</summary>
    public byte[] Document()
    {
        var beside = ExpectedBeside.WhereItSaysSomething(Findings.Scenario, Findings.Result, (count, body) => Parallel.For(0, count, body));
        return RunDocument.Write(Findings, Manifest, Timings, beside is null ? null : beside.At);
    }
}

/// <summary>Finished runs, the last few looked at kept at hand: a result never changes, and reading a large one takes a moment.</summary>
public sealed class FinishedRuns(RunReader reader) : IDisposable
{
    private const int AtHand = 4;

    private readonly MemoryCache _atHand = new(new MemoryCacheOptions { SizeLimit = AtHand });
    private readonly ConcurrentDictionary<string, Task<FinishedRun?>> _beingRead = new(StringComparer.Ordinal);

    /// <summary>A run by id; null when it has not finished, or is not there at all.</summary>
    /// <param name="run">As it stands in an address: where nothing but space does, there is none.</param>
    /// <param name="cancel">Whoever asked may have gone.</param>
    public async Task<FinishedRun?> Find(string? run, CancellationToken cancel) =>
        run is null ? null
        : _atHand.TryGetValue(run, out FinishedRun? known)
            ? known
            // Whoever asks meanwhile waits for the same reading, which goes on when the first of them has left.
            : await _beingRead.GetOrAdd(run, Read).WaitAsync(cancel);

    /// <inheritdoc/>
    public void Dispose() => _atHand.Dispose();

    private async Task<FinishedRun?> Read(string run)
    {
        // Elsewhere, so that it is not done before others can find it.
        await Task.Yield();
        try
        {
            if (await reader.Read(run, CancellationToken.None) is not { } outcome || await reader.ReadPackage(run, CancellationToken.None) is not { } package)
            {
                return null;
            }

            var reading = ScenarioReader.Read(package);
            var scenario = reading.Scenario
                ?? throw OtherModelException.Of(run, outcome.Manifest.ModelVersion);
            return _atHand.Set(
                run,
                new FinishedRun(outcome.Manifest, outcome.Timings, new(scenario, outcome.Result), reading.Assumptions),
                new MemoryCacheEntryOptions { Size = 1 });
        }
        finally
        {
            _beingRead.TryRemove(run, out _);
        }
    }
}
