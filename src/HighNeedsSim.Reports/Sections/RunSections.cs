using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Sections;

/// <summary>The parts of a run's answer, in the order in which a finance officer reads them.</summary>
public static class RunSections
{
    private const string Ranges = "Bar: median; line: 8 in 10 simulated futures.";

    private const string WhereCasesGo =
        "In each future, requests for assessment are those that would be made without mitigations less those withdrawn. They, and the cases open when the year "
        + "begins, are refused, end without a plan, become plans, or are open on 31 March; whoever wins an appeal is counted as refused and as a plan.";

    // The model counts the requests that arise alike in all variants, so that the same children can be compared.
    private static readonly MeasureTable.Row Made = new(Findings.RequestsMade, "Requests for assessment");

    /// <summary>All kinds of section: the first is the deficit itself.</summary>
    public static IReadOnlyList<SectionKind> All { get; } =
    [
        new("deficit", "Cumulative deficit", Deficit),
        new("accounts", "How the deficit comes about", Accounts),
        new("demand", "Plans and requests", Demand),
        new("placements", "Where children are placed", Placements),
        new("districts", "Districts", Districts),
        new("process", "Assessment and review", Process),
        new("spending", "Section 251 lines", Spending),
        new("per-head", "Spending per head", PerHead),
        new("guard-rails", "Guard-rails", GuardRails),
    ];

    /// <summary>A kind of section by its id; null when there is none.</summary>
    public static SectionKind? Find(string id) => All.FirstOrDefault(kind => kind.Id == id);

    private static Section Deficit(Findings findings)
    {
        var fan = DeficitFan.Of(findings);
        return new(
            "deficit", "Cumulative deficit", fan.Title, fan.Caption, options => FanChart.Draw(fan, options), [TrajectoryTable.Of(findings)],
            [MeasureCodes.Deficit, MeasureCodes.InYear]);
    }

    private static Section Accounts(Findings findings)
    {
        MeasureTable.Row[] rows =
        [
            Named(findings, MeasureCodes.Spend), Named(findings, MeasureCodes.BlockIncome), Named(findings, MeasureCodes.Transfer),
            Named(findings, MeasureCodes.OtherIncome), Named(findings, MeasureCodes.InYear), Named(findings, MeasureCodes.Payment),
            Named(findings, MeasureCodes.Contribution), Named(findings, MeasureCodes.Withheld), Named(findings, MeasureCodes.Deficit),
        ];
        const string What = "high needs account, £ million in cash terms. Positive is a deficit";
        var gap = findings.Of(findings.Baseline, MeasureCodes.InYear, findings.Years.Count - 1);
        return new(
            "accounts", "How the deficit comes about",
            gap.P50 > 0
                ? $"{Name(findings, findings.Baseline)} spending exceeds income by {Numbers.Median(gap, Numbers.PoundsM)} in {findings.Last}"
                : $"{Name(findings, findings.Baseline)} income covers spending in {findings.Last}",
            "", null,
            [
                MeasureTable.LastYear(findings, What, "Part of the account", rows,
                    "In-year deficit: spending less income, before Safety Valve payments and council contributions; the cumulative deficit is after them."),
                MeasureTable.AllYears(findings, What, "Part of the account", rows),
            ],
            Codes(rows));
    }

    private static Section Demand(Findings findings)
    {
        var last = findings.Years.Count - 1;
        var (open, end) = (findings.Scenario.OpeningStock.Total, findings.Of(findings.Baseline, MeasureCodes.Plans, last));
        var fan = new FanData(
            $"{Name(findings, findings.Baseline)} plans {(end.P50 >= open ? "grow" : "fall")} from {Numbers.Count(open)} to {Numbers.Median(end, Numbers.Count)} by {Dates.CensusOf(findings.Last)}",
            $"EHC plans in force at the January census, {findings.Place}, {Dates.CensusOf(findings.Base)} to {Dates.CensusOf(findings.Last)}. Line: median; shaded: "
                + $"8 in 10 of {Numbers.Count(findings.Replicates)} simulated futures.",
            findings.Base,
            [.. findings.Variants.Take(DeficitFan.MostPaths).Select(variant => new FanPath(
                Name(findings, variant),
                [
                    new(open, open, open, open),
                    .. Enumerable.Range(0, findings.Years.Count).Select(year => findings.Of(variant, MeasureCodes.Plans, year)),
                ]))])
        {
            Scale = FanScale.Plans,
        };
        MeasureTable.Row[] rows =
        [
            Named(findings, MeasureCodes.Plans), Made, Named(findings, MeasureCodes.NewPlans),
            Named(findings, MeasureCodes.MovedIn), Named(findings, MeasureCodes.Ceased),
            .. CessationReasons.All.Select(reason => Named(findings, MeasureCodes.CeasedBecause(reason))),
        ];
        return new(
            "demand", "Plans and requests", fan.Title, fan.Caption, options => FanChart.Draw(fan, options),
            [
                MeasureTable.LastYear(findings, "plans in force in January, and requests and plans during the year", "Measure", rows),
                MeasureTable.AllYears(findings, "plans in force in January, and requests and plans during the year", "Measure", rows),
            ],
            Codes(rows));
    }

