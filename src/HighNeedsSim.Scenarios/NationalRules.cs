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

    internal const string OverrideEnds = "statutory-override-ends";
    internal const string SafetyValveCloses = "safety-valve-closes";
    internal const string TransferLimit = "schools-block-transfer-limit";
    internal const string SpecialSchoolFloor = "special-school-floor";
    internal const string GrantShare = "stability-grant-share";
    internal const string GrantDeficitOf = "stability-grant-deficit-of";
    internal const string GrantPaid = "stability-grant-paid";

    internal const string ImportExport = "import-export";

    private const string MonthUnit = "month";
    private const string WeeksUnit = "weeks";
    private const string GrowthUnit = "growth a year";
    private const string PlaceUnit = "GBP a place a year";

    // What the model itself works with, and in which unit.
    private static readonly (string Id, string Unit)[] Needed =
    [
        (PlaceCommissioned, PlaceUnit), (PlaceUnitFilled, PlaceUnit), (PlaceUnitEmpty, PlaceUnit), (Element2, PlaceUnit),
        (WeeksDecision, WeeksUnit), (WeeksAdvice, WeeksUnit), (WeeksPlan, WeeksUnit),
    ];

    // What it works with where a scenario names them.
    private static readonly (string Id, string Unit)[] Optional =
    [
        (OverrideEnds, MonthUnit), (SafetyValveCloses, MonthUnit), (GrantDeficitOf, MonthUnit), (GrantPaid, MonthUnit),
        (TransferLimit, "share of the schools block"), (GrantShare, "share of the eligible deficit"), (SpecialSchoolFloor, GrowthUnit),
        (ImportExport, "GBP a child a year"),
    ];

    // Rates by date that hold from the first month a run needs them; a rule that only names a day is not one of these.
    private static readonly string[] Rates =
        [PlaceCommissioned, PlaceUnitFilled, PlaceUnitEmpty, Element2, WeeksDecision, WeeksAdvice, WeeksPlan, TransferLimit, SpecialSchoolFloor, ImportExport];

    private readonly Dictionary<string, List<(Month From, double Value, Month? Date)>> _values = new(StringComparer.Ordinal);
    private HashSet<string> _used = [];

    /// <summary>Reads every file of <c>national/</c>; the scenario names those that are in force in it.</summary>
    internal static NationalRules Read(Reading reading, YamlMap scenario)
    {
        var rules = new NationalRules();
        var used = scenario.Texts("national");
        rules._used = [.. used.Select(u => u.Text)];
        string[] files = [.. reading.Paths.Where(p => p.StartsWith(ScenarioPackage.National + "/", StringComparison.Ordinal))];
        foreach (var path in files)
        {
            var id = Path.GetFileNameWithoutExtension(path);
            rules.File(reading, path, id, used.Any(u => u.Text == id));
        }

        var absent = used.Where(u => !reading.Exists($"{ScenarioPackage.National}/{u.Text}.yaml")).ToArray();
        if (files.Length == 0 && absent.Length > 0)
        {
            scenario.Add(absent[0].Line, "national", "there is no folder national/ with these rules beside the scenario's: put the scenario's folder into scenarios/, where it is");
            absent = [];
        }

        foreach (var (id, line) in absent)
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

    /// <summary>What several rules together, or a rule and the timetable, can get wrong.</summary>
    internal void Check(YamlMap scenario, Month start, Month asKnown)
    {
        void Add(string message) => scenario.Add(scenario.LineOf("national"), "national", message);
        foreach (var id in Rates)
        {
            if (Named(id) is { Count: > 0 } values && values[0].From > start)
            {
                Add($"'{id}' holds from {values[0].From} on, but the run begins in {start}: add the value that held before to national/{id}.yaml");
            }
        }

        if (Has(WeeksDecision) && Has(WeeksAdvice) && Has(WeeksPlan)
            && In(WeeksDecision, start, 0) + In(WeeksAdvice, start, 0) >= In(WeeksPlan, start, 0))
        {
            Add($"'{WeeksDecision}' and '{WeeksAdvice}' leave no week of '{WeeksPlan}': {In(WeeksDecision, start, 0)} and {In(WeeksAdvice, start, 0)} of "
                + $"{In(WeeksPlan, start, 0)} in {start}");
        }

        string[] grant = [GrantShare, GrantDeficitOf, GrantPaid];
        if (grant.Any(_used.Contains) && !grant.All(_used.Contains))
        {
            Add($"the Stability Grant needs three rules, and {string.Join(", ", grant.Where(id => !_used.Contains(id)).Select(id => $"'{id}'"))} is not in the list: name all of them or none");
        }

        if (MonthKnown(GrantDeficitOf, asKnown) is { } deficitOf && MonthKnown(GrantPaid, asKnown) is { } paid && paid < deficitOf)
        {
            Add($"'{GrantPaid}' is {paid}, before the March of '{GrantDeficitOf}', {deficitOf}: the grant is paid after the deficit is known");
        }
    }

    private bool Has(string id) => Named(id) is { Count: > 0 };

    internal DatedAmounts Amounts(string id) => new(
        _values.TryGetValue(id, out var values) && values.Count > 0
            ? [.. values.Select(v => (v.From, Money.FromPounds((decimal)v.Value)))]
            : [(Month.Of(Years.First, 4), Money.Zero)]);

    /// <summary>The value in force in a month; the first one also before its date.</summary>
    internal int In(string id, Month month, int otherwise) =>
        _values.TryGetValue(id, out var values) && values.Count > 0
            ? (int)values.Where((v, at) => at == 0 || v.From <= month).Last().Value
            : otherwise;

    /// <summary>Whether the scenario names a rule.</summary>
    internal bool IsNamed(string id) => _used.Contains(id);

    /// <summary>The shares of a rule by date; null where the scenario does not name it.</summary>
    internal DatedShares? Shares(string id) =>
        Named(id) is { Count: > 0 } values ? new([.. values.Select(v => (v.From, v.Value))]) : null;

    /// <summary>The share that a rule was known to have in a month; null where it was not known yet or is not named.</summary>
    internal double? ShareKnown(string id, Month asKnown) => Known(id, asKnown)?.Value;

    /// <summary>The month that a rule was known to name in a month; null where it was not known yet or is not named.</summary>
    internal Month? MonthKnown(string id, Month asKnown) => Known(id, asKnown)?.Date;

    private (Month From, double Value, Month? Date)? Known(string id, Month asKnown) =>
        Named(id) is { } values && values.Exists(v => v.From <= asKnown) ? values.Last(v => v.From <= asKnown) : null;

    private List<(Month From, double Value, Month? Date)>? Named(string id) => _used.Contains(id) ? _values.GetValueOrDefault(id) : null;

    private void File(Reading reading, string path, string id, bool used)
    {
        var map = reading.Yaml(path, "");
        map.Text("id", text => text == id ? null : $"found {ProblemList.Quote(text)}, wanted '{id}', as the file is called");
        var label = map.Text("label");
        var wanted = Needed.Concat(Optional).FirstOrDefault(n => n.Id == id).Unit;
        var unit = map.Text("unit", text => wanted is null || text == wanted ? null : $"found {ProblemList.Quote(text)}, wanted '{wanted}'");
        map.OptionalText("left-out");
        var values = map.Map("values");
        var list = new List<(Month From, double Value, Month? Date)>();
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

                var (value, date) = Value(reading, values.Map(key), id, label, unit, key, used);
                if (id is OverrideEnds or SafetyValveCloses or GrantPaid && date < from)
                {
                    values.Add(line, key, $"names {date}, which was over when it became known: a rule does not end before it begins");
                }

                if (id == GrantDeficitOf && date is { OfYear: not 3 })
                {
                    values.Add(line, key, $"names {date}, but deficits are closed in March: write a March");
                }
                list.Add((from, value, date));
            }
        }

        if (list.Count == 0 && !map.IsSilent)
        {
            map.Add(map.LineOf("values"), "values", "there is no value: add at least one, by the month from which it holds");
        }

        map.End();
        _values[id] = list;
    }

    private static (double Value, Month? Date) Value(Reading reading, YamlMap map, string id, string label, string unit, string key, bool used)
    {
        var text = unit == MonthUnit ? map.Text("value", YamlMap.MonthFault) : map.Text("value");
        var value = unit == MonthUnit ? 0 : map.Number("value", 0, unit == WeeksUnit ? 104 : 1_000_000);
        if (unit == WeeksUnit && (value < 1 || value != Math.Floor(value)))
        {
            map.Add(map.LineOf("value"), "value", $"{text} is no number of weeks: write a whole number from 1 to 104");
        }
        else if (value > 1 && (unit.StartsWith("share", StringComparison.Ordinal) || unit == GrowthUnit))
        {
            map.Add(map.LineOf("value"), "value", $"{text} is out of range: {unit} lies from 0 to 1, and 3 % is 0.03");
        }

        var from = new Pedigree(unit, map.Text("source"), key, map.Confidence("confidence"), null);
        map.End();
        if (used && !map.IsSilent)
        {
            reading.Assumptions.Add(new($"national.{id}.{key}", label, unit, text, from.Source, key, from.Confidence, map.File, map.Line));
        }

        return (value, unit == MonthUnit ? YamlMap.ParseMonth(text) : null);
    }
}
