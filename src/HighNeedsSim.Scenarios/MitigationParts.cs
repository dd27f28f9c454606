using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Scenarios;

/// <summary>Reads what the authority means to do: the mitigations of <c>scenario.yaml</c>, and the variants made of them.</summary>
internal sealed class MitigationParts(YamlMap root, MitigationRegistry registry)
{
    internal List<Mitigation> Mitigations()
    {
        var map = root.Map("mitigations");
        var mitigations = new List<Mitigation>();
        foreach (var (code, line) in map.Keys())
        {
            var entry = registry.Find(code);
            if (entry is null)
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
                Effects(one, code, entry)));
            one.End();
        }

        return mitigations;
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

            effects.Add(new(
                lever,
                one.Elicited(
                    "strength", $"{entry?.Title ?? code}: {MitigationRegistry.NameOf(lever)}", LeverLimits.UnitOf(lever), LeverLimits.KindOf(lever), 0, LeverLimits.MostOf(lever)),
                from,
                to));
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