    private static Section Placements(Findings findings)
    {
        MeasureTable.Row[] rows = [.. PlacementTypes.All.Select(type => Named(findings, MeasureCodes.Placement(type)))];
        var most = Largest(findings, rows);
        var what = $"EHC plans by type of placement at the census of {Dates.CensusOf(findings.Last)}";
        var all = findings.Of(findings.Baseline, MeasureCodes.Plans, findings.Years.Count - 1);
        var bars = Bars(
            findings,
            $"{most.Label}: {Numbers.Median(Last(findings, most), Numbers.Count)} of {Numbers.Median(all, Numbers.Count)} plans by {Dates.CensusOf(findings.Last)}",
            $"{what}, {findings.Place}. {Ranges}",
            rows,
            Numbers.Count);
        return new(
            "placements", "Where children are placed", bars.Title, bars.Caption, options => BarChart.Draw(bars, options),
            [MeasureTable.LastYear(findings, what, "Type of placement", rows), MeasureTable.AllYears(findings, "EHC plans by type of placement at the January census", "Type of placement", rows)],
            Codes(rows));
    }

    private static Section Districts(Findings findings)
    {
        MeasureTable.Row[] plans = [.. findings.Scenario.Districts.Select(d => new MeasureTable.Row(MeasureCodes.DistrictPlans(d), d.Name))];
        MeasureTable.Row[] spend = [.. findings.Scenario.Districts.Select(d => new MeasureTable.Row(MeasureCodes.DistrictSpend(d), d.Name))];
        var most = Largest(findings, spend);
        const string What = "high needs spending on each district's residents, £ million in cash terms";
        var bars = Bars(
            findings,
            $"{most.Label} costs most: {Numbers.Median(Last(findings, most), Numbers.PoundsM)} in {findings.Last}",
            $"High needs spending on residents, £ million in cash terms, districts of {findings.Place}, {findings.Last}. {Ranges}",
            spend,
            Numbers.PoundsM);
        return new(
            "districts", "Districts", bars.Title, bars.Caption, options => BarChart.Draw(bars, options),
            [
                .. findings.Variants.Select(variant => DistrictTable.Of(findings, variant)).OfType<Table>(),
                MeasureTable.LastYear(findings, What, "District", spend),
                MeasureTable.LastYear(findings, $"EHC plans of each district's residents at the census of {Dates.CensusOf(findings.Last)}", "District", plans),
                MeasureTable.AllYears(findings, What, "District", spend),
                MeasureTable.AllYears(findings, "EHC plans of each district's residents at the January census", "District", plans),
            ],
            [
                .. Codes(spend), .. Codes(plans),
                // What the first tables are made of, where districts have accounts of their own.
                .. ResultLayout.HasDistrictMoney(findings.Scenario)
                    ? findings.Scenario.Districts.SelectMany(d => (string[])
                    [
                        .. SpendingCategories.All.Select(c => MeasureCodes.DistrictSpend(d, c)),
                        MeasureCodes.DistrictIncome(d), MeasureCodes.DistrictInYear(d), MeasureCodes.DistrictDeficit(d),
                    ])
                    : [],
            ]);
    }

