using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios;

/// <summary>Reads what the authority means to do: the mitigations of <c>scenario.yaml</c>, and the variants made of them.</summary>
internal sealed class MitigationParts(YamlMap root, MitigationRegistry registry)
{
    private readonly List<(string Code, string Key, string Name, int Line)> _needs = [];

    internal List<Mitigation> Mitigations()
    {
        var conditions = root.Has("conditions") ? Conditions() : [];
        var map = root.Map("mitigations");
        var mitigations = new List<Mitigation>();
        foreach (var (code, line) in map.Keys())
        {
            var entry = registry.Find(code);
            // Without a registry, which is told by itself, it need not be said of every mitigation.
            if (entry is null && registry.All.Count > 0)
            {
                map.Add(line, code,
                    $"the code is not in {ScenarioPackage.Registry} ({string.Join(", ", registry.Codes)}): register it there, or remove it");
            }

            var one = map.Map(code);
            mitigations.Add(new(
                code,
                entry?.Title ?? code,
                one.Month("start"),
                one.Int("ramp-months", 0, LeverLimits.MostMonths),
                one.Elicited("annual-cost", $"Cost of running {code} at full strength", "GBP a year", ValueKind.Positive, 0, LeverLimits.MostPounds),
                Effects(one, code, entry))
            {
                GuardRail = entry?.About.GuardRail ?? "",
                Needs = one.Has("needs") ? Needs(one.Map("needs"), code, conditions) : MitigationNeeds.None,
            });
            one.End();
        }

        return mitigations;
    }

    private List<Condition> Conditions()
    {
        var map = root.Map("conditions");
        var conditions = new List<Condition>();
        foreach (var (id, line) in map.Keys())
        {
            if (!Numbers.IsSlug(id))
            {
                map.Add(line, id, "cannot be a name of a condition: use small letters, digits and hyphens");
            }

            var one = map.Map(id);
            var what = one.Text("what");
            conditions.Add(new(id, what, one.Elicited("chance", $"Chance: {what}", "share", ValueKind.Share, 0, 1)));
            one.End();
        }

        return conditions;
    }

    private MitigationNeeds Needs(YamlMap map, string code, List<Condition> conditions)
    {
        var needs = new MitigationNeeds(
            Named("mitigations"), Named("openings"), [.. Named("conditions").Select(id => conditions.Find(c => c.Id == id)).OfType<Condition>()]);
        foreach (var (_, _, id, line) in _needs.Where(n => n.Code == code && n.Key == "conditions" && !conditions.Exists(c => c.Id == n.Name)))
        {
            map.Add(line, "conditions", $"{ProblemList.Quote(id)} is not under conditions in this file: describe it there, or remove it here");
        }

        map.End();
        return needs;

        string[] Named(string key)
        {
            if (!map.Has(key))
            {
                return [];
            }

            var names = map.Texts(key);
            _needs.AddRange(names.Select(n => (code, key, n.Text, n.Line)));
            return [.. names.Select(n => n.Text)];
        }
    }

    /// <summary>Whether what mitigations need is there, and no circle among them.</summary>
    internal void CheckNeeds(List<Mitigation> mitigations, IReadOnlyList<Provider> providers)
    {
        foreach (var (code, key, name, line) in _needs)
        {
            var at = $"mitigations.{code}.needs.{key}";
            if (key == "mitigations" && !mitigations.Exists(m => m.Code == name))
            {
                root.Add(line, at, $"{ProblemList.Quote(name)} is not under mitigations in this file: add it there, or remove it here");
            }
            else if (key == "mitigations" && Circle(mitigations, name, code) is { } circle)
            {
                root.Add(line, at, $"{circle} goes round in a circle, so none of them could ever begin: take one of these needs away");
            }
            else if (key == "openings" && providers.Count > 0 && !providers.Any(p => p.Id == name && p.Openings.Count > 0))
            {
                root.Add(line, at, $"{ProblemList.Quote(name)} gains no places in {ScenarioTables.Openings}: add its opening there, or remove it here");
            }
        }
    }

    // The way from one code by needs back to another, as 'M4 needs M1 needs M4'; null where there is none.
    private static string? Circle(List<Mitigation> mitigations, string from, string back)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Way(from) is { } way ? $"{back} needs {way}" : null;

