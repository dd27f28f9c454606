using System.Globalization;
using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>A back-test's findings as tables for people.</summary>
public static class BackTestTables
{
    private static readonly Column[] Scores =
    [
        new("", "Forecasts", IsNumeric: true),
        new("", "Held in 8-in-10 range", IsNumeric: true),
        new("Mean CRPS, plans", "ours", IsNumeric: true),
        .. NaiveRivals.All.Select(rival => new Column("Mean CRPS, plans", Short(rival), IsNumeric: true)),
        new("Against the best rival", "gain", IsNumeric: true),
        new("Against the best rival", "give or take", IsNumeric: true),
        new("Against the best rival", "won", IsNumeric: true),
    ];

    private static readonly string[] ScoreNotes =
    [
        "Held in 8-in-10 range: share of forecasts whose range held what was published; 80% where ranges are right.",
        "CRPS: continuous ranked probability score; less is better. Each rival has a band of its own past errors before the origin, bias included.",
        "Gain: how much less the mean score is than that of the best rival of the row; negative where the rival is better. "
            + "Give or take: two standard errors of it, from how authorities differ; years, which all authorities share, add to that. "
            + "Won: share of authorities whose mean score is better than that rival's.",
    ];

    /// <summary>All plans, by how many years ahead.</summary>
    public static Table ByYearsAhead(BackTestFindings findings) => new(
        $"All plans in force, by years ahead: {Asked(findings)}.",
        [new("", "Years ahead", IsNumeric: false, IsRowHead: true), .. Scores],
        [
            .. Distances(findings).Select(years => Row([Count(years)], findings.Lines(CensusMeasure.Total, years))),
            Row(["All"], findings.Lines(CensusMeasure.Total)),
        ],
        ScoreNotes);

    /// <summary>All plans, by origin and how many years ahead.</summary>
    public static Table ByOrigin(BackTestFindings findings) => new(
        $"All plans in force, by origin and years ahead: {Asked(findings)}.",
        [new("", "From January", IsNumeric: false, IsRowHead: true), new("", "Years ahead", IsNumeric: false, IsRowHead: true), .. Scores],
        [
            .. from origin in findings.Result.Spec.Origins
               from years in Distances(findings)
               let lines = findings.Lines(CensusMeasure.Total, years, line => line.Origin == origin)
               where lines.Count > 0
               select Row([origin.ToString(), Count(years)], lines),
        ],
        []);

    /// <summary>All plans, by the half of authorities that was looked at when the forecast was shaped and by the other.</summary>
    public static Table ByHalf(BackTestFindings findings) => new(
        $"All plans in force, by half of the authorities: {Asked(findings)}.",
        [new("", "Half", IsNumeric: false, IsRowHead: true), new("", "Years ahead", IsNumeric: false, IsRowHead: true), .. Scores],
        [
            .. from half in new[] { (Name: "odd codes", IsTuning: true), (Name: "even codes", IsTuning: false) }
               from years in Distances(findings)
               let lines = findings.Lines(CensusMeasure.Total, years, line => line.IsOfTuningHalf == half.IsTuning)
               where lines.Count > 0
               select Row([half.Name, Count(years)], lines),
        ],
        []);

    /// <summary>Groups of placements, by how many years ahead.</summary>
    public static Table ByPlacement(BackTestFindings findings) => new(
        $"Plans by group of placements and years ahead: {Asked(findings)}.",
        [
            new("", "Placement", IsNumeric: false, IsRowHead: true),
            new("", "Years ahead", IsNumeric: false, IsRowHead: true),
            new("", "Held in 8-in-10 range", IsNumeric: true),
            new("", "Typical error", IsNumeric: true),
            new("Mean CRPS, plans", "ours", IsNumeric: true),
            new("Mean CRPS, plans", "best rival", IsNumeric: true),
            new("", "Best rival", IsNumeric: false),
            new("", "Gain", IsNumeric: true),
        ],
        [
            .. from measure in CensusMeasures.All
               from years in Distances(findings)
               let summary = BackTestSummary.Of(findings.Lines(measure, years))
               where summary is not null
               select (IReadOnlyList<string>)
               [
                   Short(measure), Count(years), Numbers.Share(summary.Coverage), Numbers.Share(summary.RelativeError),
                   Score(summary.Crps), Score(summary.Rivals[(int)summary.Best]), summary.Best.Label(), Numbers.Share(summary.Skill),
               ],
        ],
        ["Typical error: the middle of the distances between the median forecast and what was published, as a share of it."]);

    /// <summary>How many forecasts of all plans fall in each tenth of their own distribution.</summary>
    public static Table Pit(BackTestFindings findings) => new(
        $"Where what was published lies among the simulated futures, all plans: {Asked(findings)}.",
        [
            new("", "Years ahead", IsNumeric: false, IsRowHead: true),
            .. Enumerable.Range(0, 10).Select(tenth => new Column("Share of futures below", Tenth(tenth), IsNumeric: true)),
        ],
        [
            .. from years in Distances(findings)
               let summary = BackTestSummary.Of(findings.Lines(CensusMeasure.Total, years))
               where summary is not null
               select (IReadOnlyList<string>)[Count(years), .. summary.Pit.Select(count => Count(count))],
        ],
        ["Even rows: the ranges are as wide as they should be. More in the middle: too wide. More at both ends: too narrow. More at one end: too low or too high."]);

    internal static string Score(double crps) => crps.ToString("#,##0.0", CultureInfo.InvariantCulture);

    internal static IEnumerable<int> Distances(BackTestFindings findings) => Enumerable.Range(1, findings.MostYearsAhead);

    internal static string Short(CensusMeasure measure) => measure == CensusMeasure.IndependentSpecial ? "Independent special schools" : measure.Label();

    private static IReadOnlyList<string> Row(string[] heads, IReadOnlyList<BackTestLine> lines) => BackTestSummary.Of(lines) is { } summary
        ?
        [
            .. heads, Count(summary.Forecasts), Numbers.Share(summary.Coverage), Score(summary.Crps), .. summary.Rivals.Select(Score),
            Numbers.Share(summary.Skill), GiveOrTake(summary), Numbers.Share(summary.Won),
        ]
        : [.. heads, .. Scores.Select(_ => Missing.NotApplicable)];

    private static string Asked(BackTestFindings findings)
    {
        var origins = VariantNames.List(findings.Result.Spec.Origins.Select(origin => $"January {origin}"));
        var authorities = findings.Result.Lines.Select(line => line.Code).Distinct(StringComparer.Ordinal).Count();
        return $"{Numbers.Count(authorities)} {(authorities == 1 ? "authority" : "authorities")} from {origins}";
    }

    // One authority does not tell how authorities differ.
    private static string GiveOrTake(BackTestSummary summary) => summary.Authorities < 2 ? Missing.NotApplicable : Numbers.Share(2 * summary.SkillError);

    private static string Count(int count) => Numbers.Count(count);

    private static string Tenth(int tenth) => string.Create(CultureInfo.InvariantCulture, $"{tenth * 10}–{(tenth + 1) * 10}%");

    private static string Short(NaiveRival rival) => rival switch
    {
        NaiveRival.Flat => "no change",
        NaiveRival.LastGrowth => "last growth",
        NaiveRival.Linear => "trend",
        _ => "England",
    };
}
