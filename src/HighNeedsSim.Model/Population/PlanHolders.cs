using System.Runtime.Intrinsics;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Population;

/// <summary>A child or young person with a plan, in one replicate.</summary>
internal struct PlanHolder
{
    /// <summary>The child's id.</summary>
    internal uint Child;

    /// <summary>Position of the provider; −1 without a place.</summary>
    internal short Provider;

    /// <summary>Primary need.</summary>
    internal byte Need;

    /// <summary>Complexity band 1 to 4.</summary>
    internal byte Band;

    /// <summary>The placement type asked for, or held where none is asked for.</summary>
    internal byte Wanted;

    /// <summary>
    /// 1 + the month, counted from the first of the run, in which a mitigation last changed what was asked for; 0 where none has.
    /// Ten years and the months before them fit in a byte.
    /// </summary>
    internal byte Converted;

    /// <summary>Whether a mitigation may change what is asked for: at most one does so to a plan within twelve months.</summary>
    internal readonly bool MayConvert(int now) => Converted == 0 || now + 1 - Converted >= 12;
}

/// <summary>
/// The plan-holders of one cohort in every replicate of a batch: one block of memory, a stretch for each replicate, so that
/// a month's scan reads straight through it.
/// </summary>
/// <remarks>
/// Beside each child stand the sixteen-bit words that screen it for leaving or moving in each of eight months. A month's
/// chances are small, so the scan compares one word a child with the top halves of the chances and looks closer only at the
/// few that pass. What a scan looks at stands in arrays of its own, so that a vector register takes in sixteen children or
/// more at a time; what only events touch stays together in <see cref="PlanHolder"/>.
/// The order of rows is not part of the model: children leave by the last row taking their place.
/// </remarks>
internal sealed class PlanHolders
{
    /// <summary>Marks an application among standings, above every type of placement.</summary>
    private const byte Applies = 0x80;
    private const int MonthsPerBlock = 8;
    private readonly WorldContext _world;
    private readonly int[] _count;
    private PlanHolder[] _rows;
    private ushort[] _screens;
    private byte[] _standing;
    private short[] _due;
    private int _stride;
    private int _block = -1;
    private int _month;

    internal PlanHolders(WorldContext world, int expected)
    {
        _world = world;
        _stride = expected + (expected / 4) + 8;
        _count = new int[world.Count];
        (_rows, _standing, _due) = (Room<PlanHolder>(_stride), Room<byte>(_stride), Room<short>(_stride));
        _screens = Room<ushort>(_stride * MonthsPerBlock);
    }

    // What belongs to a child is written when the child is added, or when the month's words are made ready.
    private T[] Room<T>(int rows)
        where T : unmanaged => _world.Pieces.Take<T>(rows * _world.Count);

    /// <summary>Rows of all replicates: what lies between a month's screening words and the next one's.</summary>
    private int Plane => _stride * _world.Count;

    /// <summary>Saves or restores who is there; the screening words are worked out again when the next month begins.</summary>
    internal void Carry(Carrier carrier)
    {
        var stride = _stride;
        carrier.Value(ref stride);
        if (stride != _stride)
        {
            Widen(stride);
        }

        carrier.Values(_count);
        for (var r = 0; r < _world.Count; r++)
        {
            carrier.Block(Of(r));
            carrier.Block(Standing(r));
            carrier.Block(ReviewsDue(r));
        }

        _block = -1;
    }

    /// <summary>How many plan-holders a replicate has.</summary>
    internal int Count(int replicate) => _count[replicate];

    /// <summary>A replicate's plan-holders.</summary>
    internal Span<PlanHolder> Of(int replicate) => _rows.AsSpan(replicate * _stride, _count[replicate]);

    /// <summary>
    /// When each plan-holder's next review is due, in months from the first of the run: apart, so that a scan passes over those
    /// whose turn has not come.
    /// </summary>
    internal Span<short> ReviewsDue(int replicate) => _due.AsSpan(replicate * _stride, _count[replicate]);

    /// <summary>Where each plan-holder stands: settled somewhere, or applying.</summary>
    internal Span<byte> Standing(int replicate) => _standing.AsSpan(replicate * _stride, _count[replicate]);

    /// <summary>The standing of one who has a place of a type and asks for no other.</summary>
    internal static byte Settled(PlacementType type) => (byte)type;

    /// <summary>The standing of one who applies for a place.</summary>
    internal static byte Applying(byte priority) => (byte)(Applies | priority);

    /// <summary>Whether somebody of a standing has a place and asks for no other.</summary>
    internal static bool IsSettled(byte standing) => standing < Applies;

