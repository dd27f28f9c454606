namespace HighNeedsSim.Model.Expected;

/// <summary>
/// How many plans of each curriculum year and type of placement a mitigation has changed within the last twelve months: they are not changed
/// again, and get what they ask for.
/// </summary>
/// <remarks>
/// Kept by the month in which it happened. Who was changed asks again as often as anybody else of the year and type, so the share of them
/// among all who hold a place is the share among those who ask.
/// </remarks>
internal sealed class Conversions
{
    private const int Types = ExpectedTables.Types;
    private const int Years = ExpectedTables.Years;
    private const int Months = 12;
    private readonly double[] _plans = new double[Months * Years * Types];
    private readonly double[] _sum = new double[Years * Types];
    private int _now;
    private bool _any;

    /// <summary>None yet.</summary>
    internal void Open()
    {
        (_now, _any) = (0, false);
        Array.Clear(_plans);
        Array.Clear(_sum);
    }

    /// <summary>A month begins: what happened a year ago binds nobody any more.</summary>
    internal void Turn()
    {
        _now = (_now + 1) % Months;
        if (_any)
        {
            Ring(_now).Clear();
            Sum();
        }
    }

    /// <summary>In September everybody is a year on.</summary>
    internal void GrowUp()
    {
        for (var month = 0; month < Months && _any; month++)
        {
            var ring = Ring(month);
            ring[..^Types].CopyTo(ring[Types..]);
            ring[..Types].Clear();
        }

        Sum();
    }

    /// <summary>The part of those who hold a place that a mitigation may change.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="held">Type of placement.</param>
    /// <param name="holding">How many hold it.</param>
    internal double MayConvert(int year, int held, double holding) =>
        _any && holding > 1e-9 ? 1 - Math.Clamp(_sum[(year * Types) + held] / holding, 0, 1) : 1;

    /// <summary>Plans are changed, and hold or ask for a type from now on.</summary>
    internal void Add(int year, ReadOnlySpan<double> shares, double plans)
    {
        for (var type = 0; type < Types; type++)
        {
            if (shares[type] > 0)
            {
                _any = true;
                Ring(_now)[(year * Types) + type] += shares[type] * plans;
                _sum[(year * Types) + type] += shares[type] * plans;
            }
        }
    }

    /// <summary>On entering a phase, those of a year go where all others of their type go.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="to">Shares: [held × types + wanted].</param>
    internal void Transfer(int year, ReadOnlySpan<double> to)
    {
        Span<double> before = stackalloc double[Types];
        for (var month = 0; month < Months && _any; month++)
        {
            var ring = Ring(month).Slice(year * Types, Types);
            ring.CopyTo(before);
            ring.Clear();
            for (var at = 0; at < to.Length; at++)
            {
                ring[at % Types] += before[at / Types] * to[at];
            }
        }

        Sum();
    }

    /// <summary>Whether there are any.</summary>
    internal bool Any => _any;

    /// <summary>Some of those of a year who hold a type get the other type that they ask for: nothing may change it.</summary>
    internal void Move(int year, int held, int wanted, double share)
    {
        for (var month = 0; month < Months; month++)
        {
            var ring = Ring(month).Slice(year * Types, Types);
            var moved = ring[held] * share;
            ring[held] -= moved;
            ring[wanted] += moved;
            _sum[(year * Types) + held] -= moved;
            _sum[(year * Types) + wanted] += moved;
        }
    }

    /// <summary>Leaves a share of those of each year.</summary>
    internal void Scale(ReadOnlySpan<double> keep)
    {
        if (!_any)
        {
            return;
        }

        for (var at = 0; at < _plans.Length; at++)
        {
            _plans[at] *= keep[at / Types % Years];
        }

        Sum();
    }

    private Span<double> Ring(int month) => _plans.AsSpan(month * Years * Types, Years * Types);

    private void Sum()
    {
        if (!_any)
        {
            return;
        }

        Array.Clear(_sum);
        for (var month = 0; month < Months; month++)
        {
            var ring = Ring(month);
            for (var at = 0; at < _sum.Length; at++)
            {
                _sum[at] += ring[at];
            }
        }
    }
}
