using System.Runtime.Intrinsics;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>
/// Addresses of random numbers, collected over the replicates of a batch and then drawn together: many at a time cost a fifth of
/// one at a time (<see cref="Philox"/> says why). The numbers are those that <see cref="Draws.At"/> gives.
/// </summary>
/// <remarks>Kept by whoever collects, and used again each month: in the long run it allocates nothing.</remarks>
internal sealed class ManyDraws
{
    private uint[] _subject = new uint[64];
    private uint[] _index = new uint[64];
    private uint[] _k0 = new uint[64];
    private uint[] _k1 = new uint[64];
    private uint[] _a = new uint[64];
    private uint[] _b = new uint[64];
    private uint[] _c = new uint[64];
    private uint[] _d = new uint[64];

    /// <summary>How many addresses have been collected.</summary>
    internal int Count { get; private set; }

    /// <summary>The first words, in the order of collection.</summary>
    internal ReadOnlySpan<uint> A => _a.AsSpan(0, Count);

    /// <summary>The second words.</summary>
    internal ReadOnlySpan<uint> B => _b.AsSpan(0, Count);

    /// <summary>The third words.</summary>
    internal ReadOnlySpan<uint> C => _c.AsSpan(0, Count);

    /// <summary>The fourth words.</summary>
    internal ReadOnlySpan<uint> D => _d.AsSpan(0, Count);

    /// <summary>The four words of an address.</summary>
    internal Words this[int at] => new(_a[at], _b[at], _c[at], _d[at]);

    /// <summary>Whom or what an address is about.</summary>
    internal uint Subject(int at) => _subject[at];

    /// <summary>Forgets all addresses.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Collects an address.</summary>
    /// <param name="draws">Of which replicate.</param>
    /// <param name="subject">Whom or what it is about.</param>
    /// <param name="index">Which of several.</param>
    internal void Add(in Draws draws, uint subject, uint index = 0)
    {
        if (Count == _subject.Length)
        {
            Grow();
        }

        (_subject[Count], _index[Count]) = (subject, index);
        (_k0[Count], _k1[Count]) = draws.Key;
        Count++;
    }

    /// <summary>Collects some plan-holders of a replicate.</summary>
    /// <param name="draws">Of which replicate.</param>
    /// <param name="holders">Its plan-holders.</param>
    /// <param name="rows">The rows of those wanted.</param>
    internal void AddAll(in Draws draws, ReadOnlySpan<PlanHolder> holders, ReadOnlySpan<int> rows)
    {
        MakeRoom(rows.Length);
        var subject = _subject.AsSpan(Count, rows.Length);
        for (var n = 0; n < subject.Length; n++)
        {
            subject[n] = holders[rows[n]].Child;
        }

        _index.AsSpan(Count, rows.Length).Clear();
        _k0.AsSpan(Count, rows.Length).Fill(draws.Key.K0);
        _k1.AsSpan(Count, rows.Length).Fill(draws.Key.K1);
        Count += rows.Length;
    }

    /// <summary>Collects the addresses of one subject whose indices are 0, 4, 8 and so on, below <paramref name="below"/>.</summary>
    internal void AddEveryFourth(in Draws draws, uint subject, int below)
    {
        var more = (below + 3) / 4;
        MakeRoom(more);
        _subject.AsSpan(Count, more).Fill(subject);
        _k0.AsSpan(Count, more).Fill(draws.Key.K0);
        _k1.AsSpan(Count, more).Fill(draws.Key.K1);
        for (var n = 0; n < more; n++)
        {
            _index[Count + n] = (uint)(4 * n);
        }

        Count += more;
    }

    /// <summary>Draws the words of all addresses.</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="time">A month, a week, a block of months; below 2²⁴.</param>
    internal void Draw(Purpose purpose, int time) => Philox.Many(
        _subject.AsSpan(0, Count), Draws.Counter(purpose, time), _index, _k0, _k1, _a, _b, _c, _d);

    /// <summary>Draws for every plan-holder of a replicate, in their order.</summary>
    internal void DrawFor(in Draws draws, ReadOnlySpan<PlanHolder> holders, Purpose purpose, int time)
    {
        Clear();
        MakeRoom(holders.Length);
        for (var n = 0; n < holders.Length; n++)
        {
            _subject[n] = holders[n].Child;
        }

        _index.AsSpan(0, holders.Length).Clear();
        _k0.AsSpan(0, holders.Length).Fill(draws.Key.K0);
        _k1.AsSpan(0, holders.Length).Fill(draws.Key.K1);
        Count = holders.Length;
        Draw(purpose, time);
    }

    /// <summary>Finds the words below a threshold: the first to fourth word of an address count as four positions, one after another.</summary>
    /// <param name="threshold">The threshold.</param>
    /// <param name="found">Receives the positions, in rising order.</param>
    internal void FindBelow(ulong threshold, Gathered<int> found)
    {
        found.Clear();
        if (threshold == 0)
        {
            return;
        }

        // Most addresses have none: eight of them are passed over together.
        var highest = (uint)Math.Min(threshold - 1, uint.MaxValue);
        var limit = Vector256.Create(highest);
        var n = 0;
        for (; n <= Count - Vector256<uint>.Count; n += Vector256<uint>.Count)
        {
            var lowest = Vector256.Min(
                Vector256.Min(Vector256.Create(_a.AsSpan(n)), Vector256.Create(_b.AsSpan(n))),
                Vector256.Min(Vector256.Create(_c.AsSpan(n)), Vector256.Create(_d.AsSpan(n))));
            for (var bits = Vector256.LessThanOrEqual(lowest, limit).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                FindBelow(n + System.Numerics.BitOperations.TrailingZeroCount(bits), highest, found);
            }
        }

        for (; n < Count; n++)
        {
            FindBelow(n, highest, found);
        }
    }

    /// <summary>The word at a position as <see cref="FindBelow(ulong, Gathered{int})"/> counts them.</summary>
    internal uint Word(int position) => (position % 4) switch
    {
        0 => _a[position / 4],
        1 => _b[position / 4],
        2 => _c[position / 4],
        _ => _d[position / 4],
    };

    private void FindBelow(int n, uint highest, Gathered<int> found)
    {
        Span<uint> words = [_a[n], _b[n], _c[n], _d[n]];
        for (var w = 0; w < words.Length; w++)
        {
            if (words[w] <= highest)
            {
                found.Add((4 * n) + w);
            }
        }
    }

    private void MakeRoom(int more)
    {
        while (_subject.Length < Count + more)
        {
            Grow();
        }
    }

    private void Grow()
    {
        var size = 2 * _subject.Length;
        Array.Resize(ref _subject, size);
        Array.Resize(ref _index, size);
        Array.Resize(ref _k0, size);
        Array.Resize(ref _k1, size);
        Array.Resize(ref _a, size);
        Array.Resize(ref _b, size);
        Array.Resize(ref _c, size);
        Array.Resize(ref _d, size);
    }
}
