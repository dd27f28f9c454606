using System.Globalization;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Expected;

/// <summary>A figure of a mitigation, as somebody typed it.</summary>
/// <param name="Key">Its name in the form: the effect's, or <see cref="MitigationForm.Cost"/>.</param>
/// <param name="Address">Its keys in <c>scenario.yaml</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="Unit">What it is typed in: <c>% of requests</c>.</param>
/// <param name="Kept">What the scenario has.</param>
/// <param name="Scale">From the scenario's number to the typed one: 100 for per cent.</param>
/// <param name="Most">The most that may be typed.</param>
/// <param name="Values">What was typed, by name: P10, P50 and P90, or the one value of a figure that is known.</param>
public sealed record MitigationFigure(
    string Key, string Address, string Label, string Unit, Elicited Kept, decimal Scale, decimal Most, IReadOnlyList<TypedValue> Values)
{
    /// <summary>Where its sliders end: well beyond what the scenario has, so that they can be set finely.</summary>
    public decimal SliderEnd
    {
        get
        {
            var wide = Math.Max((decimal)Kept.High * Scale * 2.5m, Most / 1000);
            var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)wide)));
            return Math.Min(Most, Math.Ceiling(wide / power) * power);
        }
    }
}

/// <summary>One number of a figure.</summary>
/// <param name="Name">p10, p50, p90 or value: its key in the file.</param>
/// <param name="Label">For people.</param>
/// <param name="Text">As typed.</param>
public sealed record TypedValue(string Name, string Label, string Text);

/// <summary>A change that keeping a form would make in <c>scenario.yaml</c>.</summary>
/// <param name="Label">What changes.</param>
/// <param name="Was">What it was.</param>
/// <param name="Becomes">What it becomes.</param>
/// <param name="Figure">The address of the figure whose source and rationale change with it; null where there is none.</param>
/// <param name="Apply">Makes the change in the text; null where the text has no such place.</param>
public sealed record MitigationChange(string Label, string Was, string Becomes, string? Figure, Func<string, string?> Apply);

/// <summary>A mitigation as somebody sets it: on or off in each variant, start, ramp, cost and the strength of each effect.</summary>
public sealed class MitigationForm
{
    /// <summary>The name of its running cost among its figures.</summary>
    public const string Cost = "cost";

    private const int FirstYear = 2010;
    private const int LastYear = 2060;
    private static readonly (string Name, string Label, Func<Elicited, double> Of)[] Range =
    [
        ("p10", "Low: 1 chance in 10 that it is less (P10)", e => e.Low),
        ("p50", "Central: as likely less as more (P50)", e => e.Central),
        ("p90", "High: 1 chance in 10 that it is more (P90)", e => e.High),
    ];

    private static readonly (string Name, string Label, Func<Elicited, double> Of)[] Known = [("value", "Value", e => e.Central)];

    private readonly List<(string Field, string Message)> _mistakes = [];

    private MitigationForm(Scenario scenario, Mitigation kept) => (Scenario, Kept) = (scenario, kept);

    /// <summary>The scenario that it is of.</summary>
    public Scenario Scenario { get; }

    /// <summary>The mitigation as the scenario has it.</summary>
    public Mitigation Kept { get; }

    /// <summary>Its running cost, then its effects in the scenario's order.</summary>
    public IReadOnlyList<MitigationFigure> Figures { get; private set; } = [];

    /// <summary>First month of effect, as typed.</summary>
    public string Start { get; private set; } = "";

    /// <summary>Months to full strength, as typed.</summary>
    public string Ramp { get; private set; } = "";

    /// <summary>Ids of the variants in which it is to be in force.</summary>
    public IReadOnlyList<string> On { get; private set; } = [];

    /// <summary>The variant within which its effect is shown.</summary>
    public Variant Shown { get; private set; } = null!;

    /// <summary>Everything that is wrong with what was typed, by field.</summary>
    public IReadOnlyList<(string Field, string Message)> Mistakes => _mistakes;

