using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Mitigations;

/// <summary>How strongly the mitigations of a variant act, in one replicate.</summary>
/// <remarks>
/// No double counting: effects on the same rule multiply what is left, so that two mitigations that would each avoid half
/// of something together avoid three quarters of it.
/// </remarks>
internal sealed class Levers
{
    private static readonly int Count = Enum.GetValues<Lever>().Length;
    private readonly (Mitigation Mitigation, double Strength, int FromYear, int ToYear)[][] _effects = new (Mitigation, double, int, int)[Count][];

    internal Levers(Scenario scenario, Variant variant, Parameters draws)
    {
        var inForce = scenario.Mitigations.Where(m => variant.Mitigations.Contains(m.Code)).ToArray();
        for (var lever = 0; lever < Count; lever++)
        {
            _effects[lever] =
            [
                .. from mitigation in inForce
                   from effect in mitigation.Effects
                   where effect.Lever == (Lever)lever
                   select (mitigation, draws.Value(effect.Strength), effect.FromYear, effect.ToYear),
            ];
        }
    }

    /// <summary>Whether anything acts on a rule at all.</summary>
    internal bool Any(Lever lever) => _effects[(int)lever].Length > 0;

    /// <summary>The share that effects on a rule take away together: 1 less what each of them leaves, multiplied.</summary>
    internal double Share(Lever lever, Month month, int ncYear)
    {
        var left = 1.0;
        foreach (var (mitigation, strength, from, to) in _effects[(int)lever])
        {
            if (ncYear >= from && ncYear <= to)
            {
                left *= 1 - (strength * mitigation.Ramp(month));
            }
        }

        return 1 - left;
    }

    /// <summary>The sum of effects on a rule: percentage points, shares more, shares of a block.</summary>
    internal double Sum(Lever lever, Month month)
    {
        var sum = 0.0;
        foreach (var (mitigation, strength, _, _) in _effects[(int)lever])
        {
            sum += strength * mitigation.Ramp(month);
        }

        return sum;
    }
}
