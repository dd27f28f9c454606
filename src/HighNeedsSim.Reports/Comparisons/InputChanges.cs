using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Comparisons;

/// <summary>A figure, table or policy that is not in two scenarios alike.</summary>
/// <param name="Kind">What kind of input it is.</param>
/// <param name="Id">The name by which it is addressed.</param>
/// <param name="Label">For people.</param>
/// <param name="Unit">What it is measured in; empty for tables and policies.</param>
/// <param name="Before">What it was; null where it was not there.</param>
/// <param name="After">What it is now; null where it is gone.</param>
public sealed record InputChange(InputKind Kind, string Id, string Label, string Unit, string? Before, string? After);

/// <summary>What went into a second run that did not go into the first, by kind: the same kinds by which the pounds are split.</summary>
public static class InputChanges
{
    private const string OtherFigures = "the table as it was";
    private const string OtherFiguresNow = "a table with other figures";

    // Where the reader logs what things cost and what comes in.
    private static readonly string[] Prices =
    [
        "funding.", "top-ups.", "income.", "council.", "agreement.", "national.element-", "national.place-", "national.special-school-floor",
        "data/top-ups.csv", "data/agreement-schedule.csv",
    ];

    // Tables of what is believed rather than counted.
    private static readonly string[] Beliefs = ["data/overflow.csv", "data/transfers.csv", "data/review-moves.csv", "data/openings.csv"];

    private static readonly string[] Starts = ["requests.in-base-year", "income.opening-deficit", "assessments.backlog", "reviews.overdue-at-opening"];

    /// <summary>The kind of an input by the id that the assumptions log gives it.</summary>
    public static InputKind KindOf(string id) =>
        Starts.Contains(id) ? InputKind.Data
        : id.EndsWith(".annual-cost", StringComparison.Ordinal) || Prices.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal)) ? InputKind.Prices
        : id.StartsWith("data/", StringComparison.Ordinal) && !Beliefs.Contains(id) ? InputKind.Data
        : InputKind.Assumptions;

    /// <summary>What a kind is called in papers.</summary>
    public static string NameOf(InputKind kind) => kind.ToString();

    /// <summary>Everything that differs: figures first, by kind and id, then tables, then policies.</summary>
    public static IReadOnlyList<InputChange> Of(ReportedRun before, ReportedRun after)
    {
        var (first, second) = (ById(before.Assumptions), ById(after.Assumptions));
        IEnumerable<InputChange> figures =
            from id in first.Keys.Union(second.Keys)
            let was = first.GetValueOrDefault(id)
            let becomes = second.GetValueOrDefault(id)
            where was?.Value != becomes?.Value || was?.Unit != becomes?.Unit
            let known = becomes ?? was!
            select new InputChange(KindOf(id), id, VariantNames.Capital(known.Label), known.Unit, was?.Value, becomes?.Value);
        // A table whose rows are in the log one by one has been told row by row.
        var tables = ScenarioDifferences.ChangedTables(before.Manifest.DataHashes, after.Manifest.DataHashes)
            .Where(second.ContainsKey).Select(file => new InputChange(KindOf(file), file, VariantNames.Capital(second[file].Label), "", OtherFigures, OtherFiguresNow));
        return
        [
            .. Timetables(before.Findings.Scenario.Timetable, after.Findings.Scenario.Timetable),
            .. figures.Concat(tables).GroupBy(change => change.Id).Select(same => same.First()).OrderBy(change => change.Kind).ThenBy(change => change.Id, StringComparer.Ordinal),
            .. Policies(before.Findings.Scenario, after.Findings.Scenario),
        ];
    }

    private static IEnumerable<InputChange> Timetables(Timetable before, Timetable after) => before.Census == after.Census
        ? []
        : [new(InputKind.Data, "timetable.census", "Census from which the forecast starts", "", CensusOf(before), CensusOf(after))];

    private static IEnumerable<InputChange> Policies(Scenario before, Scenario after) =>
        from variant in after.Variants
        let was = before.Variants.FirstOrDefault(v => v.Id == variant.Id)
        where was is not null && Policy(was) != Policy(variant)
        select new InputChange(InputKind.Assumptions, $"variants.{variant.Id}", $"What is done in the option {VariantNames.InSentence(variant.Id)}", "", Policy(was), Policy(variant));

    private static string Policy(Variant variant) => string.Join(", ",
    [
        variant.Mitigations.Count == 0 ? "no mitigation" : string.Join(", ", variant.Mitigations),
        .. variant.SafetyValve ? (string[])["Safety Valve agreement"] : [],
        .. variant.ReformPlanApproved ? (string[])["approved reform plan"] : [],
    ]);

    private static string CensusOf(Timetable timetable) => Dates.CensusOf(timetable.FirstYear + -1);

    private static Dictionary<string, Assumption> ById(IReadOnlyList<Assumption> log) => log.DistinctBy(a => a.Id).ToDictionary(a => a.Id, StringComparer.Ordinal);
}
