using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>
/// The tables that an authority in deficit enters in DfE's DSG management plan: positions and blocks, section 251 lines, EHC plans by
/// age, need and placement, unmitigated and mitigated, as counted and as forecast.
/// </summary>
/// <remarks>
/// DfE gives the plan as a workbook of its own, whose cells change from version to version; the mapping says for each table here
/// which part of it asks for the figures. What no run knows is marked as not available, never left empty.
/// </remarks>
public static class ManagementPlan
{
    private const int PastYears = 3;

    /// <summary>All of its tables, the mapping first.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="mitigated">The variant that is the plan.</param>
    public static IReadOnlyList<FigureTable> Of(Findings findings, string mitigated)
    {
        string[] variants = [.. new[] { findings.Baseline, mitigated }.Distinct()];
        FigureTable[] tables =
        [
            Positions(findings, variants),
            .. variants.Select(variant => Blocks(findings, variant)),
            .. variants.Select(variant => RunTables.Section251(findings, variant)),
            .. variants.Select(variant => WithPast("plan-by-age", RunTables.ByAge(findings, variant), findings, variant, [.. AgeGroups.All.Select(group => $"age:{group.Code()}")])),
            .. variants.Select(variant => RunTables.ByNeed(findings, variant)),
            .. variants.Select(variant => WithPast(
                "plan-by-placement", RunTables.ByPlacement(findings, variant), findings, variant, [.. PlacementTypes.All.Select(type => $"placement:{type.Code()}")])),
            Actions(findings, mitigated),
        ];
        return [Mapping(tables), .. tables];
    }

    /// <summary>In-year and cumulative positions, unmitigated and mitigated.</summary>
    private static FigureTable Positions(Findings findings, string[] variants) => new(
        "plan-positions",
        "Financial summary: in-year and cumulative positions",
        $"£ million in cash terms, {findings.Place}, {findings.Base} to {findings.Last}. Means of {Numbers.Count(findings.Replicates)} simulated futures. Positive is a deficit.",
        [
            new("financial_year", "", "Financial year", FigureUnit.Text, IsRowHead: true),
            new("status", "", "Past or forecast", FigureUnit.Text),
            .. variants.SelectMany(variant => (FigureColumn[])
            [
                new($"in_year_deficit_{RunTables.Snake(variant)}", Name(findings, variant), "in-year deficit", FigureUnit.Million),
                new($"cumulative_deficit_{RunTables.Snake(variant)}", Name(findings, variant), "cumulative deficit, 31 March", FigureUnit.Million),
            ]),
        ],
        [
            [
                Figure.Of(findings.Base.ToString()), Figure.Of("Past"),
                .. variants.SelectMany(variant => (Figure[])[Figure.NotAvailable, Figure.Mean(findings.Opening(variant), Figure.Money)]),
            ],
            .. Enumerable.Range(0, findings.Years.Count).Select(year => (IReadOnlyList<Figure>)
            [
                Figure.Of(findings.Years[year].ToString()), Figure.Of("Forecast"),
                .. variants.SelectMany(variant => (Figure[])
                [
                    Figure.Mean(findings.Of(variant, MeasureCodes.InYear, year), Figure.Money), Figure.Mean(findings.Of(variant, MeasureCodes.Deficit, year), Figure.Money),
                ]),
            ]),
        ],
        ["[x] = not available: the run opens with the balance of that 31 March.", "The cumulative deficit is after Safety Valve payments, council contributions and grants."]);

