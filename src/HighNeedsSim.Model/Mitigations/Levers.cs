using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Mitigations;

/// <summary>How strongly the mitigations of a variant act, in one replicate.</summary>
/// <remarks>
/// No double counting: effects on the same rule multiply what is left, so that two mitigations that would each avoid half
/// of something together avoid three quarters of it; and because they work on the same children, they never pass the highest
/// of their ceilings together.
/// </remarks>
internal sealed class Levers
{
    private static readonly int Count = Enum.GetValues<Lever>().Length;
    private readonly Acting[][] _effects = new Acting[Count][];
    private readonly Dictionary<string, Begun> _begun;

    internal Levers(Scenario scenario, Variant variant, Parameters draws, PlacePlan places)
    {
        _begun = new MitigationStarts(scenario, variant, draws, places).All();
        for (var lever = 0; lever < Count; lever++)
        {
            _effects[lever] =
            [
                .. from mitigation in scenario.Mitigations
                   where _begun.ContainsKey(mitigation.Code)
                   from effect in mitigation.Effects
                   where effect.Lever == (Lever)lever
                   let begun = _begun[mitigation.Code]
                   let strength = Math.Min(draws.Value(effect.Strength), effect.Ceiling) * begun.Chance
                   select new Acting(mitigation, effect, begun.From, strength),
            ];
        }
    }

    /// <summary>Whether anything acts on a rule at all.</summary>
    internal bool Any(Lever lever) => _effects[(int)lever].Length > 0;

    /// <summary>Whether others do the same to the same children: whatever they do to prices and income.</summary>
    internal bool MoveChildrenLike(Levers other)
    {
        for (var lever = 0; lever < Count; lever++)
        {
            if (!IsOfMoney((Lever)lever) && !_effects[lever].AsSpan().SequenceEqual(other._effects[lever]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a rule is one of prices or income, which no child notices.</summary>
    internal static bool IsOfMoney(Lever lever) =>
        lever is Lever.LessTopUpUplift or Lever.LessIndependentUplift or Lever.LessServiceCost or Lever.SchoolsBlockTransfer;

    /// <summary>The share that effects on a rule take away together: 1 less what each of them leaves, multiplied.</summary>
    internal double Share(Lever lever, Month month, int ncYear)
    {
        var (left, most) = (1.0, 0.0);
        foreach (ref readonly var effect in _effects[(int)lever].AsSpan())
        {
            if (ncYear >= effect.Of.FromYear && ncYear <= effect.Of.ToYear)
            {
                left *= 1 - effect.In(month);
                most = Math.Max(most, effect.Of.Ceiling);
            }
        }

        return Math.Min(1 - left, most);
    }

    /// <summary>The sum of effects on a rule: percentage points, shares more, shares of a block.</summary>
    internal double Sum(Lever lever, Month month)
    {
        var (sum, most) = (0.0, 0.0);
        foreach (ref readonly var effect in _effects[(int)lever].AsSpan())
        {
            sum += effect.In(month);
            most = Math.Max(most, effect.Of.Ceiling);
        }

        return Math.Min(sum, most);
    }

    /// <summary>How far a mitigation has grown in a month, and so how much of its cost is borne; 0 where it does not come about.</summary>
    internal double Grown(Mitigation mitigation, Month month) =>
        _begun.TryGetValue(mitigation.Code, out var begun) ? begun.Chance * mitigation.Ramp(month, begun.From) : 0;

    private readonly record struct Acting(Mitigation Mitigation, Effect Of, Month From, double Strength)
    {
        internal double In(Month month) => Strength * Mitigation.Ramp(Of, month, From);
    }
}
