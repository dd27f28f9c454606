using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Mitigations;

/// <summary>When a mitigation begins in one future, and how likely: 1 where luck is drawn, a chance where it is expected.</summary>
internal readonly record struct Begun(Month From, double Chance);

/// <summary>Which mitigations of a variant begin in one replicate, and when: not before what each of them needs.</summary>
internal sealed class MitigationStarts(Scenario scenario, Variant variant, Parameters draws, PlacePlan places)
{
    private readonly Dictionary<string, Begun?> _known = new(StringComparer.Ordinal);

    /// <summary>By code; those that do not begin are left out.</summary>
    internal Dictionary<string, Begun> All()
    {
        var all = new Dictionary<string, Begun>(StringComparer.Ordinal);
        foreach (var mitigation in scenario.Mitigations.Where(m => variant.Mitigations.Contains(m.Code)))
        {
            if (Of(mitigation) is { } begun)
            {
                all.Add(mitigation.Code, begun);
            }
        }

        return all;
    }

    // The reader has refused circles, so this ends.
    private Begun? Of(Mitigation mitigation)
    {
        if (_known.TryGetValue(mitigation.Code, out var known))
        {
            return known;
        }

        return _known[mitigation.Code] = Find(mitigation);
    }

    private Begun? Find(Mitigation mitigation)
    {
        var from = mitigation.Start;
        foreach (var code in mitigation.Needs.Mitigations)
        {
            if (!variant.Mitigations.Contains(code) || Of(Named(code)) is not { } needed)
            {
                return null;
            }

            from = Later(from, needed.From);
        }

        foreach (var provider in mitigation.Needs.Openings)
        {
            if (places.FirstOpening(provider) is not { } opens)
            {
                return null;
            }

            from = Later(from, opens);
        }

        var chance = Conditions(mitigation).DistinctBy(c => c.Id, StringComparer.Ordinal)
            .Aggregate(1.0, (all, condition) => all * draws.Happens(condition.Chance, Purpose.Condition, 0, condition.Id));
        return chance > 0 ? new(from, chance) : null;
    }

    // Its own and those of what it needs: one that both wait for is decided once.
    private IEnumerable<Condition> Conditions(Mitigation mitigation) =>
        mitigation.Needs.Mitigations.SelectMany(code => Conditions(Named(code))).Concat(mitigation.Needs.Conditions);

    private Mitigation Named(string code) => scenario.Mitigations.First(m => m.Code == code);

    private static Month Later(Month one, Month other) => one > other ? one : other;
}