    /// <summary>Income and spending by block of the DSG.</summary>
    private static FigureTable Blocks(Findings findings, string variant)
    {
        var years = Enumerable.Range(0, findings.Years.Count).ToArray();
        var history = PublishedHistory.Of(findings.Scenario);
        FinancialYear[] past = [.. Enumerable.Range(1, PastYears).Select(n => findings.Years[0] + (n - 1 - PastYears))];
        var known = findings.Scenario.Income.Known;
        return new(
            $"plan-blocks-{variant}",
            $"Plan by block: {Name(findings, variant)}",
            $"£ million in cash terms, {findings.Place}, {past[0]} to {findings.Last}. Means of {Numbers.Count(findings.Replicates)} simulated "
                + "futures for forecast years; published figures for past years. Positive is a deficit.",
            [
                new("block", "", "Block", FigureUnit.Text, IsRowHead: true),
                new("item", "", "Item", FigureUnit.Text, IsRowHead: true),
                .. past.Select(year => new FigureColumn($"past_{Dates.TimePeriod(year)}", "", $"{year} past", FigureUnit.Million)),
                .. years.Select(year => new FigureColumn($"forecast_{Dates.TimePeriod(findings.Years[year])}", "", $"{findings.Years[year]} forecast", FigureUnit.Million)),
            ],
            [
                [Figure.Of("High needs"), Figure.Of("Allocation before deductions"), .. past.Select(Allocated), .. Each(MeasureCodes.BlockIncome)],
                [Figure.Of("High needs"), Figure.Of("Transfer from the schools block"), .. Unknown(), .. Each(MeasureCodes.Transfer)],
                [Figure.Of("High needs"), Figure.Of("Other income"), .. Unknown(), .. Each(MeasureCodes.OtherIncome)],
                [Figure.Of("High needs"), Figure.Of("Planned spending"), .. Unknown(), .. Each(MeasureCodes.Spend)],
                [Figure.Of("High needs"), Figure.Of("In-year deficit"), .. Unknown(), .. Each(MeasureCodes.InYear)],
                .. (((string, string)[])[("Schools", "schools"), ("Central school services", "central"), ("Early years", "early-years")]).SelectMany(block => (IReadOnlyList<Figure>[])
                [
                    [Figure.Of(block.Item1), Figure.Of("Allocation before deductions"), .. past.Select(year => history.Block(block.Item2, year)), .. years.Select(_ => Figure.NotAvailable)],
                    [Figure.Of(block.Item1), Figure.Of("Planned spending"), .. Unknown(), .. years.Select(_ => Figure.NotAvailable)],
                ]),
            ],
            ["[x] = not available: the run plays out the high needs block; the other blocks are entered by the authority.", .. Sources(history)]);

        IEnumerable<Figure> Each(string code) => years.Select(year => Figure.Mean(findings.Of(variant, code, year), Figure.Money));
        IEnumerable<Figure> Unknown() => past.Select(_ => Figure.NotAvailable);

        // The scenario's own figure is the one that the run started from.
        Figure Allocated(FinancialYear year) => known.Where(block => block.Year == year).Select(block => Figure.Money(block.Amount.Pence)).FirstOrDefault(history.Block("high-needs", year));
    }

    // A table of plans with what was published of the Januaries before the census.
    private static FigureTable WithPast(string id, FigureTable table, Findings findings, string variant, string[] kinds)
    {
        var history = PublishedHistory.Of(findings.Scenario);
        var census = findings.Scenario.Timetable.Census.CalendarYear;
        int[] past = [.. Enumerable.Range(1, PastYears).Select(n => census - 1 - PastYears + n)];
        return table with
        {
            Id = $"{id}-{variant}",
            Columns =
            [
                table.Columns[0], .. past.Select(year => new FigureColumn(FormattableString.Invariant($"january_{year}"), "", FormattableString.Invariant($"January {year}"), FigureUnit.Count)),
                .. table.Columns.Skip(1),
            ],
            Rows = [.. table.Rows.Select((row, at) => (IReadOnlyList<Figure>)[row[0], .. past.Select(year => At(at, year)), .. row.Skip(1)])],
            Notes = [.. table.Notes, .. Sources(history), .. history.Sources.Count == 0 ? (string[])["[x] = not available."] : []],
        };

        Figure At(int row, int year)
        {
            Figure[] all = [.. kinds.Select(kind => history.Plans(kind, year))];
            return row < all.Length ? all[row] : Array.Exists(all, figure => figure.Number is null) ? Figure.NotAvailable : Figure.Of(all.Sum(figure => figure.Number!.Value));
        }
    }

