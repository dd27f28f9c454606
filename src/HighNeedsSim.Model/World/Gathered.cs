namespace HighNeedsSim.Model.World;

/// <summary>
/// Rows that a part gathers anew each month and lends to others until it is called again, in memory that it keeps: a list whose
/// rows can be read elsewhere without being copied.
/// </summary>
/// <remarks>Kept memory is what makes the months of a world cheap: a fresh array of this size would be cleared, and collected, each time.</remarks>
/// <param name="pieces">Memory of the world that the part belongs to; null for rows that belong to no world.</param>
internal sealed class Gathered<T>(WorldPieces? pieces = null)
    where T : unmanaged
{
    /// <summary>A piece of the world's memory with so many times the room that was needed, and more, is not kept.</summary>
    private const int MuchRoom = 8;

    private T[] _rows = [];

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The rows, for their owner.</summary>
    internal Span<T> Rows => _rows.AsSpan(0, Count);

    /// <summary>The rows, for somebody who reads them before the owner gathers again.</summary>
    internal ReadOnlyMemory<T> Lent => _rows.AsMemory(0, Count);

    internal ref T this[int at] => ref Rows[at];

    /// <summary>Forgets all rows; whoever was lent them may still read them until the next one is added.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Forgets all rows, which nobody reads any more, and their room too where it is much more than they needed.</summary>
    /// <remarks>After a September, say: others of the world may need that room now.</remarks>
    internal void BeginMonth()
    {
        if (pieces is not null && MuchRoom * (Count + 16) < _rows.Length)
        {
            pieces.Return(_rows);
            _rows = [];
        }

        Count = 0;
    }

    /// <summary>Adds a row.</summary>
    internal void Add(T row)
    {
        if (Count == _rows.Length)
        {
            MakeRoom(1);
        }

        _rows[Count++] = row;
    }

    /// <summary>Adds rows.</summary>
    internal void AddAll(ReadOnlySpan<T> rows)
    {
        MakeRoom(rows.Length);
        rows.CopyTo(_rows.AsSpan(Count));
        Count += rows.Length;
    }

    /// <summary>Forgets all rows and makes room for so many, all to be written by the caller.</summary>
    internal Span<T> Renew(int count)
    {
        Count = 0;
        MakeRoom(count);
        Count = count;
        return Rows;
    }

    /// <summary>Forgets all but the first rows.</summary>
    internal void Shorten(int count) => Count = count;

    /// <summary>Makes room for more rows up to so many in all, those new to be written by the caller.</summary>
    internal void Lengthen(int count)
    {
        MakeRoom(count - Count);
        Count = count;
    }

    /// <summary>Saves or restores the rows.</summary>
    internal void Carry(Carrier carrier)
    {
        var count = Count;
        carrier.Value(ref count);
        carrier.Block(count == Count ? Rows : Renew(count));
    }

    private void MakeRoom(int more)
    {
        if (Count + more > _rows.Length)
        {
            // Not cleared: a row is written before it is read.
            var room = Math.Max(Count + more, Math.Max(16, 2 * _rows.Length));
            var rows = pieces is null ? GC.AllocateUninitializedArray<T>(room) : pieces.Take<T>(room);
            Rows.CopyTo(rows);
            // Whoever was lent the old rows has read them by now, or they could not be gathered anew either.
            pieces?.Return(_rows);
            _rows = rows;
        }
    }
}