    /// <summary>The mitigation as typed; null while there are mistakes.</summary>
    public Mitigation? Changed { get; private set; }

    /// <summary>What keeping it would change; empty when it is as the scenario has it.</summary>
    public IReadOnlyList<MitigationChange> Changes { get; private set; } = [];

    /// <summary>The variants that may have mitigations: all but the baseline.</summary>
    public IReadOnlyList<Variant> Variants => [.. Scenario.Variants.Skip(1)];

    /// <summary>The mistake in a field; null when there is none.</summary>
    public string? MistakeIn(string field) => _mistakes.FirstOrDefault(m => m.Field == field).Message;

    /// <summary>Whether a mitigation can be set here: a variant beside the baseline can have it.</summary>
    public static bool CanBeAsked(Scenario scenario) => scenario.Variants.Count > 1;

    /// <summary>Reads it. What is not given stays as the scenario has it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="kept">The mitigation as the scenario has it.</param>
    /// <param name="given">What was typed, by field; null for what was not given.</param>
    /// <param name="inPercent">Whether shares are typed in per cent, as people do, or as they stand in files.</param>
    public static MitigationForm Read(Scenario scenario, Mitigation kept, Func<string, IReadOnlyList<string>?> given, bool inPercent)
    {
        var form = new MitigationForm(scenario, kept);
        var start = form.ReadStart(given);
        var ramp = form.ReadRamp(given);
        form.ReadVariants(given);
        form.Figures =
        [
            form.Typed(Cost, $"mitigations.{kept.Code}.annual-cost", "Cost of running it at full strength", "£ a year", kept.AnnualCost, 1, LeverLimits.MostPounds, given),
            .. kept.Effects.Select(effect => form.Typed(
                NameOf(effect), effect.Strength.Id, $"{LeverWords.Of(effect.Lever)}, {LeverWords.Years(effect.FromYear, effect.ToYear)}",
                inPercent ? LeverWords.UnitOf(effect.Lever) : LeverLimits.UnitOf(effect.Lever), effect.Strength, inPercent ? 100 : 1,
                (decimal)LeverLimits.MostOf(effect.Lever) * (inPercent ? 100 : 1), given)),
        ];
        var figures = form.Figures.Select(form.ReadFigure).ToArray();
        if (form._mistakes.Count == 0)
        {
            form.Changed = kept with
            {
                Start = start!.Value,
                RampMonths = ramp!.Value,
                AnnualCost = figures[0]!,
                Effects = [.. kept.Effects.Select((effect, n) => effect with { Strength = figures[n + 1]! })],
            };
            form.Changes = form.Compare(form.Changed);
        }

        return form;
    }

    /// <summary>The name of an effect in the form and in the file.</summary>
    public static string NameOf(Effect effect) => effect.Strength.Id.Split('.')[^2];

    /// <summary>The variant shown, with the mitigation in it or not as ticked.</summary>
    public Variant ShownAsTicked => Shown with
    {
        Mitigations = On.Contains(Shown.Id)
            ? Shown.Mitigations.Contains(Kept.Code) ? Shown.Mitigations : [.. Shown.Mitigations, Kept.Code]
            : [.. Shown.Mitigations.Where(m => m != Kept.Code)],
    };

    /// <summary>The form as a query, so that an address says all of it.</summary>
    public string Query => string.Join('&',
    [
        "set=1", .. On.Select(id => Pair("on", id)), Pair("show", Shown.Id), Pair("start", Start), Pair("ramp", Ramp),
        .. Figures.SelectMany(f => f.Values.Select(v => Pair($"{f.Key}.{v.Name}", v.Text))),
    ]);

