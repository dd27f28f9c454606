using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Scenarios;

/// <summary>The national rules that a scenario names: values by the month from which they hold, each with its source.</summary>
internal sealed class NationalRules
{
    internal const string PlaceCommissioned = "place-special-and-ap";
    internal const string PlaceUnitFilled = "place-unit-filled";
    internal const string PlaceUnitEmpty = "place-unit-empty";
    internal const string Element2 = "element-2";
    internal const string WeeksDecision = "weeks-decision";
    internal const string WeeksAdvice = "weeks-advice";
    internal const string WeeksPlan = "weeks-plan";

    private const string MonthUnit = "month";
    private const string WeeksUnit = "weeks";
    private const string PlaceUnit = "GBP a place a year";

    // What the model itself works with, and in which unit.
    private static readonly (string Id, string Unit)[] Needed =
    [
        (PlaceCommissioned, PlaceUnit), (PlaceUnitFilled, PlaceUnit), (PlaceUnitEmpty, PlaceUnit), (Element2, PlaceUnit),
        (WeeksDecision, WeeksUnit), (WeeksAdvice, WeeksUnit), (WeeksPlan, WeeksUnit),
    ];

    private readonly Dictionary<string, List<(Month From, double Value)>> _values = new(StringComparer.Ordinal);

    /// <summary>Reads every file of <c>national/</c>; the scenario names those that are in force in it.</summary>
    internal static NationalRules Read(Reading reading, YamlMap scenario)
    {
        var rules = new NationalRules();
        var used = scenario.Texts("national");
        foreach (var path in reading.Paths.Where(p => p.StartsWith(ScenarioPackage.National + "/", StringComparison.Ordinal)).ToArray())
        {
            var id = Path.GetFileNameWithoutExtension(path);
            rules.File(reading, path, id, used.Any(u => u.Text == id));
        }

        foreach (var (id, line) in used.Where(u => !reading.Exists($"{ScenarioPackage.National}/{u.Text}.yaml")))
        {
            scenario.Add(line, "national",
                $"there is no rule {ProblemList.Quote(id)} in national/: correct the name, or add the file");
        }

        foreach (var (id, _) in Needed.Where(n => !scenario.IsSilent && used.All(u => u.Text != n.Id)))
        {
            scenario.Add(scenario.LineOf("national"), "national", $"'{id}' is missing from the list: add it, the model needs it");
        }

        return rules;
    }

    internal DatedAmounts Amounts(string id) => new(
        _values.TryGetValue(id, out var values) && values.Count > 0
            ? [.. values.Select(v => (v.From, Money.FromPounds((decimal)v.Value)))]
            : [(Month.Of(Years.First, 4), Money.Zero)]);

    /// <summary>The value in force in a month; the first one also before its date.</summary>
    internal int In(string id, Month month, int otherwise) =>
        _values.TryGetValue(id, out var values) && values.Count > 0
            ? (int)values.Where((v, at) => at == 0 || v.From <= month).Last().Value
            : otherwise;

    private void File(Reading reading, string path, string id, bool used)
    {
        var map = reading.Yaml(path, "");
        map.Text("id", text => text == id ? null : $"found {ProblemList.Quote(text)}, wanted '{id}', as the file is called");
        var label = map.Text("label");
        var wanted = Needed.FirstOrDefault(n => n.Id == id).Unit;
        var unit = map.Text("unit", text => wanted is null || text == wanted ? null : $"found {ProblemList.Quote(text)}, wanted '{wanted}'");
        map.OptionalText("left-out");
        var values = map.Map("values");
        var list = new List<(Month From, double Value)>();
        foreach (var (key, line) in values.Keys())
        {
            if (YamlMap.MonthFault(key) is { } fault)
            {
                values.Add(line, key, fault);
            }
            else
            {
                var from = YamlMap.ParseMonth(key)!.Value;
                if (list.Count > 0 && from <= list[^1].From)
                {
                    values.Add(line, key, "months must rise: put the earliest first");
                }

                list.Add((from, Value(reading, values.Map(key), id, label, unit, key, used)));
            }
        }

        if (list.Count == 0 && !map.IsSilent)
        {
            map.Add(map.LineOf("values"), "values", "there is no value: add at least one, by the month from which it holds");
        }

        map.End();
        _values[id] = list;
    }

    private static double Value(Reading reading, YamlMap map, string id, string label, string unit, string key, bool used)
    {
        var text = unit == MonthUnit ? map.Text("value", YamlMap.MonthFault) : map.Text("value");
        var value = unit == MonthUnit ? 0 : map.Number("value", 0, unit == WeeksUnit ? 104 : 1_000_000);
        var from = new Pedigree(unit, map.Text("source"), key, map.Confidence("confidence"), null);
        map.End();
        if (used && !map.IsSilent)
        {
            reading.Assumptions.Add(new($"national.{id}.{key}", label, unit, text, from.Source, key, from.Confidence, map.File, map.Line));
        }

        return value;
    }
}
