using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Server.Runs;

/// <summary>A run's progress as server-sent events, until it ends or the listener leaves.</summary>
public static class RunEvents
{
    /// <summary>A change that comes sooner after the last one waits, and only the newest of those that wait is sent.</summary>
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Silence longer than this would look like a broken line to whatever stands between.</summary>
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    /// <summary>Frames named 'progress', each whole; between them 'heartbeat'. The id of a frame is the sequence number of the run's event.</summary>
    /// <param name="run">The run.</param>
    /// <param name="draw">The newest picture of what has been found so far; it comes with the first frame after it changed.</param>
    /// <param name="after">The last event that the listener has seen; below 0 for none.</param>
    /// <param name="stopping">The server stops: it would wait for an open stream until its patience ends.</param>
    /// <param name="left">The listener left.</param>
    public static async IAsyncEnumerable<SseItem<ProgressFrame?>> Frames(
        IRun run,
        Func<CancellationToken, Task<LivePicture?>> draw,
        long after,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken left = default)
    {
        var seen = 0;
        await foreach (var change in Changes(run, after, stopping, left))
        {
            if (change is null)
            {
                yield return new(null, "heartbeat");
                continue;
            }

            var picture = ProgressFrame.HasEnded(change.State) ? null : await Drawn(draw, left);
            picture = picture?.Futures == seen ? null : picture;
            seen = picture?.Futures ?? seen;
            yield return new(ProgressFrame.Of(change.State, change.Progress) with { Picture = picture }, "progress")
            {
                EventId = change.Sequence < 0 ? null : change.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
        }
    }

    /// <summary>Changes of a run, not more often than they can be seen; null when it is time for a heartbeat.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">The last event that the listener has seen; below 0 for none.</param>
    /// <param name="stopping">The server stops: it would wait for an open stream until its patience ends.</param>
    /// <param name="left">The listener left.</param>
    public static async IAsyncEnumerable<RunEvent?> Changes(
        IRun run, long after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken left = default)
    {
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(left, stopping);
        var cancel = listening.Token;

        // After its end a run has no more events, so whoever asks then is told how it ended.
        var status = await run.Status();
        if (ProgressFrame.HasEnded(status.State))
        {
            yield return new(-1, status.State, status.Progress);
            yield break;
        }

        var newest = Channel.CreateBounded<RunEvent>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });
        var watching = Watch(run, after + 1, newest.Writer, cancel);
        try
        {
            var ended = false;
            while (!ended && await Arrival(newest.Reader, cancel) is { } arrived)
            {
                if (!arrived)
                {
                    yield return null;
                    continue;
                }

                while (newest.Reader.TryRead(out var change))
                {
                    ended = ProgressFrame.HasEnded(change.State);
                    yield return change;
                }

                if (!ended && !await Slept(AtMostEvery, cancel))
                {
                    yield break;
                }
            }
        }
        finally
        {
            await listening.CancelAsync();
            await watching;
        }
    }

    /// <summary>True when there is a change, false when it is time for a heartbeat, null when there will be no more.</summary>
    private static async Task<bool?> Arrival(ChannelReader<RunEvent> changes, CancellationToken cancel)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waiting.CancelAfter(HeartbeatEvery);
        try
        {
            return await changes.WaitToReadAsync(waiting.Token) ? true : null;
        }
        catch (OperationCanceledException)
        {
            return cancel.IsCancellationRequested ? null : false;
        }
    }

    private static async Task<LivePicture?> Drawn(Func<CancellationToken, Task<LivePicture?>> draw, CancellationToken cancel)
    {
        try
        {
            return await draw(cancel);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<bool> Slept(TimeSpan time, CancellationToken cancel)
    {
        await Task.Delay(time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancel.IsCancellationRequested;
    }

    private static async Task Watch(IRun run, long from, ChannelWriter<RunEvent> changes, CancellationToken cancel)
    {
        try
        {
            await foreach (var change in run.Watch(from, cancel).WithCancellation(cancel))
            {
                await changes.WriteAsync(change, cancel);
            }

            changes.Complete();
        }
        catch (OperationCanceledException)
        {
            changes.Complete();
        }
        catch (Exception failure)
        {
            // The listener's browser asks again by itself, with the last event it saw.
            changes.Complete(failure);
        }
    }
}