    /// <summary>Makes the changes in the text of <c>scenario.yaml</c>; null where it has no such place.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="rationale">Why: it stands beside every changed figure afterwards.</param>
    /// <param name="confidence">high, medium or low; null leaves each figure's own.</param>
    public string? Apply(string yaml, string rationale, string? confidence) => Changes.Aggregate((string?)yaml, (text, change) =>
    {
        if (text is null || change.Apply(text) is not { } changed || change.Figure is not { } figure)
        {
            return text is null ? null : change.Apply(text);
        }

        // A figure that somebody judged anew is an estimate of theirs, whatever it was before.
        (string Key, string? Value)[] pedigree = [("source", "estimate"), ("confidence", confidence), ("rationale", rationale)];
        return pedigree.Where(part => part.Value is not null)
            .Aggregate((string?)changed, (into, part) => into is null ? null : ScenarioText.Set(into, $"{figure}.{part.Key}", part.Value!));
    });

    /// <summary>A number in the form's own way of writing.</summary>
    public static string Plain(double value, decimal scale) => ((decimal)value * scale).ToString("0.######", CultureInfo.InvariantCulture);

    // Money is typed with separators, as people write it; a file has none.
    private static string Written(double value, decimal scale, string unit) =>
        unit.StartsWith('£') ? ((decimal)value * scale).ToString("#,##0.##", CultureInfo.InvariantCulture) : Plain(value, scale);

    private static string Pair(string key, string value) => $"{key}={Uri.EscapeDataString(value)}";

    private Month? ReadStart(Func<string, IReadOnlyList<string>?> given)
    {
        Start = One(given, "start") ?? Kept.Start.ToString();
        var parts = Start.Split('-');
        if (parts is [{ Length: 4 }, { Length: 2 }]
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= FirstYear and <= LastYear
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12)
        {
            return Month.Of(year, month);
        }

        _mistakes.Add(("start", $"Start must be a year from {FirstYear} to {LastYear} and a month, like {Kept.Start}"));
        return null;
    }

