using System.Numerics;
using System.Runtime.Intrinsics;
using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Model.Population;

/// <summary>
/// Passes over a replicate's plan-holders many at a time and names the few that a step must look at, the last row first: a row
/// that is taken out is replaced by a later one, which has then been looked at already.
/// </summary>
/// <remarks>
/// A comparison of a vector register with a limit gives one bit a row; the bits set are the rows. The comparisons are of whole
/// numbers, so every processor names the same rows.
/// </remarks>
internal static class RowScan
{
    private const int Step = 16;

    /// <summary>How many bytes <see cref="Room"/> gives.</summary>
    internal const int RoomLength = 2 * Step;

    /// <summary>The rows whose value is at most a limit.</summary>
    /// <param name="values">One a row.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="rows">Receives the rows; as long as <paramref name="values"/>, or longer.</param>
    /// <returns>How many there are.</returns>
    internal static int AtMost(ReadOnlySpan<short> values, short limit, Span<int> rows)
    {
        var (found, end) = (0, values.Length);
        var most = Vector256.Create(limit);
        for (; end >= Step; end -= Step)
        {
            found = Name(Vector256.LessThanOrEqual(Vector256.Create(values[(end - Step)..]), most).ExtractMostSignificantBits(), end - Step, rows, found);
        }

        while (--end >= 0)
        {
            if (values[end] <= limit)
            {
                rows[found++] = end;
            }
        }

        return found;
    }

    /// <inheritdoc cref="AtMost(ReadOnlySpan{short}, short, Span{int})"/>
    internal static int AtMost(ReadOnlySpan<int> values, int limit, Span<int> rows)
    {
        var (found, end) = (0, values.Length);
        var most = Vector256.Create(limit);
        for (; end >= Step; end -= Step)
        {
            var early = Vector256.LessThanOrEqual(Vector256.Create(values[(end - Step)..]), most).ExtractMostSignificantBits();
            var late = Vector256.LessThanOrEqual(Vector256.Create(values[(end - (Step / 2))..]), most).ExtractMostSignificantBits();
            found = Name(early | (late << (Step / 2)), end - Step, rows, found);
        }

        while (--end >= 0)
        {
            if (values[end] <= limit)
            {
                rows[found++] = end;
            }
        }

        return found;
    }

    /// <summary>The rows whose screening word leaves it open whether they leave or move.</summary>
    /// <param name="screens">The month's screening words, one a row.</param>
    /// <param name="standing">Where each stands.</param>
    /// <param name="leave">Words up to this one may leave.</param>
    /// <param name="room">
    /// How many words, from the highest down, may move, for those settled in each type of placement: see <see cref="Room"/>.
    /// </param>
    /// <param name="rows">Receives the rows; as long as <paramref name="screens"/>, or longer.</param>
    /// <returns>How many there are.</returns>
    internal static int Screened(ReadOnlySpan<ushort> screens, ReadOnlySpan<byte> standing, ushort leave, ReadOnlySpan<byte> room, Span<int> rows)
    {
        var (found, end) = (0, screens.Length);
        var low = Vector128.Create(leave);
        // The types are fewer than a register's bytes, so a register is the table of them: who applies somewhere has none of its
        // positions, and finds no room.
        var (lows, highs) = (Vector128.Create(room), Vector128.Create(room[Step..]));
        for (; end >= Step; end -= Step)
        {
            var at = Vector128.Create(standing[(end - Step)..]);
            var (lowEarly, lowLate) = Vector128.Widen(Vector128.ShuffleNative(lows, at));
            var (highEarly, highLate) = Vector128.Widen(Vector128.ShuffleNative(highs, at));
            var early = Open(Vector128.Create(screens[(end - Step)..]), low, lowEarly | (highEarly << 8));
            var late = Open(Vector128.Create(screens[(end - (Step / 2))..]), low, lowLate | (highLate << 8));
            found = Name(early | (late << (Step / 2)), end - Step, rows, found);
        }

        while (--end >= 0)
        {
            var own = standing[end] < Step ? room[standing[end]] | (room[Step + standing[end]] << 8) : 0;
            if (screens[end] <= leave || ushort.MaxValue - screens[end] < own)
            {
                rows[found++] = end;
            }
        }

        return found;

        static uint Open(Vector128<ushort> words, Vector128<ushort> low, Vector128<ushort> room) =>
            (Vector128.LessThanOrEqual(words, low) | Vector128.LessThan(~words, room)).ExtractMostSignificantBits();
    }

    /// <summary>
    /// Of chances of moving from each type of placement, how many words of sixteen bits can fall below them: sixteen low bytes,
    /// then sixteen high ones, because a register holds no more.
    /// </summary>
    internal static byte[] Room(ReadOnlySpan<ulong> chances)
    {
        var room = new byte[RoomLength];
        for (var type = 0; type < PlacementTypes.Count; type++)
        {
            var words = Math.Min(ushort.MaxValue, (chances[type] + ushort.MaxValue) >> 16);
            (room[type], room[Step + type]) = ((byte)(words & byte.MaxValue), (byte)(words >> 8));
        }

        return room;
    }

    private static int Name(uint bits, int first, Span<int> rows, int found)
    {
        while (bits != 0)
        {
            var highest = BitOperations.Log2(bits);
            rows[found++] = first + highest;
            bits ^= 1u << highest;
        }

        return found;
    }
}