    /// <summary>The priority of the application of a standing.</summary>
    internal static byte PriorityOf(byte standing) => (byte)(standing ^ Applies);

    /// <summary>The position of the first who applies; −1 where nobody does.</summary>
    internal static int FirstApplying(ReadOnlySpan<byte> standing) => standing.IndexOfAnyInRange(Applies, byte.MaxValue);

    /// <summary>Adds a plan-holder.</summary>
    internal void Add(int replicate, PlanHolder holder, byte standing, int reviewDue)
    {
        if (_count[replicate] == _stride)
        {
            Widen(_stride + (_stride / 4) + 4);
        }

        var at = (replicate * _stride) + _count[replicate]++;
        (_rows[at], _standing[at], _due[at]) = (holder, standing, (short)reviewDue);
        if (_block >= 0)
        {
            Screen(replicate, at);
        }
    }

    /// <summary>Takes a plan-holder out; the last one moves to its row.</summary>
    internal void RemoveAt(int replicate, int row)
    {
        var start = replicate * _stride;
        var last = start + --_count[replicate];
        (_rows[start + row], _standing[start + row], _due[start + row]) = (_rows[last], _standing[last], _due[last]);
        for (var m = _month * Plane; m < MonthsPerBlock * Plane; m += Plane)
        {
            _screens[m + start + row] = _screens[m + last];
        }
    }

    /// <summary>Takes out all plan-holders of all replicates, for good: others of the world may have their room.</summary>
    internal void End()
    {
        Array.Clear(_count);
        Widen(0);
    }

    /// <summary>Makes the month's screening words ready.</summary>
    internal void Turn(Month month)
    {
        _month = month.Index % MonthsPerBlock;
        if (month.Index / MonthsPerBlock == _block)
        {
            return;
        }

        _block = month.Index / MonthsPerBlock;
        var words = Scratch.OfThisThread.Words;
        for (var r = 0; r < _world.Count; r++)
        {
            words.DrawFor(_world.Replicates[r].Draws, Of(r), Purpose.LeaveScreen, _block);
            Halve(words.A, Stretch(0, r), Stretch(1, r));
            Halve(words.B, Stretch(2, r), Stretch(3, r));
            Halve(words.C, Stretch(4, r), Stretch(5, r));
            Halve(words.D, Stretch(6, r), Stretch(7, r));
        }
    }

    /// <summary>The month's screening words of a replicate, one a row.</summary>
    internal ReadOnlySpan<ushort> Screens(int replicate, Month month) =>
        Stretch(month.Index % MonthsPerBlock, replicate);

    private Span<ushort> Stretch(int month, int replicate) =>
        _screens.AsSpan((month * Plane) + (replicate * _stride), _count[replicate]);

    // The low halves of the words screen one month, the high halves the next.
    private static void Halve(ReadOnlySpan<uint> words, Span<ushort> low, Span<ushort> high)
    {
        var at = 0;
        for (; at <= words.Length - Vector256<ushort>.Count; at += Vector256<ushort>.Count)
        {
            var (first, second) = (Vector256.Create(words[at..]), Vector256.Create(words[(at + Vector256<uint>.Count)..]));
            Vector256.Narrow(first, second).CopyTo(low[at..]);
            Vector256.Narrow(first >>> 16, second >>> 16).CopyTo(high[at..]);
        }

        for (; at < words.Length; at++)
        {
            (low[at], high[at]) = (unchecked((ushort)words[at]), (ushort)(words[at] >> 16));
        }
    }

    private void Screen(int replicate, int at)
    {
        var words = _world.Replicates[replicate].Draws.At(_rows[at].Child, Purpose.LeaveScreen, _block);
        ReadOnlySpan<uint> pairs = [words.A, words.B, words.C, words.D];
        for (var m = _month; m < MonthsPerBlock; m++)
        {
            _screens[(m * Plane) + at] = unchecked((ushort)(pairs[m / 2] >> (16 * (m % 2))));
        }
    }

    private void Widen(int stride)
    {
        _screens = Widen(_screens, stride, MonthsPerBlock);
        (_rows, _standing, _due) = (Widen(_rows, stride), Widen(_standing, stride), Widen(_due, stride));
        _stride = stride;
    }

    private T[] Widen<T>(T[] old, int stride, int planes = 1)
        where T : unmanaged
    {
        var wide = Room<T>(planes * stride);
        for (var at = 0; at < planes * _world.Count; at++)
        {
            old.AsSpan(at * _stride, _count[at % _world.Count]).CopyTo(wide.AsSpan(at * stride));
        }

        _world.Pieces.Return(old);
        return wide;
    }
}