    private static Section Process(Findings findings)
    {
        MeasureTable.Row[] rows =
        [
            new(MeasureCodes.Requests, "Requests that would be made without mitigations"), Named(findings, MeasureCodes.Withdrawn), Made, Named(findings, MeasureCodes.Decided),
            Named(findings, MeasureCodes.RefusedToAssess), Named(findings, MeasureCodes.NotIssued), Named(findings, MeasureCodes.FinalPlansTimed),
            Named(findings, MeasureCodes.FinalPlansIn20Weeks), Named(findings, MeasureCodes.OpenCases), new(MeasureCodes.OldestCase, "Oldest open case, weeks"),
            Named(findings, MeasureCodes.ReviewsDone), Named(findings, MeasureCodes.ReviewsOverdue), Named(findings, MeasureCodes.TurnedAway),
        ];
        const string What = "assessment and review: cases, reviews and weeks";
        var timely = Papers.RunTables.Timeliness(findings, findings.Baseline, findings.Years.Count - 1);
        return new(
            "process", "Assessment and review",
            timely.Number is not null
                ? $"{Name(findings, findings.Baseline)}: {FigureText.Of(timely, FigureUnit.Share)} of final plans within 20 weeks in {findings.Last}"
                : $"{Name(findings, findings.Baseline)}: no final plan in {findings.Last}",
            "", null,
            [MeasureTable.LastYear(findings, What, "Measure", rows, WhereCasesGo), MeasureTable.AllYears(findings, What, "Measure", rows)],
            Codes(rows));
    }

    private static Section Spending(Findings findings)
    {
        MeasureTable.Row[] rows = [.. Section251Lines.All.Select(line => Named(findings, MeasureCodes.Line(line)))];
        var most = Largest(findings, rows);
        const string What = "high needs spending by section 251 line, £ million in cash terms";
        var bars = Bars(
            findings,
            $"{most.Label} costs most: {Numbers.Median(Last(findings, most), Numbers.PoundsM)} in {findings.Last}",
            $"High needs spending by section 251 line, £ million in cash terms, {findings.Place}, {findings.Last}. {Ranges}",
            rows,
            Numbers.PoundsM);
        return new(
            "spending", "Section 251 lines", bars.Title, bars.Caption, options => BarChart.Draw(bars, options),
            [
                MeasureTable.LastYear(findings, What, "Line", [.. rows, Named(findings, MeasureCodes.Spend)]),
                MeasureTable.AllYears(findings, What, "Line", [.. rows, Named(findings, MeasureCodes.Spend)]),
            ],
            [.. Codes(rows), MeasureCodes.Spend]);
    }

    private static Section PerHead(Findings findings)
    {
        var last = findings.Years.Count - 1;
        var all = Papers.SpendingTables.AHead(findings, findings.Baseline, last);
        var england = findings.Scenario.PerHead is { } published
            ? $"; England {published.Year}: £{Numbers.Count((double)published.Rows.Sum(row => row.England.Pounds))}"
            : "";
        return new(
            "per-head", "Spending per head",
            $"{Name(findings, findings.Baseline)}: £{FigureText.Of(all, FigureUnit.Pounds)} a head aged 2 to 18 in {findings.Last}{england}",
            "", null,
            [.. findings.Variants.Select(variant => Papers.SpendingTables.PerHead(findings, variant).ForPeople())],
            [MeasureCodes.Heads2To18, .. SpendingCategories.All.SelectMany(category => category.Lines()).Distinct().Select(MeasureCodes.Line)]);
    }

    /// <summary>What a saving must not be bought with, as paired differences to the baseline.</summary>
    private static Section GuardRails(Findings findings)
    {
        (string Label, Func<string, Summary> Difference, Func<double, double, string> Number, bool MoreIsWorse)[] rails =
        [
            ("Share of final plans within 20 weeks, percentage points", variant => InTime(findings, variant), Points, false),
            .. new (string Code, string Label)[]
            {
                (MeasureCodes.OldestCase, "Oldest open case, weeks"),
                (MeasureCodes.OpenCases, "Open assessment cases"),
                (MeasureCodes.ReviewsOverdue, "Annual reviews overdue"),
                (MeasureCodes.RefusedToAssess, "Requests refused"),
                (MeasureCodes.TurnedAway, "Applications turned away by full providers"),
            }.Select(rail => (rail.Label, (Func<string, Summary>)(variant => findings.Difference(variant, rail.Code, findings.Years.Count - 1)), (Func<double, double, string>)Numbers.Count, true)),
        ];
        string[] others = [.. findings.Variants.Skip(1)];
        var verdicts = (from rail in rails
                        from variant in others
                        let difference = rail.Difference(variant)
                        select (rail.Label, Variant: Name(findings, variant), difference, rail.Number,
                            IsWorse: rail.MoreIsWorse ? difference.P10 > 0 : difference.P90 < 0)).ToList();
        var worse = verdicts.Count(verdict => verdict.IsWorse);
        return new(
            "guard-rails", "Guard-rails",
            others.Length == 0 ? "There is only one variant, so nothing is compared"
                : worse == 0 ? "No variant makes waiting, reviews or refusals clearly worse"
                : $"{worse} of {verdicts.Count} guard-rails get clearly worse in {findings.Last}",
            "", null,
            [
                new(
                    $"{findings.Place}: what savings must not be bought with, difference to {VariantNames.InSentence(findings.Baseline)} in {findings.Last}, "
                        + "future by future. Median and 8 in 10.",
                    [
                        new("", "Guard-rail", IsNumeric: false, IsRowHead: true),
                        new("", "Variant", IsNumeric: false, IsRowHead: true),
                        new("Difference", "median", IsNumeric: true),
                        new("Difference", "8 in 10", IsNumeric: true),
                        new("", "Verdict", IsNumeric: false),
                    ],
                    [.. verdicts.Select(verdict => (IReadOnlyList<string>)
                    [
                        verdict.Label, verdict.Variant,
                        Numbers.Median(verdict.difference, verdict.Number), Numbers.Range(verdict.difference, verdict.Number),
                        verdict.IsWorse ? "Clearly worse" : "Not clearly worse",
                    ])],
                    ["Clearly worse: worse in at least 9 in 10 simulated futures.", Caveats.Range]),
                .. GuardRailsInWords(findings),
            ],
            [
                MeasureCodes.FinalPlansTimed, MeasureCodes.FinalPlansIn20Weeks, MeasureCodes.OldestCase, MeasureCodes.OpenCases,
                MeasureCodes.ReviewsOverdue, MeasureCodes.RefusedToAssess, MeasureCodes.TurnedAway,
            ]);
    }

