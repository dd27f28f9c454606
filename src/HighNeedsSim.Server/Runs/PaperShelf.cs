using System.Security.Cryptography;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Scenarios;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Runs;

/// <summary>A paper with its files, none of which is made before it is asked for.</summary>
/// <param name="Paper">The paper.</param>
/// <param name="Files">Its files.</param>
public sealed record ShelvedPaper(Paper Paper, IReadOnlyList<PaperFile> Files);

/// <summary>A comparison of two runs with its paper; or why there is none.</summary>
/// <param name="Change">What changed; null where these runs say nothing about each other.</param>
/// <param name="Refusals">Why not.</param>
/// <param name="Shelved">Its paper; null where there is no change.</param>
public sealed record ShelvedChange(ForecastChange? Change, IReadOnlyList<string> Refusals, ShelvedPaper? Shelved);

/// <summary>
/// Papers of finished runs, the last few looked at kept at hand with the files already made: a result never changes, so each file is
/// made once, and only if somebody takes it away.
/// </summary>
/// <remarks>What is signed for it does change: a paper is made anew when somebody has signed.</remarks>
public sealed class PaperShelf(FinishedRuns finished, RunAssurance assurances) : IDisposable
{
    private const int AtHand = 6;

    private readonly MemoryCache _atHand = new(new MemoryCacheOptions { SizeLimit = AtHand });

    /// <summary>The council paper of a run; null when it has not finished, or is not there at all.</summary>
    public async Task<ShelvedPaper?> Of(string run, CancellationToken cancel)
    {
        if (await finished.Find(run, cancel) is not { } found)
        {
            return null;
        }

        var (reported, assurance) = (Reported(found), await assurances.Of(run, found.Findings.Result.Digest));
        var key = (run, Said(assurance));
        return _atHand.TryGetValue(key, out ShelvedPaper? known)
            ? known
            : Keep(key, new ShelvedPaper(CouncilPaper.Of(reported, PaperDetails.None, assurance), PaperFiles.Of(reported, PaperDetails.None, assurance)));
    }

    /// <summary>What changed from an earlier run to a later one; null when one of them has not finished, or is not there at all.</summary>
    public async Task<ShelvedChange?> Since(string run, string earlier, CancellationToken cancel)
    {
        if (await finished.Find(run, cancel) is not { } after || await finished.Find(earlier, cancel) is not { } before)
        {
            return null;
        }

        var state = (await assurances.Of(run, after.Findings.Result.Digest)).StateWith(await assurances.Of(earlier, before.Findings.Result.Digest));
        var key = (run, earlier, state);
        if (_atHand.TryGetValue(key, out ShelvedChange? known))
        {
            return known;
        }

        // One path after another: whoever looks at a page must not slow down the runs.
        var (change, refusals) = ForecastChange.Of(Reported(before), Reported(after), replayed: null, OneByOne);
        return Keep(key, new ShelvedChange(change, refusals, change is null ? null : new(
            ChangePaper.Of(change, PaperDetails.None, state), ChangeFiles.Of(change, PaperDetails.None, state))));
    }

    /// <inheritdoc/>
    public void Dispose() => _atHand.Dispose();

    private T Keep<T>(object key, T value) => _atHand.Set(key, value, new MemoryCacheEntryOptions { Size = 1 });

    private static string Said(Assurance assurance) => Convert.ToHexString(SHA256.HashData([.. assurance.Write(), .. assurance.Reproduced?.Write() ?? []]));

    private static ReportedRun Reported(FinishedRun run) => new(run.Manifest, run.Timings, run.Findings, run.Assumptions);

    private static void OneByOne(int count, Action<int> body)
    {
        for (var n = 0; n < count; n++)
        {
            body(n);
        }
    }
}
