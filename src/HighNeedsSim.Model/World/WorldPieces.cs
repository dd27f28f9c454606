namespace HighNeedsSim.Model.World;

/// <summary>The pieces of memory that one world has taken and not yet handed on.</summary>
/// <param name="memory">Where they come from, and go to.</param>
internal sealed class WorldPieces(WorldMemory memory)
{
    private readonly Lock _turn = new();
    private readonly HashSet<Array> _taken = new(ReferenceEqualityComparer.Instance);

    /// <summary>A piece for so many rows at least; what stands in it means nothing.</summary>
    internal T[] Take<T>(int atLeast)
        where T : unmanaged
    {
        var piece = memory.Take<T>(atLeast);
        lock (_turn)
        {
            _taken.Add(piece);
        }

        return piece;
    }

    /// <summary>Gives back a piece, in the middle of the world: its part has taken a larger one, and nobody reads what it lent of this one.</summary>
    /// <remarks>An empty array, with which every list begins, was never taken.</remarks>
    internal void Return(Array piece)
    {
        lock (_turn)
        {
            if (!_taken.Remove(piece))
            {
                return;
            }
        }

        memory.Return(piece);
    }

    /// <summary>Hands all pieces on to the next world.</summary>
    internal void HandOn()
    {
        lock (_turn)
        {
            foreach (var piece in _taken)
            {
                memory.Return(piece);
            }

            _taken.Clear();
        }
    }
}
