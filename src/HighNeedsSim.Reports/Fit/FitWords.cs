using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Reports.Fit;

/// <summary>What a reader calls a published figure: <c>plans:age:20-25</c> is <i>Plans at ages 20 to 25</i>.</summary>
internal static class FitWords
{
    private const int MostTypes = 3;

    /// <summary>The words for a measure of a table of published figures.</summary>
    internal static string Of(string measure)
    {
        var parts = measure.Split(':');
        var of = parts[^1];
        return (parts[0], parts.Length > 1) switch
        {
            ("plans", false) => "Plans in force",
            ("plans", true) => Age(of),
            ("placements", _) => $"Plans in: {Types(of)}",
            ("placements-per-1000", _) => $"Plans per 1,000 residents aged 2 to 18 in: {Types(of)}",
            ("requests", _) => "Requests for assessment",
            ("parents-share", _) => "Requests made by parents or the young person",
            ("schools-share", _) => "Requests made by schools and settings",
            ("refused-share", _) => "Requests refused",
            ("new-plans", _) => "New plans issued",
            ("ceased", _) => "Plans ceased",
            ("assessments-completed", _) => "Assessments finished",
            ("within-20-weeks", _) => "Plans issued within 20 weeks",
            ("open-cases", _) => "Open assessment cases",
            ("open-over-20-weeks-share", _) => "Open cases of more than 20 weeks",
            ("oldest-case", _) => "Oldest open case",
            ("reviews-done", _) => "Annual reviews done",
            ("reviews-overdue", _) => "Annual reviews overdue",
            ("transfers-in-time", _) => $"Reviews done in time before {(of == "school" ? "Reception or Year 7" : "leaving Year 11")}",
            ("appeals", false) => "Appeals registered with the tribunal",
            ("appeals", true) => $"Appeals registered against {(of == "content-placement" ? "content or placement" : of.Replace("refusal-", "refusals ", StringComparison.Ordinal).Replace('-', ' '))}",
            ("appeals-upheld-share", _) => "Appeals won by the family",
            ("appeal-weeks", _) => "Weeks until an appeal is decided",
            ("waiting", _) => "Plan-holders without a place",
            ("block", _) => "High needs block",
            ("spend", false) => "High needs spending",
            ("spend", true) => Lines(of),
            ("spend-per-head", _) => $"{Lines(of)}, per head aged 2 to 18",
            ("places-per-head", _) => $"Place funding, {Types(of)}, per head aged 2 to 18",
            ("cost", _) => $"Places and top-ups: {Types(of)}",
            ("unit-cost", _) => $"Cost of a placement a year: {Types(of)}",
            ("in-year", _) => "In-year deficit",
            ("deficit", _) => "Cumulative DSG deficit",
            _ => measure,
        };
    }

    private static string Age(string code) =>
        AgeGroups.TryParse(code, out var group) ? group == AgeGroup.Under5 ? "Plans under age 5" : $"Plans at ages {group.Label()}" : code;

    private static string Types(string codes)
    {
        var labels = codes.Split('+').Select(code => PlacementTypes.TryParse(code, out var type) ? Small(type.Label()) : code).ToArray();
        return labels.Length <= MostTypes ? string.Join(" and ", labels) : $"{labels[0]} and {labels.Length - 1} more";
    }

    private static string Lines(string codes)
    {
        var lines = codes.Split('+');
        foreach (var category in SpendingCategories.All)
        {
            if (lines.Length > 1 && category.Lines().Select(line => line.Code()).Order().SequenceEqual(lines.Order()))
            {
                return $"{category.Label()} ({string.Join(", ", lines)})";
            }
        }

        return string.Join(" and ", lines.Select(code => Section251Lines.TryParse(code, out var line) ? $"{code} {line.Label()}" : code));
    }

    // "SEN unit" keeps its capitals, "State special school" gives one up.
    private static string Small(string label) => char.IsLower(label[1]) ? char.ToLowerInvariant(label[0]) + label[1..] : label;
}
