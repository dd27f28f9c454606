using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// Places in special schools that the tribunal will order, in expectation: how many children of each curriculum year, by the month in which the
/// order comes and by where they are meanwhile.
/// </summary>
/// <remarks>Those who wait are at <see cref="PlacementType.Awaiting"/>; whose plan ends, or who finds a place before, needs no order any more.</remarks>
internal sealed class PlaceOrders
{
    private const int Types = ExpectedTables.Types;
    private const int Years = ExpectedTables.Years;
    private readonly List<double[]> _due = [];
    private double _share;
    private int _months;
    private int _now;

    /// <summary>Whether the tribunal orders anything at all.</summary>
    internal bool Any => _share > 0;

    /// <summary>Nobody has appealed yet.</summary>
    internal void Open(Replicate rates)
    {
        _share = Chance.Below(rates.Directed);
        // An appeal begins in the month after the refusal.
        (_now, _months) = (0, rates.DirectionMonths + 1);
        while (_due.Count <= _months)
        {
            _due.Add(new double[Types * Years]);
        }

        foreach (var due in _due)
        {
            Array.Clear(due);
        }
    }

    /// <summary>A month begins: what came due in the last one is done.</summary>
    internal void Turn()
    {
        Array.Clear(Due);
        _now = (_now + 1) % (_months + 1);
    }

    /// <summary>Children for whom the order comes this month: [type × years + year].</summary>
    internal double[] Due => _due[_now];

    /// <summary>Children are refused a special school: some appeal and will win.</summary>
    internal void Refuse(int year, PlacementType at, double children) => _due[(_now + _months) % (_months + 1)][((int)at * Years) + year] += _share * children;

    /// <summary>How many of those of a year who wait have an order coming.</summary>
    internal double Waiting(int year)
    {
        var sum = 0.0;
        for (var month = 0; month <= _months; month++)
        {
            sum += _due[month][((int)PlacementType.Awaiting * Years) + year];
        }

        return sum;
    }

    /// <summary>Some of those of a year who waited have found a place.</summary>
    /// <param name="year">Curriculum year.</param>
    /// <param name="still">The part that waits still.</param>
    /// <param name="elsewhere">The parts that found a place of another type: they appeal on.</param>
    internal void Find(int year, double still, ReadOnlySpan<double> elsewhere)
    {
        for (var month = 0; month <= _months; month++)
        {
            var due = _due[month];
            ref var waiting = ref due[((int)PlacementType.Awaiting * Years) + year];
            if (waiting <= 0)
            {
                continue;
            }

            for (var type = 0; type < Types; type++)
            {
                due[(type * Years) + year] += type == (int)PlacementType.Awaiting ? 0 : waiting * elsewhere[type];
            }

            waiting *= still;
        }
    }

    /// <summary>Leaves a share of those of each year.</summary>
    internal void Scale(ReadOnlySpan<double> keep)
    {
        for (var month = 0; month <= _months && Any; month++)
        {
            for (var type = 0; type < Types; type++)
            {
                var years = _due[month].AsSpan(type * Years, Years);
                for (var year = 0; year < years.Length; year++)
                {
                    years[year] *= keep[year];
                }
            }
        }
    }

    /// <summary>In September everybody is a year on.</summary>
    internal void GrowUp()
    {
        for (var month = 0; month <= _months && Any; month++)
        {
            for (var type = 0; type < Types; type++)
            {
                var years = _due[month].AsSpan(type * Years, Years);
                years[..^1].CopyTo(years[1..]);
                years[0] = 0;
            }
        }
    }
}
