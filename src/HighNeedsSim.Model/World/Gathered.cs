namespace HighNeedsSim.Model.World;

/// <summary>
/// Rows that a part gathers anew each month and lends to others until it is called again, in memory that it keeps: a list whose
/// rows can be read elsewhere without being copied.
/// </summary>
/// <remarks>Kept memory is what makes the months of a world cheap: a fresh array of this size would be cleared, and collected, each time.</remarks>
internal sealed class Gathered<T>
    where T : unmanaged
{
    private T[] _rows = [];

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The rows, for their owner.</summary>
    internal Span<T> Rows => _rows.AsSpan(0, Count);

    /// <summary>The rows, for somebody who reads them before the owner gathers again.</summary>
    internal ReadOnlyMemory<T> Lent => _rows.AsMemory(0, Count);

    internal ref T this[int at] => ref Rows[at];

    /// <summary>Forgets all rows.</summary>
    internal void Clear() => Count = 0;

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
            var rows = GC.AllocateUninitializedArray<T>(Math.Max(Count + more, Math.Max(16, 2 * _rows.Length)));
            Rows.CopyTo(rows);
            _rows = rows;
        }
    }
}
