using System.Globalization;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>
/// What districts, cohorts, schools and the authority have in common: each belongs to one attempt at a world on its own silo,
/// holds a state of the model, and lets go of it when the world ends.
/// </summary>
/// <remarks>
/// Calls are numbered by the caller. A part that was lost, and has come back without its past, is found out by the first call,
/// as is a call that came twice.
/// </remarks>
/// <typeparam name="TState">The part's state in the model.</typeparam>
internal abstract class WorldPart<TState> : Grain
    where TState : class
{
    private readonly SiloWorlds _worlds;
    private int _calls;
    private TState? _state;
    private WorldPlay? _play;

    protected WorldPart(SiloWorlds worlds) => _worlds = worlds;

    /// <summary>Lets go of everything.</summary>
    public Task Release()
    {
        (_state, _play) = (null, null);
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <summary>The state on the eve of the first month.</summary>
    /// <param name="world">The world.</param>
    /// <param name="position">What the key names after the world: district and birth year, say.</param>
    protected abstract TState Open(WorldContext world, ReadOnlySpan<int> position);

    /// <summary>Gives a new state what it knew when the world was saved.</summary>
    /// <param name="state">The state.</param>
    /// <param name="from">Where the world was saved.</param>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="position">What the key names after the world.</param>
    protected abstract void Restore(TState state, WorldCheckpoint from, WorldTables tables, ReadOnlySpan<int> position);

    /// <summary>Takes a numbered call to the model.</summary>
    protected TReply Take<TReply>(int number, Func<TState, TReply> step)
    {
        if (number != _calls)
        {
            throw new WorldInterruptedException($"{this.GetPrimaryKeyString()} was given call {number} and awaits call {_calls}.");
        }

        var reply = Model(step);
        _calls++;
        return reply;
    }

    /// <summary>Calls the model once more within a call.</summary>
    protected TReply Model<TReply>(Func<TState, TReply> step)
    {
        var play = _play ??= _worlds.Find(this.GetPrimaryKeyString().Split('/')[0]);
        return play.Call(() => step(_state ??= Begin(play)));
    }

    private TState Begin(WorldPlay play)
    {
        var position = Position();
        var state = Open(play.Context, position);
        if (play.From is { } from)
        {
            Restore(state, from, play.Context.Tables, position);
        }

        return state;
    }

    private int[] Position() =>
        [.. this.GetPrimaryKeyString().Split('/').Skip(1).Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
}
