using System.Diagnostics;
using System.Globalization;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>One attempt at playing a world, shared by all its grains on their silo.</summary>
/// <param name="key">The world and the attempt: the first part of its grains' keys.</param>
/// <param name="context">What the model needs to know.</param>
/// <param name="fence">The attempt's number in the store: a later one takes its right to write.</param>
/// <param name="from">Where an earlier attempt was saved; null to begin at the beginning.</param>
/// <param name="stop">Cancelled when the attempt is to end.</param>
internal sealed class WorldPlay(string key, WorldContext context, long fence, WorldCheckpoint? from, CancellationTokenSource stop) : IDisposable
{
    private readonly CancellationToken _stopped = stop.Token;
    private long _modelTicks;
    private volatile bool _isOver;

    /// <summary>The attempt's number in the store.</summary>
    public long Fence => fence;

    /// <summary>Where an earlier attempt was saved; null to begin at the beginning.</summary>
    public WorldCheckpoint? From => from;

    /// <summary>Cancelled when the attempt is to end.</summary>
    public CancellationToken Stopped => _stopped;

    /// <summary>Ends the attempt: no part of it is asked for anything more of the model.</summary>
    public void Stop()
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    /// <summary>
    /// The world has been played to its end and every call to every part of it has been answered: its memory goes to the next world, and its parts are not to be
    /// called any more.
    /// </summary>
    public void HandOn()
    {
        _isOver = true;
        context.HandOn();
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();

    /// <summary>The world and the attempt: the first part of its grains' keys.</summary>
    public string Key => key;

    /// <summary>What the model needs to know.</summary>
    public WorldContext Context => context;

    /// <summary>Time spent inside the model, over all threads.</summary>
    public double ModelSeconds => Interlocked.Read(ref _modelTicks) / (double)Stopwatch.Frequency;

    /// <summary>Calls the model and counts its time.</summary>
    /// <exception cref="WorldBrokenException">The model found something that cannot be.</exception>
    public void Call(Action model) => Call(() =>
    {
        model();
        return true;
    });

    /// <summary>Calls the model and counts its time.</summary>
    /// <exception cref="WorldBrokenException">The model found something that cannot be.</exception>
    /// <exception cref="OperationCanceledException">The attempt is to end.</exception>
    /// <exception cref="WorldInterruptedException">The attempt has ended.</exception>
    public T Call<T>(Func<T> model)
    {
        if (_isOver)
        {
            throw new WorldInterruptedException($"World {key} has ended: nothing can be asked of it any more.");
        }

        // A month of a large authority takes seconds where processors are busy: a run that was cancelled must not wait for its end.
        _stopped.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        try
        {
            return model();
        }
        catch (InvariantException breach)
        {
            // Most breaches name the very future; one that does not comes from one of the batch.
            throw new WorldBrokenException(breach.Message.Contains("hns replay", StringComparison.Ordinal) ? breach.Message : $"{breach.Message} {Again}", breach);
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            // Too little memory is the machine's fault: the next attempt may find more.
            throw new WorldBrokenException($"{mistake.GetType().Name} in the model, in world {key}: {mistake.Message} {Again}", mistake);
        }
        finally
        {
            Interlocked.Add(ref _modelTicks, Stopwatch.GetTimestamp() - began);
        }
    }

    private string Again => string.Create(
        CultureInfo.InvariantCulture,
        $"(to see it again: hns replay {context.Scenario.Id} {context.Seed}/{context.Variant.Id}/{context.First}-{context.First + context.Count - 1})");
}
