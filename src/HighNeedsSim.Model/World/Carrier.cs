using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HighNeedsSim.Model.World;

/// <summary>
/// Carries what a state remembers from one month to the next into bytes, or out of them again. One method of each state names
/// its fields for both ways, so that nothing can be saved and not restored.
/// </summary>
/// <remarks>
/// The bytes are read again by the same version of the model only: they follow its fields, not a format. Every block says how
/// long it is, so that bytes of another shape are refused instead of misread.
/// </remarks>
internal sealed class Carrier
{
    // A thread that has room for a state uses it for the next one too; no state needs more than this.
    private const int MostKept = 8 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _room;

    private readonly IBufferWriter<byte>? _written;
    private readonly ReadOnlyMemory<byte> _saved;
    private int _at;

    private Carrier(IBufferWriter<byte> written) => _written = written;

    private Carrier(ReadOnlyMemory<byte> saved) => _saved = saved;

    /// <summary>Saves a state.</summary>
    /// <param name="carry">The state's own method that names its fields.</param>
    internal static byte[] Save(Action<Carrier> carry)
    {
        var room = _room ??= new();
        room.ResetWrittenCount();
        Save(room, carry);
        var saved = room.WrittenSpan.ToArray();
        if (room.Capacity > MostKept)
        {
            _room = null;
        }

        return saved;
    }

    /// <summary>Saves a state to where it is to go, so that it never is in memory whole.</summary>
    /// <param name="to">Where the bytes go.</param>
    /// <param name="carry">The state's own method that names its fields.</param>
    internal static void Save(IBufferWriter<byte> to, Action<Carrier> carry) => carry(new Carrier(to));

    /// <summary>Restores a state.</summary>
    /// <param name="saved">What <see cref="Save(Action{Carrier})"/> gave.</param>
    /// <param name="carry">The same method of the state.</param>
    /// <exception cref="InvalidOperationException">The bytes are of another shape.</exception>
    internal static void Restore(ReadOnlyMemory<byte> saved, Action<Carrier> carry)
    {
        var carrier = new Carrier(saved);
        carry(carrier);
        if (carrier._at != saved.Length)
        {
            throw Misshapen($"{saved.Length - carrier._at} bytes are left over");
        }
    }

    /// <summary>A number, a flag, a month.</summary>
    internal void Value<T>(ref T value)
        where T : unmanaged => Block(MemoryMarshal.CreateSpan(ref value, 1));

    /// <summary>Numbers whose count is fixed by the world.</summary>
    internal void Values<T>(T[] values)
        where T : unmanaged => Block(values.AsSpan());

    /// <summary>Numbers whose count changes as the world is played.</summary>
    internal void Array<T>(ref T[] values)
        where T : unmanaged
    {
        var count = Count<T>(values.Length);
        if (_written is null && values.Length != count)
        {
            values = new T[count];
        }

        Block(values.AsSpan());
    }

    /// <summary>Arrays whose number and lengths change.</summary>
    internal void Arrays<T>(ref T[][] arrays)
        where T : unmanaged
    {
        var count = Count<byte>(arrays.Length);
        if (_written is null)
        {
            arrays = new T[count][];
            System.Array.Fill(arrays, []);
        }

        foreach (ref var array in arrays.AsSpan())
        {
            Array(ref array);
        }
    }

    /// <summary>A list.</summary>
    internal void List<T>(List<T> values)
        where T : unmanaged
    {
        CollectionsMarshal.SetCount(values, Count<T>(values.Count));
        Block(CollectionsMarshal.AsSpan(values));
    }

    /// <summary>The first so many of some numbers; the others mean nothing.</summary>
    internal void Block<T>(Span<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (_written is not null)
        {
            Write(bytes.Length);
            _written.Write(bytes);
        }
        else
        {
            if (Read() is var length && length != bytes.Length)
            {
                throw Misshapen($"a block of {length} bytes stands where {bytes.Length} belong");
            }

            Take(length).CopyTo(bytes);
        }
    }

    private int Count<T>(int now)
        where T : unmanaged
    {
        if (_written is not null)
        {
            Write(now);
            return now;
        }

        return Read() is var count && count >= 0 && count <= (_saved.Length - _at) / Unsafe.SizeOf<T>()
            ? count
            : throw Misshapen($"{count} items cannot follow");
    }

    private void Write(int number) => _written!.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref number)));

    private int Read() => MemoryMarshal.Read<int>(Take(sizeof(int)));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _saved.Length - _at)
        {
            throw Misshapen($"{length} bytes are wanted and {_saved.Length - _at} are left");
        }

        var taken = _saved.Span.Slice(_at, length);
        _at += length;
        return taken;
    }

    private static InvalidOperationException Misshapen(string what) =>
        new($"A saved state does not fit this world: {what}. It was saved by another version of the model, or is damaged.");
}