    private int? ReadRamp(Func<string, IReadOnlyList<string>?> given)
    {
        Ramp = One(given, "ramp") ?? Kept.RampMonths.ToString(CultureInfo.InvariantCulture);
        if (int.TryParse(Ramp, NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months <= LeverLimits.MostMonths)
        {
            return months;
        }

        _mistakes.Add(("ramp", $"Months to full strength must be a whole number from 0 to {LeverLimits.MostMonths}"));
        return null;
    }

    private void ReadVariants(Func<string, IReadOnlyList<string>?> given)
    {
        On = given("on") ?? (given("set") is null ? [.. Variants.Where(v => v.Mitigations.Contains(Kept.Code)).Select(v => v.Id)] : []);
        var shown = One(given, "show");
        var unknown = On.Concat(shown is null ? [] : [shown]).FirstOrDefault(id => Variants.All(v => v.Id != id));
        if (unknown is not null)
        {
            _mistakes.Add(("on", $"Select futures from the list: {string.Join(", ", Variants.Select(v => v.Id))}"));
            On = [.. On.Where(id => Variants.Any(v => v.Id == id))];
        }

        // Without the agreement, what it does is the mitigation's own; the variant with most beside it is where it is least alone.
        Shown = Variants.FirstOrDefault(v => v.Id == shown)
            ?? Variants.OrderBy(v => v.SafetyValve).ThenByDescending(v => v.Mitigations.Contains(Kept.Code)).ThenByDescending(v => v.Mitigations.Count).First();
    }

    private MitigationFigure Typed(
        string key, string address, string label, string unit, Elicited kept, decimal scale, decimal most, Func<string, IReadOnlyList<string>?> given) => new(
            key, address, label, unit, kept, scale, most,
            [.. (kept.IsKnown ? Known : Range).Select(part => new TypedValue(part.Name, part.Label, One(given, $"{key}.{part.Name}") ?? Written(part.Of(kept), scale, unit)))]);

    private Elicited? ReadFigure(MitigationFigure figure)
    {
        var (numbers, before) = (new List<double>(), _mistakes.Count);
        foreach (var value in figure.Values)
        {
            var text = value.Text.Replace(",", "", StringComparison.Ordinal).TrimStart('£').TrimEnd('%').Trim();
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= figure.Most && text.Length <= 20)
            {
                numbers.Add((double)(number / figure.Scale));
            }
            else
            {
                _mistakes.Add(($"{figure.Key}.{value.Name}",
                    $"{figure.Label}: {(figure.Values.Count > 1 ? value.Name.ToUpperInvariant() : "the value")} must be a number from 0 to {figure.Most.ToString("#,##0.##", CultureInfo.InvariantCulture)} ({figure.Unit})"));
            }
        }

        if (_mistakes.Count > before)
        {
            return null;
        }

        var read = figure.Kept with { Low = numbers[0], Central = numbers[^1], High = numbers[^1] };
        read = numbers.Count == 3 ? read with { Central = numbers[1] } : read;
        if (read.Low > read.Central || read.Central > read.High)
        {
            _mistakes.Add(($"{figure.Key}.p50", $"{figure.Label}: P10, P50 and P90 must rise in this order"));
        }
        else if (read.Fault is { } fault)
        {
            _mistakes.Add(($"{figure.Key}.{figure.Values[0].Name}", $"{figure.Label}: {Mend(fault, figure)}"));
        }

        return read;
    }

    // Faults are told in shares; whoever types per cent is told in per cent.
    private static string Mend(string fault, MitigationFigure figure) => figure.Scale == 1 ? fault
        : fault.StartsWith("p50", StringComparison.Ordinal) ? "P50 lies too near P10 or P90: make the range less lop-sided"
        : "P10 must be more than 0 and P90 less than 100; for nothing at all switch it off";

    private List<MitigationChange> Compare(Mitigation now)
    {
        var (code, changes) = (Kept.Code, new List<MitigationChange>());
        if (now.Start != Kept.Start)
        {
            changes.Add(new("Start", Kept.Start.ToString(), Start, null, yaml => ScenarioText.Set(yaml, $"mitigations.{code}.start", Start)));
        }

        if (now.RampMonths != Kept.RampMonths)
        {
            changes.Add(new("Months to full strength", Kept.RampMonths.ToString(CultureInfo.InvariantCulture), Ramp, null,
                yaml => ScenarioText.Set(yaml, $"mitigations.{code}.ramp-months", Ramp)));
        }

        Elicited[] read = [now.AnnualCost, .. now.Effects.Select(e => e.Strength)];
        foreach (var (figure, value) in Figures.Zip(read).Where(pair => pair.First.Kept != pair.Second))
        {
            changes.Add(new(
                figure.Label, Told(figure, figure.Kept), Told(figure, value), figure.Address,
                yaml => (figure.Values.Count > 1 ? Range : Known).Aggregate((string?)yaml, (text, part) =>
                    text is null ? null : ScenarioText.Set(text, $"{figure.Address}.{part.Name}", Plain(part.Of(value), 1)))));
        }

        foreach (var variant in Variants.Where(v => v.Mitigations.Contains(code) != On.Contains(v.Id)))
        {
            var (was, becomes) = variant.Mitigations.Contains(code) ? ("on", "off") : ("off", "on");
            string[] codes = becomes == "off"
                ? [.. variant.Mitigations.Where(m => m != code)]
                : [.. Scenario.Mitigations.Select(m => m.Code).Where(m => m == code || variant.Mitigations.Contains(m))];
            changes.Add(new($"In “{variant.Title}”", was, becomes, null, yaml => ScenarioText.SetList(yaml, $"variants.{variant.Id}.mitigations", codes)));
        }

        return changes;
    }

    private static string Told(MitigationFigure figure, Elicited value) =>
        $"{string.Join(" · ", (figure.Values.Count > 1 ? Range : Known).Select(part => Written(part.Of(value), figure.Scale, figure.Unit)))} {figure.Unit}";

    private static string? One(Func<string, IReadOnlyList<string>?> given, string key) => given(key) is [var text, ..] ? text.Trim() : null;
}
