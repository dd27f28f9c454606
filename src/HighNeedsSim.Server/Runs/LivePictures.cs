using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Server.Runs;

/// <summary>What a run under way has found so far, drawn: whole, so that a lost one does no harm.</summary>
/// <param name="Futures">How many finished futures it shows.</param>
/// <param name="Title">The chart's message so far.</param>
/// <param name="Caption">What the chart shows, and of how many futures.</param>
/// <param name="Wide">The chart for screens.</param>
/// <param name="Narrow">The chart for phones.</param>
/// <param name="Table">Its table.</param>
public sealed record LivePicture(int Futures, string Title, string Caption, string Wide, string Narrow, string Table);

/// <summary>Draws runs under way: once for all who look at one, and not more often than they can see.</summary>
public sealed class LivePictures(RunsUnderWay underWay, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private readonly KeptByRun<Watched> _runs = new(most: 100);

    /// <summary>The newest picture of a run; null while too few futures are finished, or when there is no such run.</summary>
    public Task<LivePicture?> Latest(string run, CancellationToken cancel) => _runs.Use<LivePicture?>(
        run,
        async watched =>
        {
            if (watched.Drawn is { } drawn && time.GetElapsedTime(drawn) < AtMostEvery)
            {
                return watched.Picture;
            }

            watched.Drawn = time.GetTimestamp();
            if (await underWay.Latest(run, cancel) is { } findings && findings.Replicates != watched.Picture?.Futures)
            {
                watched.Picture = Draw(findings);
            }

            return watched.Picture;
        },
        cancel);

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    private static LivePicture Draw(Findings findings)
    {
        var fan = DeficitFan.Of(findings);
        return new(
            findings.Replicates,
            $"So far, of {Numbers.Count(findings.Replicates)} simulated futures: {fan.Title}",
            fan.Caption,
            FanChart.Draw(fan, new("wide", ChartWidth.Wide)),
            FanChart.Draw(fan, new("narrow", ChartWidth.Narrow)),
            HtmlTable.Write(TrajectoryTable.Of(findings)));
    }

    private sealed class Watched
    {
        public LivePicture? Picture { get; set; }

        public long? Drawn { get; set; }
    }
}
