using System.Diagnostics;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>One attempt at playing a world, shared by all its grains on their silo.</summary>
/// <param name="key">The world and the attempt: the first part of its grains' keys.</param>
/// <param name="context">What the model needs to know.</param>
internal sealed class WorldPlay(string key, WorldContext context)
{
    private long _modelTicks;

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
    public T Call<T>(Func<T> model)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return model();
        }
        catch (InvariantException breach)
        {
            throw new WorldBrokenException(breach.Message, breach);
        }
        catch (Exception mistake)
        {
            throw new WorldBrokenException($"{mistake.GetType().Name} in the model, in world {key}: {mistake.Message}", mistake);
        }
        finally
        {
            Interlocked.Add(ref _modelTicks, Stopwatch.GetTimestamp() - began);
        }
    }
}
