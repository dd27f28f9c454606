using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Model.Expected;

/// <summary>Plan-holders by curriculum year and primary need in expectation: needs do not change, and plans end whatever the need.</summary>
internal sealed class ExpectedNeeds
{
    private readonly ExpectedTables _tables;
    private readonly double[] _plans = new double[ExpectedTables.Years * PrimaryNeeds.Count];

    internal ExpectedNeeds(ExpectedTables tables) => _tables = tables;

    /// <summary>Everybody's need is as the census found it.</summary>
    internal void Open()
    {
        Array.Clear(_plans);
        foreach (var plan in _tables.World.Opening)
        {
            _plans[(plan.Age * PrimaryNeeds.Count) + (int)plan.Need]++;
        }
    }

    /// <summary>In September everybody is a year on.</summary>
    internal void GrowUp()
    {
        Array.Copy(_plans, 0, _plans, PrimaryNeeds.Count, _plans.Length - PrimaryNeeds.Count);
        Array.Clear(_plans, 0, PrimaryNeeds.Count);
    }

    /// <summary>Plans begin: after assessment, and by moving in.</summary>
    internal void Begin(int year, int yearsSinceRequest, double plans, double moved)
    {
        var needs = _tables.NewNeeds[Math.Max(0, year - yearsSinceRequest)];
        for (var need = 0; need < PrimaryNeeds.Count; need++)
        {
            _plans[(year * PrimaryNeeds.Count) + need] += (plans * needs[need]) + (moved * _tables.MoveInNeeds[year][need]);
        }
    }

    /// <summary>Leaves a share of a year's plans.</summary>
    internal void Scale(int year, double keep)
    {
        foreach (ref var plans in _plans.AsSpan(year * PrimaryNeeds.Count, PrimaryNeeds.Count))
        {
            plans *= keep;
        }
    }

    /// <summary>Plans of all years by need.</summary>
    internal void Count(Span<double> needs)
    {
        needs.Clear();
        for (var at = 0; at < _plans.Length; at++)
        {
            needs[at % PrimaryNeeds.Count] += _plans[at];
        }
    }
}