        string? Way(string code)
        {
            if (code == back)
            {
                return code;
            }

            return seen.Add(code)
                ? mitigations.Find(m => m.Code == code)?.Needs.Mitigations.Select(Way).FirstOrDefault(w => w is not null) is { } rest ? $"{code} needs {rest}" : null
                : null;
        }
    }

    private static List<Effect> Effects(YamlMap mitigation, string code, MitigationRegistry.Entry? entry)
    {
        var map = mitigation.Map("effects");
        var effects = new List<Effect>();
        foreach (var (name, line) in map.Keys())
        {
            var one = map.Map(name);
            var lever = one.Choice("lever", MitigationRegistry.LeverNames, at => (Lever)at);
            var (from, to) = (one.Int("from-year", -4, 20), one.Int("to-year", -4, 20));
            if (from > to)
            {
                map.Add(line, name, $"to-year {to} is before from-year {from}: put the lower curriculum year first");
            }

            if (entry is not null && MitigationRegistry.LeverNames.Contains(one.OptionalText("lever")))
            {
                Registered(map, line, name, code, entry, lever, from, to);
            }

            var ceiling = entry is not null && entry.Ceilings.TryGetValue(lever, out var most) ? most : double.PositiveInfinity;
            var strength = one.Elicited(
                "strength", $"{entry?.Title ?? code}: {MitigationRegistry.NameOf(lever)}", LeverLimits.UnitOf(lever), LeverLimits.KindOf(lever), 0, LeverLimits.MostOf(lever));
            if (strength.High > ceiling)
            {
                map.Add(one.LineOf("strength"), name,
                    $"the strength reaches {Numbers.Text(strength.High)}, above the ceiling of {Numbers.Text(ceiling)} that {ScenarioPackage.Registry} "
                    + $"sets for {MitigationRegistry.NameOf(lever)} of {code}: lower it, or raise the ceiling there with its evidence");
            }

            int? ramp = one.Has("ramp-months") ? one.Int("ramp-months", 0, LeverLimits.MostMonths) : null;
            effects.Add(new(lever, strength, from, to) { Ceiling = ceiling, RampMonths = ramp });
            one.End();
        }

        if (effects.Count == 0 && !map.IsSilent)
        {
            mitigation.Add(map.Line, "effects", "there is no effect: give at least one");
        }

        return effects;
    }

    private static void Registered(
        YamlMap map, int line, string name, string code, MitigationRegistry.Entry entry, Lever lever, int from, int to)
    {
        if (!entry.Touches.TryGetValue(lever, out var years))
        {
            map.Add(line, name,
                $"{code} does not touch {MitigationRegistry.NameOf(lever)} in {ScenarioPackage.Registry}, only "
                + $"{string.Join(", ", entry.Touches.Keys.Select(MitigationRegistry.NameOf))}: register the lever there first");
        }
        else if (from < years.From || to > years.To)
        {
            map.Add(line, name,
                $"curriculum years {from} to {to} go beyond those that {code} touches in {ScenarioPackage.Registry}, {years.From} to {years.To}");
        }
    }

    internal List<Variant> Variants(List<Mitigation> mitigations, bool hasAgreement, bool hasGrant)
    {
        var variants = new List<Variant>();
        foreach (var map in root.Maps("variants"))
        {
            var id = map.Slug("id");
            if (variants.Exists(v => v.Id == id))
            {
                map.Add(map.LineOf("id"), "id", $"{ProblemList.Quote(id)} is there twice: names of variants are unique");
            }

            var codes = map.Texts("mitigations");
            foreach (var (code, line) in codes.Where(c => !mitigations.Exists(m => m.Code == c.Text)))
            {
                map.Add(line, "mitigations",
                    $"{ProblemList.Quote(code)} is not under mitigations in this file: add it there, or remove it here");
            }

            foreach (var (code, line) in codes)
            {
                var lacking = mitigations.Find(m => m.Code == code)?.Needs.Mitigations.Where(n => codes.All(c => c.Text != n)).ToArray() ?? [];
                if (lacking.Length > 0)
                {
                    map.Add(line, "mitigations",
                        $"{code} needs {string.Join(" and ", lacking)}, which this variant lacks, so it would do nothing: add {(lacking.Length > 1 ? "them" : "it")}, or take {code} out");
                }
            }

            var safetyValve = map.Flag("safety-valve");
            if (safetyValve && !hasAgreement)
            {
                map.Add(map.LineOf("safety-valve"), "safety-valve", "is true, but the scenario has no agreement: add one, or write false");
            }

            var approved = map.Has("reform-plan-approved") && map.Flag("reform-plan-approved");
            if (approved && !hasGrant)
            {
                map.Add(map.LineOf("reform-plan-approved"), "reform-plan-approved",
                    $"is true, but no Stability Grant is known: give stability-grant, and name '{NationalRules.GrantShare}', "
                    + $"'{NationalRules.GrantDeficitOf}' and '{NationalRules.GrantPaid}' under national with an as-known not before them; or write false");
            }

            variants.Add(new(id, map.Text("title"), [.. codes.Select(c => c.Text)], safetyValve) { ReformPlanApproved = approved });
            map.End();
        }

        if (!root.IsSilent && root.Has("variants"))
        {
            Baseline(variants);
        }

        return variants;
    }

    private void Baseline(List<Variant> variants)
    {
        var line = root.LineOf("variants");
        if (variants.Count is < 1 or > 12)
        {
            root.Add(line, "variants", $"there are {variants.Count}: give 1 to 12");
        }
        else if (variants[0].Mitigations.Count > 0 || variants[0].SafetyValve || variants[0].ReformPlanApproved)
        {
            root.Add(line, "variants",
                $"the first, {ProblemList.Quote(variants[0].Id)}, is the baseline: it has no mitigations, no agreement and no grant. Put such a one first");
        }
    }
}
