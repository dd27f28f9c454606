using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Providers;

/// <summary>How many places each provider is commissioned for in one replicate, month by month.</summary>
internal sealed class PlacePlan
{
    private readonly Scenario _scenario;
    private readonly double[] _growth;
    private readonly (Month Month, int Places)[][] _openings;

    internal PlacePlan(Scenario scenario, Variant variant, Parameters draws)
    {
        _scenario = scenario;
        _growth = [.. scenario.Providers.Select(p => draws.Value(p.PlacesGrowth))];
        _openings =
        [
            .. scenario.Providers.Select(p => p.Openings
                .Where(o => o.Mitigation is null || variant.Mitigations.Contains(o.Mitigation))
                .Select(o => (o.Month + Math.Max(0, (int)Math.Round(draws.Value(o.SlipMonths))), o.Places))
                .ToArray()),
        ];
    }

    /// <summary>When the first new places of a provider open in this future; null where the variant opens none.</summary>
    internal Month? FirstOpening(string provider)
    {
        for (var p = 0; p < _openings.Length; p++)
        {
            if (_scenario.Providers[p].Id == provider)
            {
                return _openings[p].Length > 0 ? _openings[p].Min(o => o.Month) : null;
            }
        }

        return null;
    }

    /// <summary>Whether another plan of the same scenario and parameters opens the same places in the same months.</summary>
    internal bool OpensWhat(PlacePlan other)
    {
        for (var p = 0; p < _openings.Length; p++)
        {
            if (!_openings[p].AsSpan().SequenceEqual(other._openings[p]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Places commissioned at a provider in a month.</summary>
    internal int In(int provider, Month month)
    {
        var plan = _scenario.Providers[provider];
        // Places change with the academic year; post-16 places a month earlier, with the funding year of colleges.
        var changes = plan.PlaceFunding == PlaceFundingRule.Element2 ? month + 1 : month;
        var years = Math.Max(0, changes.AcademicYear - _scenario.Timetable.Census.AcademicYear);
        var grown = (double)plan.Places;
        for (var y = 0; y < years; y++)
        {
            grown *= 1 + _growth[provider];
        }

        var places = Math.Max(0, (int)Math.Round(grown, MidpointRounding.ToEven));
        foreach (var (opens, more) in _openings[provider])
        {
            places += opens <= month ? more : 0;
        }

        return places;
    }
}