    // Beside each mitigation that acts in the run, what the registry says it must not be bought with; none where nobody has said.
    private static IEnumerable<Table> GuardRailsInWords(Findings findings)
    {
        var acting = findings.Scenario.Mitigations.Where(m => m.GuardRail.Length > 0
            && findings.Scenario.Variants.Any(v => findings.Variants.Contains(v.Id) && v.Mitigations.Contains(m.Code))).ToArray();
        return acting.Length == 0
            ? []
            :
            [
                new(
                    "What must not get worse while a mitigation saves, in the words of the registry.",
                    [new("", "Mitigation", IsNumeric: false, IsRowHead: true), new("", "What must not get worse", IsNumeric: false)],
                    [.. acting.Select(m => (IReadOnlyList<string>)[$"{m.Code} {m.Title}", m.GuardRail])],
                    []),
            ];
    }

    // In hundredths of a percentage point, future by future. A year without final plans has none late.
    private static Summary InTime(Findings findings, string variant)
    {
        var differences = Share(variant).Zip(Share(findings.Baseline), (of, baseline) => of - baseline).ToArray();
        return RunResult.Summarise(differences);

        IEnumerable<long> Share(string id)
        {
            var last = findings.Years.Count - 1;
            return findings.Result.Replicates(id, MeasureCodes.FinalPlansIn20Weeks, last)
                .Zip(findings.Result.Replicates(id, MeasureCodes.FinalPlansTimed, last), (within, all) => all == 0 ? 10_000 : 10_000 * within / all);
        }
    }

    private static string Points(double hundredths, double error) => Numbers.Share(hundredths / 10_000, error / 10_000).TrimEnd('%');

    private static BarData Bars(Findings findings, string title, string caption, IReadOnlyList<MeasureTable.Row> rows, Func<double, double, string> number)
    {
        var last = findings.Years.Count - 1;
        string[] variants = [.. findings.Variants.Take(DeficitFan.MostPaths)];
        return new(
            title,
            caption,
            [.. variants.Select(variant => Name(findings, variant))],
            [.. rows.Where(row => variants.Any(variant => findings.Of(variant, row.Code, last).P90 > 0))
                .Select(row => new BarGroup(row.Label, [.. variants.Select(variant => findings.Of(variant, row.Code, last))]))],
            number);
    }

    private static MeasureTable.Row Largest(Findings findings, IReadOnlyList<MeasureTable.Row> rows) => rows.MaxBy(row => Last(findings, row).P50)!;

    private static Summary Last(Findings findings, MeasureTable.Row row) => findings.Of(findings.Baseline, row.Code, findings.Years.Count - 1);

    private static string Name(Findings findings, string variant) => VariantNames.Label(findings, variant);

    private static MeasureTable.Row Named(Findings findings, string code) =>
        new(code, findings.Result.Layout.Measures[findings.Result.Layout.IndexOf(code)].Label);

    private static string[] Codes(IEnumerable<MeasureTable.Row> rows) =>
        [.. rows.SelectMany(row => row == Made ? [MeasureCodes.Requests, MeasureCodes.Withdrawn] : (string[])[row.Code]).Distinct()];
}
