using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// How many plans of each curriculum year and type of placement a mitigation has changed within the last twelve months: they are not changed
/// again, and get what they ask for.
/// </summary>
/// <remarks>
/// Kept by the month in which it happened, the twelve months of a year and type side by side. Who was changed asks again as often as anybody else of the
/// year and type, so the share of them among all who hold a place is the share among those who ask. A year and type that has none is passed over.
/// </remarks>
internal sealed class Conversions
{
    private const int Types = ExpectedTables.Types;
    private const int Years = ExpectedTables.Years;
    private const int Months = 12;
    private readonly double[] _plans = new double[Years * Types * Months];
    private readonly double[] _sum = new double[Years * Types];
    private readonly bool[] _live = new bool[Years * Types];
    private readonly double[] _before = new double[Types * Months];
    private int _now;

    /// <summary>Whether there are any.</summary>
    internal bool Any { get; private set; }

    /// <summary>None yet.</summary>
    internal void Open()
    {
        (_now, Any) = (0, false);
        Array.Clear(_plans);
        Array.Clear(_sum);
        Array.Clear(_live);
    }

    /// <summary>A month begins: what happened a year ago binds nobody any more.</summary>
    internal void Turn()
    {
        _now = (_now + 1) % Months;
        for (var cell = 0; cell < _live.Length && Any; cell++)
        {
            if (_live[cell])
            {
                _plans[(cell * Months) + _now] = 0;
                Sum(cell);
            }
        }
    }

    /// <summary>In September everybody is a year on.</summary>
    internal void GrowUp()
    {
        if (!Any)
        {
            return;
        }

        Array.Copy(_plans, 0, _plans, Types * Months, _plans.Length - (Types * Months));
        Array.Clear(_plans, 0, Types * Months);
        Array.Copy(_live, 0, _live, Types, _live.Length - Types);
        Array.Clear(_live, 0, Types);
        for (var cell = 0; cell < _live.Length; cell++)
        {
            Sum(cell);
        }
    }

    /// <summary>The part of those who hold a place that a mitigation may change.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="held">Type of placement.</param>
    /// <param name="holding">How many hold it.</param>
    internal double MayConvert(int year, int held, double holding) =>
        Any && holding > 1e-9 ? 1 - Math.Clamp(_sum[(year * Types) + held] / holding, 0, 1) : 1;

    /// <summary>Plans are changed, and hold or ask for a type from now on.</summary>
    internal void Add(int year, ReadOnlySpan<double> shares, double plans)
    {
        for (var type = 0; type < Types; type++)
        {
            if (shares[type] > 0)
            {
                var cell = (year * Types) + type;
                Any = _live[cell] = true;
                _plans[(cell * Months) + _now] += shares[type] * plans;
                _sum[cell] += shares[type] * plans;
            }
        }
    }

    /// <summary>On entering a phase, those of a year go where all others of their type go.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="to">Shares: [held × types + wanted].</param>
    internal void Transfer(int year, ReadOnlySpan<double> to)
    {
        if (!Any)
        {
            return;
        }

        var ofYear = _plans.AsSpan(year * Types * Months, Types * Months);
        ofYear.CopyTo(_before);
        ofYear.Clear();
        for (var at = 0; at < to.Length; at++)
        {
            var (held, wanted) = (at / Types, at % Types);
            var from = _before.AsSpan(held * Months, Months);
            var into = ofYear.Slice(wanted * Months, Months);
            for (var month = 0; month < Months && to[at] > 0; month++)
            {
                into[month] += from[month] * to[at];
            }
        }

        for (var cell = year * Types; cell < (year + 1) * Types; cell++)
        {
            _live[cell] = Of(cell).IndexOfAnyExcept(0) >= 0;
            Sum(cell);
        }
    }

    /// <summary>Some of those of a year who hold a type get the other type that they ask for: nothing may change it.</summary>
    internal void Move(int year, int held, int wanted, double share)
    {
        var (from, to) = ((year * Types) + held, (year * Types) + wanted);
        if (!_live[from] || from == to)
        {
            return;
        }

        _live[to] = true;
        var leave = Vectors(from);
        var come = Vectors(to);
        var all = Vector256<double>.Zero;
        for (var n = 0; n < leave.Length; n++)
        {
            var moved = leave[n] * share;
            leave[n] -= moved;
            come[n] += moved;
            all += moved;
        }

        _sum[from] -= Lanes.Sum(all);
        _sum[to] += Lanes.Sum(all);
    }

    /// <summary>Leaves a share of those of each year.</summary>
    internal void Scale(ReadOnlySpan<double> keep)
    {
        for (var cell = 0; cell < _live.Length && Any; cell++)
        {
            if (_live[cell])
            {
                Lanes.Scale(Of(cell), keep[cell / Types]);
                Sum(cell);
            }
        }
    }

    private Span<double> Of(int cell) => _plans.AsSpan(cell * Months, Months);

    private Span<Vector256<double>> Vectors(int cell) => MemoryMarshal.Cast<double, Vector256<double>>(Of(cell));

    private void Sum(int cell) => _sum[cell] = _live[cell] ? Lanes.Sum(Of(cell)) : 0;
}