    private static string[] Sources(PublishedHistory history) => history.Sources.Count == 0 ? [] : [$"Past years: {string.Join("; ", history.Sources)}."];

    /// <summary>The actions of the plan.</summary>
    private static FigureTable Actions(Findings findings, string variant)
    {
        var chosen = findings.Scenario.Variants.First(v => v.Id == variant).Mitigations;
        var last = findings.Years.Count - 1;
        var saving = Findings.Saving(findings.Difference(variant, MeasureCodes.Deficit, last));
        return new(
            "plan-actions",
            "Actions of the plan",
            $"What is done from when, and what running it costs the block a year at full strength in £ million, {findings.Place}. All actions together, with payments and "
                + $"contributions, lower the deficit at {Dates.EndOf(findings.Last)} by {Numbers.Median(saving, Numbers.PoundsMillion)} in the median ({Numbers.Range(saving, Numbers.PoundsMillion)}).",
            [
                new("code", "", "Code", FigureUnit.Text, IsRowHead: true),
                new("action", "", "Action", FigureUnit.Text, IsRowHead: true),
                new("start", "", "First month", FigureUnit.Text),
                new("months_to_full_strength", "", "Months to full strength", FigureUnit.Count),
                .. RunTables.Summary("annual_cost", "Cost a year", FigureUnit.Million),
                new("saving", "", "Saving of this action alone", FigureUnit.Million),
            ],
            [.. findings.Scenario.Mitigations.Where(m => chosen.Contains(m.Code)).Select(m => (IReadOnlyList<Figure>)
            [
                Figure.Of(m.Code), Figure.Of(m.Title), Figure.Of(m.Start.ToString()), Figure.Of(m.RampMonths),
                Figure.Of((decimal)m.AnnualCost.Central), Figure.Of((decimal)m.AnnualCost.Low), Figure.Of((decimal)m.AnnualCost.High),
                Figure.NotAvailable,
            ])],
            ["[x] = not available: this run plays the actions together; what each of them saves alone is another question to the model."]);
    }

    private static FigureTable Mapping(IReadOnlyList<FigureTable> tables) => new(
        "plan-mapping",
        "Which part of the DSG management plan asks for each table",
        "DfE's template changes from version to version; its parts are named here as its guidance names them. Figures are copied by the officer who signs the plan.",
        [
            new("table", "", "Table here", FigureUnit.Text, IsRowHead: true),
            new("title", "", "What it holds", FigureUnit.Text),
            new("part_of_plan", "", "Part of the plan", FigureUnit.Text),
        ],
        [.. tables.Select(table => (IReadOnlyList<Figure>)[Figure.Of(Office.Workbook.SheetName(table)), Figure.Of(table.Title), Figure.Of(PartOf(table.Id))])],
        []);

    private static string PartOf(string id) => id switch
    {
        "plan-positions" => "Financial summary: end-of-year positions, mitigated and unmitigated",
        "plan-actions" => "Governance and management: workstream log; savings by action",
        _ when id.StartsWith("plan-blocks-", StringComparison.Ordinal) => "Financial summary: plan by funding block",
        _ when id.StartsWith("plan-section-251-", StringComparison.Ordinal) => "Financial summary: high needs block by section 251 line",
        _ when id.StartsWith("plan-by-age-", StringComparison.Ordinal) => "Children and young people summary: EHC plans by age",
        _ when id.StartsWith("plans-by-need-", StringComparison.Ordinal) => "Children and young people summary: EHC plans by primary need",
        _ => "Children and young people summary: EHC plans by placement",
    };

    private static string Name(Findings findings, string variant) => VariantNames.Label(findings, variant);
}
