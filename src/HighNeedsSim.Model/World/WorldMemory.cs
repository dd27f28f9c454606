using System.Numerics;

namespace HighNeedsSim.Model.World;

/// <summary>
/// Memory in which one world is played after another. A world takes pieces of it as it grows, and hands all of them on when it has been played to its end:
/// then nobody reads what its messages lent, because every message has been answered. A world that was interrupted hands nothing on.
/// </summary>
/// <remarks>
/// Left to the collector, the memory of worlds that have ended stays until it gets round to it, and fresh memory is cleared first: more than half of what a run
/// held, and a part of its time (docs/decisions/0025). Whoever plays worlds keeps one of these as long as worlds follow each other.
/// </remarks>
public sealed class WorldMemory
{
    /// <summary>Sizes within a doubling: with eight of them, worlds and cohorts of about the same size find use for each other's pieces.</summary>
    private const int SizesPerDoubling = 8;

    /// <summary>How many sizes are looked through for a piece: up to half as large again.</summary>
    private const int LargerSizes = 5;

    private const int Smallest = 16;

    private readonly Lock _turn = new();
    private readonly Dictionary<(Type, int), Stack<Array>> _free = [];

    /// <summary>A piece that nobody uses, or a new one; what stands in it means nothing.</summary>
    /// <param name="atLeast">How many rows it must hold.</param>
    internal T[] Take<T>(int atLeast)
        where T : unmanaged
    {
        var size = SizeFor(atLeast);
        lock (_turn)
        {
            // One a little larger is better than one more: parts that have outgrown theirs leave pieces of every size.
            for (var (larger, sizes) = (size, 0); sizes < LargerSizes; larger = SizeFor(larger + 1), sizes++)
            {
                if (_free.TryGetValue((typeof(T), larger), out var free) && free.TryPop(out var piece))
                {
                    return (T[])piece;
                }
            }
        }

        return GC.AllocateUninitializedArray<T>(size);
    }

    /// <summary>Takes back a piece that nobody uses any more.</summary>
    internal void Return(Array piece)
    {
        var kind = (piece.GetType().GetElementType()!, piece.Length);
        lock (_turn)
        {
            if (!_free.TryGetValue(kind, out var free))
            {
                free = _free[kind] = [];
            }

            free.Push(piece);
        }
    }

    private static int SizeFor(int atLeast)
    {
        if (atLeast <= Smallest)
        {
            return Smallest;
        }

        var step = BitOperations.Log2((uint)(atLeast - 1)) - BitOperations.Log2(SizesPerDoubling);
        return (((atLeast - 1) >> step) + 1) << step;
    }
}
